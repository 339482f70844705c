"""Marks failures as done: a person did in Shopify what Crossdock could not."""

from collections.abc import Sequence
from contextlib import suppress

from desktop.actions.skip import checked_words
from desktop.models import task_person
from desktop.models.task_find import tasks_of
from desktop.rows import TaskState


def done_by_hand(order_ids: Sequence[int], note: str) -> int:
    """Mark the failures of these orders as done; how many orders. Raises BadInput."""
    words = checked_words(note, "note")
    settled: set[int] = set()
    for task in tasks_of(order_ids):
        if task.state is TaskState.FAILED:
            with suppress(ValueError, LookupError):  # moved meanwhile
                task_person.done_by_hand(task.id, words)
                settled.add(task.order_id)
    return len(settled)
