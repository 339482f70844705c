"""Amazon's XML of order feeds held against its schemas: which elements, in what order."""

import re
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

Row = tuple[str, int, int]
_MANY = 100_000
_CONTENT = {
    "POST_ORDER_ACKNOWLEDGEMENT_DATA": "OrderAcknowledgement",
    "POST_PAYMENT_ADJUSTMENT_DATA": "OrderAdjustment",
    "POST_ORDER_FULFILLMENT_DATA": "OrderFulfillment",
}
FEED_TYPES = tuple(_CONTENT)


def _row(text: str) -> tuple[Row, ...]:
    """`Name` once, `Name?` at most once, `Name+` and `Name*` often."""
    ends = {"?": (0, 1), "+": (1, _MANY), "*": (0, _MANY)}
    return tuple((name.rstrip("?+*"), *ends.get(name[-1], (1, 1))) for name in text.split())


_AMOUNTS = _row("Component+")
_ROWS: dict[str, tuple[Row, ...]] = {
    "AmazonEnvelope": _row("Header MessageType PurgeAndReplace? EffectiveDate? Message+"),
    "Header": _row("DocumentVersion MerchantIdentifier"),
    "OrderAcknowledgement": _row("AmazonOrderID MerchantOrderID? StatusCode Item*"),
    "OrderAcknowledgement/Item": _row("AmazonOrderItemCode MerchantOrderItemID? CancelReason?"),
    "OrderAdjustment": _row(
        "AmazonOrderID? MerchantOrderID? ActionType? CODCollectionMethod? AdjustedItem+"
    ),
    "AdjustedItem": _row(
        "AmazonOrderItemCode? MerchantOrderItemID? MerchantAdjustmentItemID? AdjustmentReason "
        "ItemPriceAdjustments? PromotionAdjustments* DirectPaymentAdjustments? "
        "QuantityCancelled? Quantity?"
    ),
    "ItemPriceAdjustments": _AMOUNTS,
    "DirectPaymentAdjustments": _AMOUNTS,
    "PromotionAdjustments": _row("PromotionClaimCode? MerchantPromotionID? Component+"),
    "Component": _row("Type Amount"),
    "OrderFulfillment": _row(
        "AmazonOrderID? MerchantOrderID? MerchantFulfillmentID? FulfillmentDate FulfillmentData? "
        "Item*"
    ),
    "FulfillmentData": _row("CarrierCode? CarrierName? ShippingMethod? ShipperTrackingNumber?"),
    "OrderFulfillment/Item": _row("AmazonOrderItemCode MerchantFulfillmentItemID? Quantity?"),
}
_REASONS = """NoInventory|CustomerReturn|GeneralAdjustment|CouldNotShip|DifferentItem|Abandoned|
CustomerCancel|PriceError|ProductOutofStock|CustomerAddressIncorrect|Exchange|Other|
CarrierCreditDecision|RiskAssessmentInformationNotValid|CarrierCoverageFailure|TransactionRecord|
Undeliverable|RefusedDelivery""".replace("\n", "")
_CANCEL = """NoInventory|ShippingAddressUndeliverable|CustomerExchange|BuyerCanceled|
GeneralAdjustment|CarrierCreditDecision|RiskAssessmentInformationNotValid|CarrierCoverageFailure|
CustomerReturn|MerchandiseNotReceived""".replace("\n", "")
_TYPES = """Principal|Shipping|Tax|ShippingTax|RestockingFee|RestockingFeeTax|GiftWrap|GiftWrapTax|
Surcharge|ReturnShipping|Goodwill|ExportCharge|COD|CODTax|Other|FreeReplacementReturnShipping"""
_TEXTS: dict[str, str] = {
    "MessageID": r"[1-9][0-9]{0,19}",
    "DocumentVersion": r"[0-9.]{1,8}",
    "AmazonOrderID": r"\d{3}-\d{7}-\d{7}",
    "AmazonOrderItemCode": r"\d{1,20}",
    "StatusCode": "Success|Failure",
    "CancelReason": _CANCEL,
    "ActionType": "Refund|Cancel",
    "AdjustmentReason": _REASONS,
    "Type": _TYPES.replace("\n", ""),
    "Amount": r"-?\d{1,16}(\.\d{1,2})?",
    "Quantity": r"[1-9]\d{0,8}",
    "QuantityCancelled": r"[1-9]\d{0,8}",
    "MerchantFulfillmentID": r"[0-9]{1,19}",
    "FulfillmentDate": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)",
}
_LONGEST = 100


class Malformed(Exception):
    """The file as a whole is not taken; the text is Amazon's."""


@dataclass(frozen=True, slots=True)
class FeedMessage:
    """One message: its number and its content, children by name (a list where many may be)."""

    number: int
    content: dict[str, Any]


def read_feed(document: bytes, feed_type: str, seller_id: str) -> list[FeedMessage]:
    """All messages of a feed. Raises Malformed for the whole file."""
    try:
        root = fromstring(document, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Malformed(f"XML Parsing Error: {type(error).__name__}.") from None
    if root.tag != "AmazonEnvelope":
        raise Malformed("XML Parsing Error: the root is no AmazonEnvelope.")
    kind = _CONTENT[feed_type]
    _check(root, "AmazonEnvelope")
    if (root.findtext("Header/MerchantIdentifier") or "") != seller_id:
        raise Malformed("The MerchantIdentifier is not the one of this account.")
    if root.findtext("MessageType") != kind:
        raise Malformed(f"The MessageType of this feed must be {kind}.")
    messages = [_message(one, kind) for one in root.findall("Message")]
    if len({one.number for one in messages}) < len(messages):
        raise Malformed("A MessageID stands in the feed twice.")
    return messages


def _message(given: Element, kind: str) -> FeedMessage:
    names = [child.tag for child in given]
    if names not in (["MessageID", kind], ["MessageID", "OperationType", kind]):
        raise Malformed(f"XML Parsing Error: invalid content of Message: {', '.join(names)}.")
    _check(given[0], "MessageID")
    content = given[-1]
    _check(content, kind)
    return FeedMessage(int(given[0].text or 0), _as_object(content, kind))


def _row_of(parent: str, name: str) -> tuple[Row, ...] | None:
    return _ROWS.get(f"{parent}/{name}", _ROWS.get(name))


def _check(element: Element, name: str, parent: str = "") -> None:
    row = _row_of(parent, name)
    if row is None:
        _check_text(element, name)
        return
    if (element.text or "").strip():
        raise Malformed(f"XML Parsing Error: text in {name}.")
    given = [child.tag for child in element]
    at = 0
    for wanted, least, most in row:
        start = at
        while at < len(given) and given[at] == wanted:
            at += 1
        if not least <= at - start <= most:
            raise Malformed(f"XML Parsing Error: {wanted} is missing or too often in {name}.")
    if at < len(given):
        raise Malformed(f"XML Parsing Error: Invalid content was found: {given[at]} in {name}.")
    for child in element:
        if child.tag != "Message":
            _check(child, child.tag, name)


def _check_text(element: Element, name: str) -> None:
    text = element.text or ""
    if len(element) or text != text.strip() or not 0 < len(text) <= _LONGEST:
        raise Malformed(f"XML Parsing Error: the content of {name} is not valid.")
    if name in _TEXTS and not re.fullmatch(_TEXTS[name], text):
        raise Malformed(f"XML Parsing Error: the value of {name} is not valid.")
    if name == "Amount" and not re.fullmatch("[A-Z]{3}", element.get("currency", "")):
        raise Malformed("XML Parsing Error: attribute currency must appear on element Amount.")


def _as_object(element: Element, name: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for wanted, _, most in _row_of("", name) or ():
        children = [child for child in element if child.tag == wanted]
        row = _row_of(name, wanted)
        values: list[Any] = [
            _nested(child, wanted, name) if row is not None else child.text for child in children
        ]
        if most > 1:
            found[wanted] = values
        elif values:
            found[wanted] = values[0]
    return found


def _nested(element: Element, name: str, parent: str) -> dict[str, Any]:
    if name == "Component":
        amount = element.find("Amount")
        currency = amount.get("currency") if amount is not None else ""
        return {
            "Type": element.findtext("Type"),
            "Amount": element.findtext("Amount"),
            "currency": currency,
        }
    if f"{parent}/{name}" in _ROWS:
        return {child.tag: child.text for child in element}
    return _as_object(element, name)
