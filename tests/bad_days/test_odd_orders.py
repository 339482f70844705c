"""Orders as no one expects them: each is created whole, or fails with a reason, alone."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from desktop.rows import SyncStatus
from tests.bad_days.sales import ADDRESS, Json, order_id, sale
from tests.bad_days.stand import Day, a_day, codes

PLAIN = 99  # an order like any other, which must go through whatever stands beside it


def _address(**changed: str) -> Json:
    return {**ADDRESS, **changed}


def _beside(order: Json) -> list[Json]:
    return [order, sale(PLAIN)]


def _sent_lines(day: Day, number: int) -> list[Json]:
    (made,) = day.shop(number)
    lines: list[Json] = made["input"]["lineItems"]
    return lines


def test_words_that_nobody_knows(profile_folder: Path) -> None:
    odd = sale(1)
    odd["fulfillment"]["fulfillmentStatus"] = "TELEPORTED"
    odd["fulfillment"]["fulfilledBy"] = "ROBOT"
    odd["programs"] = ["MARS_EXPRESS"]
    odd["somethingNew"] = {"deep": [1, 2, {"x": None}]}
    with a_day(profile_folder, _beside(odd)) as day:
        summary = day.sync()
        assert (summary.imported, summary.failed, codes(summary)) == (2, 0, [])
        assert day.row(1).stage == "held: Amazon's status is not known"
        assert day.row(1).amazon_status == "TELEPORTED"
        assert day.payload(1)["somethingNew"] == {"deep": [1, 2, {"x": None}]}
        day.made(PLAIN)
        day.event("amazon.status", order_id=order_id(1), status="UNSHIPPED")
        day.sync()
        day.made(1)


@pytest.mark.parametrize("items", [[], None])
def test_an_order_without_items(items: Any, profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(PLAIN)]) as day:
        day.event("amazon.new_order", order=sale(1, orderItems=items or []))
        if items is None:
            day.event("amazon.remove_field", order_id=order_id(1), path="orderItems")
        day.sync()
        assert day.failure(1).code == ("unreadable" if items is None else "no_items")
        day.made(PLAIN)


def test_as_many_items_as_shopify_takes(profile_folder: Path) -> None:
    skus = tuple(f"SKU-{n}" for n in range(250))
    with a_day(profile_folder, _beside(sale(1, skus=skus, price="1.01"))) as day:
        summary = day.sync()
        assert (summary.imported, summary.failed, summary.created) == (2, 0, 2)
        assert len(_sent_lines(day, 1)) == 250
        day.made(1, PLAIN)


def test_five_hundred_items_are_more_than_shopify_takes(profile_folder: Path) -> None:
    skus = tuple(f"SKU-{n}" for n in range(500))
    with a_day(profile_folder, _beside(sale(1, skus=skus, price="1.00"))) as day:
        day.sync()
        assert day.row(1).lines == 500
        failure = day.failure(1)
        assert failure.code == "too_many_items"
        assert "500" in failure.cause
        assert len(day.payload(1)["orderItems"]) == 500
        day.made(PLAIN)


@pytest.mark.parametrize(
    "name",
    ["🦊 Jo 🧑‍🚀 Doe 𝒜", "محمد عبد الله", "שרה כהן", "\u202eJo\u202c Doe", "Zoë O’Hara", "N" * 300],
)
def test_names_from_all_over_the_world(name: str, profile_folder: Path) -> None:
    odd = sale(1, address=_address(name=name, addressLine2=name))
    odd["orderItems"][0]["product"]["title"] = f"Mug {name}"
    with a_day(profile_folder, _beside(odd)) as day:
        assert day.sync().failed == 0
        day.made(1, PLAIN)
        (made,) = day.shop(1)
        sent = made["input"]["shippingAddress"]
        first = name.split()[0][:20].strip("\u202e\u202c")
        assert first in f"{sent.get('firstName', '')} {sent.get('lastName', '')}"
        assert day.payload(1)["recipient"]["deliveryAddress"]["name"] == name


def test_an_address_of_only_spaces(profile_folder: Path) -> None:
    blank = dict.fromkeys(ADDRESS, "   ")
    with a_day(profile_folder, _beside(sale(1, address=blank))) as day:
        day.sync()
        failure = day.failure(1)
        assert failure.code == "address_missing"
        assert "without_address" in failure.fixes
        day.made(PLAIN)
        day.event(
            "amazon.set_field",
            order_id=order_id(1),
            path="recipient.deliveryAddress",
            value=ADDRESS,
        )
        assert day.bring(1)[0].outcome == "refreshed"
        assert day.retry(1) == "retrying"
        day.sync()
        day.made(1)


@pytest.mark.parametrize(
    "sku",
    [
        'a "quoted" mug',
        "it's a mug",
        "mug/large\\blue",
        "x" * 255,
        "sku:mug AND -title:*",
        "MUG-ÄÖ-日本",
        "  MUG  ",
    ],
)
def test_skus_that_break_searches(sku: str, profile_folder: Path) -> None:
    near = {"sku": sku.strip()[:-1] or "y", "title": "Nearly it", "price": "1.00"}
    mine = {"sku": sku, "title": "It", "price": "10.00"}
    with a_day(
        profile_folder, _beside(sale(1, skus=(sku,))), catalogue=[near, mine, _mug()]
    ) as day:
        assert day.sync().failed == 0
        day.made(1, PLAIN)
        (made,) = day.shop(1)
        assert [one["sku"] for one in made["stock_moved"]] == [sku]


def _mug() -> Json:
    return {"sku": "MUG", "title": "Mug", "price": "10.00"}


def test_a_sku_that_nobody_has_and_then_somebody(profile_folder: Path) -> None:
    with a_day(profile_folder, _beside(sale(1, skus=("GONE",))), catalogue=[_mug()]) as day:
        day.sync()
        failure = day.failure(1)
        assert failure.code == "sku_unknown"
        assert "GONE" in failure.cause
        day.made(PLAIN)
        day.event("shopify.add_variant", sku="GONE", price="10.00")
        assert day.retry(1) == "retrying"
        day.sync()
        day.made(1)


def test_a_variant_that_is_deleted(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(1)]) as day:
        day.sync()
        day.event("shopify.delete_variant", sku="MUG")
        day.event("amazon.new_order", order=sale(2))
        day.sync()
        assert day.failure(2).code in ("sku_unknown", "variant_gone")
        day.event("shopify.add_variant", sku="MUG", price="10.00")
        day.retry(2)
        day.sync()
        day.made(1, 2)


def test_a_total_of_nothing_is_a_replacement(profile_folder: Path) -> None:
    free = sale(1, price="0.00", associatedOrders=[{"orderId": order_id(77)}])
    with a_day(profile_folder, _beside(free)) as day:
        assert day.sync().failed == 0
        day.made(1, PLAIN)
        assert day.shop(1)[0]["total"] in ("0", "0.00")


def test_a_negative_total_is_told(profile_folder: Path) -> None:
    with a_day(profile_folder, _beside(sale(1, total="-5.00"))) as day:
        day.sync()
        failure = day.failure(1)
        assert failure.code == "total_mismatch"
        assert "-5.00" in failure.cause
        assert day.shop(1) == []
        day.made(PLAIN)


def test_totals_that_do_not_add_up_are_told_with_the_difference(profile_folder: Path) -> None:
    with a_day(profile_folder, _beside(sale(1, price="10.00", total="10.01"))) as day:
        day.sync()
        failure = day.failure(1)
        assert failure.code == "total_mismatch"
        assert "0.01" in failure.cause
        day.made(PLAIN)


@pytest.mark.parametrize(
    ("currency", "price"), [("JPY", "1980"), ("KWD", "7.125"), ("USD", "0.01")]
)
def test_shops_of_every_exponent(currency: str, price: str, profile_folder: Path) -> None:
    sold = sale(1, price=price, units=3, currency=currency)
    with a_day(profile_folder, [sold], shop={"currency": currency}) as day:
        assert day.sync().failed == 0
        day.made(1)
        total = day.row(1).total
        assert total is not None
        assert total.amount == day.shop(1)[0]["total"]


@pytest.mark.parametrize(
    "path", ["orderId", "createdTime", "fulfillment", "proceeds", "orderItems", "salesChannel"]
)
@pytest.mark.parametrize("value", [None, 7, "x", [], {}])
def test_any_field_may_be_of_another_shape(path: str, value: Any, profile_folder: Path) -> None:
    """Whatever it is: the page goes on, the record is kept, and the other order goes through."""
    odd = deepcopy(sale(1))
    odd[path] = value
    with a_day(
        profile_folder, [sale(PLAIN), odd] if path != "orderItems" else [sale(PLAIN)]
    ) as day:
        if path == "orderItems":
            day.event("amazon.new_order", order=sale(1))
            day.event("amazon.set_field", order_id=order_id(1), path=path, value=value)
        summary = day.sync()
        assert codes(summary) == []
        day.made(PLAIN)
        if path != "orderId":
            row = day.row(1)
            told = row.failures or row.stage.startswith(("held", "skipped"))
            assert told or row.sync_status is SyncStatus.ORDER_CREATED
