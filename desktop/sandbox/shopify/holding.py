"""Holds on what is to pack: placed, released, and why they cannot be."""

from typing import Any

from desktop.sandbox.shopify.journal import tell
from desktop.sandbox.shopify.packing import refresh
from desktop.sandbox.shopify.records import Order
from desktop.sandbox.shopify.records_back import FulfillmentOrder, Hold
from desktop.sandbox.shopify.shop import Shop

MOST_HOLDS = 10
Found = tuple[Order, FulfillmentOrder]
Problem = dict[str, Any]


def _problem(path: list[str], message: str, code: str | None) -> Problem:
    return {"field": path, "message": message, "code": code}


def hold_problem(found: Found | None, handle: str) -> Problem | None:
    """Why the app cannot hold it; None: it can."""
    if found is None:
        return _problem(["id"], "Fulfillment order does not exist.", "FULFILLMENT_ORDER_NOT_FOUND")
    packing = found[1]
    if packing.status in ("CLOSED", "SCHEDULED") or packing.progress_reported:
        message = f"Fulfillment order status {packing.status.lower()} cannot be put on hold."
        return _problem(["id"], message, None)
    ours = [hold for hold in packing.holds if hold.made_by == "app"]
    if any((hold.handle or "") == handle for hold in ours):
        path = ["fulfillmentHold", "handle"]
        message = "The handle is already in use for another hold on this fulfillment order."
        return _problem(path, message, "DUPLICATE_FULFILLMENT_HOLD_HANDLE")
    if len(ours) >= MOST_HOLDS:
        message = f"At most {MOST_HOLDS} holds can be placed on a fulfillment order."
        return _problem(["id"], message, "FULFILLMENT_ORDER_HOLD_LIMIT_REACHED")
    return None


def place_hold(shop: Shop, order: Order, packing: FulfillmentOrder, hold: Hold) -> Hold:
    """Keep it from being packed; the hold with its number."""
    hold.legacy_resource_id = shop.number("FulfillmentHold")
    packing.holds.append(hold)
    packing.updated_at = shop.now()
    refresh(order)
    tell(shop, order, "fulfillment_hold", "put items on hold", hold.made_by, shop.now())
    return hold


def released_problem(found: Found | None, hold_ids: list[str] | None) -> Problem | None:
    """Why the app cannot release these holds; None: it can."""
    if found is None:
        return _problem(["id"], "Fulfillment order does not exist.", "FULFILLMENT_ORDER_NOT_FOUND")
    held = {hold.id: hold for hold in found[1].holds}
    if not held:
        return _problem(["id"], "The fulfillment order is not on hold.", None)
    for wanted in hold_ids or ():
        if wanted not in held:
            return _problem(["holdIds"], "The fulfillment hold does not exist.", None)
        if held[wanted].made_by != "app":
            message = "The app doesn't have access to release the fulfillment hold."
            return _problem(["holdIds"], message, "INVALID_ACCESS")
    return None


def release_holds(
    shop: Shop, order: Order, packing: FulfillmentOrder, hold_ids: list[str] | None, by: str
) -> None:
    """Take these back; without a list, all of them, whosever they are."""
    packing.holds = [hold for hold in packing.holds if hold_ids and hold.id not in hold_ids]
    packing.updated_at = shop.now()
    refresh(order)
    tell(shop, order, "fulfillment_hold_released", "released a hold", by, shop.now())
