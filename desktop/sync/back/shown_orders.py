"""What a feed did must show on the order: Amazon's report alone is no proof of it."""

from desktop.clock import Pace
from desktop.models import task as tasks
from desktop.models.task import DueTask
from desktop.rows import TaskState
from desktop.sync.back.cancels_of import CANCEL_ON_AMAZON
from desktop.sync.back.shipments_of import BY_FEED

CONFIRM_BY_FEED = "confirm_by_feed"
CONFIRM_CANCEL = "confirm_cancel"
LOOK_S = 180.0
_LOOKS = {BY_FEED: CONFIRM_BY_FEED, CANCEL_ON_AMAZON: CONFIRM_CANCEL}


def expect(sent: DueTask, now: float, pace: Pace) -> None:
    """Amazon accepted what this task sent: the order is looked at until it shows it.

    Joins a caller's write().
    """
    verb = _LOOKS.get(sent.verb)
    if verb is None:
        return
    tasks.plan_task(
        sent.account_id,
        sent.order_id,
        verb,
        foreign_id=sent.foreign_id,
        revision=sent.revision,
        plan={"sent": int(now), "items": sent.plan.get("items", [])},
        state=TaskState.READY,
        due_at=int(now + pace.here(LOOK_S)) + 1,
        at=int(now),
    )
