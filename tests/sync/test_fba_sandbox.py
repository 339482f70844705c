"""What Amazon ships itself stands in Shopify with Amazon's carrier and number, without a mail."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.channels.amazon import fba_shipments
from desktop.clock import wait
from desktop.models import account as accounts
from desktop.models import history, setting
from desktop.sync import fba_report
from desktop.sync.fba_report import ReportCursor
from tests.bad_days.sales import Json, sale
from tests.bad_days.stand import Day, a_day, codes
from tests.sync.test_feed_sandbox import row

LATER = 4 * 3600.0


def fba(number: int = 1, units: int = 2, skus: tuple[str, ...] = ("MUG",)) -> Json:
    """Shipped by Amazon, which shows no packages of it."""
    made = sale(number, units=units, skus=skus, status="SHIPPED", fulfilled_by="AMAZON")
    for item in made["orderItems"]:
        item["fulfillment"] = {"quantityFulfilled": units, "quantityUnfulfilled": 0}
    return made


@pytest.fixture
def day(profile_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Day]:
    monkeypatch.setattr(fba_report, "EVERY_S", 900.0)
    with a_day(profile_folder, [sale(9)]) as made:
        made.sync()
        made.event("amazon.new_order", order=fba(1))
        wait(1.1, threading.Event())  # a report reaches to the last whole second
        yield made


def fulfilments(day: Day, number: int = 1) -> list[Json]:
    (order,) = day.shop(number)
    found: list[Json] = order["fulfillments"]
    return found


def numbers(day: Day, number: int = 1) -> list[str]:
    return [t["number"] for one in fulfilments(day, number) for t in one["tracking"] if t["number"]]


def rest(day: Day, times: int = 4) -> None:
    """So many syncs, with hours of the services between them."""
    for _ in range(times):
        day.sync(LATER)
        wait(0.5, threading.Event())


def test_an_order_of_fba_gets_amazons_number(day: Day) -> None:
    rest(day)
    (made,) = fulfilments(day)
    (tracking,) = made["tracking"]
    assert tracking["number"]
    assert tracking["company"]
    assert not made["notify_customer"]
    told = [one for one in history.of_order(row(1)) if "tracking number" in one.what]
    assert [one.detail for one in told] == [tracking["number"]]


def test_the_number_is_asked_for_only_while_it_lacks(day: Day, monkeypatch: Any) -> None:
    rest(day)
    assert numbers(day)
    asked: list[int] = []
    monkeypatch.setattr(fba_shipments, "request_report", lambda *_: asked.append(1))
    rest(day, 2)
    assert asked == []


def test_a_report_outlives_the_program(day: Day, monkeypatch: Any) -> None:
    """It died after it had asked, and before it read: the next run goes on with that report."""
    ask, asked = fba_shipments.request_report, []

    def counted(*given: Any) -> str:
        asked.append(1)
        return ask(*given)

    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(fba_shipments, "request_report", counted)
    with monkeypatch.context() as patch:
        patch.setattr(fba_shipments, "report_state", die)
        with pytest.raises(KeyboardInterrupt):
            rest(day)
    assert asked
    before = len(asked)
    account = accounts.accounts()[0]
    assert ReportCursor.load(account.id).report_id
    rest(day, 3)
    assert len(asked) == before
    assert numbers(day)


def test_without_the_role_there_is_a_notice_and_all_else_goes_on(day: Day) -> None:
    day.faults(amazon={"reports_role_missing": True})
    found = [code for _ in range(3) for code in codes(day.sync(LATER))]
    assert "reports_role_missing" in found
    assert day.problem("amazon") == ""
    assert numbers(day) == []
    day.event("amazon.new_order", order=sale(3))
    day.sync(LATER)
    assert day.shop(3)
    day.faults(amazon={"reports_role_missing": False})
    rest(day)
    assert numbers(day)


@pytest.mark.parametrize("kind", ["cut_after", "cut_before"])
def test_a_lost_answer_to_the_number_gives_it_once(day: Day, kind: str) -> None:
    day.faults({"operation": "shopify.UpdateTracking", "kind": kind, "times": 1})
    rest(day)
    assert len(fulfilments(day)) == 1
    assert len(numbers(day)) == 1


def test_a_report_that_says_nothing_is_asked_for_again_later(day: Day, monkeypatch: Any) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(fba_shipments, "read_shipments", lambda _: ())
        rest(day, 3)
        assert numbers(day) == []
        assert ReportCursor.load(accounts.accounts()[0].id).looked_at
    rest(day)
    assert numbers(day)


def test_switched_off_nothing_is_asked(day: Day, monkeypatch: Any) -> None:
    setting.set_setting("shipment.to_shopify", "false")
    monkeypatch.setattr(fba_shipments, "request_report", lambda *_: pytest.fail("it was asked"))
    rest(day, 3)
