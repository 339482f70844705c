"""Leaves orders out for good, with a reason; a person can still ask for them after all."""

from collections.abc import Sequence
from contextlib import suppress

from desktop.actions.bad_input import BadInput
from desktop.models import task_person
from desktop.models.task_find import tasks_of
from desktop.rows import NOT_LEFT, TaskState

_LONGEST = 500


def skip(order_ids: Sequence[int], reason: str) -> int:
    """Skip what of these orders failed, or, where nothing did, what is not yet sent; how many
    orders. Raises BadInput."""
    words = checked_words(reason, "reason")
    skipped: set[int] = set()
    found = tasks_of(order_ids)
    failed = {task.order_id for task in found if task.state is TaskState.FAILED}
    for task in found:
        if task.state is TaskState.FAILED or (
            task.state in NOT_LEFT and task.order_id not in failed
        ):
            with suppress(ValueError, LookupError):  # sent meanwhile
                task_person.skip([task.id], words)
                skipped.add(task.order_id)
    return len(skipped)


def checked_words(text: str, field: str) -> str:
    """What a person wrote down for later, in one line. Raises BadInput where it is empty."""
    words = " ".join(text.split())
    if not words:
        raise BadInput(field, "is missing.", "Say in a few words why, for later.")
    return words[:_LONGEST]
