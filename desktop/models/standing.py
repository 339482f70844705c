"""Keep an order's sync status, stage and failure mark in step with its tasks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from desktop.models.database import Connection
from desktop.models.order_status import SYNC_CODE, TaskFact, derive_sync
from desktop.rows import TaskState

_SLICE = 500
_TASKS = """
SELECT order_id, verb, state, hold, reason, error_title, due_at FROM task
WHERE order_id IN ({marks})
ORDER BY id
"""
_ORDERS = """
SELECT id, amazon_status, shopify_fulfilled, cancel_wish FROM orders WHERE id IN ({marks})
"""
_UPDATE = "UPDATE orders SET sync_status = ?, stage = ?, failed = ? WHERE id = ?"


def marks(values: Sequence[object]) -> str:
    """Placeholders for a list of values."""
    return ",".join("?" * len(values))


def slices(ids: Iterable[int], size: int = _SLICE) -> Iterable[list[int]]:
    """The ids in parts that fit one statement."""
    everything = list(ids)
    return (everything[start : start + size] for start in range(0, len(everything), size))


def restand(connection: Connection, order_ids: Iterable[int]) -> None:
    """Derive anew what the tasks of these orders say; within the caller's transaction."""
    for part in slices(order_ids):
        facts: dict[int, list[TaskFact]] = defaultdict(list)
        for order_id, verb, state, *rest in connection.execute(
            _TASKS.format(marks=marks(part)), part
        ):
            facts[order_id].append(TaskFact(verb, TaskState(state), *rest))
        changes = []
        for order_id, amazon_status, fulfilled, wish in connection.execute(
            _ORDERS.format(marks=marks(part)), part
        ):
            tasks = facts[order_id]
            sync, stage = derive_sync(
                tasks,
                amazon_status,
                fulfilled_in_shopify=bool(fulfilled),
                cancel_wish=bool(wish),
            )
            failed = any(task.state is TaskState.FAILED for task in tasks)
            changes.append((SYNC_CODE[sync], stage, int(failed), order_id))
        connection.executemany(_UPDATE, changes)
