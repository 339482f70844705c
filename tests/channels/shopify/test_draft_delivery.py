"""Stock, shipment and address of what is sent."""

from dataclasses import replace
from typing import Any

import pytest

from desktop.trade import (
    Address,
    Order,
    OrderLine,
    OrderRules,
    Package,
)
from desktop.trade.order import AmazonStatus
from tests.channels.shopify.drafts import GERMANY, draft, refused, sent
from tests.channels.shopify.sales import NEW_YORK, line, order, shop


@pytest.mark.parametrize(
    ("fields", "rule", "anyway", "behaviour"),
    [
        ({}, "ignore_policy", False, "DECREMENT_IGNORING_POLICY"),
        ({}, "obey_policy", False, "DECREMENT_OBEYING_POLICY"),
        ({}, "obey_policy", True, "DECREMENT_IGNORING_POLICY"),
        ({}, "bypass", True, "BYPASS"),
        ({"fulfilled_by": "AMAZON"}, "ignore_policy", True, "BYPASS"),
        ({"status": AmazonStatus.SHIPPED}, "ignore_policy", False, "BYPASS"),
        ({"status": AmazonStatus.PARTIALLY_SHIPPED}, "bypass", False, "BYPASS"),
    ],
)
def test_stock_is_taken_only_for_what_the_merchant_has_to_send(
    fields: dict[str, Any], rule: Any, anyway: bool, behaviour: str
) -> None:
    made = draft(
        order(line(item=1000), **fields), rules=OrderRules(fbm_stock=rule), stock_anyway=anyway
    )
    assert made.variables["options"]["inventoryBehaviour"] == behaviour
    assert made.takes_stock == (behaviour != "BYPASS")


def shipped(*packages: Package, fulfilled_by: str = "AMAZON") -> Order:
    return order(
        line(item=1000),
        status=AmazonStatus.SHIPPED,
        fulfilled_by=fulfilled_by,
        packages=packages,
    )


def test_what_amazon_has_shipped_is_created_fulfilled() -> None:
    made = draft(shipped(), rules=OrderRules(fba_location="gid://shopify/Location/2"))
    assert made.fulfilled
    assert made.variables["order"]["fulfillment"] == {
        "locationId": "gid://shopify/Location/2",
        "notifyCustomer": False,
    }


def test_a_package_gives_carrier_and_number() -> None:
    of = shipped(
        Package("1", status="CANCELLED", carrier="DHL", tracking_number="X0"),
        Package("2", carrier="UPS"),
        Package("3", carrier="UPS", tracking_number="1Z"),
        fulfilled_by="MERCHANT",
    )
    rules = OrderRules(fba_location="gid://shopify/Location/2")
    assert sent(of, rules=rules)["fulfillment"] == {
        "locationId": "gid://shopify/Location/1",
        "notifyCustomer": False,
        "trackingCompany": "UPS",
        "trackingNumber": "1Z",
    }


@pytest.mark.parametrize("status", [AmazonStatus.UNSHIPPED, AmazonStatus.PARTIALLY_SHIPPED])
def test_what_is_not_wholly_shipped_is_created_open(status: AmazonStatus) -> None:
    made = draft(order(line(item=1000), status=status))
    assert not made.fulfilled
    assert "fulfillment" not in made.variables["order"]


def test_without_a_location_nothing_can_be_fulfilled() -> None:
    assert refused(shipped(), facts=replace(shop(), locations=())).code == "location"


SPACES = Address(name=" ", line1="  ", line2="\u00a0", country="US")


@pytest.mark.parametrize("address", [None, SPACES])
def test_the_merchant_needs_a_street(address: Address | None) -> None:
    of = order(line(item=1000), address=address)
    assert refused(of).code == "address_missing"
    made = draft(of, rules=OrderRules(without_address="create"))
    assert "shippingAddress" not in made.variables["order"]
    assert made.notes == ("Amazon gave no address; the order has none.",)


@pytest.mark.parametrize("address", [None, SPACES, replace(NEW_YORK, line1="")])
def test_what_amazon_sends_needs_no_address(address: Address | None) -> None:
    made = draft(order(line(item=1000), address=address, fulfilled_by="AMAZON"))
    assert "shippingAddress" not in made.variables["order"]
    assert made.notes == ()


def test_an_edited_address_replaces_amazons() -> None:
    fields = sent(order(line(item=1000), address=None), address=GERMANY)
    assert fields["shippingAddress"]["city"] == "Berlin"


def test_what_shopify_refused_is_left_out_and_noted() -> None:
    of = order(line(item=1000), address=replace(NEW_YORK, phone="+1 347-448-3190"))
    made = draft(of, without=frozenset({"phone", "province", "email"}))
    address = made.variables["order"]["shippingAddress"]
    assert "phone" not in address
    assert "provinceCode" not in address
    assert len(made.notes) == 3
    assert not any("347" in note for note in made.notes)
    assert "347-448-3190" in made.variables["order"]["note"]


def test_errors_hold_no_buyers_data() -> None:
    secret = replace(NEW_YORK, name="Secret Person", line1="Hidden 5", country="Nowhere")
    error = refused(order(line(item=1000), address=secret, buyer_name="Secret Buyer"))
    words = f"{error} {error.cure}"
    assert "Secret" not in words
    assert "Hidden" not in words


def sample_line() -> OrderLine:
    return line("DRIP", 2, item=4998, shipping=599, gift_wrap=399, discount_item=500)


def test_a_draft_counts_what_it_sends() -> None:
    made = draft(order(sample_line()))
    assert made.lines == len(made.variables["order"]["lineItems"]) == 2
    assert made.amazon_order_id == "112-4409386-7215402"
