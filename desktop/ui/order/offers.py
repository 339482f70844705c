"""What can be started from an order as it stands, and what stands in the way. Pure.

What can never be started from here is hidden; what cannot be now is shown with its reason.
"""

from collections.abc import Collection
from dataclasses import dataclass

from desktop.rows import IN_FLIGHT, OrderDetail, OrderRow, ShopSide, Status, TaskState

_TO_SHIP = (Status.UNSHIPPED, Status.PARTIALLY_SHIPPED)
_CHARGED = (Status.PARTIALLY_SHIPPED, Status.SHIPPED, Status.FULFILLED)
_UNDER_WAY = (TaskState.READY, *IN_FLIGHT)
_FULFILLED = ("FULFILLED", "PARTIALLY_FULFILLED")


@dataclass(frozen=True, slots=True)
class Offer:
    """Whether it is shown, and why it cannot be started now."""

    is_shown: bool
    hindrance: str = ""


def ship(detail: OrderDetail, side: ShopSide | None) -> Offer:
    """The seller has to ship it, and Shopify has it."""
    row = detail.row
    if _is_fba(row) or not row.shopify_order_id or _stands(row) not in _TO_SHIP:
        return Offer(False)
    if row.cancel_wish:
        return Offer(True, "The buyer asks to cancel: accept or decline that first.")
    if side is not None and side.cancelled:
        return Offer(True, "It is cancelled in Shopify.")
    if _is_under_way(detail, ("fulfil_in_shopify",)):
        return Offer(True, "It is being fulfilled in Shopify.")
    if _is_under_way(detail, ("cancel_in_shopify",)):
        return Offer(True, "It is being cancelled in Shopify.")
    return Offer(True)


def cancel(detail: OrderDetail, side: ShopSide | None) -> Offer:
    """Nothing of it has left."""
    row = detail.row
    if _is_fba(row) or _stands(row) is not Status.UNSHIPPED:
        return Offer(False)
    if _is_under_way(detail, ("cancel_in_shopify", "cancel_on_amazon")):
        return Offer(True, "It is being cancelled.")
    if any(one.verb == "cancel_on_amazon" and one.hold == "outbox" for one in detail.tasks):
        return Offer(True, "Amazon's cancellation waits in the outbox.")
    if side is not None and side.fulfillment.upper() in _FULFILLED:
        return Offer(True, "Something of it is fulfilled in Shopify: cancel that there first.")
    return Offer(True)


def refund(detail: OrderDetail, side: ShopSide | None) -> Offer:
    """The buyer was charged, and not everything was given back."""
    row = detail.row
    if _is_fba(row) or not row.shopify_order_id or row.status is Status.REFUNDED:
        return Offer(False)
    if _stands(row) not in _CHARGED:
        return Offer(False)
    if _is_under_way(detail, ("refund_in_shopify",)):
        return Offer(True, "A refund of it is under way.")
    if side is not None and side.cancelled:
        return Offer(True, "It is cancelled in Shopify: refund it there.")
    return Offer(True)


def _is_fba(row: OrderRow) -> bool:
    return "FBA" in row.tags


def _stands(row: OrderRow) -> Status:
    """Where shipping stands, under a status that tells of refunds."""
    return row.shipping or row.status


def _is_under_way(detail: OrderDetail, verbs: Collection[str]) -> bool:
    return any(one.verb in verbs and one.state in _UNDER_WAY for one in detail.tasks)
