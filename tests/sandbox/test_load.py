"""A `--load` file: orders as they stand, a shop to try them on, clear words where it is broken."""

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.sandbox.load import load_world, read_world
from tests.sandbox.stand import START, stand

MINIMAL = {"orderId": "111-1111111-1111111"}


def _order(order_id: str, sku: str = "A", currency: str = "EUR", **more: Any) -> dict[str, Any]:
    return {
        "orderId": order_id,
        "createdTime": "2026-05-01T10:00:00Z",
        "lastUpdatedTime": "2026-05-02T10:00:00.500Z",
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": "A1PA6795UKMFR9"},
        "proceeds": {"grandTotal": {"amount": "12.50", "currencyCode": currency}},
        "orderItems": [
            {
                "orderItemId": "1",
                "quantityOrdered": 1,
                "product": {
                    "sellerSku": sku,
                    "title": f"Title of {sku}",
                    "price": {"unitPrice": {"amount": "12.50", "currencyCode": currency}},
                },
            }
        ],
        **more,
    }


def test_orders_alone_are_enough() -> None:
    world = read_world({"orders": [_order("1", "A"), _order("2", "B/“x”"), _order("3", "A")]})
    assert [item.sku for item in world.catalogue] == ["A", "B/“x”"]
    assert world.catalogue[0].price == "12.50"
    assert world.catalogue[0].title == "Title of A"
    assert (world.shop.currency, world.shop.country) == ("EUR", "DE")
    assert world.shop.presentment_currencies == ("EUR",)
    assert (world.region, world.marketplaces) == ("eu", ("A1PA6795UKMFR9",))


def test_a_bare_list_and_an_answer_of_amazon_are_read_too() -> None:
    assert len(read_world([MINIMAL]).orders) == 1
    assert len(read_world({"orders": [MINIMAL], "pagination": {"nextToken": "x"}}).orders) == 1


def _sold(order_id: str, marketplace: object) -> dict[str, Any]:
    channel = {"channelName": "AMAZON", "marketplaceId": marketplace}
    return _order(order_id, salesChannel=channel)


def test_an_account_lies_in_one_region_and_still_shows_every_order() -> None:
    us, unknown, none = _sold("1", "ATVPDKIKX0DER"), _sold("2", "MARS"), _sold("3", None)
    british, canadian = _sold("4", "A1F83G8C2ARO7P"), _sold("5", "A2EUQ1WTGCTBG2")
    orders = [us, unknown, none, british, canadian]
    world = read_world(orders)
    assert (world.region, world.marketplaces) == ("na", ("A2EUQ1WTGCTBG2", "ATVPDKIKX0DER"))
    found = stand(loaded=orders).search(marketplaceIds="ATVPDKIKX0DER")["orders"]
    assert sorted(order["orderId"] for order in found) == ["1", "2", "3", "4"]
    assert read_world([unknown]).marketplaces == ("ATVPDKIKX0DER",)


def test_the_shop_and_the_catalogue_are_taken_as_given() -> None:
    world = read_world(
        {
            "orders": [],
            "catalogue": [
                {"sku": "X-1", "title": "Mug", "variant_title": "Red", "price": "1500",
                 "currency": "JPY", "inventory": -3, "barcode": "123"},
                {"sku": "X-2", "title": "Mug", "variant_title": None},
            ],
            "shop": {"currency": "JPY", "country": "JP", "taxes_included": True,
                     "presentment_currencies": ["JPY", "USD"]},
        }
    )  # fmt: skip
    first, second = world.catalogue
    assert (first.inventory, first.price, first.currency) == (-3, "1500", "JPY")
    assert (second.title, second.variant_title, second.currency) == ("Mug", "", "JPY")
    assert world.shop.taxes_included
    assert world.shop.presentment_currencies == ("JPY", "USD")


def test_an_empty_catalogue_is_one() -> None:
    assert read_world({"orders": [_order("1")], "catalogue": []}).catalogue == ()


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("text", "the file"),
        ({}, "orders: missing"),
        ({"orders": {}}, "orders: give a list"),
        ({"orders": [MINIMAL, 5]}, r"orders\[1\]"),
        (
            {"orders": [MINIMAL, MINIMAL]},
            r"orders\[1\].orderId: 111-1111111-1111111 is there twice",
        ),
        ({"orders": [{"order": MINIMAL}]}, r"orders\[0\].orderId"),
        ({"orders": [{**MINIMAL, "orderItems": {}}]}, r"orders\[0\].orderItems"),
        ({"orders": [], "catalogue": {}}, "catalogue"),
        ({"orders": [], "catalogue": [{"title": "x"}]}, r"catalogue\[0\].sku"),
        ({"orders": [], "catalogue": [{"sku": 5}]}, r"catalogue\[0\].sku"),
        ({"orders": [], "catalogue": [{"sku": "a", "price": 5}]}, r"catalogue\[0\].price"),
        ({"orders": [], "catalogue": [{"sku": "a", "price": "5,00"}]}, r"catalogue\[0\].price"),
        ({"orders": [], "catalogue": [{"sku": "a", "price": "NaN"}]}, r"catalogue\[0\].price"),
        (
            {"orders": [], "catalogue": [{"sku": "a", "inventory": "1"}]},
            r"catalogue\[0\].inventory",
        ),
        ({"orders": [], "shop": []}, "shop"),
        ({"orders": [], "shop": {"currency": 5}}, "shop.currency"),
        ({"orders": [], "shop": {"taxes_included": "no"}}, "shop.taxes_included"),
        ({"orders": [], "shop": {"presentment_currencies": "USD"}}, "shop.presentment_currencies"),
    ],
)
def test_a_broken_file_names_the_field(value: Any, names: str) -> None:
    with pytest.raises(ValueError, match=names):
        read_world(value)


def test_errors_name_the_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"gone\.json: No such file"):
        load_world(tmp_path / "gone.json")
    broken = tmp_path / "broken.json"
    broken.write_text('{"orders": [')
    with pytest.raises(ValueError, match=r"broken\.json: .*line 1"):
        load_world(broken)
    broken.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ValueError, match=r"broken\.json"):
        load_world(broken)
    broken.write_text(json.dumps({"orders": [_order("1")]}))
    assert load_world(broken).orders[0]["orderId"] == "1"


def test_orders_are_served_as_they_stand() -> None:
    odd = _order(
        "not-3-7-7",
        unheardOf={"x": [1]},
        fulfillment={"fulfillmentStatus": "LOST_AT_SEA", "fulfilledBy": "ELVES"},
    )
    amazon = stand(loaded=[odd])
    assert amazon.search()["orders"] == [odd]
    assert amazon.order("not-3-7-7") == odd


@pytest.mark.parametrize(
    "times",
    [
        {"createdTime": "1999-01-01T00:00:00Z", "lastUpdatedTime": "1999-01-01T00:00:00Z"},
        {"createdTime": "2199-01-01T00:00:00Z", "lastUpdatedTime": "2199-01-01T00:00:00Z"},
        {"createdTime": "last week", "lastUpdatedTime": None},
        {},
    ],
)
def test_odd_times_are_found_all_the_same(times: dict[str, Any]) -> None:
    order = {"orderId": "1", **times}
    amazon = stand(loaded=[order])
    after = {"createdAfter": "2024-05-28T12:00:00Z"}
    assert amazon.search(**after)["orders"] == [order]
    assert amazon.search(lastUpdatedAfter="2024-05-28T12:00:00Z")["orders"] == [order]
    assert amazon.clock.at == START


def test_events_change_loaded_orders_too() -> None:
    amazon = stand(loaded=[_order("1", fulfillment={"fulfillmentStatus": "PENDING"})])
    amazon.events.happen("amazon.status", {"order_id": "1", "status": "SHIPPED"})
    assert amazon.order("1")["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    with pytest.raises(ValueError, match="order: give the whole order"):
        amazon.events.happen("amazon.new_order", {})
