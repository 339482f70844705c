"""Finds the tasks of the way back that a person's decision is about."""

from collections.abc import Collection

from desktop.actions.bad_input import BadInput
from desktop.models.task_find import tasks_of
from desktop.models.task_moves import DueTask
from desktop.rows import TaskState

SHIPMENTS = ("confirm_shipment", "ship_by_feed", "fulfil_in_shopify")
REFUNDS = ("send_refund", "record_refund", "refund_in_shopify")
CANCELLATIONS = ("cancel_on_amazon", "cancel_in_shopify")
OPEN = (TaskState.FAILED, TaskState.WAITING)


def open_tasks(
    order_id: int, verbs: Collection[str], states: Collection[TaskState] = OPEN
) -> tuple[DueTask, ...]:
    """The order's tasks of these verbs that wait for something or failed."""
    return tuple(one for one in tasks_of([order_id]) if one.verb in verbs and one.state in states)


def the_task(order_id: int, verbs: Collection[str], what: str, task_id: int = 0) -> DueTask:
    """The one task meant: the only one, the only one that failed, or that of the number.

    Raises BadInput where there is none, or several.
    """
    found = open_tasks(order_id, verbs)
    if task_id:
        found = tuple(one for one in found if one.id == task_id)
    failed = tuple(one for one in found if one.state is TaskState.FAILED)
    for group in (failed, found):
        if len(group) == 1:
            return group[0]
    if not found:
        raise BadInput("ID", f"No {what} of this order waits for a decision.", "Look at it first.")
    numbers = ", ".join(str(one.id) for one in found)
    raise BadInput("--task", f"Several of this order wait: {what}s {numbers}.", "Give one number.")
