"""The XML of feeds: order of elements, escaping, numbers of messages, money."""

import re
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as some

from desktop.channels.amazon.feed_xml import cancel_feed, fulfillment_feed, plain, refund_feed
from desktop.trade.returns import (
    AmazonCancelReason,
    AmazonRefundReason,
    CancelToSend,
    PackageToConfirm,
    RefundItem,
    RefundToSend,
)

ORDER_ID = "112-4409386-7215402"
ENVELOPE = ["Header", "MessageType", "Message"]
# The sequences of Amazon's schemas, with what we may leave out.
SEQUENCES = {
    "OrderAcknowledgement": ["AmazonOrderID", "MerchantOrderID", "StatusCode", "Item"],
    "OrderAdjustment": ["AmazonOrderID", "ActionType", "CODCollectionMethod", "AdjustedItem"],
    "AdjustedItem": [
        "AmazonOrderItemCode",
        "MerchantAdjustmentItemID",
        "AdjustmentReason",
        "ItemPriceAdjustments",
        "PromotionAdjustments",
        "DirectPaymentAdjustments",
        "QuantityCancelled",
        "Quantity",
    ],
    "Component": ["Type", "Amount"],
    "ItemPriceAdjustments": ["Component"],
    "OrderFulfillment": [
        "AmazonOrderID",
        "MerchantFulfillmentID",
        "FulfillmentDate",
        "FulfillmentData",
        "Item",
    ],
    "FulfillmentData": ["CarrierCode", "CarrierName", "ShippingMethod", "ShipperTrackingNumber"],
    "Header": ["DocumentVersion", "MerchantIdentifier"],
    "AmazonEnvelope": ENVELOPE,
}
ITEMS = {
    "OrderAcknowledgement": ["AmazonOrderItemCode", "MerchantOrderItemID", "CancelReason"],
    "OrderFulfillment": ["AmazonOrderItemCode", "MerchantFulfillmentItemID", "Quantity"],
}


def refund(*items: RefundItem, currency: str = "USD", reference: str = "r-1") -> RefundToSend:
    return RefundToSend(ORDER_ID, currency, reference, items)


def one(
    principal: int = 2499, tax: int = 200, shipping: int = 299, shipping_tax: int = 24
) -> RefundItem:
    reason = AmazonRefundReason.CUSTOMER_RETURN
    return RefundItem("01", 1, reason, principal, tax, shipping, shipping_tax)


def package(**changes: object) -> PackageToConfirm:
    given = {
        "marketplace_id": "A1",
        "reference": "4711",
        "carrier_code": "UPS",
        "carrier_name": "",
        "method": "Ground",
        "tracking_number": "1Z",
        "shipped_at": 1_790_000_000,
        "items": (("01", 2),),
    }
    return PackageToConfirm(**{**given, **changes})  # type: ignore[arg-type]


def parsed(document: bytes) -> Element:
    root = fromstring(document, forbid_dtd=True)
    assert isinstance(root, Element)
    check_order(root, "")
    return root


def check_order(element: Element, parent: str) -> None:
    """Children stand in the schema's order, whatever is left out."""
    allowed = ITEMS[parent] if element.tag == "Item" else SEQUENCES.get(element.tag)
    if allowed:
        places = [allowed.index(child.tag) for child in element]
        assert places == sorted(places), element.tag
    for child in element:
        check_order(child, element.tag)


def texts(root: Element, path: str) -> list[str]:
    return [element.text or "" for element in root.findall(path)]


def test_a_refund_byte_for_byte() -> None:
    document = refund_feed("A1SELLER", [refund(one())])
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<AmazonEnvelope xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xsi:noNamespaceSchemaLocation="amzn-envelope.xsd">'
        "<Header><DocumentVersion>1.01</DocumentVersion>"
        "<MerchantIdentifier>A1SELLER</MerchantIdentifier></Header>"
        "<MessageType>OrderAdjustment</MessageType>"
    )
    body = (
        "<Message><MessageID>1</MessageID><OrderAdjustment>"
        f"<AmazonOrderID>{ORDER_ID}</AmazonOrderID><ActionType>Refund</ActionType><AdjustedItem>"
        "<AmazonOrderItemCode>01</AmazonOrderItemCode>"
        "<MerchantAdjustmentItemID>r-1-1</MerchantAdjustmentItemID>"
        "<AdjustmentReason>CustomerReturn</AdjustmentReason><ItemPriceAdjustments>"
        '<Component><Type>Principal</Type><Amount currency="USD">24.99</Amount></Component>'
        '<Component><Type>Tax</Type><Amount currency="USD">2.00</Amount></Component>'
        '<Component><Type>Shipping</Type><Amount currency="USD">2.99</Amount></Component>'
        '<Component><Type>ShippingTax</Type><Amount currency="USD">0.24</Amount></Component>'
        "</ItemPriceAdjustments><Quantity>1</Quantity></AdjustedItem></OrderAdjustment></Message>"
    )
    assert document.decode() == f"{head}{body}</AmazonEnvelope>"


def test_a_cancellation() -> None:
    order = CancelToSend(ORDER_ID, AmazonCancelReason.BUYER_CANCELED, ("01", "02"))
    root = parsed(cancel_feed("S", [order]))
    assert texts(root, "MessageType") == ["OrderAcknowledgement"]
    assert texts(root, "Message/OrderAcknowledgement/StatusCode") == ["Failure"]
    assert texts(root, ".//AmazonOrderItemCode") == ["01", "02"]
    assert texts(root, ".//CancelReason") == ["BuyerCanceled", "BuyerCanceled"]


def test_a_shipment_with_and_without_a_number() -> None:
    bare = package(carrier_code="", tracking_number="", method="")
    other = package(carrier_code="Other", carrier_name="Evri & Söhne")
    root = parsed(
        fulfillment_feed("S", [(ORDER_ID, package()), (ORDER_ID, bare), (ORDER_ID, other)])
    )
    with_number, without, named = root.findall("Message/OrderFulfillment")
    assert texts(with_number, "FulfillmentData/*") == ["UPS", "Ground", "1Z"]
    assert without.find("FulfillmentData") is None
    assert texts(named, "FulfillmentData/*") == ["Other", "Evri & Söhne", "Ground", "1Z"]
    assert texts(root, ".//FulfillmentDate") == ["2026-09-21T14:13:20Z"] * 3
    assert texts(root, ".//Item/Quantity") == ["2"] * 3


@pytest.mark.parametrize("count", [1, 2, 250])
def test_messages_are_numbered_in_the_order_given(count: int) -> None:
    orders = [
        CancelToSend(f"112-0000000-{n:07}", AmazonCancelReason.NO_INVENTORY, ("1",))
        for n in range(count)
    ]
    root = parsed(cancel_feed("S", orders))
    assert texts(root, "Message/MessageID") == [str(n) for n in range(1, count + 1)]
    assert texts(root, ".//AmazonOrderID") == [order.amazon_order_id for order in orders]


@pytest.mark.parametrize(
    ("currency", "minor", "expected"),
    [
        ("USD", 1, "0.01"),
        ("USD", 100000000, "1000000.00"),
        ("JPY", 1200, "1200"),
        ("KWD", 1, "0.001"),
        ("KWD", 12345, "12.345"),
    ],
)
def test_money_has_the_places_of_its_currency(currency: str, minor: int, expected: str) -> None:
    root = parsed(refund_feed("S", [refund(one(minor, 0, 0, 0), currency=currency)]))
    (amount,) = root.findall(".//Amount")
    assert (amount.text, amount.get("currency")) == (expected, currency)


def test_what_is_nothing_is_left_out() -> None:
    item = RefundItem("01", 0, AmazonRefundReason.OTHER, shipping=299)
    root = parsed(refund_feed("S", [refund(item)]))
    assert texts(root, ".//Type") == ["Shipping"]
    assert root.find(".//Quantity") is None


NOTHING = RefundItem("01", 1, AmazonRefundReason.OTHER)


@pytest.mark.parametrize(
    "build",
    [
        lambda: refund_feed("S", []),
        lambda: refund_feed("", [refund(one())]),
        lambda: refund_feed("S", [refund()]),
        lambda: refund_feed("S", [refund(NOTHING)]),
        lambda: refund_feed("S", [refund(one(), NOTHING)]),
        lambda: refund_feed("S", [refund(one(principal=-1, tax=500))]),
        lambda: refund_feed("S", [refund(one(), currency="")]),
        lambda: refund_feed("S", [refund(one(), reference=" ")]),
        lambda: cancel_feed("S", [CancelToSend(ORDER_ID, AmazonCancelReason.RISK, ())]),
        lambda: cancel_feed("S", [CancelToSend("", AmazonCancelReason.RISK, ("1",))]),
        lambda: fulfillment_feed("S", []),
        lambda: fulfillment_feed("S", [(ORDER_ID, package(items=()))]),
        lambda: fulfillment_feed("S", [(ORDER_ID, package(carrier_code="Other"))]),
        lambda: fulfillment_feed("S", [(ORDER_ID, package(carrier_code=""))]),
    ],
)
def test_what_makes_no_sense_is_not_written(build: object) -> None:
    with pytest.raises(ValueError, match=r"empty|without|nothing"):
        build()  # type: ignore[operator]


def test_long_references_stay_apart() -> None:
    items = tuple(RefundItem(str(n), 1, AmazonRefundReason.OTHER, 1) for n in range(12))
    root = parsed(refund_feed("S", [refund(*items, reference="x" * 300)]))
    references = texts(root, ".//MerchantAdjustmentItemID")
    assert len(set(references)) == 12
    assert max(map(len, references)) <= 100


ANY_TEXT = some.text(some.characters(), max_size=60)
HOSTILE = some.sampled_from(
    ["]]><x/>", "<!DOCTYPE a>", "&amp;", "&#0;", "\"'", "\x00\x0b\x1f", "\ufffe", "\ud800", "\r\n"]
)


@given(name=ANY_TEXT | HOSTILE, number=ANY_TEXT | HOSTILE, item=ANY_TEXT | HOSTILE)
def test_any_text_is_one_text_and_never_a_part_of_the_xml(
    name: str, number: str, item: str
) -> None:
    given_ = package(
        carrier_code="Other",
        carrier_name=f"x{name}",
        tracking_number=f"x{number}",
        items=((f"x{item}", 1),),
    )
    root = parsed(fulfillment_feed("S", [(ORDER_ID, given_)]))
    assert texts(root, ".//CarrierName") == [plain(f"x{name}")]
    assert texts(root, ".//ShipperTrackingNumber") == [plain(f"x{number}")]
    assert texts(root, ".//AmazonOrderItemCode") == [plain(f"x{item}")]


@given(ANY_TEXT)
def test_a_plain_text_is_one_line_and_stays_as_it_is(text: str) -> None:
    cleaned = plain(text)
    assert plain(cleaned) == cleaned == cleaned.strip()
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", cleaned)


@given(some.lists(some.tuples(*[some.integers(0, 10**9)] * 4).filter(any), min_size=1, max_size=4))
def test_amounts_add_up_to_what_was_meant(parts: list[tuple[int, int, int, int]]) -> None:
    items = tuple(
        RefundItem(str(n), 1, AmazonRefundReason.OTHER, *part) for n, part in enumerate(parts)
    )
    root = parsed(refund_feed("S", [refund(*items)]))
    cents = [int(text.replace(".", "")) for text in texts(root, ".//Amount")]
    assert sum(cents) == sum(item.total for item in items)
