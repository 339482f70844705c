"""The record of a fulfilment that was made in Shopify, whoever made it."""

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.models import shipments
from desktop.models.shipments import ShipmentRecord
from desktop.sync.back.quantities import items_of
from desktop.trade.returns import ShopFulfillment, ShopLine


def seen_shipment(
    order_id: int, one: ShopFulfillment, lines: Sequence[ShopLine] = ()
) -> ShipmentRecord:
    """The record to keep, with the reference that Amazon will know the package by, and what of the
    order's `lines` is in it."""
    return ShipmentRecord(
        id=0,
        order_id=order_id,
        side="shopify",
        foreign_id=one.gid,
        reference=_reference(order_id, one.gid),
        carrier=next((tracking.company for tracking in one.tracking if tracking.company), ""),
        number=next((tracking.number for tracking in one.tracking if tracking.number), ""),
        shipped_at=one.created_at,
        state="seen",
        items=tuple(sorted(items_of(lines, one.lines).items())),
        made_by="other",
    )


def mirror_of(order_id: int, one: ShopFulfillment, plan: Mapping[str, Any]) -> ShipmentRecord:
    """The record of a fulfilment of ours, as its task had it: Amazon is never told of it."""
    return ShipmentRecord(
        id=0,
        order_id=order_id,
        side="shopify",
        foreign_id=one.gid,
        reference="",
        carrier=str(plan.get("carrier", "")),
        number=str(plan.get("number", "")),
        shipped_at=one.created_at,
        state="mirrored",
        items=tuple((str(item), int(quantity)) for item, quantity in plan["items"]),
        made_by="app",
    )


def _reference(order_id: int, gid: str) -> str:
    """The fulfilment's own number: the same on every computer and after a restored backup."""
    number = gid.rsplit("/", 1)[-1]
    return number if number.isdigit() and number[0] != "0" else shipments.next_reference(order_id)
