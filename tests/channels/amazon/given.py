"""Orders as Amazon might send them, in as few words as a test needs."""

import json
from typing import Any

from desktop.channels.amazon.mapping import read_order
from desktop.trade import Order

ORDER_ID = "112-4409386-7215402"


def money(amount: str, currency: str = "USD") -> dict[str, str]:
    return {"amount": amount, "currencyCode": currency}


def part(kind: str, amount: str, currency: str = "USD", **details: str) -> dict[str, Any]:
    """One breakdown; details by subtype."""
    told: dict[str, Any] = {"type": kind, "subtotal": money(amount, currency)}
    if details:
        told["detailedBreakdowns"] = [
            {"subtype": subtype, "value": money(value, currency)}
            for subtype, value in details.items()
        ]
    return told


def item(*parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An order item with its money."""
    told: dict[str, Any] = {
        "orderItemId": "01234567890123",
        "quantityOrdered": 1,
        "product": {"asin": "B0EXAMPLE01", "title": "A thing", "sellerSku": "SKU-1"},
    }
    if parts:
        told["proceeds"] = {"breakdowns": list(parts)}
    return {**told, **more}


def order(*items: dict[str, Any], total: dict[str, str] | None = None, **more: Any) -> Any:
    """An order as JSON would give it."""
    told: dict[str, Any] = {
        "orderId": ORDER_ID,
        "createdTime": "2026-11-20T18:04:11.250Z",
        "lastUpdatedTime": "2026-11-20T18:36:52.481Z",
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": "ATVPDKIKX0DER"},
        "fulfillment": {"fulfillmentStatus": "UNSHIPPED", "fulfilledBy": "MERCHANT"},
        "orderItems": list(items),
    }
    if total is not None:
        told["proceeds"] = {"grandTotal": total}
    return {**told, **more}


def read(told: Any) -> Order:
    """Read it."""
    return read_order(json.dumps(told).encode())
