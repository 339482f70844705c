"""What the ledger says of an Amazon order. Reads odd orders too, so it trusts no field."""

from typing import TYPE_CHECKING, Any

from desktop.sandbox.amazon.store import Head

if TYPE_CHECKING:
    from desktop.sandbox.amazon.deeds import OrderDeeds


def dig(value: Any, *path: str) -> Any:
    """The value at a path of names, None where it leads nowhere."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def ledger_entry(head: Head, order: dict[str, Any], deeds: "OrderDeeds") -> dict[str, Any]:
    """One order as it truly stands: also what the order does not show yet."""
    total = dig(order, "proceeds", "grandTotal")
    entry = {
        "amazon_order_id": order.get("orderId"),
        "status": head.status,
        "fulfilled_by": head.fulfilled_by,
        "total": dig(total, "amount"),
        "currency": dig(total, "currencyCode"),
        "packages": [package.told() for package in deeds.packages.values()],
        "refunds": [refund.told() for refund in deeds.refunds],
        "cancelled": _cancelled(head, order, deeds),
    }
    if deeds.refused:
        entry["refused"] = dict(deeds.refused)
    return {**entry, "trouble": head.trouble} if head.trouble else entry


def _cancelled(head: Head, order: dict[str, Any], deeds: "OrderDeeds") -> dict[str, Any] | None:
    """By whom, why and by which way; None where it was not cancelled."""
    if head.status != "CANCELLED":
        return None
    if deeds.cancelled is not None:
        return deeds.cancelled
    items = order.get("orderItems")
    first = items[0] if isinstance(items, list) and items else None
    done = dig(first, "cancellation", "cancellationExecution")
    by, reason = dig(done, "cancelledBy"), dig(done, "cancelReason")
    return {"by": by, "reason": reason, "via": "amazon", "at": None}
