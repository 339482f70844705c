"""What is told differently is followed: in place, or by a new revision after the lost request."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop.catalogue import refund_failure
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


@pytest.mark.parametrize("failed", [True, False])
def test_what_hindered_it_gives_way_to_what_hinders_it_now(failed: bool, database: Path) -> None:
    """A refund of which nothing is per item, told before the shipment: then a person spreads it."""
    stand = Stand()
    order_id, _ = stand.order()
    early = Wanted("send_refund", "r", {"items": []}, state=TaskState.WAITING, hold="unshipped")
    if failed:
        early = replace(early, hold="", failure=refund_failure("order_unshipped"))
    asks = replace(early, hold="outbox", failure=refund_failure("not_allocated"))
    after = replace(asks, heals=("order_unshipped", "unshipped"))
    for wanted in (early, after):
        with write():
            apply(stand.connection, order_id, [wanted], stand.world.at)
    found = tasks.latest(stand.account_id, order_id, "send_refund", "r")
    assert found is not None
    assert (found.state, found.hold, found.error_code) == (TaskState.FAILED, "", "not_allocated")


def test_what_a_person_has_spread_is_not_asked_for_again(database: Path) -> None:
    stand = Stand()
    order_id, _ = stand.order()
    told = Wanted("send_refund", "r", {"items": []}, failure=refund_failure("order_unshipped"))
    with write():
        apply(stand.connection, order_id, [told], stand.world.at)
        first = tasks.latest(stand.account_id, order_id, "send_refund", "r")
        assert first is not None
        tasks.replace_plan(first.id, {**first.plan, "items": ["as a person says"]})
        asks = replace(told, failure=refund_failure("not_allocated"), heals=("order_unshipped",))
        asks = replace(asks, state=TaskState.WAITING, hold="outbox")
        apply(stand.connection, order_id, [asks], stand.world.at)
    found = tasks.latest(stand.account_id, order_id, "send_refund", "r")
    assert found is not None
    assert (found.id, found.state, found.hold) == (first.id, TaskState.WAITING, "outbox")
    assert found.plan["items"] == ["as a person says"]
