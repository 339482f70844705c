"""Refunds that would be refused or doubled are stopped before anything leaves."""

from pathlib import Path
from typing import Any

import pytest

from desktop.catalogue import account_problem
from desktop.models import refunds, task
from desktop.models.refunds import RefundRecord
from desktop.rows import TaskState
from desktop.trade import Charges
from tests.models.conftest import database, path
from tests.models.orders import line
from tests.sync.feed_world import Stand

__all__ = ["database", "path"]
S = TaskState
PAID = Charges(item=1000, shipping=190, discount_item=100)  # EUR 9.00 and 1.90 of shipping


@pytest.fixture
def stand(database: Path) -> Stand:
    return Stand()


def failed(stand: Stand, task_id: int) -> str:
    assert stand.states(task_id) == [S.FAILED]
    assert not stand.world.done[task.task(task_id).amazon_order_id]
    return task.task(task_id).error_code


def one(stand: Stand, minor: int, charges: Charges = PAID, **part: Any) -> int:
    order_id, made = stand.order(lines=(line(quantity=2, charges=charges),))
    return stand.refund_of(order_id, made, minor, **part)


@pytest.mark.parametrize(
    ("minor", "part", "code"),
    [
        (901, {}, "more_than_left"),
        (850, {"tax": 51}, "more_than_left"),
        (100, {"shipping": 191}, "shipping_more_than_left"),
        (100, {"shipping": 150, "shipping_tax": 41}, "shipping_more_than_left"),
        (0, {}, "not_a_credit"),
        (500, {"shipping": -10}, "not_a_credit"),
        (500, {"quantity": 3}, "quantity"),
    ],
)
def test_more_than_was_paid_does_not_leave(stand: Stand, minor: int, part: Any, code: str) -> None:
    refund = one(stand, minor, **part)
    stand.go()
    assert failed(stand, refund) == code


def test_all_that_was_paid_may_leave(stand: Stand) -> None:
    refund = one(stand, 900, shipping=190)
    stand.go()
    assert stand.states(refund) == [S.DONE]


def test_tax_on_top_is_there_to_give_back(stand: Stand) -> None:
    charges = Charges(item=1000, tax_item=80, shipping=100, tax_shipping=10)
    order_id, made = stand.order(lines=(line(charges=charges),), tax_mode="on_top", total=1190)
    refund = stand.refund_of(order_id, made, 1000, tax=80, shipping=100, shipping_tax=10)
    stand.go()
    assert stand.states(refund) == [S.DONE]


def test_what_was_sent_before_is_no_longer_left(stand: Stand) -> None:
    """Our own journal counts: Amazon's books lag two days."""
    order_id, made = stand.order(lines=(line(charges=PAID),))
    first = stand.refund_of(order_id, made, 600, "1", shipping=190)
    second = stand.refund_of(order_id, made, 301, "2")
    third = stand.refund_of(order_id, made, 200, "3", shipping=1)
    rest = stand.refund_of(order_id, made, 300, "4")
    stand.go()
    assert stand.states(first, second, third, rest) == [S.DONE, S.FAILED, S.FAILED, S.DONE]
    assert task.task(second).error_code == "more_than_left"
    assert task.task(third).error_code == "shipping_more_than_left"


def test_what_our_feed_caused_is_not_counted_twice(stand: Stand) -> None:
    order_id, made = stand.order(lines=(line(charges=PAID),))
    first = stand.refund_of(order_id, made, 600, "1")
    stand.go()
    stand.book(order_id, 600, "T1", sku=made.lines[0].sku)
    rest = stand.refund_of(order_id, made, 300, "2")
    stand.go()
    assert stand.states(first, rest) == [S.DONE, S.DONE]
    states = {one.foreign_id: one.state for one in refunds.of_order(order_id)}
    assert states["gid://shopify/Refund/1"] == "confirmed"
    assert states["T1"] == "paired"


@pytest.mark.parametrize("sku", ["MUG-1", ""])
def test_what_somebody_refunded_on_amazon_is_no_longer_left(stand: Stand, sku: str) -> None:
    order_id, made = stand.order(lines=(line(charges=PAID),), total=1090)
    stand.book(order_id, 800, "T1", sku=sku)
    refund = stand.refund_of(order_id, made, 400)
    stand.go()
    assert failed(stand, refund) == "more_than_left"


def test_an_equal_refund_on_amazon_asks_once(stand: Stand) -> None:
    """Made by hand on both sides, it must not be sent; a person says that both were meant."""
    order_id, made = stand.order(lines=(line(charges=PAID),))
    stand.book(order_id, 300, "T1")
    refund = stand.refund_of(order_id, made, 300)
    stand.go()
    assert failed(stand, refund) == "already_refunded"
    task.ask_again([refund], at=int(stand.world.at))
    stand.go()
    assert stand.states(refund) == [S.DONE]
    assert stand.world.done[made.amazon_order_id] == 1


def test_an_equal_refund_that_is_anothers_pair_does_not_ask(stand: Stand) -> None:
    order_id, made = stand.order(lines=(line(charges=PAID),))
    stand.book(order_id, 300, "T1")
    at = int(stand.world.at)
    for side, key, maker in (("amazon", "T1", "other"), ("shopify", "gid://R/9", "app")):
        given: Any = (0, order_id, side, key, 300, "EUR", at, "[]", "recorded", None, maker)
        refunds.see(RefundRecord(*given))
    refunds.pair(order_id)
    refund = stand.refund_of(order_id, made, 300)
    stand.go()
    assert stand.states(refund) == [S.DONE]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"fulfilled_by": "AMAZON"}, "fba"),
        ({"status": "UNSHIPPED"}, "order_unshipped"),
    ],
)
def test_orders_that_take_no_refund(stand: Stand, more: dict[str, Any], code: str) -> None:
    refund = stand.refund(**more)
    stand.go()
    assert failed(stand, refund) == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"currency": "USD"}, "currency"),
        ({"items": []}, "not_allocated"),
        ({"items": [{"item_id": "9", "principal": 1, "reason": "Other"}]}, "item_unknown"),
        ({"items": [{"item_id": "9", "principal": 1, "reason": "odd"}]}, "reason_unmapped"),
    ],
)
def test_plans_that_cannot_be_sent(stand: Stand, change: dict[str, Any], code: str) -> None:
    refund = stand.refund()
    held = task.task(refund)
    task.replace_plan(refund, {**held.plan, **change})
    stand.go()
    assert failed(stand, refund) == code


def test_without_the_books_nothing_leaves(stand: Stand) -> None:
    def closed() -> None:
        raise account_problem("amazon", "access_denied", operation="listTransactions")

    refund, cancel = stand.refund(1), stand.cancel(2)
    stand.world.faults["listTransactions"] = [closed]
    stand.go()
    assert failed(stand, refund) == "books_closed"
    assert stand.states(cancel) == [S.DONE]


def test_a_refund_in_the_books_that_cannot_be_read_is_no_green_light(stand: Stand) -> None:
    refund = stand.refund()
    stand.book(task.task(refund).order_id, 100)
    del stand.world.books[0]["told"]["postedDate"]
    stand.go()
    assert failed(stand, refund) == "books_closed"


TAXED = Charges(item=1000, shipping=200, tax_item=190, tax_shipping=38)


@pytest.mark.parametrize(
    ("minor", "part"),
    [
        (500, {"tax": 191}),
        (500, {"shipping": 50, "shipping_tax": 39}),
    ],
)
def test_tax_beyond_what_was_paid_does_not_leave(stand: Stand, minor: int, part: Any) -> None:
    """Although the sum would fit into what the buyer paid for the line."""
    order_id, made = stand.order(
        lines=(line(quantity=2, charges=TAXED),), tax_mode="on_top", total=1428
    )
    refund = stand.refund_of(order_id, made, minor, **part)
    stand.go()
    assert failed(stand, refund) == "tax_not_eligible"


def test_tax_that_was_given_back_does_not_leave_again(stand: Stand) -> None:
    order_id, made = stand.order(
        lines=(line(quantity=2, charges=TAXED),), tax_mode="on_top", total=1428
    )
    first = stand.refund_of(order_id, made, 300, "1", tax=190, shipping=50, shipping_tax=38)
    second = stand.refund_of(order_id, made, 300, "2", tax=1)
    third = stand.refund_of(order_id, made, 300, "3", shipping=50, shipping_tax=1)
    rest = stand.refund_of(order_id, made, 300, "4")
    stand.go()
    assert stand.states(first, rest) == [S.DONE, S.DONE]
    codes = {task.task(number).error_code for number in (second, third)}
    assert codes == {"tax_not_eligible"}


def test_tax_within_the_price_is_judged_with_it(stand: Stand) -> None:
    order_id, made = stand.order(lines=(line(quantity=2, charges=PAID),), tax_mode="included")
    refund = stand.refund_of(order_id, made, 700, tax=150)
    stand.go()
    assert stand.states(refund) == [S.DONE]
