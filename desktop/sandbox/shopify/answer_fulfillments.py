"""Answers about fulfilments, and the mutations that make, correct and cancel them."""

from typing import Any

from desktop.sandbox.shopify.call import require, shop_of
from desktop.sandbox.shopify.fulfilling import Parcel, cancel, fulfil, mixed, read_tracking, retrack
from desktop.sandbox.shopify.packing import can_send
from desktop.sandbox.shopify.records import Fulfillment, Order
from desktop.sandbox.shopify.records_back import FulfillmentOrder, PackLine
from desktop.sandbox.shopify.refusals import Path, Refusals
from desktop.sandbox.shopify.registry import Info, resolves
from desktop.sandbox.shopify.shop import Shop

_MOST_LINES = 512
WRITE_SCOPES = (
    "write_merchant_managed_fulfillment_orders",
    "write_assigned_fulfillment_orders",
    "write_third_party_fulfillment_orders",
)


def find_fulfillment(shop: Shop, global_id: str) -> tuple[Order, Fulfillment] | None:
    """A fulfilment that is there, with its order."""
    found = shop.find_part(global_id)
    return found if found and isinstance(found[1], Fulfillment) else None


@resolves("QueryRoot", "fulfillment")
def fulfillment(_root: Any, info: Info, id: str) -> Fulfillment | None:
    """One fulfilment."""
    require(info, "read_orders", "read_fulfillments")
    found = find_fulfillment(shop_of(info), id)
    return found[1] if found else None


@resolves("Mutation", "fulfillmentCreate")
def fulfillment_create(
    _root: Any, info: Info, *, fulfillment: dict[str, Any], message: str | None = None
) -> dict[str, Any]:
    """Send units of fulfilment orders, all of one order and one location."""
    del message
    require(info, *WRITE_SCOPES)
    shop = shop_of(info)
    reader = _Reader(shop)
    parcels = reader.parcels(fulfillment["lineItemsByFulfillmentOrder"])
    given = fulfillment.get("trackingInfo") or {}
    problem = mixed(given)
    if problem:
        reader.refusals.add(("fulfillment", "trackingInfo"), problem)
    if reader.refusals or reader.order is None:
        return {"fulfillment": None, "userErrors": reader.refusals.errors}
    notify = bool(fulfillment.get("notifyCustomer"))
    tracking = read_tracking(given)
    made = fulfil(shop, reader.order, parcels, tracking, "app", notify=notify)
    return {"fulfillment": made, "userErrors": []}


class _Reader:
    """Reads which units are to be sent; what is wrong goes to `refusals`."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.refusals = Refusals()
        self.order: Order | None = None

    def parcels(self, given: list[dict[str, Any]]) -> list[Parcel]:
        """All units, by fulfilment order."""
        start = ("fulfillment", "lineItemsByFulfillmentOrder")
        parcels = []
        for place, each in enumerate(given):
            parcel = self._parcel(each, (*start, place))
            parcels += [parcel] if parcel else []
        if not given:
            self.refusals.add(start, "Line items by fulfillment order can't be blank")
        if len({packing.legacy_resource_id for packing, _ in parcels}) < len(parcels):
            self.refusals.add(start, "Fulfillment orders must be unique")
        if len({packing.order_number for packing, _ in parcels}) > 1:
            self.refusals.add(start, "All fulfillment orders must belong to the same order.")
        elif len({packing.location_number for packing, _ in parcels}) > 1:
            self.refusals.add(start, "Fulfillment orders must be assigned to the same location.")
        if sum(len(part) for _, part in parcels) > _MOST_LINES:
            self.refusals.add(start, f"At most {_MOST_LINES} line items can be fulfilled at once")
        return parcels

    def _parcel(self, each: dict[str, Any], path: Path) -> Parcel | None:
        found = self.shop.find_part(each["fulfillmentOrderId"])
        if found is None or not isinstance(found[1], FulfillmentOrder):
            path = (*path, "fulfillmentOrderId")
            self.refusals.add(path, "Fulfillment order does not exist.")
            return None
        self.order, packing = found
        if not can_send(packing):
            number, status = packing.legacy_resource_id, packing.status.lower()
            message = f"Fulfillment order {number} has an unfulfillable status= {status}."
            self.refusals.add(path, message)
        wanted = each.get("fulfillmentOrderLineItems")
        if not wanted:
            whole = [(pack, pack.remaining_quantity) for pack in packing.lines]
            return packing, [(pack, units) for pack, units in whole if units]
        return packing, self._units(packing, wanted, path)

    def _units(
        self, packing: FulfillmentOrder, wanted: list[dict[str, Any]], path: Path
    ) -> list[tuple[PackLine, int]]:
        lines = {pack.id: pack for pack in packing.lines}
        asked: dict[str, int] = {}
        part = []
        for place, each in enumerate(wanted):
            here = (*path, "fulfillmentOrderLineItems", place)
            pack, units = lines.get(each["id"]), each["quantity"]
            if pack is None:
                self.refusals.add((*here, "id"), "Fulfillment order line item does not exist.")
                continue
            asked[pack.id] = asked.get(pack.id, 0) + units
            if units < 1 or asked[pack.id] > pack.remaining_quantity:
                message = "Invalid fulfillment order line item quantity requested."
                self.refusals.add((*here, "quantity"), message)
            part.append((pack, units))
        return part


@resolves("Mutation", "fulfillmentTrackingInfoUpdate")
def fulfillment_tracking_info_update(
    _root: Any,
    info: Info,
    *,
    fulfillmentId: str,  # noqa: N803
    trackingInfoInput: dict[str, Any],  # noqa: N803
    notifyCustomer: bool | None = None,  # noqa: N803
) -> dict[str, Any]:
    """Give a fulfilment another carrier and number."""
    require(info, *WRITE_SCOPES)
    shop = shop_of(info)
    found = find_fulfillment(shop, fulfillmentId)
    if found is None:
        return _refused("fulfillmentId", "Fulfillment does not exist.")
    order, shipment = found
    if shipment.status != "SUCCESS":
        return _refused("fulfillmentId", "Fulfillment is cancelled and cannot be updated.")
    problem = mixed(trackingInfoInput)
    if problem:
        return _refused("trackingInfoInput", problem)
    tracking = read_tracking(trackingInfoInput)
    retrack(shop, order, shipment, tracking, "app", notify=bool(notifyCustomer))
    return {"fulfillment": shipment, "userErrors": []}


@resolves("Mutation", "fulfillmentCancel")
def fulfillment_cancel(_root: Any, info: Info, *, id: str) -> dict[str, Any]:
    """Take a fulfilment back; its units are to pack again."""
    require(info, *WRITE_SCOPES)
    shop = shop_of(info)
    found = find_fulfillment(shop, id)
    if found is None:
        return _refused("id", "Fulfillment does not exist.")
    order, shipment = found
    if shipment.status != "SUCCESS":
        return _refused("id", "Fulfillment is already cancelled.")
    cancel(shop, order, shipment, "app")
    return {"fulfillment": shipment, "userErrors": []}


def _refused(field: str, message: str) -> dict[str, Any]:
    return {"fulfillment": None, "userErrors": [{"field": [field], "message": message}]}
