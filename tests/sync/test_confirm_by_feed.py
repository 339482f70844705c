"""Accepted in a feed is not shown on the order yet: it is looked at, and at last told."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.models import order_list, setting, shipments, task
from desktop.models.shipments import ShipmentRecord
from desktop.rows import SyncStatus, TaskState
from desktop.sync.engine import Engine
from desktop.sync.progress import silent
from desktop.sync.tasks import confirm_by_feed as verb
from desktop.trade.order import AmazonStatus, Window
from tests.models.conftest import database, path
from tests.models.orders import order as an_order
from tests.sync.feed_world import Stand

__all__ = ["database", "path"]
S = TaskState
HOUR = 3600


class Shown:
    """What Amazon shows of the order, and an engine that looks."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.stand = Stand()
        self.order: Any = None
        monkeypatch.setattr(verb, "packages_of", lambda *_: self.order)
        monkeypatch.setattr(verb, "real_now", self.stand.world.clock)

    def ship(self, units: int = 1, ship_by_h: float = 48) -> int:
        at = int(self.stand.world.at)
        window = Window(None, at + int(ship_by_h * HOUR))
        order_id, made = self.stand.order(status=AmazonStatus.UNSHIPPED, ship_by=window)
        self.order = an_order(1, status=AmazonStatus.UNSHIPPED, ship_by=window)
        shipments.save(
            ShipmentRecord(0, order_id, "shopify", "f1", "71", "", "", at, "seen", (), "other")
        )
        item = made.lines[0].item_id
        task.plan_task(
            self.stand.account_id, order_id, "ship_by_feed", foreign_id="f1",
            plan={"items": [[item, units]], "shipped_at": at}, state=S.READY, due_at=at, at=at,
        )  # fmt: skip
        self.stand.go(hours=0.1)
        return order_id

    def look(self, times: int = 1) -> None:
        verbs = (verb.CONFIRM_BY_FEED, verb.CONFIRM_CANCEL)
        engine = Engine(self.stand.connection, verbs, silent, clock=self.stand.world.clock)
        for _ in range(times):
            due = engine.due_at
            if due is None:
                return
            self.stand.world.at = max(self.stand.world.at, due)
            engine.step()

    def held(self, order_id: int, name: str = "confirm_by_feed", gid: str = "f1") -> task.DueTask:
        found = task.latest(self.stand.account_id, order_id, name, gid)
        assert found is not None
        return found


@pytest.fixture
def shown(database: Path, monkeypatch: pytest.MonkeyPatch) -> Shown:
    return Shown(monkeypatch)


def states(order_id: int) -> list[str]:
    return [one.state for one in shipments.of_order(order_id)]


def test_a_shipment_by_feed_is_sent_and_then_confirmed(shown: Shown) -> None:
    order_id = shown.ship()
    assert states(order_id) == ["sent"]
    shown.look(2)
    assert shown.held(order_id).state is S.SUBMITTED
    shown.order = replace(shown.order, status=AmazonStatus.SHIPPED)
    shown.look()
    assert shown.held(order_id).state is S.DONE
    assert states(order_id) == ["confirmed"]


def test_a_part_of_the_order_is_confirmed_by_its_units(shown: Shown) -> None:
    order_id = shown.ship()
    lines = (replace(shown.order.lines[0], quantity_fulfilled=1), *shown.order.lines[1:])
    shown.order = replace(shown.order, lines=lines, status=AmazonStatus.PARTIALLY_SHIPPED)
    shown.look()
    assert shown.held(order_id).state is S.DONE


def test_what_never_shows_is_told_after_two_hours(shown: Shown) -> None:
    order_id = shown.ship()
    shown.look(39)
    assert shown.held(order_id).state is S.SUBMITTED
    shown.look(5)
    assert (shown.held(order_id).state, shown.held(order_id).error_code) == (
        S.FAILED,
        "not_confirmed",
    )
    (row,) = order_list.rows([order_id])
    assert row.sync_status is SyncStatus.FAILED_SHIPMENT


def test_near_ship_by_it_is_told_sooner(shown: Shown) -> None:
    order_id = shown.ship(ship_by_h=2)
    shown.look(9)
    assert shown.held(order_id).state is S.SUBMITTED
    shown.look(4)
    assert shown.held(order_id).state is S.FAILED
    setting.set_setting("shipment.warn_hours", "0", shown.stand.account_id)
    assert shown.stand.world.calls["createFeed"] == 1


@pytest.mark.parametrize("shows", [True, False])
def test_a_cancellation_must_show_on_the_order(shown: Shown, shows: bool) -> None:
    one = shown.stand.cancel()
    order_id = task.task(one).order_id
    status = AmazonStatus.CANCELLED if shows else AmazonStatus.UNSHIPPED
    shown.order = an_order(1, status=status)
    shown.stand.go(hours=0.1)
    shown.look(45)
    held = shown.held(order_id, "confirm_cancel", "")
    assert held.state is (S.DONE if shows else S.FAILED)
    if not shows:
        (row,) = order_list.rows([order_id])
        assert row.sync_status is SyncStatus.FAILED_CANCELLATION
