"""The outbox: what moves money waits, can be withdrawn, and leaves when its time is over."""

from desktop.models import task as tasks
from desktop.sync.back.cancels_of import OUTBOX
from desktop.sync.back.shipments_of import NO_TRACKING


def release(account_id: int, now: float) -> None:
    """Let go what has waited long enough: undo times, and the patience with missing numbers."""
    for hold in (OUTBOX, NO_TRACKING):
        tasks.release_due(account_id, hold, int(now))
