"""Which parts of an order are answered: only what `includedData` asks for and the roles allow."""

from typing import Any

GROUPS = (
    "BUYER",
    "RECIPIENT",
    "PROCEEDS",
    "EXPENSE",
    "PROMOTION",
    "CANCELLATION",
    "FULFILLMENT",
    "PACKAGES",
    "TAX",
    "PAYMENT",
    "FULFILLMENT_ORDERS",
)
_ORDER_FIELDS = {
    "buyer": "BUYER",
    "recipient": "RECIPIENT",
    "proceeds": "PROCEEDS",
    "cancellation": "CANCELLATION",
    "fulfillment": "FULFILLMENT",
    "packages": "PACKAGES",
    "tax": "TAX",
    "payment": "PAYMENT",
    "fulfillmentOrders": "FULFILLMENT_ORDERS",
}
_ITEM_FIELDS = {
    "proceeds": "PROCEEDS",
    "expense": "EXPENSE",
    "promotion": "PROMOTION",
    "cancellation": "CANCELLATION",
    "fulfillment": "FULFILLMENT",
    "tax": "TAX",
}
_ADDRESS_WITHOUT_ROLE = ("city", "stateOrRegion", "postalCode", "countryCode", "addressType")


def narrowed(order: dict[str, Any], asked: frozenset[str], *, role: bool = True) -> dict[str, Any]:
    """The order with the asked groups only; without the role, buyers' data is absent."""
    fields = _asked(order, _ORDER_FIELDS, asked)
    items = fields.get("orderItems")
    if isinstance(items, list):
        fields["orderItems"] = [
            _asked(item, _ITEM_FIELDS, asked) if isinstance(item, dict) else item for item in items
        ]
    if not role:
        _withhold(fields)
    return fields


def _asked(fields: dict[str, Any], groups: dict[str, str], asked: frozenset[str]) -> dict[str, Any]:
    return {k: value for k, value in fields.items() if k not in groups or groups[k] in asked}


def _withhold(order: dict[str, Any]) -> None:
    buyer, recipient = order.pop("buyer", None), order.pop("recipient", None)
    kept = ("buyerCompanyName", "buyerPurchaseOrderNumber")
    if isinstance(buyer, dict) and any(name in buyer for name in kept):
        order["buyer"] = {name: buyer[name] for name in kept if name in buyer}
    address = recipient.get("deliveryAddress") if isinstance(recipient, dict) else None
    if isinstance(address, dict):
        rough = {name: address[name] for name in _ADDRESS_WITHOUT_ROLE if name in address}
        order["recipient"] = {"deliveryAddress": rough}
