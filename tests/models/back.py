"""Shopify's side of orders, shipments and refunds for tests."""

from typing import Any

from desktop.models.refunds import RefundRecord
from desktop.models.shipments import ShipmentRecord
from desktop.trade.returns import ShopFulfillment, ShopLine, ShopState, Tracking
from tests.models.orders import NOW

LINE = "gid://shopify/LineItem/1"


def fulfillment(number: int = 1, **changes: Any) -> ShopFulfillment:
    values: dict[str, Any] = {
        "gid": f"gid://shopify/Fulfillment/{number}",
        "name": f"#1001-F{number}",
        "status": "SUCCESS",
        "display_status": "FULFILLED",
        "created_at": NOW,
        "updated_at": NOW,
        "tracking": (Tracking("DHL", "1234567890"),),
        "lines": ((LINE, 1),),
        **changes,
    }
    return ShopFulfillment(**values)


def shop_line(**changes: Any) -> ShopLine:
    values: dict[str, Any] = {
        "gid": LINE,
        "sku": "MUG-1",
        "quantity": 1,
        "current_quantity": 1,
        "unfulfilled": 1,
        "refundable": 1,
        "item_id": "1",
        **changes,
    }
    return ShopLine(**values)


def shop_state(number: int = 1, **changes: Any) -> ShopState:
    values: dict[str, Any] = {
        "gid": f"gid://shopify/Order/{number}",
        "legacy_id": str(900_000 + number),
        "name": f"#{1000 + number}",
        "updated_at": NOW,
        "currency": "EUR",
        "cancelled_at": None,
        "cancel_reason": "",
        "financial": "PAID",
        "fulfillment": "UNFULFILLED",
        "closed": False,
        "lines": (shop_line(),),
        **changes,
    }
    return ShopState(**values)


def shipment(order_id: int = 1, nth: int = 1, **changes: Any) -> ShipmentRecord:
    values: dict[str, Any] = {
        "id": 0,
        "order_id": order_id,
        "side": "shopify",
        "foreign_id": f"gid://shopify/Fulfillment/{nth}",
        "reference": str(nth),
        "carrier": "",
        "number": "",
        "shipped_at": NOW,
        "state": "seen",
        "items": (),
        "made_by": "other",
        **changes,
    }
    return ShipmentRecord(**values)


def refund(order_id: int = 1, foreign_id: str = "r1", **changes: Any) -> RefundRecord:
    values: dict[str, Any] = {
        "id": 0,
        "order_id": order_id,
        "side": "shopify",
        "foreign_id": foreign_id,
        "minor": 500,
        "currency": "EUR",
        "at": NOW,
        **changes,
    }
    return RefundRecord(**values)
