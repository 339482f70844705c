"""The XML of order feeds: cancellations, refunds and shipments (pure).

The elements of each message stand in the order of Amazon's schemas, and the messages are numbered
1 to n in the order given, which is how a report speaks of them.
"""

import re
from collections.abc import Sequence
from typing import TypeVar
from xml.etree.ElementTree import Element, SubElement, tostring

from desktop.channels.amazon.feed_report import read_report
from desktop.clock import to_iso
from desktop.trade import Money
from desktop.trade.returns import CancelToSend, PackageToConfirm, RefundItem, RefundToSend

__all__ = ["cancel_feed", "fulfillment_feed", "plain", "read_report", "refund_feed"]

T = TypeVar("T")

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
# What XML 1.0 cannot hold at all, and the breaks that a reader would turn into others.
_UNFIT = re.compile("[^\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")
_BLANKS = re.compile(r"\s+")
_ROOM = 100  # characters that Amazon's schemas give to a text of ours


def plain(text: str) -> str:
    """A text as it may stand in a feed: one line, trimmed, without what XML cannot hold."""
    return _BLANKS.sub(" ", _UNFIT.sub(" ", text)).strip()


def cancel_feed(seller_id: str, orders: Sequence[CancelToSend]) -> bytes:
    """Cancels whole orders. Raises ValueError for none, or for an order without items."""
    return _envelope(seller_id, "OrderAcknowledgement", [_cancellation(one) for one in orders])


def refund_feed(seller_id: str, orders: Sequence[RefundToSend]) -> bytes:
    """Refunds orders, item by item.

    Raises ValueError for none, for an order without items, a negative amount, and for an item of
    which nothing goes to the buyer.
    """
    return _envelope(seller_id, "OrderAdjustment", [_refund(one) for one in orders])


def fulfillment_feed(seller_id: str, packages: Sequence[tuple[str, PackageToConfirm]]) -> bytes:
    """Tells of packages (Amazon order ID, package), also of those without a tracking number.

    Raises ValueError for none, or for one without items.
    """
    told = [_fulfillment(order_id, package) for order_id, package in packages]
    return _envelope(seller_id, "OrderFulfillment", told)


def _envelope(seller_id: str, kind: str, messages: Sequence[Element]) -> bytes:
    if not messages:
        raise ValueError("a feed without messages")
    root = Element(
        "AmazonEnvelope",
        {"xmlns:xsi": _XSI, "xsi:noNamespaceSchemaLocation": "amzn-envelope.xsd"},
    )
    header = SubElement(root, "Header")
    _add(header, "DocumentVersion", "1.01")
    _add(header, "MerchantIdentifier", _needed(seller_id, "seller ID"))
    _add(root, "MessageType", kind)
    for number, content in enumerate(messages, 1):
        message = SubElement(root, "Message")
        _add(message, "MessageID", str(number))
        message.append(content)
    return _DECLARATION + tostring(root, encoding="unicode").encode()


def _cancellation(order: CancelToSend) -> Element:
    told = Element("OrderAcknowledgement")
    _add(told, "AmazonOrderID", _needed(order.amazon_order_id, "order ID"))
    _add(told, "StatusCode", "Failure")
    for item_id in _some(order.item_ids):
        item = SubElement(told, "Item")
        _add(item, "AmazonOrderItemCode", _needed(item_id, "item ID"))
        _add(item, "CancelReason", order.reason.value)
    return told


def _refund(order: RefundToSend) -> Element:
    told = Element("OrderAdjustment")
    _add(told, "AmazonOrderID", _needed(order.amazon_order_id, "order ID"))
    _add(told, "ActionType", "Refund")
    for number, item in enumerate(_some(order.items), 1):
        adjusted = SubElement(told, "AdjustedItem")
        _add(adjusted, "AmazonOrderItemCode", _needed(item.item_id, "item ID"))
        reference = _needed(order.reference, "reference")[: _ROOM - 6]
        _add(adjusted, "MerchantAdjustmentItemID", f"{reference}-{number}")
        _add(adjusted, "AdjustmentReason", item.reason.value)
        _prices(adjusted, item, order.currency)
        if item.quantity:
            _add(adjusted, "Quantity", str(item.quantity))
    return told


def _prices(adjusted: Element, item: RefundItem, currency: str) -> None:
    parts = {
        "Principal": item.principal,
        "Tax": item.tax,
        "Shipping": item.shipping,
        "ShippingTax": item.shipping_tax,
        "GiftWrap": item.gift_wrap,
        "GiftWrapTax": item.gift_wrap_tax,
        "COD": item.cod,
        "CODTax": item.cod_tax,
        "Other": item.other,
    }
    if min(parts.values()) < 0 or item.total <= 0 or item.quantity < 0:
        raise ValueError(f"nothing goes to the buyer for item {item.item_id}")
    prices = SubElement(adjusted, "ItemPriceAdjustments")
    for kind, minor in parts.items():
        if minor:
            component = SubElement(prices, "Component")
            _add(component, "Type", kind)
            amount = _add(component, "Amount", Money(minor, currency).amount)
            amount.set("currency", _needed(currency, "currency"))


def _fulfillment(order_id: str, package: PackageToConfirm) -> Element:
    told = Element("OrderFulfillment")
    _add(told, "AmazonOrderID", _needed(order_id, "order ID"))
    _add(told, "MerchantFulfillmentID", _needed(package.reference, "reference"))
    _add(told, "FulfillmentDate", to_iso(package.shipped_at))
    code, name = plain(package.carrier_code), plain(package.carrier_name)
    if code or name:
        data = SubElement(told, "FulfillmentData")
        _add(data, "CarrierCode", code or "Other")
        if (code or "Other") == "Other":
            _add(data, "CarrierName", _needed(name, "carrier name"))
        _add_if_any(data, "ShippingMethod", package.method)
        _add_if_any(data, "ShipperTrackingNumber", package.tracking_number)
    elif plain(package.tracking_number):
        raise ValueError("a tracking number without a carrier")
    for item_id, quantity in _some(package.items):
        item = SubElement(told, "Item")
        _add(item, "AmazonOrderItemCode", _needed(item_id, "item ID"))
        _add(item, "Quantity", str(quantity))
    return told


def _add(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, name)
    child.text = text
    return child


def _add_if_any(parent: Element, name: str, text: str) -> None:
    if plain(text):
        _add(parent, name, plain(text)[:_ROOM])


def _needed(text: str, what: str) -> str:
    cleaned = plain(text)
    if not cleaned:
        raise ValueError(f"the {what} is empty")
    return cleaned


def _some(items: Sequence[T]) -> Sequence[T]:
    if not items:
        raise ValueError("an order without items")
    return items
