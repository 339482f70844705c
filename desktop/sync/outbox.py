"""What waits for its time: money can be withdrawn until it is over, and asks after a long wait."""

from desktop.clock import Pace
from desktop.models import task as tasks
from desktop.models.setting import back_rules
from desktop.sync.back.booked_refunds import IN_BOOKS
from desktop.sync.back.cancels_of import OUTBOX
from desktop.sync.back.shipments_of import NO_TRACKING

_HOUR_S = 3600.0


def release(account_id: int, pace: Pace, now: float) -> None:
    """Let go what has waited long enough: undo times, the patience with missing numbers, and with
    Amazon's books. What left the outbox long ago by its time, and could not go, asks."""
    rules = back_rules(account_id)
    longest = pace.here(rules.outbox_minutes * 60.0 + rules.ask_again_hours * _HOUR_S)
    tasks.release_due(account_id, OUTBOX, int(now), asks_before=int(now - max(60.0, longest)))
    for hold in (NO_TRACKING, IN_BOOKS):
        tasks.release_due(account_id, hold, int(now))
