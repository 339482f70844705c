"""Cancelling an order: Amazon's rules for sellers, and the order that says so."""

from copy import deepcopy
from dataclasses import replace

from desktop.sandbox.amazon.ground import Ground, Rejected, items_of, shipped_units
from desktop.sandbox.timing import iso_ms


def check_cancel(ground: Ground, key: str, item_ids: list[str]) -> None:
    """Whether a seller may cancel the order. Raises Rejected."""
    found = ground.find(key)
    if found is None:
        raise Rejected("unknown", f"Order {key} was not found for this merchant.")
    head, order, deeds = found
    if head.fulfilled_by == "AMAZON":
        raise Rejected("fba", "The order is fulfilled by Amazon and cannot be cancelled by feed.")
    if head.status == "CANCELLED":
        raise Rejected("cancelled", "The order has already been cancelled.")
    if head.status == "PENDING":
        raise Rejected("pending", "The order is pending and cannot be cancelled yet.")
    if head.status != "UNSHIPPED" or any(shipped_units(order, deeds).values()):
        raise Rejected("shipped", "The order has already been shipped and cannot be cancelled.")
    for unknown in set(item_ids) - items_of(order).keys():
        words = f"The AmazonOrderItemCode {unknown[:40]} is no order item of this order."
        raise Rejected("item", words)
    if set(item_ids) != items_of(order).keys():
        raise Rejected("partial", "All order items must be named to cancel the order.")


def cancel(ground: Ground, key: str, *, by: str, reason: str, via: str, at: float) -> None:
    """The order is cancelled and says so. `by`: BUYER, MERCHANT or AMAZON."""
    found = ground.find(key)
    if found is None:
        raise Rejected("order", f"no order {key}")
    head, kept, deeds = found
    order = deepcopy(kept)
    order.setdefault("fulfillment", {})["fulfillmentStatus"] = "CANCELLED"
    for item in items_of(order).values():
        done = {"cancelledBy": by, "cancelReason": reason}
        item.setdefault("cancellation", {})["cancellationExecution"] = done
        fields = item.setdefault("fulfillment", {})
        fields["quantityFulfilled"] = fields["quantityUnfulfilled"] = 0
    deeds.cancelled = {"by": by, "reason": reason, "via": via, "at": iso_ms(int(at * 1000))}
    ground.keep(replace(head, status="CANCELLED"), order, at)
