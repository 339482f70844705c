"""Bulk moves of held tasks, as the start of an account needs them; in slices."""

from collections import Counter
from collections.abc import Callable, Iterator

from desktop import clock
from desktop.models.blob import unpack_order
from desktop.models.database import Connection, read, write
from desktop.models.standing import restand
from desktop.models.task_moves import set_columns
from desktop.models.task_plan import TaskPlan
from desktop.models.task_state import must
from desktop.rows import TaskState
from desktop.trade import Order

_HELD = """
SELECT task.id, task.order_id, order_payload.facts
FROM task JOIN order_payload ON order_payload.order_id = task.order_id
WHERE task.account_id = ? AND task.hold = ? AND task.state = 'WAITING' AND task.id > ?
ORDER BY task.id LIMIT ?
"""


def held_orders(account_id: int, hold: str, slice_size: int = 500) -> Iterator[tuple[int, Order]]:
    """Task id and order of everything that a hold keeps waiting, slice by slice."""
    last = 0
    while True:
        with read() as connection:
            rows = connection.execute(_HELD, (account_id, hold, last, slice_size)).fetchall()
        for task_id, _, facts in rows:
            last = task_id
            yield task_id, unpack_order(facts)
        if len(rows) < slice_size:
            return


def release(
    account_id: int,
    hold: str,
    choose: Callable[[Order], TaskPlan | None],
    *,
    at: int | None = None,
    slice_size: int = 500,
) -> dict[TaskState, int]:
    """Plan anew what a hold keeps waiting; `choose` gives the plan, None leaves it.

    Returns how many tasks went to which state.

    Each slice is a transaction of its own; a run that was cut off is simply run again.
    """
    now = int(clock.now()) if at is None else at
    counted: Counter[TaskState] = Counter()
    last = 0
    while True:
        with write() as connection:
            rows = connection.execute(_HELD, (account_id, hold, last, slice_size)).fetchall()
            moved = []
            for task_id, order_id, facts in rows:
                last = task_id
                plan = choose(unpack_order(facts))
                if plan is not None and apply_plan(connection, task_id, plan, now):
                    counted[plan.state] += 1
                    moved.append(order_id)
            restand(connection, moved)
        if len(rows) < slice_size:
            return dict(counted)


def apply_plan(connection: Connection, task_id: int, plan: TaskPlan, at: int) -> bool:
    """Move a WAITING task to where the plan has it; always true, for counting."""
    if plan.state is not TaskState.WAITING:
        must(TaskState.WAITING, plan.state)
    values = {"state": plan.state.value, "hold": plan.hold, "reason": plan.reason}
    set_columns(connection, task_id, {**values, "due_at": at, "changed_at": at})
    return True
