"""Refunds of every kind over both sandboxes: what the buyer paid for is given back as that."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from desktop.actions.outbox import outbox_list, settle_not_sent
from desktop.actions.record_refunds import record_all
from desktop.actions.refund_items import items_left, whole
from desktop.actions.refund_order import refund_order
from desktop.models import order_store, refunds, setting
from desktop.models.task_find import tasks_of
from desktop.rows import Status, TaskState
from desktop.trade.returns import AmazonRefundReason
from tests.bad_days.sales import Json, order_id, sale
from tests.bad_days.stand import Day, a_day

LATER = 4 * 3600.0
BOOKS = {"finances_lag_h": 0.0, "deferred_share": 0.0}
UPS = "1Z999AA10123456784"


def charged(number: int, *, inside: bool = False, units: int = 2, **parts: str) -> Json:
    """An order of one item with these breakdowns; `tax` is by what it is on."""
    taxes = {kind[4:]: amount for kind, amount in parts.items() if kind.startswith("TAX_")}
    nets = {kind: amount for kind, amount in parts.items() if not kind.startswith("TAX_")}
    whole = sum(map(Decimal, nets.values())) + (0 if inside else sum(map(Decimal, taxes.values())))
    made = sale(number, units=units, total=str(whole))
    breakdowns: list[Json] = [
        {"type": kind, "subtotal": _money(amount)} for kind, amount in nets.items()
    ]
    if taxes:
        details = [{"subtype": kind, "value": _money(amount)} for kind, amount in taxes.items()]
        tax = _money(str(sum(map(Decimal, taxes.values()))))
        breakdowns.append({"type": "TAX", "subtotal": tax, "detailedBreakdowns": details})
    proceeds = {"proceedsTotal": _money(str(whole)), "breakdowns": breakdowns}
    made["orderItems"][0]["proceeds"] = proceeds
    return made


def _money(amount: str) -> Json:
    return {"amount": amount, "currencyCode": "USD"}


WRAPPED: dict[str, Any] = {
    "ITEM": "20.00", "TAX_ITEM": "1.60", "SHIPPING": "3.00", "TAX_SHIPPING": "0.24",
    "GIFT_WRAP": "4.00", "TAX_GIFT_WRAP": "0.32", "COD_FEE": "1.50", "TAX_COD_FEE": "0.12",
}  # fmt: skip
INSIDE: dict[str, Any] = {
    "ITEM": "23.80",
    "TAX_ITEM": "3.80",
    "SHIPPING": "3.57",
    "TAX_SHIPPING": "0.57",
}


@pytest.fixture
def day(profile_folder: Path) -> Iterator[Day]:
    """Shipped orders, and refunds that go to Amazon at once."""
    sales = [charged(1, **WRAPPED), charged(2, inside=True, **INSIDE), sale(3, units=2), sale(4)]
    with a_day(profile_folder, sales) as made:
        setting.set_setting("refund.to_amazon", "true")
        setting.set_setting("outbox.minutes", "0")
        made.faults(amazon=BOOKS)
        made.sync()
        yield made


def ship(day: Day, *numbers: int) -> None:
    for number in numbers:
        day.event("amazon.ship", order_id=order_id(number))
    day.sync()


def amazon(day: Day, number: int) -> Json:
    found: Json = next(
        one
        for one in day.sandbox.ledger()["amazon"]["orders"]
        if one["amazon_order_id"] == order_id(number)
    )
    return found


def given(day: Day, number: int) -> dict[str, Decimal]:
    """What Amazon gave back, by component."""
    found: dict[str, Decimal] = {}
    for one in amazon(day, number)["refunds"]:
        for line in one["items"]:
            for kind, amount in line["amounts"].items():
                found[kind] = found.get(kind, Decimal()) + Decimal(amount)
    return found


def told(day: Day, number: int) -> list[tuple[TaskState, str, str]]:
    row = day.row(number)
    return [(one.state, one.hold, one.error_code) for one in tasks_of([row.id], "send_refund")]


def cents(**amounts: str) -> Mapping[str, Decimal]:
    return {kind: Decimal(amount) for kind, amount in amounts.items()}


def test_all_of_a_wrapped_order_paid_at_the_door_goes_back_as_it_was_paid(day: Day) -> None:
    ship(day, 1)
    day.event("shopify.refund", order=order_id(1))
    day.sync(LATER)
    assert told(day, 1) == [(TaskState.DONE, "", "")]
    assert given(day, 1) == cents(
        Principal="20.00", Tax="1.60", Shipping="3.00", ShippingTax="0.24", GiftWrap="4.00",
        GiftWrapTax="0.32", COD="1.50", CODTax="0.12",
    )  # fmt: skip
    day.sync(LATER)
    assert day.row(1).status is Status.REFUNDED
    assert day.row(1).failures == ()


def test_all_of_it_goes_back_from_the_app_too(day: Day) -> None:
    ship(day, 1)
    row = day.row(1)
    refund_order(row.id, whole(items_left(row.id), AmazonRefundReason.CUSTOMER_RETURN))
    for _ in range(2):
        day.sync(LATER)
    assert told(day, 1) == [(TaskState.DONE, "", "")]
    assert sum(given(day, 1).values()) == Decimal("30.78")
    assert given(day, 1)["GiftWrap"] == Decimal("4.00")
    (made,) = day.shop(1)[0]["refunds"]
    assert Decimal(made["total"]) == Decimal("30.78")


def test_shipping_alone_goes_back_as_shipping(day: Day) -> None:
    ship(day, 1)
    day.event("shopify.refund", order=order_id(1), lines={}, shipping="1.50")
    day.sync(LATER)
    assert given(day, 1) == cents(Shipping="1.50", ShippingTax="0.12")


def test_where_prices_hold_the_tax_no_more_than_the_price_goes_back(day: Day) -> None:
    ship(day, 2)
    (item,) = order_store.order(day.row(2).id).lines
    day.event("shopify.refund", order=order_id(2), lines={item.item_id: 1}, shipping="0")
    day.sync(LATER)
    assert given(day, 2) == cents(Principal="11.90")
    day.event("shopify.refund", order=order_id(2))
    day.sync(LATER)
    assert given(day, 2) == cents(Principal="23.80", Shipping="3.57")
    day.sync(LATER)
    assert day.row(2).status is Status.REFUNDED


def test_a_refund_right_after_the_shipment_is_sent_once_amazon_shows_it(day: Day) -> None:
    day.event("shopify.fulfil", order=order_id(4), company="UPS", number=UPS)
    day.event("shopify.refund", order=order_id(4), lines={"MUG": 1})
    day.sync(0.0)
    assert told(day, 4) in ([(TaskState.WAITING, "unshipped", "")], [(TaskState.DONE, "", "")])
    for _ in range(3):
        day.sync(LATER)
    assert told(day, 4) == [(TaskState.DONE, "", "")]
    assert given(day, 4) == cents(Principal="10.00")


def test_while_sending_is_off_nothing_fails(day: Day) -> None:
    setting.set_setting("refund.to_amazon", "false")
    day.event("shopify.refund", order=order_id(4), amount="1.00")
    day.sync()
    assert told(day, 4) == [(TaskState.WAITING, "not_sent", "")]
    assert day.row(4).failures == ()
    assert len(outbox_list().not_sent) == 1


def test_a_cancellations_reversal_is_no_refund(day: Day) -> None:
    day.event("shopify.cancel", order=order_id(4))
    day.sync()
    assert day.row(4).status is Status.UNSHIPPED
    assert refunds.not_sent() == ()
    assert told(day, 4) == []
    day.event("amazon.cancel", order_id=order_id(4), by="MERCHANT")
    day.sync(LATER)
    assert day.row(4).status is Status.CANCELLED
    assert [one.state for one in refunds.of_order(day.row(4).id)] == ["reversal"]


def test_goodwill_before_a_cancellation_ends_with_it(day: Day) -> None:
    day.event("shopify.refund", order=order_id(4), amount="1.00")
    day.sync()
    assert told(day, 4) == [(TaskState.FAILED, "", "order_unshipped")]
    day.event("amazon.cancel", order_id=order_id(4), by="BUYER")
    day.sync(LATER)
    assert day.row(4).status is Status.CANCELLED
    assert told(day, 4) == [(TaskState.SKIPPED, "", "")]
    assert day.row(4).failures == ()


def test_shipped_taken_back_and_cancelled_in_shopify_offers_the_refund(day: Day) -> None:
    day.event("shopify.fulfil", order=order_id(4), company="UPS", number=UPS)
    for _ in range(2):
        day.sync(LATER)
    assert amazon(day, 4)["status"] == "SHIPPED"
    day.event("shopify.cancel_fulfillment", order=order_id(4))
    day.event("shopify.cancel", order=order_id(4))
    day.sync()
    (offered,) = outbox_list().not_sent
    assert (offered.verb, str(offered.amount)) == ("send_refund", "10.00 USD")


def test_another_unit_than_amazon_gave_back_is_not_swallowed(day: Day) -> None:
    ship(day, 3)
    day.event("amazon.refund", order_id=order_id(3), items={_item(3): 1})
    _until_the_books_show(day, 3)
    _next_second()
    day.event("shopify.refund", order=order_id(3), lines={"MUG": 1})
    day.sync(LATER)
    assert told(day, 3) == [(TaskState.FAILED, "", "already_refunded")]
    assert day.retry(3)
    for _ in range(2):
        day.sync(LATER)
    assert [one["by"] for one in amazon(day, 3)["refunds"]] == ["amazon", "feed"]


def test_what_the_merchant_may_have_entered_is_not_recorded_unseen(day: Day) -> None:
    setting.set_setting("refund.to_amazon", "false")
    ship(day, 3)
    day.event("amazon.refund", order_id=order_id(3), items={_item(3): 1})
    _until_the_books_show(day, 3)
    _next_second()
    day.event("shopify.refund", order=order_id(3), lines={"MUG": 1})
    assert record_all() == 1
    for _ in range(2):
        day.sync(LATER)
    assert day.failure(3).code == "shop_maybe_there"
    (left,) = outbox_list().not_sent
    settle_not_sent(left.task_id, "already")
    day.sync(LATER)
    assert day.row(3).failures == ()
    assert len(day.shop(3)[0]["refunds"]) == len(amazon(day, 3)["refunds"]) == 1


def _item(number: int) -> str:
    ((found,),) = order_store.order_ids([order_id(number)]).values()
    return order_store.order(found).lines[0].item_id


def _until_the_books_show(day: Day, number: int) -> None:
    for _ in range(40):
        day.sync(1.0)
        if refunds.of_order(day.row(number).id):
            return
        Event().wait(0.1)
    raise AssertionError("Amazon's books never show it")


def _next_second() -> None:
    """What was seen before and what came after bear whole seconds."""
    Event().wait(1.1)


def test_two_hundred_lines_go_back_in_one_refund(profile_folder: Path) -> None:
    skus = tuple(f"SKU-{n}" for n in range(200))
    with a_day(profile_folder, [sale(1, skus=skus, price="1.25")]) as day:
        setting.set_setting("refund.to_amazon", "true")
        setting.set_setting("outbox.minutes", "0")
        day.faults(amazon=BOOKS)
        day.sync()
        day.event("shopify.fulfil", order=order_id(1), company="UPS", number=UPS)
        for _ in range(2):
            day.sync(LATER)
        (package,) = amazon(day, 1)["packages"]
        assert len(package["items"]) == 200
        day.event("shopify.refund", order=order_id(1))
        for _ in range(2):
            day.sync(LATER)
        (made,) = amazon(day, 1)["refunds"]
        assert {line["quantity"] for line in made["items"]} == {1}
        assert given(day, 1) == cents(Principal="250.00")
        assert day.row(1).status is Status.REFUNDED


@pytest.mark.parametrize("more", [{}, {"restock": True}])
def test_a_refund_before_packing_is_explained(day: Day, more: dict[str, Any]) -> None:
    day.event("shopify.refund", order=order_id(3), lines={"MUG": 1}, **more)
    day.sync()
    assert day.row(3).failures[0].code in ("never_shipped", "order_unshipped", "partial")
    codes = {one.code for one in day.row(3).failures}
    assert ("never_shipped" if more else "order_unshipped") in codes
    assert amazon(day, 3)["refunds"] == []


@pytest.mark.parametrize("is_on_its_way", [True, False])
def test_a_flat_refund_before_the_shipment_asks_after_it(day: Day, is_on_its_way: bool) -> None:
    if is_on_its_way:
        day.event("shopify.fulfil", order=order_id(3), company="Bike Riders", number="4711")
    day.event("shopify.refund", order=order_id(3), amount="1.00")
    day.sync()
    early = (TaskState.WAITING, "unshipped", "")
    if not is_on_its_way:
        early = (TaskState.FAILED, "", "order_unshipped")
    assert told(day, 3) == [early]
    ship(day, 3)
    assert told(day, 3) == [(TaskState.FAILED, "", "not_allocated")]
    assert amazon(day, 3)["refunds"] == []
