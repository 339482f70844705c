"""The create_order task of an order that came in: made once, planned anew with every news."""

from collections.abc import Callable, Sequence

from desktop.models.database import Connection
from desktop.models.incoming_rows import task_ship_by
from desktop.models.order_status import CREATE
from desktop.models.standing import restand
from desktop.models.task_moves import DueTask, move, no_error, select_tasks, set_columns
from desktop.models.task_plan import TaskPlan
from desktop.models.task_release import apply_plan
from desktop.rows import TaskState
from desktop.trade import Order

BY_RULE = ("import_only", "fba_off", "too_old")
_INSERT = """
INSERT INTO task (order_id, account_id, verb, state, hold, reason, due_at, ship_by, created_at,
    changed_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def add(
    connection: Connection,
    account_id: int,
    numbered: Sequence[tuple[int, Order]],
    plans: Sequence[TaskPlan],
    at: int,
) -> None:
    """One create_order task for each new order."""
    connection.executemany(
        _INSERT,
        [
            (
                order_id,
                account_id,
                CREATE,
                plan.state.value,
                plan.hold,
                plan.reason,
                at,
                task_ship_by(order),
                at,
                at,
            )
            for (order_id, order), plan in zip(numbered, plans, strict=True)
        ],
    )


def replan(
    connection: Connection,
    changed: Sequence[tuple[int, Order]],
    plan: Callable[[Order, str | None], TaskPlan],
    at: int,
) -> None:
    """Plan the tasks of refreshed orders anew, as far as their state lets them."""
    for order_id, order in changed:
        for task in select_tasks(
            connection, "task.order_id = ? AND task.verb = ?", [order_id, CREATE]
        ):
            held_as = task.hold if task.state is TaskState.WAITING else None
            set_columns(connection, task.id, {"ship_by": task_ship_by(order)})
            _replan_one(connection, task, plan(order, held_as), at)
    restand(connection, [order_id for order_id, _ in changed])


def _replan_one(connection: Connection, task: DueTask, plan: TaskPlan, at: int) -> None:
    if task.plan.get("asked_for") and plan.reason in BY_RULE:
        return  # a person asked for it although the rules leave it out
    changed = (plan.state, plan.hold, plan.reason) != (task.state, task.hold, task.reason)
    if task.state is TaskState.FAILED and task.error_code == "unreadable":
        _heal(connection, task, plan, at)
    elif task.state is TaskState.FAILED and plan.state is TaskState.SKIPPED:
        values = {"hold": plan.hold, "reason": plan.reason, "changed_at": at}
        move(connection, task.id, TaskState.SKIPPED, **values, **no_error())
    elif (task.state is TaskState.WAITING and changed) or (
        task.state is TaskState.READY and plan.state is not TaskState.READY
    ):
        apply_plan(connection, task.id, task.state, plan, at)


def _heal(connection: Connection, task: DueTask, plan: TaskPlan, at: int) -> None:
    """The record can be read now: the failure is no longer needed, and the task is planned anew."""
    values = {"hold": plan.hold, "reason": plan.reason, "due_at": at, "changed_at": at}
    move(connection, task.id, TaskState.SKIPPED, **values, **no_error())
    if plan.state is not TaskState.SKIPPED:
        move(connection, task.id, plan.state)
