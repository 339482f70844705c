"""Sent is not confirmed: Amazon must show the package, and a person is told before ship-by."""

from pathlib import Path
from typing import Any

import pytest

from desktop.errors import NeedsPerson
from desktop.models import setting, shipments, task
from desktop.models.shipments import ShipmentRecord
from desktop.models.task import DueTask
from desktop.rows import TaskState
from desktop.sync.tasks import confirm_shipment as verb
from desktop.sync.tasks.outcome import Settled, Submitted
from desktop.trade.order import Package, Window
from tests.models.conftest import database, path
from tests.models.orders import order as an_order
from tests.sync.feed_world import Stand

__all__ = ["database", "path"]
HOUR = 3600
NUMBER = "1Z999AA10123456784"


class Sent:
    """A shipment that Amazon took, and what Amazon shows of the order since."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, ship_by_h: float | None) -> None:
        self.stand = Stand()
        self.at = int(self.stand.world.at)
        latest = None if ship_by_h is None else self.at + int(ship_by_h * HOUR)
        self.order_id, self.order = self.stand.order(1, ship_by=Window(None, latest))
        shipments.save(
            ShipmentRecord(
                0, self.order_id, "shopify", "f1", "71", "UPS", NUMBER, self.at, "sent", (), "other"
            )
        )
        self.shown: tuple[Package, ...] = ()
        monkeypatch.setattr(verb, "packages_of", lambda *_: self._shows())
        monkeypatch.setattr(verb, "real_now", self.stand.world.clock)

    def _shows(self) -> Any:
        given = {"packages": self.shown, "ship_by": self.order.ship_by}
        return an_order(1, **given)

    def read_back(self, times: int, after_h: float) -> Settled | Submitted:
        """As the engine does after so many looks, so long after it was sent."""
        self.stand.world.at = self.at + after_h * HOUR
        planned = task.plan_task(
            self.stand.account_id,
            self.order_id,
            "confirm_shipment",
            foreign_id="f1",
            plan={"number": NUMBER},
            state=TaskState.READY,
            due_at=0,
            at=0,
        )
        held = task.task(planned) if planned is not None else self._held()
        one = DueTask(
            **{
                **{name: getattr(held, name) for name in DueTask.__slots__},
                "state": TaskState.SUBMITTED,
                "sent_at": self.at,
                "lookups": times,
            }
        )
        found = verb.find(self.stand.connection, one)
        assert isinstance(found, Settled | Submitted)
        return found

    def _held(self) -> DueTask:
        held = task.latest(self.stand.account_id, self.order_id, "confirm_shipment", "f1")
        assert held is not None
        return held


def told(sent: Sent, times: int, after_h: float) -> str:
    with pytest.raises(NeedsPerson) as caught:
        sent.read_back(times, after_h)
    assert "ship-by" in caught.value.cause
    return caught.value.code


def test_it_is_settled_once_amazon_shows_it(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = Sent(monkeypatch, ship_by_h=48)
    assert isinstance(sent.read_back(0, 0.05), Submitted)
    sent.shown = (Package("71", tracking_number=NUMBER),)
    assert isinstance(sent.read_back(1, 0.1), Settled)
    sent.shown = (Package("71", tracking_number="another"),)
    assert isinstance(sent.read_back(2, 0.2), Submitted)


def test_far_from_ship_by_two_hours_are_waited(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = Sent(monkeypatch, ship_by_h=48)
    assert isinstance(sent.read_back(39, 1.95), Submitted)
    assert told(sent, 40, 2.0) == "not_confirmed"


def test_near_ship_by_half_an_hour_is_enough(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = Sent(monkeypatch, ship_by_h=3)  # within the four hours of the warning
    assert isinstance(sent.read_back(9, 0.45), Submitted)
    assert told(sent, 10, 0.5) == "not_confirmed"


def test_it_is_told_as_the_warning_begins(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = Sent(monkeypatch, ship_by_h=5)
    assert isinstance(sent.read_back(15, 0.95), Submitted)
    assert told(sent, 20, 1.0) == "not_confirmed"
    setting.set_setting("shipment.warn_hours", "0", sent.stand.account_id)
    assert isinstance(sent.read_back(20, 1.0), Submitted)


def test_without_a_ship_by_it_takes_its_time(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = Sent(monkeypatch, ship_by_h=None)
    assert isinstance(sent.read_back(20, 1.0), Submitted)
    assert told(sent, 40, 2.0) == "not_confirmed"
