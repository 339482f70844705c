"""Amazon orders in Amazon's own shape, with only what a test is about spelled out."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

Json = dict[str, Any]

ADDRESS: Json = {
    "name": "Jo Doe",
    "addressLine1": "1 Oak St",
    "city": "Columbus",
    "stateOrRegion": "OH",
    "postalCode": "43215",
    "countryCode": "US",
    "phone": "+1 614-555-0144",
}


_CHANNEL: Json = {
    "channelName": "AMAZON",
    "marketplaceId": "ATVPDKIKX0DER",
    "marketplaceName": "Amazon.com",
}


def order_id(number: int) -> str:
    """The Amazon order ID of a sale."""
    return f"112-7000000-{number:07d}"


def sale(
    number: int = 1,
    *,
    skus: tuple[str, ...] = ("MUG",),
    units: int = 1,
    price: str = "10.00",
    total: str | None = None,
    currency: str = "USD",
    status: str = "UNSHIPPED",
    fulfilled_by: str = "MERCHANT",
    address: Json | None = ADDRESS,
    days_old: float = 2.0,
    **more: Any,
) -> Json:
    """One order: a line for each SKU, all at one price; `more` replaces whole fields."""
    at = (datetime.now(UTC) - timedelta(days=days_old)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    sold = {
        "orderId": order_id(number),
        "createdTime": at,
        "lastUpdatedTime": at,
        "programs": [],
        "salesChannel": _CHANNEL,
        "buyer": {"buyerName": "Jo Doe"},
        "recipient": {"deliveryAddress": address} if address is not None else {},
        "proceeds": {
            "grandTotal": _money(total or str(Decimal(price) * units * len(skus)), currency)
        },
        "fulfillment": {
            "fulfillmentStatus": status,
            "fulfilledBy": fulfilled_by,
            "fulfillmentServiceLevel": "STANDARD",
        },
        "orderItems": [
            _item(f"{number:08d}{at_line:06d}", sku, units, price, currency)
            for at_line, sku in enumerate(skus)
        ],
    }
    return {**sold, **more}


def _item(item_id: str, sku: str, units: int, price: str, currency: str) -> Json:
    total = _money(str(Decimal(price) * units), currency)
    return {
        "orderItemId": item_id,
        "quantityOrdered": units,
        "product": {
            "asin": "B000000001",
            "title": f"Product {sku[:40]}",
            "sellerSku": sku,
            "price": {"unitPrice": _money(price, currency)},
        },
        "proceeds": {
            "proceedsTotal": total,
            "breakdowns": [{"type": "ITEM", "subtotal": total}],
        },
    }


def _money(amount: str, currency: str) -> Json:
    return {"amount": amount, "currencyCode": currency}
