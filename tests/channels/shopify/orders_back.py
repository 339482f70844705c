"""Answers of a shop about orders, fulfilments and refunds, as GraphQL gives them."""

from typing import Any

GID = "gid://shopify/Order/7"
UPDATED = "2026-11-20T12:00:00Z"


def bag(amount: str, currency: str = "SEK", shop: str = "0.0") -> dict[str, Any]:
    """Presentment money; the shop's money is another number, never to be taken for it."""
    return {
        "presentmentMoney": {"amount": amount, "currencyCode": currency},
        "shopMoney": {"amount": shop, "currencyCode": "USD"},
    }


def page(nodes: list[Any], cursor: str | None = None) -> dict[str, Any]:
    return {
        "nodes": nodes,
        "pageInfo": {"hasNextPage": cursor is not None, "endCursor": cursor},
    }


def line(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"gid://shopify/LineItem/{number}",
        "sku": f"SKU-{number}",
        "quantity": 2,
        "currentQuantity": 2,
        "unfulfilledQuantity": 1,
        "refundableQuantity": 2,
        "customAttributes": [],
        **more,
    }


def attributes(**said: str) -> list[dict[str, str]]:
    return [{"key": f"_amazon_{name}", "value": value} for name, value in said.items()]


def order(**more: Any) -> dict[str, Any]:
    return {
        "id": GID,
        "legacyResourceId": "7",
        "name": "#1007",
        "updatedAt": UPDATED,
        "closed": False,
        "edited": False,
        "subtotalLineItemsQuantity": 2,
        "currentSubtotalLineItemsQuantity": 2,
        "fulfillmentsCount": {"count": 0},
        "cancelledAt": None,
        "cancelReason": None,
        "displayFinancialStatus": "PAID",
        "displayFulfillmentStatus": "UNFULFILLED",
        "presentmentCurrencyCode": "SEK",
        "taxesIncluded": False,
        "totalRefundedSet": bag("0.0"),
        "lineItems": page([line(1)]),
        "transactions": [],
        "fulfillments": [],
        "refunds": [],
        **more,
    }


def fulfillment(number: int, lines: Any = None, **more: Any) -> dict[str, Any]:
    return {
        "id": f"gid://shopify/Fulfillment/{number}",
        "name": f"#1007-F{number}",
        "status": "SUCCESS",
        "displayStatus": "IN_TRANSIT",
        "createdAt": "2026-11-20T11:00:00Z",
        "updatedAt": "2026-11-20T11:30:00Z",
        "trackingInfo": [{"company": "UPS", "number": "1Z9", "url": "https://t.example/1Z9"}],
        "fulfillmentLineItems": lines or page([shipped(1, 1)]),
        **more,
    }


def shipped(number: int, quantity: int | None) -> dict[str, Any]:
    return {"quantity": quantity, "lineItem": {"id": f"gid://shopify/LineItem/{number}"}}


def payment(kind: str, amount: str, status: str = "SUCCESS", **more: Any) -> dict[str, Any]:
    return {
        "id": "gid://shopify/OrderTransaction/5",
        "kind": kind,
        "status": status,
        "amountSet": bag(amount),
        **more,
    }


def refund_line(number: int, subtotal: str, tax: str = "0.0", **more: Any) -> dict[str, Any]:
    return {
        "quantity": 1,
        "restocked": False,
        "lineItem": {"id": f"gid://shopify/LineItem/{number}"},
        "subtotalSet": bag(subtotal),
        "totalTaxSet": bag(tax),
        **more,
    }


def refund(number: int, total: str, lines: Any = None, **more: Any) -> dict[str, Any]:
    return {
        "id": f"gid://shopify/Refund/{number}",
        "createdAt": "2026-11-20T11:00:00Z",
        "processedAt": "2026-11-19T10:00:00Z",
        "note": None,
        "totalRefundedSet": bag(total),
        "refundShippingLines": {"nodes": []},
        "transactions": {"nodes": [payment("REFUND", total)] if float(total) else []},
        "refundLineItems": lines or page([]),
        **more,
    }


def shipping(amount: str, tax: str = "0.0") -> dict[str, Any]:
    return {"subtotalAmountSet": bag(amount), "taxAmountSet": bag(tax)}


def to_pack(number: int, lines: Any = None, **more: Any) -> dict[str, Any]:
    return {
        "id": f"gid://shopify/FulfillmentOrder/{number}",
        "status": "OPEN",
        "assignedLocation": {"location": {"id": "gid://shopify/Location/1"}},
        "supportedActions": [{"action": "CREATE_FULFILLMENT"}, {"action": "MOVE"}],
        "fulfillmentHolds": [],
        "lineItems": lines or page([packed(1, 2)]),
        **more,
    }


def packed(number: int, remaining: int) -> dict[str, Any]:
    return {
        "id": f"gid://shopify/FulfillmentOrderLineItem/{number}",
        "remainingQuantity": remaining,
        "lineItem": {"id": f"gid://shopify/LineItem/{number}"},
    }


def line_gid(number: int) -> str:
    return f"gid://shopify/LineItem/{number}"


def pack_line_gid(number: int) -> str:
    return f"gid://shopify/FulfillmentOrderLineItem/{number}"
