"""Stock that an order takes, and orders that are fulfilled as they are made."""

from typing import Any

import pytest

from tests.sandbox.shopify.shop_stand import Stand, custom_line


def _lines(stand: Stand, **quantities: int) -> dict[str, Any]:
    lines = [
        {"variantId": stand.gid(sku.replace("_", "-")), "quantity": quantity}
        for sku, quantity in quantities.items()
    ]
    return {"lineItems": [*lines, custom_line()]}


def _stock(stand: Stand, sku: str) -> int:
    return stand.part.shop.variant_of_sku(sku).stock


def test_without_a_word_stock_stays() -> None:
    stand = Stand()
    stand.made(_lines(stand, MUG_1=2))
    assert _stock(stand, "MUG-1") == 10
    assert stand.part.ledger()[0]["stock_moved"] == []


def test_stock_is_taken_below_zero() -> None:
    stand = Stand()
    given = {"lineItems": _lines(stand, MUG_1=7)["lineItems"] + _lines(stand, MUG_1=6)["lineItems"]}
    stand.made(given, inventoryBehaviour="DECREMENT_IGNORING_POLICY")
    assert _stock(stand, "MUG-1") == -3
    assert stand.part.ledger()[0]["stock_moved"] == [
        {"variant_id": stand.gid("MUG-1"), "sku": "MUG-1", "delta": -13}
    ]


def test_the_policy_can_be_obeyed() -> None:
    stand = Stand()
    obey = "DECREMENT_OBEYING_POLICY"
    (error,) = stand.refused(_lines(stand, MUG_1=1, MUG_10=2), inventoryBehaviour=obey)
    assert error["code"] == "INVENTORY_CLAIM_FAILED"
    assert (_stock(stand, "MUG-1"), _stock(stand, "MUG-10")) == (10, 1)
    stand.made(_lines(stand, MUG_10=1), inventoryBehaviour=obey)
    assert _stock(stand, "MUG-10") == 0
    stand.part.event("shopify.set_policy", {"sku": "MUG-10", "policy": "CONTINUE"})
    stand.made(_lines(stand, MUG_10=2), inventoryBehaviour=obey)
    assert _stock(stand, "MUG-10") == -2


def _fulfilled(stand: Stand) -> dict[str, Any]:
    fulfillment = {
        "locationId": stand.location(),
        "trackingCompany": "UPS",
        "trackingNumber": "1Z",
        "trackingNumbers": ["1Z", "2Z"],
        "shipmentStatus": "DELIVERED",
    }
    return {**_lines(stand, MUG_1=2), "fulfillment": fulfillment}


def test_an_order_can_be_made_fulfilled() -> None:
    stand = Stand()
    made = stand.made(_fulfilled(stand))
    assert made["displayFulfillmentStatus"] == "FULFILLED"
    (entry,) = stand.part.ledger()
    (shipment,) = entry["fulfillments"]
    lines = [{name: line[name] for name in ("sku", "quantity")} for line in shipment["lines"]]
    assert {**shipment, "lines": lines} == {
        "id": shipment["id"],
        "status": "SUCCESS",
        "location_id": stand.location(),
        "tracking": [
            {"company": "UPS", "number": "1Z", "url": None},
            {"company": "UPS", "number": "2Z", "url": None},
        ],
        "notify_customer": False,
        "created_at": "2026-11-18T11:06:40Z",
        "lines": [{"sku": "MUG-1", "quantity": 2}, {"sku": None, "quantity": 1}],
        "made_by": "app",
        "display_status": "DELIVERED",
        "name": "#1001-F1",
    }
    assert entry["stock_moved"] == []


def test_its_fulfilment_can_be_read() -> None:
    stand = Stand()
    made = stand.made(_fulfilled(stand))
    query = """query O($id: ID!) { order(id: $id) {
      fulfillmentsCount { count }
      fulfillments(first: 1) {
        name status displayStatus deliveredAt totalQuantity location { name } order { id }
        trackingInfo(first: 1) { number }
        fulfillmentLineItems(first: 5) { nodes { quantity lineItem { sku } } }
      }
      lineItems(first: 5) { nodes { unfulfilledQuantity refundableQuantity } }
    } }"""
    found = stand.data(query, {"id": made["id"]})["order"]
    assert found["fulfillmentsCount"] == {"count": 1}
    assert found["fulfillments"] == [
        {
            "name": "#1001-F1",
            "status": "SUCCESS",
            "displayStatus": "DELIVERED",
            "deliveredAt": "2026-11-18T11:06:40Z",
            "totalQuantity": 3,
            "location": {"name": "Amazon warehouses"},
            "order": {"id": made["id"]},
            "trackingInfo": [{"number": "1Z"}],
            "fulfillmentLineItems": {
                "nodes": [
                    {"quantity": 2, "lineItem": {"sku": "MUG-1"}},
                    {"quantity": 1, "lineItem": {"sku": None}},
                ]
            },
        }
    ]
    assert [n["unfulfilledQuantity"] for n in found["lineItems"]["nodes"]] == [0, 0]


def test_a_mail_that_would_go_out_stands_in_the_ledger() -> None:
    stand = Stand()
    fulfillment = {"locationId": stand.location(), "notifyCustomer": True}
    stand.made({**_lines(stand), "fulfillment": fulfillment}, sendReceipt=True)
    (entry,) = stand.part.ledger()
    assert entry["fulfillments"][0]["notify_customer"] is True
    assert entry["options"] == {"sendReceipt": True}


@pytest.mark.parametrize("location", ["Old storage", "Amazon warehouses"])
def test_a_closed_place_fulfils_nothing(location: str) -> None:
    stand = Stand()
    closed = stand.location(location)
    stand.part.event("shopify.close_location", {"location_id": closed})
    (error,) = stand.refused({**_lines(stand), "fulfillment": {"locationId": closed}})
    assert error["field"] == ["order", "fulfillment", "locationId"]


def test_lines_keep_what_was_given() -> None:
    stand = Stand()
    properties = [{"name": "_amazon_order_item_id", "value": "9"}]
    variant = {"variantId": stand.gid("MUG-1"), "quantity": 1, "properties": properties}
    stand.made({"lineItems": [{**variant, "requiresShipping": True}, custom_line(sku="X")]})
    query = """{ orders(first: 1) { nodes { requiresShipping lineItems(first: 5) { nodes {
      title variantTitle name sku requiresShipping customAttributes { key value }
      variant { sku } product { title } originalUnitPriceSet { shopMoney { amount } }
    } } } } }"""
    found = stand.data(query)["orders"]["nodes"][0]
    assert found["requiresShipping"] is True
    first, second = found["lineItems"]["nodes"]
    assert first == {
        "title": "Stoneware mug",
        "variantTitle": "Blue",
        "name": "Stoneware mug - Blue",
        "sku": "MUG-1",
        "requiresShipping": True,
        "customAttributes": [{"key": "_amazon_order_item_id", "value": "9"}],
        "variant": {"sku": "MUG-1"},
        "product": {"title": "Stoneware mug"},
        "originalUnitPriceSet": {"shopMoney": {"amount": "12.5"}},
    }
    assert (second["title"], second["sku"], second["variant"]) == ("Thing", "X", None)
    stand.part.event("shopify.delete_variant", {"sku": "MUG-1"})
    first = stand.data(query)["orders"]["nodes"][0]["lineItems"]["nodes"][0]
    assert (first["sku"], first["variant"], first["product"]) == ("MUG-1", None, None)
