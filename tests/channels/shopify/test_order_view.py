"""One order as Shopify shows it: what is read, what is hidden, what is gone."""

from typing import Any

import pytest

from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.order_view import view_order
from desktop.errors import AccountProblem
from desktop.trade import Money, ShopAddressView
from tests.channels.shopify.scripted_shop import ScriptedShop, data, error, graphql

GID = "gid://shopify/Order/7"
ADDRESS = {
    **{"name": "Dana Whitfield", "company": None, "address1": "88 Harbor Rd", "address2": "Apt 4"},
    **{"city": "Portland", "provinceCode": "ME", "zip": "04101", "countryCodeV2": "US"},
    "phone": None,
}

LINES = {
    "nodes": [
        {
            "id": "1",
            "sku": "MUG-1",
            "title": "Mug",
            "currentQuantity": 2,
            "requiresShipping": True,
        },
        {
            "id": "2",
            "sku": None,
            "title": "Gift wrap",
            "currentQuantity": 1,
            "requiresShipping": False,
        },
    ]
}


def node(**changed: object) -> dict[str, Any]:
    return {
        "id": GID,
        "legacyResourceId": "7",
        "name": "#1007",
        "displayFinancialStatus": "PAID",
        "displayFulfillmentStatus": "UNFULFILLED",
        "cancelledAt": None,
        "tags": ["amazon", "fbm"],
        "note": None,
        "requiresShipping": True,
        "currentTotalPriceSet": {
            "shopMoney": {"amount": "9.990", "currencyCode": "USD"},
            "presentmentMoney": {"amount": "1200.0", "currencyCode": "JPY"},
        },
        "lineItems": LINES,
        "fulfillments": [
            {
                "status": "SUCCESS",
                "displayStatus": "FULFILLED",
                "trackingInfo": [{"company": "UPS", "number": "1Z9"}],
            }
        ],
        **changed,
    }


def test_an_order_is_read_with_its_address(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(data({"order": node()}), data({"order": {"shippingAddress": ADDRESS}}))
    found = view_order(client, GID)
    assert found is not None
    assert (found.name, found.financial, found.fulfillment) == ("#1007", "PAID", "UNFULFILLED")
    assert found.total == Money(999, "USD")
    assert found.presentment == Money(1200, "JPY")
    assert found.lines == (("MUG-1", "Mug", 2, True), ("", "Gift wrap", 1, False))
    assert found.tracking == (("UPS", "1Z9"),)
    assert found.address == ShopAddressView(
        name="Dana Whitfield",
        line1="88 Harbor Rd",
        line2="Apt 4",
        city="Portland",
        province_code="ME",
        postal_code="04101",
        country="US",
    )
    assert not found.address_hidden
    assert shop.operations == ["OrderView", "OrderAddress"]


def test_a_refused_address_is_hidden_and_the_rest_stays(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    denied = error("ACCESS_DENIED", "This app is not approved to access the firstName field")
    shop.will(data({"order": node()}), graphql({"data": {"order": None}, "errors": [denied]}))
    found = view_order(client, GID)
    assert found is not None
    assert found.address is None
    assert found.address_hidden


def test_an_order_without_an_address_has_none(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(data({"order": node()}), data({"order": {"shippingAddress": None}}))
    found = view_order(client, GID)
    assert found is not None
    assert (found.address, found.address_hidden) == (None, False)


def test_what_the_shop_no_longer_shows_is_none(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(data({"order": None}))
    assert view_order(client, GID) is None
    assert shop.operations == ["OrderView"]


def test_an_answer_of_another_shape_is_a_problem(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(
        data({"order": node(currentTotalPriceSet=None)}),
        data({"order": {"shippingAddress": None}}),
    )
    with pytest.raises(AccountProblem):
        view_order(client, GID)
