"""Works through a feed: each message is done or rejected, and the report says which.

Amazon tells the codes 5000, 18021 and 18028; the others here are made up, since it documents none.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from desktop.sandbox.amazon.cancelling import cancel, check_cancel
from desktop.sandbox.amazon.deeds import Package, RefundLine, seconds_of
from desktop.sandbox.amazon.feed_schema import FeedMessage, Malformed, read_feed
from desktop.sandbox.amazon.finances import Books
from desktop.sandbox.amazon.ground import Ground, Rejected, items_of
from desktop.sandbox.amazon.refunding import book_refund, check_refund
from desktop.sandbox.amazon.shipping import ship
from desktop.sandbox.amazon.totals import dig

_CODES = {
    "unknown": "18028",
    "order": "18028",
    "quantity": "18021",
    "unshipped": "18061",
    "status": "18062",
    "fba": "18063",
    "item": "18064",
    "amount": "18065",
    "tax": "18066",
    "currency": "18067",
    "shipped": "18068",
    "pending": "18069",
}
_REFUSED = "18099"
WHOLE_FILE = "5000"


@dataclass(slots=True)
class Outcome:
    """What became of a feed: how many messages, and (message, code, words, order) of errors."""

    count: int = 0
    errors: list[tuple[int, str, str, str]] = field(default_factory=list)

    def told(self) -> list[dict[str, Any]]:
        """For the ledger."""
        return [
            {"message_id": number, "code": code, "words": words, "amazon_order_id": order or None}
            for number, code, words, order in self.errors
        ]


def work(
    ground: Ground, books: Books, feed_id: str, feed_type: str, document: bytes, at: float
) -> Outcome:
    """Do what a feed says."""
    try:
        messages = read_feed(document, feed_type, ground.seller_id)
    except Malformed as malformed:
        return Outcome(0, [(0, WHOLE_FILE, str(malformed), "")])
    worker = _Worker(ground, books, feed_id, at)
    do = worker.by_type(feed_type)
    outcome = Outcome(len(messages))
    for message in messages:
        key = str(message.content.get("AmazonOrderID", ""))
        try:
            do(key, message)
        except Rejected as rejected:
            found = ground.find(key)
            if found is not None:
                found[2].refused[f"feed: {rejected.kind}"] += 1
            code = _CODES.get(rejected.kind, _REFUSED)
            outcome.errors.append((message.number, code, rejected.words, key))
    return outcome


@dataclass(frozen=True, slots=True)
class _Worker:
    ground: Ground
    books: Books
    feed_id: str
    at: float

    def by_type(self, feed_type: str) -> Callable[[str, FeedMessage], None]:
        """What is done with a message."""
        return {
            "POST_ORDER_ACKNOWLEDGEMENT_DATA": self._cancel,
            "POST_PAYMENT_ADJUSTMENT_DATA": self._refund,
            "POST_ORDER_FULFILLMENT_DATA": self._ship,
        }[feed_type]

    def _cancel(self, key: str, message: FeedMessage) -> None:
        items = message.content["Item"]
        ids = [str(item["AmazonOrderItemCode"]) for item in items]
        if message.content["StatusCode"] == "Success":
            if self.ground.find(key) is None:
                raise Rejected("unknown", f"Order {key} was not found for this merchant.")
            return
        check_cancel(self.ground, key, ids)
        reasons = {item.get("CancelReason") for item in items}
        if None in reasons:
            raise Rejected("reason", "The CancelReason is missing.")
        reason = str(items[0]["CancelReason"])
        via = f"feed {self.feed_id}"
        cancel(self.ground, key, by="MERCHANT", reason=reason, via=via, at=self.at)

    def _refund(self, key: str, message: FeedMessage) -> None:
        content = message.content
        found = self.ground.find(key)
        if found is None:
            raise Rejected("unknown", f"Order {key} was not found for this merchant.")
        if content.get("ActionType", "Refund") != "Refund":
            raise Rejected("action", "The ActionType is not supported for this order.")
        items = items_of(found[1])
        currencies = {
            component["currency"]
            for adjusted in content["AdjustedItem"]
            for component in _components(adjusted)
        }
        if len(currencies) != 1:
            raise Rejected("currency", "Each amount must be in the one currency of the order.")
        lines = [_line(adjusted, items) for adjusted in content["AdjustedItem"]]
        check_refund(self.ground, key, lines, currencies.pop())
        refund = book_refund(
            self.ground,
            key,
            lines,
            by="feed",
            at=self.at,
            feed_id=self.feed_id,
            message_id=message.number,
        )
        self.books.enter(key, refund)

    def _ship(self, key: str, message: FeedMessage) -> None:
        content = message.content
        data = content.get("FulfillmentData", {})
        at = seconds_of(content["FulfillmentDate"])
        if at is None:
            raise Rejected("date", "The FulfillmentDate is invalid.")
        package = Package(
            str(content.get("MerchantFulfillmentID") or 1),
            data.get("CarrierCode", ""),
            data.get("CarrierName", ""),
            data.get("ShippingMethod", ""),
            data.get("ShipperTrackingNumber", ""),
            at,
            {},
            "feed",
            self.at,
        )
        found = self.ground.find(key)
        for item in content["Item"]:
            code = str(item["AmazonOrderItemCode"])
            ordered = dig(items_of(found[1]).get(code), "quantityOrdered") if found else 0
            package.items[code] = int(item.get("Quantity") or ordered or 1)
        ship(self.ground, key, package)


def _components(adjusted: dict[str, Any]) -> list[dict[str, str]]:
    prices = adjusted.get("ItemPriceAdjustments", {}).get("Component", [])
    promotions = [
        component for one in adjusted["PromotionAdjustments"] for component in one["Component"]
    ]
    return [*prices, *promotions]


def _line(adjusted: dict[str, Any], items: dict[str, dict[str, Any]]) -> RefundLine:
    amounts: dict[str, Decimal] = {}
    for component in _components(adjusted):
        kind = component["Type"]
        amounts[kind] = amounts.get(kind, Decimal()) + Decimal(component["Amount"])
    item_id = str(adjusted.get("AmazonOrderItemCode", ""))
    product = items.get(item_id, {}).get("product")
    return RefundLine(
        item_id,
        str(dig(product, "sellerSku") or ""),
        str(dig(product, "asin") or ""),
        int(adjusted.get("Quantity") or 0),
        str(adjusted["AdjustmentReason"]),
        amounts,
        str(adjusted.get("MerchantAdjustmentItemID", "")),
    )


def report(outcome: Outcome, feed_id: str, seller_id: str) -> bytes:
    """The processing report."""
    root = Element("AmazonEnvelope")
    header = SubElement(root, "Header")
    _add(header, "DocumentVersion", "1.02")
    _add(header, "MerchantIdentifier", seller_id)
    _add(root, "MessageType", "ProcessingReport")
    message = SubElement(root, "Message")
    _add(message, "MessageID", "1")
    told = SubElement(message, "ProcessingReport")
    _add(told, "DocumentTransactionID", feed_id)
    _add(told, "StatusCode", "Complete")
    summary = SubElement(told, "ProcessingSummary")
    failed = len(outcome.errors)
    _add(summary, "MessagesProcessed", str(outcome.count))
    _add(summary, "MessagesSuccessful", str(max(outcome.count - failed, 0)))
    _add(summary, "MessagesWithError", str(failed))
    _add(summary, "MessagesWithWarning", "0")
    for number, code, words, order_id in outcome.errors:
        result = SubElement(told, "Result")
        _add(result, "MessageID", str(number))
        _add(result, "ResultCode", "Error")
        _add(result, "ResultMessageCode", code)
        _add(result, "ResultDescription", words)
        if order_id:
            _add(SubElement(result, "AdditionalInfo"), "AmazonOrderID", order_id)
    told_as = tostring(root, encoding="unicode").encode()
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + told_as


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text
