"""Bulk moves of held tasks, as the start of an account needs them; in slices."""

from collections.abc import Callable, Iterable

from desktop import clock
from desktop.models.blob import unpack_order
from desktop.models.database import Connection, read, write
from desktop.models.standing import restand
from desktop.models.task_moves import move, set_columns
from desktop.models.task_plan import TaskPlan
from desktop.models.task_state import must
from desktop.rows import TaskState
from desktop.trade import Order

SLICE = 200
# Starting anew with another choice also decides anew on what was left import-only.
_HELD = """
SELECT task.id, task.order_id, task.state, order_payload.facts
FROM task JOIN order_payload ON order_payload.order_id = task.order_id
WHERE task.account_id = ? AND task.id > ? AND (
    (task.state = 'WAITING' AND task.hold = ?)
    OR (? = 'not_started' AND task.state = 'SKIPPED' AND task.reason = 'import_only'))
ORDER BY task.id LIMIT ?
"""


def release(
    account_id: int,
    hold: str,
    plan: Callable[[Order, str | None], TaskPlan],
    *,
    at: int | None = None,
    slice_size: int = SLICE,
) -> int:
    """Plan anew what a hold keeps waiting; returns how many orders were decided on.

    Each slice is a transaction of its own; a run that was cut off is simply run again.
    """
    now = int(clock.now()) if at is None else at
    last, decided = 0, 0
    while True:
        with write() as connection:
            values = (account_id, last, hold, hold, slice_size)
            rows = connection.execute(_HELD, values).fetchall()
            for task_id, _, state, facts in rows:
                last = task_id
                held_as = hold if state == TaskState.WAITING else None
                planned = plan(unpack_order(facts), held_as)
                apply_plan(connection, task_id, TaskState(state), planned, now)
            restand(connection, [row[1] for row in rows])
        decided += len(rows)
        if len(rows) < slice_size:
            return decided


def hold(task_ids: Iterable[int], why: str, *, at: int | None = None) -> int:
    """READY to WAITING: a condition came up that keeps these tasks. How many.

    Raises ValueError for a task in another state, LookupError; then nothing is changed.
    """
    now = int(clock.now()) if at is None else at
    with write() as connection:
        moved = [
            move(connection, one, TaskState.WAITING, hold=why, reason="", changed_at=now).order_id
            for one in task_ids
        ]
        restand(connection, moved)
    return len(moved)


def held(account_id: int, why: str) -> bool:
    """Whether a hold keeps any task of the account waiting."""
    with read() as connection:
        found = connection.execute(
            "SELECT 1 FROM task WHERE account_id = ? AND hold = ? AND state = 'WAITING' LIMIT 1",
            (account_id, why),
        ).fetchone()
    return found is not None


def apply_plan(
    connection: Connection, task_id: int, state: TaskState, plan: TaskPlan, at: int
) -> None:
    """Move a WAITING, READY or SKIPPED task to where the plan has it; within the transaction."""
    if plan.state is not state:
        must(state, plan.state)
    values = {"state": plan.state.value, "hold": plan.hold, "reason": plan.reason}
    set_columns(connection, task_id, {**values, "due_at": at, "changed_at": at})
