"""A refund that Amazon accepted is not in its books yet: they lag, and then they must show it."""

from desktop import clock
from desktop.clock import Pace
from desktop.models import task as tasks
from desktop.models.task import DueTask
from desktop.rows import TaskState
from desktop.trade.returns import REFUND_AMOUNTS

CONFIRM_REFUND = "confirm_refund"
IN_BOOKS = "books"  # what such a task waits for
LAG_S = 50 * 3600.0  # Amazon's books lag up to 48 hours
_ANOTHER_DAY_S = 86_400


def expect(sent: DueTask, now: float, pace: Pace) -> None:
    """Amazon accepted what this task sent: by then its books show it, or a person is told.

    Joins a caller's write(). A pair that is found meanwhile ends it.
    """
    until = int(now + pace.here(LAG_S)) + 1
    tasks.plan_task(
        sent.account_id,
        sent.order_id,
        CONFIRM_REFUND,
        foreign_id=sent.foreign_id,
        revision=_next(sent),
        plan={
            "sent": int(now),
            "until": until,
            "total": _total(sent),
            "currency": str(sent.plan.get("currency", "")),
        },
        state=TaskState.WAITING,
        hold=IN_BOOKS,
        due_at=until,
        at=int(now),
    )


def keep_looking(task_id: int) -> None:
    """A person looked and waits: it is asked for now, and for another day.

    Raises ValueError where it is over, LookupError.
    """
    now = int(clock.now())
    held = tasks.task(task_id)
    plan = {**held.plan, "until": now + _ANOTHER_DAY_S}
    tasks.replace_plan(task_id, plan, state=TaskState.READY, due_at=now)


def _next(sent: DueTask) -> int:
    latest = tasks.latest(sent.account_id, sent.order_id, CONFIRM_REFUND, sent.foreign_id)
    return 0 if latest is None else latest.revision + 1


def _total(sent: DueTask) -> int:
    items = sent.plan.get("items") or ()
    return sum(int(one.get(name) or 0) for one in items for name in REFUND_AMOUNTS)
