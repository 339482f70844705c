"""Refunds and cancellations between the two sandboxes: both sides agree, and nothing comes back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.models import order_store, refunds, setting
from desktop.models import task as tasks
from desktop.rows import TaskState
from tests.bad_days.sales import Json, order_id, sale
from tests.bad_days.stand import Day, a_day

LATER = 4 * 3600.0
BOOKS_AT_ONCE = {"finances_lag_h": 0.0, "deferred_share": 1.0, "deferred_h": 0.01}


@pytest.fixture
def day(profile_folder: Path) -> Iterator[Day]:
    """An order in both, shipped, and everything that moves money turned on."""
    with a_day(profile_folder, [sale(1, units=2), sale(2, units=2)]) as made:
        for key, value in (
            ("refund.to_amazon", "true"),
            ("refund.to_shopify", "automatic"),
            ("cancel.to_amazon", "true"),
            ("outbox.minutes", "0"),
        ):
            setting.set_setting(key, value)
        made.faults(amazon=BOOKS_AT_ONCE)
        made.sync()
        made.event("amazon.ship", order_id=order_id(1))
        made.sync()
        yield made


def amazon(day: Day, number: int = 1) -> Json:
    orders: list[Json] = day.sandbox.ledger()["amazon"]["orders"]
    (found,) = [one for one in orders if one["amazon_order_id"] == order_id(number)]
    return found


def row(number: int = 1) -> int:
    ((found,),) = order_store.order_ids([order_id(number)]).values()
    return found


def sides() -> list[tuple[str, str, bool]]:
    return [(one.side, one.state, one.pair_id is not None) for one in refunds.of_order(row())]


def totals(ledger: list[Json]) -> list[float]:
    return [float(one["total"]) for one in ledger]


def test_a_refund_made_in_shopify_reaches_amazon_and_never_comes_back(day: Day) -> None:
    day.event("shopify.refund", order=order_id(1), lines={"MUG": 1})
    day.sync(LATER)
    assert totals(amazon(day)["refunds"]) == [10.0]
    for _ in range(3):
        day.sync(LATER)
    assert totals(amazon(day)["refunds"]) == [10.0]
    assert len(day.shop(1)[0]["refunds"]) == 1
    assert sorted(sides()) == [("amazon", "paired", True), ("shopify", "confirmed", True)]


def test_a_refund_made_on_amazon_is_recorded_and_never_sent_back(day: Day) -> None:
    day.event("amazon.refund", order_id=order_id(1), amount="7.50")
    for _ in range(4):
        day.sync(LATER)
    (made,) = day.shop(1)[0]["refunds"]
    assert made["note"].startswith("Refunded on Amazon: ")
    assert len(amazon(day)["refunds"]) == 1
    assert sorted(sides()) == [("amazon", "recorded", True), ("shopify", "recorded", True)]


def test_a_lost_answer_to_a_recording_makes_one_refund(day: Day) -> None:
    day.event("amazon.refund", order_id=order_id(1), amount="7.50")
    day.faults({"operation": "shopify.CreateRefund", "kind": "cut_after", "times": 1})
    for _ in range(3):
        day.sync(LATER)
    assert len(day.shop(1)[0]["refunds"]) == 1
    assert sorted(sides()) == [("amazon", "recorded", True), ("shopify", "recorded", True)]


@pytest.mark.parametrize("kind", ["cut_after", "cut_before"])
def test_a_lost_answer_to_a_feed_makes_one_refund(day: Day, kind: str) -> None:
    day.faults({"operation": "amazon.createFeed", "kind": kind, "times": 1})
    day.event("shopify.refund", order=order_id(1), lines={"MUG": 1})
    for _ in range(3):
        day.sync(LATER)
    assert totals(amazon(day)["refunds"]) == [10.0]
    task = tasks.latest(1, row(), "send_refund", refunds.of_order(row())[0].foreign_id)
    assert task is None or task.state is TaskState.DONE


@pytest.mark.parametrize("kind", ["cut_after", "cut_before"])
def test_a_lost_answer_while_another_feed_comes_makes_one_refund(day: Day, kind: str) -> None:
    """The other program's file holds three messages, ours one."""
    same = {"feed_type": "POST_PAYMENT_ADJUSTMENT_DATA", "marketplaces": ["ATVPDKIKX0DER"]}
    day.event("amazon.other_feed", messages=3, **same)
    day.faults({"operation": "amazon.createFeed", "kind": kind, "times": 1})
    day.event("shopify.refund", order=order_id(1), lines={"MUG": 1})
    for _ in range(3):
        day.sync(LATER)
    assert totals(amazon(day)["refunds"]) == [10.0]
    assert all(paired for _, _, paired in sides())
    assert day.row().failures == ()


@pytest.mark.parametrize("books", [True, False])
def test_a_lost_answer_and_a_feed_alike_is_looked_for_in_the_books(day: Day, books: bool) -> None:
    if not books:
        day.faults(amazon={"finances_lag_h": 48.0})
    day.event("amazon.lose_next_feed_answer", other_feed=True)
    day.event("shopify.refund", order=order_id(1), lines={"MUG": 1})
    for _ in range(3):
        day.sync(LATER)
    assert totals(amazon(day)["refunds"]) == [10.0]
    if books:
        assert all(paired for _, _, paired in sides())
        assert day.row().failures == ()
    else:
        assert day.failure().code == "feed_undecided"


def test_a_refund_made_by_hand_on_both_sides_is_one(day: Day) -> None:
    day.event("amazon.refund", order_id=order_id(1), amount="10.00")
    day.event("shopify.refund", order=order_id(1), lines={"MUG": 1})
    for _ in range(3):
        day.sync(LATER)
    assert len(amazon(day)["refunds"]) == 1
    assert len(day.shop(1)[0]["refunds"]) == 1
    assert all(paired for _, _, paired in sides())


def test_a_cancellation_made_in_shopify_reaches_amazon(day: Day) -> None:
    day.event("shopify.cancel", order=order_id(2), reason="INVENTORY")
    for _ in range(3):
        day.sync(LATER)
    cancelled = amazon(day, 2)["cancelled"]
    assert (cancelled["by"], cancelled["reason"]) == ("MERCHANT", "NoInventory")
    assert cancelled["via"].startswith("feed ")
    assert amazon(day, 2)["refunds"] == []


def test_without_the_role_for_finances_importing_goes_on(day: Day) -> None:
    day.faults(amazon={"finance_role_missing": True})
    day.event("shopify.refund", order=order_id(1), lines={"MUG": 1})
    summary = day.sync(LATER)
    assert "access_denied" not in [one.code for one in summary.problems]
    assert day.problem("amazon") == ""
    assert amazon(day)["refunds"] == []
    day.event("amazon.new_order", order=sale(3))
    assert day.sync().imported == 1
