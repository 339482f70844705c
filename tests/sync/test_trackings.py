"""Which of Amazon's numbers belongs to which fulfilment of ours, rule by rule."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.channels.amazon import fba_shipments
from desktop.channels.amazon.documents import DocumentUnreadable
from desktop.channels.amazon.fba_shipments import GONE, FbaShipment, NoReport, ReportState
from desktop.errors import Technical
from desktop.models import cursor as cursors
from desktop.models import setting, shipments, task
from desktop.models.shipments import ShipmentRecord
from desktop.sync import fba_report
from desktop.sync.back.trackings_of import trackings
from desktop.sync.fba_report import FbaReport, ReportCursor, packages
from desktop.trade.order import Package
from tests.models.conftest import database, path
from tests.models.orders import DAY
from tests.sync.feed_world import Stand
from tests.sync.samples import line, order

__all__ = ["database", "path"]
TWO = (line(), replace(line(sku="CUP"), item_id="2"))


def mirror(gid: str = "f1", number: str = "", items: Any = (), **more: Any) -> ShipmentRecord:
    plain = ShipmentRecord(1, 1, "shopify", gid, "", "", number, 5, "mirrored", items, "app")
    return replace(plain, **more)


def sent(number: str, items: Any = (), carrier: str = "AMZN_US") -> ShipmentRecord:
    return ShipmentRecord(2, 1, "amazon", number, "", carrier, number, 5, "seen", items, "other")


def plans(*held: ShipmentRecord, **more: Any) -> list[tuple[str, list[str]]]:
    found = trackings(order(lines=TWO, **more), held)
    return [(one.foreign_id, list(one.plan["numbers"])) for one in found]  # type: ignore[call-overload]


def test_one_mirror_gets_every_number():
    assert plans(mirror(), sent("A"), sent("B")) == [("f1", ["A", "B"])]


def test_what_has_its_number_keeps_it():
    assert plans(mirror(number="A"), sent("A"), sent("B")) == []
    assert plans(mirror(made_by="other"), sent("A")) == []
    assert plans(mirror()) == []


def test_of_several_mirrors_each_gets_that_of_its_items():
    held = [mirror("f1", items=(("1", 1),)), mirror("f2", items=(("2", 1),))]
    told = plans(*held, sent("A", (("2", 1),)), sent("B", (("1", 1),)))
    assert sorted(told) == [("f1", ["B"]), ("f2", ["A"])]


def test_what_is_not_plain_is_left():
    held = [mirror("f1", items=(("1", 1),)), mirror("f2", items=(("1", 1),))]
    assert plans(*held, sent("A", (("1", 1),)), sent("B", (("1", 1),))) == []


def test_the_order_itself_may_tell_the_number_later():
    package = Package("9", tracking_number="T1", carrier="UPS", items=(("1", 1),), status="")
    assert plans(mirror(), packages=(package,)) == [("f1", ["T1"])]
    cancelled = replace(package, status="CANCELLED")
    assert plans(mirror(), packages=(cancelled,)) == []


def parcel(number: str, reference: str = "9", units: Any = (("1", 1),), **more: Any) -> Package:
    plain = Package(reference, tracking_number=number, carrier="UPS", items=units, status="")
    return replace(plain, **more)


def test_a_number_that_amazon_corrects_is_followed():
    held = mirror(number="T1", items=(("1", 1),), carrier="UPS")
    assert plans(held, packages=(parcel("T1"),)) == []
    assert plans(held, packages=(parcel("T2"),)) == [("f1", ["T2"])]
    assert plans(held, packages=(parcel(" t1 "),)) == []
    whole = replace(held, items=())
    assert plans(whole, packages=(parcel("T2"),)) == [("f1", ["T2"])]
    assert plans(whole, packages=(parcel("T2"), parcel("T3", "10"))) == []


def test_a_carrier_that_amazon_corrects_is_followed():
    held = mirror(number="T1", items=(("1", 1),), carrier="UPS")
    (wanted,) = trackings(order(lines=TWO, packages=(parcel("T1", carrier="DHL"),)), [held])
    assert (wanted.plan["carrier"], wanted.plan["numbers"]) == ("DHL", ["T1"])
    assert wanted.follows
    assert plans(held, packages=(parcel("T1", carrier=""),)) == []


def test_a_label_made_anew_on_amazon_is_followed_too():
    held = mirror(number="T1", items=(("1", 1),), carrier="UPS")
    void = parcel("T1", status="CANCELLED")
    assert plans(held, packages=(void, parcel("T2", "10"))) == [("f1", ["T2"])]


def test_a_number_that_may_be_another_parcels_is_not_taken():
    held = mirror(number="T1", items=(("1", 1),), carrier="UPS")
    second = replace(held, id=2, foreign_id="f2", number="T3")
    told = replace(held, id=3, foreign_id="f3", number="T9", made_by="other", reference="10")
    assert plans(held, packages=(parcel("T1"), parcel("T2", "10"))) == []  # its own stands there
    assert plans(held, second, packages=(parcel("T2"),)) == []  # one of the two
    assert plans(held, packages=(parcel("T2", units=(("2", 1),)),)) == []  # of other items
    assert plans(held, told, packages=(parcel("T2", "10"),)) == []  # the app told it itself
    assert plans(held, told, packages=(parcel("T9"),)) == []  # Shopify shows it already


def test_switched_off_nothing_is_wanted():
    found = trackings(order(lines=TWO), [mirror(), sent("A")], to_shopify=False)
    assert list(found) == []


def test_rows_of_a_number_are_one_package_and_a_sku_names_its_item():
    rows = [
        FbaShipment("x", "1", "MUG", 1, "UPS", "A", 7),
        FbaShipment("x", "1", "MUG", 2, "UPS", "A", 7),
        FbaShipment("x", "", "CUP", 1, "UPS", "A", 7),
        FbaShipment("x", "", "WHAT", 1, "DHL", "B", None),
    ]
    first, second = packages(1, order(lines=TWO), rows, 99)
    assert (first.number, first.items, first.shipped_at) == ("A", (("1", 3), ("2", 1)), 7)
    assert (second.number, second.carrier, second.items) == ("B", "DHL", ())
    assert second.shipped_at == 99


class Asked:
    """Amazon's reports as a script plays them."""

    def __init__(self, stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
        self.stand, self.windows, self.state = stand, list[tuple[int, int]](), "IN_PROGRESS"
        self.rows: tuple[FbaShipment, ...] = ()
        self.refused: NoReport | None = None
        monkeypatch.setattr(fba_shipments, "request_report", self._request)
        monkeypatch.setattr(fba_shipments, "report_state", self._state)
        monkeypatch.setattr(fba_shipments, "fetch_report", lambda *_: b"")
        monkeypatch.setattr(fba_shipments, "read_shipments", lambda _: self._rows())
        self.report = self.begin()

    def begin(self) -> FbaReport:
        self.report = FbaReport(self.stand.connection, clock=self.stand.world.clock)
        return self.report

    def _request(self, _: Any, since: int, until: int) -> str:
        if self.refused is not None:
            raise self.refused
        self.windows.append((since, until))
        return f"R{len(self.windows)}"

    def _state(self, _: Any, report_id: str) -> ReportState:
        return ReportState(report_id, self.state, "D" if self.state == "DONE" else "")

    def _rows(self) -> tuple[FbaShipment, ...]:
        if self.state == "DONE" and not self.rows:
            raise DocumentUnreadable("Date range exceeded")
        return self.rows

    def lacking(self, days: int = 5) -> tuple[int, str]:
        at = int(self.stand.world.at)
        order_id, made = self.stand.order(1, created_at=at - days * DAY, fulfilled_by="AMAZON")
        shipments.save(mirror("f1", order_id=order_id, shipped_at=at))
        return order_id, made.amazon_order_id

    def rests(self) -> bool:
        return self.report.is_up_to_date

    def told(self) -> str:
        return "" if self.report.notice is None else self.report.notice.code

    def cursor(self) -> ReportCursor:
        return ReportCursor.load(self.stand.account_id)


@pytest.fixture
def asked(database: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    return Asked(Stand(), monkeypatch)


def test_where_no_number_lacks_no_report_is_asked_for(asked: Asked) -> None:
    assert asked.report.due_at is None
    assert asked.rests()
    asked.report.step()
    assert asked.windows == []


def test_a_report_reaches_from_the_order_to_now_and_is_polled(asked: Asked) -> None:
    order_id, key = asked.lacking()
    at = int(asked.stand.world.at)
    assert not asked.rests()
    asked.report.step()
    assert asked.windows == [(at - 5 * DAY, at)]
    assert asked.report.due_at == at + fba_report.POLL_S
    assert asked.rests()  # a run does not wait for it
    asked.stand.world.at += 60
    asked.begin().step()
    asked.state, asked.rows = "DONE", (FbaShipment(key, "", "MUG", 1, "UPS", "1Z9", at),)
    asked.stand.world.at += 60
    assert asked.report.step() == (order_id,)
    planned = task.latest(asked.stand.account_id, order_id, "track_in_shopify", "f1")
    assert planned is not None
    assert planned.plan["numbers"] == ["1Z9"]
    assert asked.report.due_at == asked.stand.world.at + fba_report.EVERY_S
    assert len(asked.windows) == 1


def test_a_longer_past_is_read_in_parts(asked: Asked) -> None:
    asked.lacking(days=45)
    at = int(asked.stand.world.at)
    asked.report.step()
    asked.state = "CANCELLED"
    asked.report.step()
    assert not asked.rests()
    asked.report.step()
    assert asked.windows == [(at - 45 * DAY, at - 15 * DAY), (at - 15 * DAY, at)]


@pytest.mark.parametrize("end", ["CANCELLED", "FATAL", GONE, "DONE"])
def test_a_report_that_brings_nothing_is_over(asked: Asked, end: str) -> None:
    asked.lacking()
    asked.report.step()
    asked.state = end
    asked.stand.world.at += 60
    asked.report.step()
    assert asked.cursor() == ReportCursor(looked_at=asked.stand.world.at)
    asked.stand.world.at += fba_report.EVERY_S
    asked.report.step()
    assert len(asked.windows) == 2


def test_one_that_never_ends_is_asked_for_anew(asked: Asked) -> None:
    asked.lacking()
    asked.report.step()
    asked.stand.world.at += fba_report.STUCK_S + 1
    asked.report.step()
    assert asked.cursor().report_id == ""


def test_without_the_role_it_is_told_and_without_goods_it_is_not(asked: Asked) -> None:
    asked.lacking()
    asked.refused = NoReport(Technical("createReport", 400))
    asked.report.step()
    assert asked.told() == ""
    asked.refused = NoReport(Technical("createReport", 403))
    asked.report.step()
    assert asked.told() == "reports_role_missing"
    assert asked.report.due_at == asked.stand.world.at + fba_report.EVERY_S


def test_a_death_while_it_is_kept_reads_it_again(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id, key = asked.lacking()
    asked.report.step()
    asked.state, asked.rows = "DONE", (FbaShipment(key, "", "MUG", 1, "UPS", "1Z9", 1),)

    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(cursors, "save_cursor", die)
        with pytest.raises(KeyboardInterrupt):
            asked.report.step()
    assert [one for one in shipments.of_order(order_id) if one.side == "amazon"] == []
    assert asked.begin().step() == (order_id,)


def test_switched_off_or_not_started_it_rests(asked: Asked) -> None:
    asked.lacking()
    setting.set_setting("shipment.to_shopify", "false", asked.stand.account_id)
    assert asked.report.due_at is None
