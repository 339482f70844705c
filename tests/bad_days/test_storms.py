"""Services that are busy, cut their answers short, or answer with nonsense."""

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.rows import SyncStatus
from tests.bad_days.sales import sale
from tests.bad_days.stand import a_day, codes

MANY = tuple(range(1, 13))


def test_storms_of_429_on_both_sides_delay_and_fail_nothing(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(n) for n in MANY]) as day:
        day.faults(
            {"operation": "amazon.*", "kind": "status", "status": 429, "times": 6},
            {"operation": "shopify.*", "kind": "status", "status": 429, "probability": 0.5},
        )
        for _ in range(10):
            summary = day.sync(4_000)
            assert codes(summary) == []
            assert summary.failed == 0
        day.faults()
        assert day.sync(4_000).failed == 0
        day.made(*MANY)


def test_a_quota_that_another_program_uses_up_is_waited_for(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(1)]) as day:
        day.event("amazon.use_up_quota")
        assert codes(day.sync(4_000)) == []
        day.made(1)


def test_points_that_are_used_up_are_waited_for(profile_folder: Path) -> None:
    knobs = {"shopify": {"bucket_size": 1000.0, "restore_rate": 5.0, "search_lag_s": 0.0}}
    with a_day(profile_folder, [sale(n) for n in MANY], knobs=knobs) as day:
        summary = day.sync(3600)
        assert (codes(summary), summary.failed) == ([], 0)
        day.made(*MANY)


def test_five_orders_a_minute_are_waited_for(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(n) for n in MANY], trial=True, speed=100.0) as day:
        summary = day.sync(3600)
        assert (codes(summary), summary.failed) == ([], 0)
        day.made(*MANY)


@pytest.mark.parametrize(
    "operation", ["amazon.searchOrders", "shopify.orderCreate", "shopify.shop"]
)
def test_json_that_is_cut_short(operation: str, profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(1), sale(2)]) as day:
        day.faults({"operation": operation, "kind": "truncate", "times": 1})
        summary = day.sync(12_000)
        assert (codes(summary), summary.failed) == ([], 0)
        day.made(1, 2)


@pytest.mark.parametrize(
    "body",
    ["", "null", "[]", "7", '{"orders": 7}', '{"data": null}', "\x00\xff", "[" * 50_000],
)
def test_answers_that_are_nonsense(body: str, profile_folder: Path) -> None:
    """Told, not taken for an answer; what was sent is looked up."""
    with a_day(profile_folder, [sale(1)]) as day:
        nonsense: dict[str, Any] = {"kind": "status", "status": 200, "body": body}
        day.faults({"operation": "amazon.searchOrders", **nonsense, "times": 1})
        assert day.sync(4_000).failed == 0
        assert day.row(1).sync_status is SyncStatus.ORDER_CREATED
        day.made(1)
        day.event("amazon.new_order", order=sale(2))
        day.faults({"operation": "shopify.orderCreate", **nonsense, "times": 1})
        day.sync(0)
        assert day.row(2).stage == "checking"


def test_an_answer_without_end_is_given_up(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(1)]) as day:
        huge = json.dumps({"orders": [], "note": "x" * (65 << 20)})
        fault = {"operation": "amazon.searchOrders", "kind": "status", "status": 200, "times": 1}
        day.faults({**fault, "body": huge})
        assert codes(day.sync(4_000)) == []
        day.made(1)
