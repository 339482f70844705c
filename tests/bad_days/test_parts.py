"""What is no import and no creation may be refused anything: orders go on coming and being made."""

from pathlib import Path
from typing import Any

import pytest

from desktop.models.setting import set_setting
from desktop.sync.back import planning
from tests.bad_days.sales import Json, order_id, sale
from tests.bad_days.stand import Day, a_day, codes

DENIED = {"errors": [{"message": "no", "extensions": {"code": "ACCESS_DENIED"}}]}
UNKNOWN_FIELD = {"errors": [{"message": "no", "extensions": {"code": "undefinedField"}}]}
BOOKS = {"operation": "amazon.listTransactions", "kind": "status"}
WATCH = {"operation": "shopify.orders", "kind": "status", "status": 200}
REFUSED = {"errors": [{"code": "InvalidInput", "message": "no"}]}


def _both_are_made(day: Day, faults: Json, code: str, side: str) -> None:
    """Orders come and are created while something beside them is refused, and after it."""
    set_setting("order.look_for_other_apps", "never")
    day.faults(faults)
    summary = day.sync()
    assert codes(summary) == [code]
    assert [(one.side, one.is_notice) for one in summary.problems] == [(side, True)]
    assert (summary.imported, summary.created) == (1, 1)
    day.event("amazon.new_order", order=sale(2))
    summary = day.sync()
    assert (summary.imported, summary.created) == (1, 1)
    assert (day.problem("amazon"), day.problem("shopify")) == ("", "")
    day.made(1, 2)
    day.faults()
    assert codes(day.sync()) == []


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"status": 400, "body": REFUSED}, "request_refused"),
        ({"status": 413, "body": REFUSED}, "request_refused"),
        ({"status": 403, "body": REFUSED}, "finance_role_missing"),
        ({"status": 404, "body": "<html></html>"}, "endpoint_wrong"),
        ({"status": 503}, "unavailable"),
        ({"status": 200, "body": "[7]"}, "unavailable"),
        ({"kind": "cut_before"}, "unavailable"),
        ({"kind": "html"}, "captive_portal"),
    ],
)
def test_books_that_cannot_be_read(fault: dict[str, Any], code: str, profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(1)]) as day:
        _both_are_made(day, {**BOOKS, **fault}, code, "amazon")


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"body": DENIED}, "forbidden"),
        ({"body": UNKNOWN_FIELD}, "request_refused"),
        ({"body": {"data": {}}}, "endpoint_wrong"),
        ({"status": 400}, "request_refused"),
        ({"status": 503}, "unavailable"),
        ({"kind": "cut_before"}, "unavailable"),
        ({"kind": "html"}, "captive_portal"),
    ],
)
def test_a_shop_that_refuses_to_be_watched(
    fault: dict[str, Any], code: str, profile_folder: Path
) -> None:
    with a_day(profile_folder, [sale(1)]) as day:
        _both_are_made(day, {**WATCH, **fault}, code, "shopify")


def test_the_books_use_up_no_tries_of_the_import(profile_folder: Path) -> None:
    """Two tries of the import fail, and all of the books: the third one brings the order."""
    with a_day(profile_folder, [sale(1)]) as day:
        cut = {"kind": "status", "status": 503}
        day.faults(
            {"operation": "amazon.listTransactions", **cut},
            {"operation": "amazon.searchOrders", **cut, "times": 8},
        )
        summary = day.sync()
        assert (summary.imported, summary.created) == (1, 1)


def test_a_shop_too_small_for_a_request_is_told_and_a_run_ends(profile_folder: Path) -> None:
    knobs = {"shopify": {"bucket_size": 20.0, "search_lag_s": 0.0}}
    with a_day(profile_folder, [sale(1)], connected=False) as day:
        assert day.connect().is_connected
        day.faults(**knobs)
        summary = day.sync(3600)
        assert "points_too_few" in codes(summary)
        assert summary.imported == 1
        assert day.row(1).stage == "waiting"
        day.faults(shopify={"bucket_size": 2000.0})
        assert codes(day.sync(3600)) == []
        day.made(1)


def test_an_error_in_planning_one_order_never_stops_the_import(
    profile_folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with a_day(profile_folder, [sale(1), sale(2)]) as day:
        day.sync()

        def broken(*_: object) -> None:
            raise KeyError("planning")

        monkeypatch.setattr(planning, "changed_on_amazon", broken)
        day.event("amazon.ship", order_id=order_id(1), carrier="UPS", tracking="1Z999AA1")
        day.event("amazon.new_order", order=sale(3))
        assert day.sync().imported == 1
        assert day.row(1).amazon_status == "SHIPPED"
        day.made(1, 2, 3)
        assert "bug in planning: KeyError" in caplog.text


def test_the_very_first_run_asks_twice_whose_the_account_is(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(1)]) as day:
        calls = day.sync().calls
        assert (calls["ReadLease"], calls["WriteMetafield"]) == (1, 1)
