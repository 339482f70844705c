"""Amazon's order in our words: every field that matters, and all that may be missing or odd."""

import contextlib
import json
from typing import Any

import pytest

from desktop.channels.amazon.mapping import Unreadable, read_order
from desktop.clock import parse_iso
from desktop.trade import Address, Package, Window
from desktop.trade.order import AmazonStatus
from tests.channels.amazon.given import ORDER_ID, item, money, order, part, read


def full() -> Any:
    told = order(
        full_item(),
        total=money("20.00"),
        orderAliases=[{"aliasId": "MINE-1", "aliasType": "SELLER_ORDER_ID"}],
        programs=["PRIME", "NEW_PROGRAM"],
        associatedOrders=[{"orderId": "111-1", "associationType": "REPLACEMENT_ORIGINAL_ID"}],
        buyer={
            "buyerName": "Sam",
            "buyerEmail": "a@b",
            "buyerCompanyName": "Co",
            "buyerPurchaseOrderNumber": "PO-1",
        },
        tax={
            "taxRegistrations": [
                {
                    "entityType": "BUYER",
                    "taxRegistrationType": "VAT",
                    "taxRegistrationNumber": "DE1",
                },
                {"entityType": "MERCHANT", "taxRegistrationNumber": "DE2"},
            ]
        },
    )
    told["fulfillment"] |= {
        "fulfillmentServiceLevel": "STANDARD",
        "shipByWindow": {
            "earliestDateTime": "2026-11-21T08:00:00Z",
            "latestDateTime": "2026-11-25T07:59:59.999Z",
        },
        "deliverByWindow": {"latestDateTime": "2026-12-03T07:59:59Z"},
    }
    return told


def full_item() -> Any:
    return item(
        part("ITEM", "20.00"),
        quantityOrdered=2,
        programs=["SUBSCRIBE_AND_SAVE"],
        product={
            "asin": "B0EXAMPLE01",
            "title": "Dripper",
            "sellerSku": " SKU 1 ",
            "condition": {"conditionType": "USED", "conditionSubtype": "GOOD"},
            "customization": {"customizedUrl": "https://example.com/c.zip"},
        },
        cancellation={"cancellationRequest": {"requester": "BUYER", "cancelReason": "Late"}},
        fulfillment={
            "quantityFulfilled": 1,
            "packing": {"giftOption": {"giftMessage": "Hi", "giftWrapLevel": "Red"}},
            "shipping": {"internationalShipping": {"iossNumber": "IM1"}},
        },
        tax={"taxCollections": [{"model": "MARKETPLACE_FACILITATOR"}]},
    )


def test_the_order_itself() -> None:
    got = read(full())
    assert got.amazon_order_id == ORDER_ID
    assert got.created_at == parse_iso("2026-11-20T18:04:11Z")
    assert got.updated_at == parse_iso("2026-11-20T18:36:52Z")
    assert got.marketplace_id == "ATVPDKIKX0DER"
    assert got.sold_on_amazon
    assert (got.status, got.raw_status) == (AmazonStatus.UNSHIPPED, "UNSHIPPED")
    assert (got.fulfilled_by, got.tag, got.is_fba) == ("MERCHANT", "FBM", False)
    assert got.seller_order_id == "MINE-1"
    assert got.programs == ("PRIME", "NEW_PROGRAM")
    assert got.replaces == "111-1"
    assert got.service_level == "STANDARD"
    assert got.ship_by == Window(
        parse_iso("2026-11-21T08:00:00Z"), parse_iso("2026-11-25T07:59:59Z")
    )
    assert got.deliver_by == Window(None, parse_iso("2026-12-03T07:59:59Z"))
    assert (got.buyer_name, got.buyer_company, got.purchase_order_number) == ("Sam", "Co", "PO-1")
    assert got.tax_numbers == (("VAT", "DE1"),)
    assert got.has_cancel_wish


def test_a_line() -> None:
    (line,) = read(full()).lines
    assert line.item_id == "01234567890123"
    assert (line.sku, line.asin, line.title) == (" SKU 1 ", "B0EXAMPLE01", "Dripper")
    assert (line.quantity, line.quantity_fulfilled) == (2, 1)
    assert line.charges.item == 2000
    assert line.condition == "USED GOOD"
    assert (line.gift_message, line.gift_wrap_level) == ("Hi", "Red")
    assert line.customization_url == "https://example.com/c.zip"
    assert line.ioss_number == "IM1"
    assert line.tax_by_marketplace
    assert line.programs == ("SUBSCRIBE_AND_SAVE",)
    assert (line.has_cancel_wish, line.cancel_wish, line.cancelled_by) == (True, "Late", "")


def test_a_settled_cancel_wish_is_no_wish_any_more() -> None:
    told = full()
    told["orderItems"][0]["cancellation"] = {
        "cancellationRequest": {"requester": "BUYER"},
        "cancellationExecution": {"cancelledBy": "MERCHANT", "cancelReason": "No stock"},
    }
    got = read(told)
    assert not got.has_cancel_wish
    (line,) = got.lines
    assert line.has_cancel_wish
    assert (line.cancelled_by, line.cancel_reason) == ("MERCHANT", "No stock")


def test_an_address_with_blanks_trimmed() -> None:
    told = order(
        item(),
        recipient={
            "deliveryAddress": {
                "name": " Priya ",
                "companyName": "",
                "addressLine1": "1820 Alder Ct",
                "addressLine2": "Apt 4C",
                "addressLine3": " ",
                "city": "Leeds",
                "districtOrCounty": "Franklin",
                "municipality": "M",
                "postalCode": "LS1",
                "countryCode": "uk",
                "phone": "+1 614-555-0142 ext. 55301",
                "addressType": "RESIDENTIAL",
            },
            "deliveryPreference": {"dropOffLocation": "Porch", "addressInstruction": "Ring twice"},
        },
    )
    got = read(told)
    assert got.address == Address(
        name="Priya",
        line1="1820 Alder Ct",
        line2="Apt 4C",
        city="Leeds",
        district="Franklin",
        municipality="M",
        postal_code="LS1",
        country="GB",
        phone="+1 614-555-0142 ext. 55301",
        kind="RESIDENTIAL",
    )
    assert got.delivery_note == "Porch; Ring twice"


def test_a_brazilian_street_comes_in_parts() -> None:
    parts = {
        "streetName": "Rua A",
        "streetNumber": "12",
        "complement": "Ap 3",
        "neighborhood": "Centro",
    }
    address = {"countryCode": "BR", "extendedFields": parts}
    got = read(order(item(), recipient={"deliveryAddress": address})).address
    assert got is not None
    assert (got.line1, got.line2, got.district) == ("Rua A, 12", "Ap 3", "Centro")


@pytest.mark.parametrize(
    "recipient",
    [None, {}, {"deliveryAddress": None}, {"deliveryAddress": {"name": "", "city": " "}}],
)
def test_no_address_is_none(recipient: Any) -> None:
    got = read(order(item(), recipient=recipient))
    assert got.address is None
    assert got.delivery_note == ""


def test_packages() -> None:
    told = order(
        item(),
        packages=[
            {
                "packageReferenceId": "1",
                "packageStatus": {"status": "IN_TRANSIT", "detailedStatus": "PICKED_UP"},
                "carrier": "DHL",
                "shipTime": "2026-11-21T10:00:00Z",
                "shippingService": "Express",
                "trackingNumber": "JD01",
                "packageItems": [{"orderItemId": "01", "quantity": 2}],
            },
            {"packageReferenceId": "2", "shipTime": "yesterday", "packageItems": None},
        ],
    )
    one, two = read(told).packages
    assert one == Package(
        "1",
        "IN_TRANSIT",
        "PICKED_UP",
        "DHL",
        "Express",
        "JD01",
        parse_iso("2026-11-21T10:00:00Z"),
        (("01", 2),),
    )
    assert two == Package("2")


def test_an_order_with_nothing_but_what_must_be_there() -> None:
    got = read(
        {
            "orderId": "902-0300094-570542",
            "createdTime": "2026-11-20T18:04:11Z",
            "lastUpdatedTime": "2026-11-20T18:04:11Z",
            "orderItems": [{"orderItemId": "1", "quantityOrdered": 0}],
        }
    )
    assert got.amazon_order_id == "902-0300094-570542"  # not 3-7-7, read all the same
    assert (got.status, got.raw_status) == (AmazonStatus.UNKNOWN, "")
    assert got.total is None
    assert got.tax_mode == "none"
    assert got.currency == ""
    assert got.lines[0].quantity == 0
    assert got.units == 0
    assert got.sold_on_amazon


def nulled(value: Any, keep: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {key: nulled(inner, keep) if key in keep else None for key, inner in value.items()}
    if isinstance(value, list):
        return [nulled(inner, keep) for inner in value]
    return value


def test_null_is_as_good_as_absent() -> None:
    must = frozenset(
        "orderId createdTime lastUpdatedTime orderItems orderItemId quantityOrdered".split()
    )
    for more in ([], list(full()), ["product", "fulfillment", "proceeds", "tax", "breakdowns"]):
        read(nulled(full(), must | frozenset(more)))


def test_unknown_fields_and_words_are_passed_over() -> None:
    told = full()
    told["fulfillment"]["fulfillmentStatus"] = "TELEPORTED"
    told["brandNew"] = {"a": [1]}
    told["orderItems"][0]["associatedOrderItems"] = [{"purchasePrice": 1}]
    got = read(told)
    assert (got.status, got.raw_status) == (AmazonStatus.UNKNOWN, "TELEPORTED")


def test_an_order_from_elsewhere_is_marked() -> None:
    told = order(item(), salesChannel={"channelName": "NON_AMAZON"})
    assert not read(told).sold_on_amazon


@pytest.mark.parametrize("status", list(AmazonStatus)[:-1])
def test_all_statuses(status: str) -> None:
    told = order(item(), fulfillment={"fulfillmentStatus": status, "fulfilledBy": "AMAZON"})
    got = read(told)
    assert got.status == status
    assert got.tag == "FBA"


def test_an_exchange_names_the_order_it_replaces() -> None:
    other = {"orderId": "111-2", "associationType": "EXCHANGE_ORIGINAL_ID"}
    assert read(order(item(), associatedOrders=[{"orderId": "9"}, other])).replaces == "111-2"


def test_the_same_sku_in_two_items_stays_two_lines() -> None:
    got = read(order(item(orderItemId="1"), item(orderItemId="2")))
    assert [line.item_id for line in got.lines] == ["1", "2"]
    assert {line.sku for line in got.lines} == {"SKU-1"}


def test_a_condition_that_says_the_same_twice_is_said_once() -> None:
    product = {"condition": {"conditionType": "NEW", "conditionSubtype": "NEW"}}
    assert read(order(item(product=product))).lines[0].condition == "NEW"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"createdTime": "yesterday"}, "createdTime"),
        ({"lastUpdatedTime": "2026-13-01T00:00:00Z"}, "lastUpdatedTime"),
        ({"lastUpdatedTime": None}, "lastUpdatedTime"),
        ({"orderItems": None}, "orderItems"),
        ({"orderItems": [{"orderItemId": "1"}]}, "quantityOrdered"),
        ({"orderItems": [{"orderItemId": "1", "quantityOrdered": "two"}]}, "quantityOrdered"),
        ({"proceeds": {"grandTotal": money("1.005")}}, "proceeds.grandTotal"),
        ({"proceeds": {"grandTotal": money("Jane Roe")}}, "proceeds.grandTotal.amount"),
        ({"proceeds": {"grandTotal": money("NaN")}}, "proceeds.grandTotal"),
        ({"proceeds": {"grandTotal": money("Infinity")}}, "proceeds.grandTotal"),
        ({"proceeds": {"grandTotal": money("1e30")}}, "proceeds.grandTotal"),
        ({"proceeds": {"grandTotal": money("1e999990")}}, "proceeds.grandTotal"),
        ({"proceeds": {"grandTotal": money("1e999999999")}}, "proceeds.grandTotal"),
        ({"proceeds": {"grandTotal": money("100.5", "JPY")}}, "proceeds.grandTotal"),
        ({"buyer": {"buyerName": {"first": "Jane Roe"}}}, "buyer.buyerName"),
        ({"recipient": {"deliveryAddress": {"phone": ["Jane Roe"]}}}, "deliveryAddress.phone"),
    ],
)
def test_an_unreadable_order_names_its_id_and_field_and_no_buyer(
    change: dict[str, Any], field: str
) -> None:
    with pytest.raises(Unreadable) as caught:
        read(order(item(part("ITEM", "1.00")), **change))
    assert caught.value.amazon_order_id == ORDER_ID
    assert field in caught.value.detail
    assert "Jane" not in str(caught.value)


@pytest.mark.parametrize(
    "raw",
    [b"", b"null", b"[]", b'"x"', b'{"orderId": 5}', b'{"orderId": "1', b"\xff\xfe", b"[" * 90_000],
)
def test_what_is_no_order_at_all_has_no_id(raw: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        read_order(raw)
    assert caught.value.amazon_order_id == ""
    assert len(caught.value.detail) <= 200


def test_an_empty_id_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        read({**order(item()), "orderId": " "})


def test_one_letter_more_or_less_never_raises_anything_else() -> None:
    whole = json.dumps(full()).encode()
    for at in range(0, len(whole), 3):
        for spoilt in (whole[:at], whole[:at] + b"9" + whole[at:], whole[:at] + whole[at + 1 :]):
            with contextlib.suppress(Unreadable):
                assert read_order(spoilt).amazon_order_id
