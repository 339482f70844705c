"""What the ledger says of an Amazon order. Reads odd orders too, so it trusts no field."""

from typing import Any

from desktop.sandbox.amazon.store import Head


def dig(value: Any, *path: str) -> Any:
    """The value at a path of names, None where it leads nowhere."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def ledger_entry(head: Head, order: dict[str, Any]) -> dict[str, Any]:
    """One order as it truly stands."""
    total = dig(order, "proceeds", "grandTotal")
    entry = {
        "amazon_order_id": order.get("orderId"),
        "status": head.status,
        "fulfilled_by": head.fulfilled_by,
        "total": dig(total, "amount"),
        "currency": dig(total, "currencyCode"),
        "packages": order.get("packages") or [],
        "refunds": [],
        "cancelled": head.status == "CANCELLED",
    }
    return {**entry, "trouble": head.trouble} if head.trouble else entry
