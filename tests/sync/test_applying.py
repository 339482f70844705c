"""What is told differently is followed: in place, or by a new revision after the lost request."""

from pathlib import Path

from desktop.errors import OutcomeUnknown
from desktop.models import task as tasks
from desktop.models.database import write
from desktop.rows import TaskState
from desktop.sync.back.applying import apply
from desktop.sync.back.wanted import Wanted
from tests.models.conftest import database, path
from tests.sync.feed_world import Stand

__all__ = ["database", "path"]
VERB, GID = "confirm_shipment", "gid://shopify/Fulfillment/1"


def _told(stand: Stand, order_id: int, number: str) -> None:
    with write():
        wanted = Wanted(VERB, GID, {"number": number}, follows=True)
        apply(stand.connection, order_id, [wanted], stand.world.at)


def _latest(stand: Stand, order_id: int) -> tasks.DueTask:
    found = tasks.latest(stand.account_id, order_id, VERB, GID)
    assert found is not None
    return found


def test_a_new_number_waits_until_the_lost_request_can_no_longer_land(database: Path) -> None:
    """Else the old number would land after the new one, and stay."""
    stand = Stand()
    order_id, _ = stand.order()
    _told(stand, order_id, "1")
    first = _latest(stand, order_id)
    assert tasks.claim(first.id, int(stand.world.at))
    lands = int(stand.world.at) + 240
    tasks.check(first.id, lands, OutcomeUnknown("lost").why)
    _told(stand, order_id, "2")
    second = _latest(stand, order_id)
    assert (second.revision, second.state, second.due_at) == (1, TaskState.READY, lands)
    assert tasks.task(first.id).state is TaskState.DONE
    _told(stand, order_id, "3")
    third = _latest(stand, order_id)
    assert (third.id, third.plan["number"], third.due_at) == (second.id, "3", lands)


def test_a_new_number_for_what_was_taken_goes_at_once(database: Path) -> None:
    stand = Stand()
    order_id, _ = stand.order()
    _told(stand, order_id, "1")
    first = _latest(stand, order_id)
    assert tasks.claim(first.id, int(stand.world.at))
    tasks.submitted(first.id, int(stand.world.at) + 180, "sent")
    _told(stand, order_id, "2")
    assert _latest(stand, order_id).due_at == int(stand.world.at)
