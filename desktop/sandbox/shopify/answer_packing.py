"""Answers about what is to pack, and the mutations that hold, release and move it."""

from typing import Any

from desktop.sandbox.shopify.answer_fulfillments import WRITE_SCOPES
from desktop.sandbox.shopify.call import number_of, require, shop_of
from desktop.sandbox.shopify.holding import (
    hold_problem,
    place_hold,
    release_holds,
    released_problem,
)
from desktop.sandbox.shopify.journal import tell
from desktop.sandbox.shopify.packing import Part, actions, move, refresh, split
from desktop.sandbox.shopify.paging import connect, numbered
from desktop.sandbox.shopify.records import Location, Order
from desktop.sandbox.shopify.records_back import FulfillmentOrder, Hold, PackLine
from desktop.sandbox.shopify.registry import Info, resolves
from desktop.sandbox.shopify.shop import Shop

READ_SCOPES = (
    "read_merchant_managed_fulfillment_orders",
    "read_assigned_fulfillment_orders",
    "read_third_party_fulfillment_orders",
)
Found = tuple[Order, FulfillmentOrder]
_PROGRESS = "CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS"


def _find(shop: Shop, global_id: str) -> Found | None:
    found = shop.find_part(global_id)
    return found if found and isinstance(found[1], FulfillmentOrder) else None


@resolves("QueryRoot", "fulfillmentOrder")
def fulfillment_order(_root: Any, info: Info, id: str) -> FulfillmentOrder | None:
    """One fulfilment order."""
    require(info, *READ_SCOPES)
    found = _find(shop_of(info), id)
    return found[1] if found else None


@resolves("Order", "fulfillmentOrders")
def fulfillment_orders(source: Order, info: Info, **page: Any) -> dict[str, Any]:
    """All of an order, the closed ones too."""
    require(info, *READ_SCOPES)
    for unused in ("displayable", "query"):
        page.pop(unused, None)
    return connect(numbered(source.to_pack), **page)


@resolves("FulfillmentOrder", "lineItems")
def pack_lines(source: FulfillmentOrder, _info: Info, **page: Any) -> dict[str, Any]:
    """What is in it."""
    return connect(numbered(source.lines), **page)


@resolves("FulfillmentOrder", "order")
def order_to_pack(source: FulfillmentOrder, info: Info) -> Order:
    """The order."""
    return shop_of(info).orders[source.order_number]


@resolves("FulfillmentOrder", "orderId")
def order_id_to_pack(source: FulfillmentOrder, info: Info) -> str:
    """The order's global ID."""
    return str(order_to_pack(source, info).id)


@resolves("FulfillmentOrder", "orderName")
def order_name_to_pack(source: FulfillmentOrder, info: Info) -> str:
    """The order's name."""
    return str(order_to_pack(source, info).name)


@resolves("FulfillmentOrder", "fulfillments")
def sent_of_it(source: FulfillmentOrder, info: Info, **page: Any) -> dict[str, Any]:
    """What was sent of it."""
    sent = [
        shipment
        for shipment in order_to_pack(source, info).shipments
        if any(packing is source for packing, _ in shipment.parcels)
    ]
    return connect(numbered(sent), **page)


@resolves("FulfillmentOrder", "fulfillmentHolds")
def holds(source: FulfillmentOrder, _info: Info) -> list[Hold]:
    """Why it may not be packed."""
    return source.holds


@resolves("FulfillmentOrder", "supportedActions")
def supported_actions(source: FulfillmentOrder, _info: Info) -> list[dict[str, str]]:
    """What can be done with it."""
    return [{"action": action} for action in actions(source)]


@resolves("FulfillmentOrder", "assignedLocation")
def assigned_location(source: FulfillmentOrder, info: Info) -> dict[str, Any]:
    """Who is to pack it."""
    place = shop_of(info).locations[source.location_number]
    return {
        "name": place.name,
        "city": place.address.get("city"),
        "countryCode": place.address["countryCode"],
        "location": place,
    }


@resolves("FulfillmentOrderLineItem", "requiresShipping")
def pack_ships(source: PackLine, _info: Info) -> bool:
    """Whether it has to be sent."""
    return source.line_item.requires_shipping


@resolves("FulfillmentOrderLineItem", "sku")
def pack_sku(source: PackLine, _info: Info) -> str | None:
    """The line's SKU."""
    return source.line_item.sku


@resolves("FulfillmentHold", "displayReason")
def display_reason(source: Hold, _info: Info) -> str:
    """The reason in words."""
    return source.reason.replace("_", " ").capitalize()


@resolves("FulfillmentHold", "heldByRequestingApp")
def held_by_app(source: Hold, _info: Info) -> bool:
    """Whether this app placed it."""
    return source.made_by == "app"


@resolves("Mutation", "fulfillmentOrderHold")
def hold(
    _root: Any,
    info: Info,
    *,
    id: str,
    fulfillmentHold: dict[str, Any],  # noqa: N803
) -> dict[str, Any]:
    """Keep it, or a part of it, from being packed."""
    require(info, *WRITE_SCOPES)
    shop = shop_of(info)
    found = _find(shop, id)
    handle = fulfillmentHold.get("handle") or ""
    problem = hold_problem(found, handle)
    part: Part = []
    if problem is None and found is not None:
        part, problem = _part(found[1], fulfillmentHold.get("fulfillmentOrderLineItems") or ())
    if problem is not None or found is None:
        return {"userErrors": [problem]}
    order, packing = found
    rest = None
    if part and sum(units for _, units in part) < packing.remaining:
        packing, rest = split(shop, order, packing, part), packing
    reason, notes = fulfillmentHold["reason"], fulfillmentHold.get("reasonNotes")
    made = place_hold(shop, order, packing, Hold(0, reason, notes, handle, "app"))
    return {
        "fulfillmentHold": made,
        "fulfillmentOrder": packing,
        "remainingFulfillmentOrder": rest,
        "userErrors": [],
    }


def _part(packing: FulfillmentOrder, wanted: Any) -> tuple[Part, dict[str, Any] | None]:
    """Units of lines that are named, and the first thing that is wrong with them."""
    lines = {pack.id: pack for pack in packing.lines}
    path = ["fulfillmentHold", "fulfillmentOrderLineItems"]
    if len({each["id"] for each in wanted}) < len(wanted):
        message = "Line items must be unique"
        return [], _problem(path, message, "DUPLICATED_FULFILLMENT_ORDER_LINE_ITEMS")
    part = []
    for each in wanted:
        pack, units = lines.get(each["id"]), each["quantity"]
        if units < 1:
            return [], _problem(path, "Quantity must be greater than 0", "GREATER_THAN_ZERO")
        if pack is None or units > pack.remaining_quantity:
            message = "Line item quantity is invalid"
            return [], _problem(path, message, "INVALID_LINE_ITEM_QUANTITY")
        part.append((pack, units))
    if part and packing.status not in ("OPEN", "IN_PROGRESS"):
        message = "Fulfillment order is not in a splittable state"
        return [], _problem(path, message, "FULFILLMENT_ORDER_NOT_SPLITTABLE")
    return part, None


def _problem(path: list[str] | None, message: str, code: str | None) -> dict[str, Any]:
    return {"field": path, "message": message, "code": code}


@resolves("Mutation", "fulfillmentOrderReleaseHold")
def release_hold(
    _root: Any,
    info: Info,
    *,
    id: str,
    holdIds: list[str] | None = None,  # noqa: N803
    externalId: str | None = None,  # noqa: N803
) -> dict[str, Any]:
    """Take holds back: those that are named, or all."""
    del externalId
    require(info, *WRITE_SCOPES)
    shop = shop_of(info)
    found = _find(shop, id)
    problem = released_problem(found, holdIds)
    if problem is not None or found is None:
        return {"fulfillmentOrder": None, "userErrors": [problem]}
    release_holds(shop, *found, holdIds, "app")
    return {"fulfillmentOrder": found[1], "userErrors": []}


@resolves("Mutation", "fulfillmentOrderMove")
def fulfillment_order_move(
    _root: Any,
    info: Info,
    *,
    id: str,
    newLocationId: str,  # noqa: N803
    fulfillmentOrderLineItems: list[dict[str, Any]] | None = None,  # noqa: N803
) -> dict[str, Any]:
    """Let another location pack what remains, or a part of it."""
    require(info, *WRITE_SCOPES)
    shop = shop_of(info)
    found = _find(shop, id)
    number = number_of(newLocationId, "Location")
    place = shop.locations.get(number) if number else None
    problem = _move_problem(shop, found, place)
    part: Part = []
    if problem is None and found is not None:
        part, problem = _part(found[1], fulfillmentOrderLineItems or ())
        problem = problem and {**problem, "code": None}
    if problem is not None or found is None or place is None:
        return {"userErrors": [problem]}
    order, packing = found
    part = part or [(pack, pack.remaining_quantity) for pack in packing.lines]
    moved, remains = move(shop, order, packing, part, place.legacy_resource_id)
    refresh(order)
    tell(shop, order, "fulfillment_order_moved", f"moved items to {place.name}", "app", shop.now())
    return {
        "movedFulfillmentOrder": moved,
        "originalFulfillmentOrder": packing,
        "remainingFulfillmentOrder": remains,
        "userErrors": [],
    }


def _move_problem(shop: Shop, found: Found | None, place: Location | None) -> dict[str, Any] | None:
    if found is None:
        return _problem(["id"], "Fulfillment order does not exist.", None)
    packing = found[1]
    if packing.status == "CLOSED":
        return _problem(["id"], "Fulfillment order is closed and cannot be moved.", None)
    if packing.progress_reported:
        message = "Cannot move a fulfillment order that has had progress reported."
        return _problem(["id"], message, _PROGRESS)
    if packing.request_status != "UNSUBMITTED":
        message = "Cannot move a fulfillment order while a fulfillment request is submitted."
        return _problem(["id"], message, None)
    if place is None or not place.is_active:
        return _problem(["newLocationId"], "Location does not exist or is not active.", None)
    if place.name in shop.knobs.texts("locations_without_stock"):
        message = "The location does not stock the requested inventory items."
        return _problem(["newLocationId"], message, None)
    if place.legacy_resource_id == packing.location_number:
        message = "The fulfillment order is assigned to this location already."
        return _problem(["newLocationId"], message, None)
    return None
