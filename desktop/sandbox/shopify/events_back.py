"""The merchant's doings with an order: fulfil, correct, deliver, refund, cancel, hold, move."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from desktop.sandbox.shopify.cancelling import REASONS, Wish, cancel_order, cancel_problem
from desktop.sandbox.shopify.event_input import (
    Body,
    find_order,
    find_shipment,
    money_of_body,
    open_packing,
    units_of,
)
from desktop.sandbox.shopify.fulfilling import (
    Parcel,
    cancel,
    deliver,
    fulfil,
    read_tracking,
    retrack,
)
from desktop.sandbox.shopify.holding import place_hold, release_holds
from desktop.sandbox.shopify.journal import tell
from desktop.sandbox.shopify.ledger import entry, unique_keys
from desktop.sandbox.shopify.packing import Part, can_send, first_location, move, refresh
from desktop.sandbox.shopify.records import LineItem, Order
from desktop.sandbox.shopify.records_back import FulfillmentOrder, Hold
from desktop.sandbox.shopify.refund_sums import money_left, shipping_left
from desktop.sandbox.shopify.refunding import (
    Goods,
    Plan,
    make_refund,
    price_of,
    settle_payments,
    spread,
)
from desktop.sandbox.shopify.shop import Shop

Told = dict[str, Any]
_RETURNS = ("NO_RETURN", "RETURN_REQUESTED", "IN_PROGRESS", "RETURNED")


def _told(shop: Shop, order: Order) -> Told:
    return entry(shop, order, unique_keys(shop).get(order.legacy_resource_id, ""))


def _by(body: Body) -> str:
    return str(body.get("by", "merchant"))


def _fulfil(shop: Shop, body: Body) -> Told:
    order = find_order(shop, body)
    ready = [each for each in order.to_pack if can_send(each)]
    left = dict.fromkeys((line.legacy_resource_id for line in order.lines), 0)
    for pack in (pack for packing in ready for pack in packing.lines):
        left[pack.line_item.legacy_resource_id] += pack.remaining_quantity
    wanted = units_of(order, body, left)
    if not wanted:
        raise ValueError(f"{order.name}: nothing can be fulfilled")
    tracking = read_tracking(body)
    for parcels in _by_location(ready, wanted):
        fulfil(shop, order, parcels, tracking, _by(body), notify=bool(body.get("notify")))
    return _told(shop, order)


def _by_location(
    ready: list[FulfillmentOrder], wanted: list[tuple[LineItem, int]]
) -> list[list[Parcel]]:
    left = {line.legacy_resource_id: units for line, units in wanted}
    found: dict[int, list[Parcel]] = {}
    for packing in ready:
        part: Part = []
        for pack in packing.lines:
            number = pack.line_item.legacy_resource_id
            units = min(left.get(number, 0), pack.remaining_quantity)
            if units:
                left[number] -= units
                part.append((pack, units))
        if part:
            found.setdefault(packing.location_number, []).append((packing, part))
    return list(found.values())


def _update_tracking(shop: Shop, body: Body) -> Told:
    order = find_order(shop, body)
    shipment = find_shipment(order, body)
    if shipment.status != "SUCCESS":
        raise ValueError(f"{shipment.name} is cancelled")
    notify = bool(body.get("notify"))
    retrack(shop, order, shipment, read_tracking(body), _by(body), notify=notify)
    return _told(shop, order)


def _cancel_fulfillment(shop: Shop, body: Body) -> Told:
    order = find_order(shop, body)
    shipment = find_shipment(order, body)
    if shipment.status != "SUCCESS":
        raise ValueError(f"{shipment.name} is cancelled already")
    cancel(shop, order, shipment, _by(body))
    return _told(shop, order)


def _deliver(shop: Shop, body: Body) -> Told:
    order = find_order(shop, body)
    shipments = [each for each in order.shipments if each.status == "SUCCESS"]
    if body.get("fulfillment") is not None:
        shipments = [find_shipment(order, body)]
    if not shipments:
        raise ValueError(f"{order.name}: nothing was sent")
    for shipment in shipments:
        deliver(shop, order, shipment)
    return _told(shop, order)


def _goods(shop: Shop, order: Order, body: Body) -> tuple[Goods, ...]:
    """The lines of a refund; where they are put back, as what they are: sent or not."""
    left = {line.legacy_resource_id: line.refundable_quantity for line in order.lines}
    given = body.get("lines") is not None or body.get("amount") is None
    place = first_location(shop).legacy_resource_id
    found = []
    for line, units in units_of(order, body, left) if given else ():
        unsent = min(units, line.unfulfilled_quantity) if body.get("restock") else 0
        returned = units - unsent if body.get("restock") else 0
        parts = ((unsent, "CANCEL"), (returned, "RETURN"), (units - unsent - returned, ""))
        found += [
            Goods(line, count, kind or "NO_RESTOCK", place if kind else None)
            for count, kind in parts
            if count
        ]
    return tuple(found)


def _shipping(order: Order, body: Body) -> Decimal:
    left = shipping_left(order)[1]
    whole = body.get("lines") is None and body.get("amount") is None
    if body.get("shipping") is True or (whole and "shipping" not in body):
        return left
    if body.get("shipping") is False:
        return Decimal(0)
    amount = money_of_body(order, body, "shipping") or Decimal(0)
    if amount > left:
        raise ValueError(f"shipping: {amount} of {left}")
    return amount


def _refund(shop: Shop, body: Body) -> Told:
    order = find_order(shop, body)
    plan = Plan(_goods(shop, order, body), _shipping(order, body))
    amount, left = money_of_body(order, body, "amount"), money_left(order)[1]
    if amount is None:
        whole = body.get("lines") is None and "shipping" not in body
        amount = left if whole else min(price_of(order, plan), left)
    if amount > left:
        raise ValueError(f"amount: {amount} of {left}")
    if not (amount or plan.goods):
        raise ValueError(f"{order.name}: nothing is left to refund")
    note = body.get("note")
    status = str(body.get("status", "SUCCESS"))
    if status not in ("SUCCESS", "PENDING", "FAILURE"):
        raise ValueError("status: SUCCESS, PENDING or FAILURE")
    plan = Plan(
        plan.goods, plan.shipping, spread(order, amount),
        None if note is None else str(note), by=_by(body), notify=bool(body.get("notify")),
        status=status,
    )  # fmt: skip
    make_refund(shop, order, plan)
    return _told(shop, order)


def _settle_refunds(shop: Shop, body: Body) -> Told:
    order = find_order(shop, body)
    status = str(body.get("status", "SUCCESS"))
    if status not in ("SUCCESS", "FAILURE"):
        raise ValueError("status: SUCCESS or FAILURE")
    for refund in order.refunds:
        if any(payment.status == "PENDING" for payment in refund.payments):
            settle_payments(shop, order, refund, status)
    return _told(shop, order)


def _cancel(shop: Shop, body: Body) -> Told:
    order = find_order(shop, body)
    reason = str(body.get("reason", "CUSTOMER")).upper()
    if reason not in REASONS:
        raise ValueError(f"reason: one of {', '.join(REASONS)}")
    note = body.get("note")
    wish = Wish(
        reason, bool(body.get("restock", True)), bool(body.get("refund", True)),
        note=None if note is None else str(note), by=_by(body),
    )  # fmt: skip
    problem = cancel_problem(shop, order, wish)
    if problem is not None:
        raise ValueError(f"{order.name}: {problem}")
    cancel_order(shop, order, wish, shop.now())
    return _told(shop, order)


def _remove_line(shop: Shop, body: Body) -> Told:
    """An edit of the order: unsent units go, the money stays (a refund of nothing)."""
    order = find_order(shop, body)
    left = {
        line.legacy_resource_id: min(line.unfulfilled_quantity, line.refundable_quantity)
        for line in order.lines
    }
    if "lines" not in body:
        line = str(body["line"] if "line" in body else body["sku"])
        body = {**body, "lines": [{"line": line, "quantity": body.get("quantity")}]}
    place = first_location(shop).legacy_resource_id if body.get("restock", True) else None
    units = units_of(order, body, left)
    goods = tuple(Goods(line, count, "CANCEL", place) for line, count in units)
    make_refund(shop, order, Plan(goods, by=_by(body)))
    return _told(shop, order)


def _hold(shop: Shop, body: Body) -> Told:
    order = find_order(shop, body)
    notes = body.get("notes")
    for packing in open_packing(order):
        hold = Hold(0, str(body.get("reason", "OTHER")), notes and str(notes), None, _by(body))
        place_hold(shop, order, packing, hold)
    return _told(shop, order)


def _release_hold(shop: Shop, body: Body) -> Told:
    """All holds, the app's too."""
    order = find_order(shop, body)
    for packing in open_packing(order, held=True):
        release_holds(shop, order, packing, None, _by(body))
    return _told(shop, order)


def _report(shop: Shop, body: Body, what: str) -> Told:
    order = find_order(shop, body)
    for packing in open_packing(order):
        packing.progress_reported = what == "progress"
        packing.fulfill_at = shop.now() + 7 * 86_400 if what == "schedule" else None
        packing.request_status = "SUBMITTED" if what == "request" else "UNSUBMITTED"
        packing.updated_at = shop.now()
    refresh(order)
    tell(shop, order, f"fulfillment_{what}", "changed how items are packed", _by(body), shop.now())
    return _told(shop, order)


def _move(shop: Shop, body: Body) -> Told:
    order = find_order(shop, body)
    wanted = body["location"]
    places = [p for p in shop.locations.values() if wanted in (p.id, p.name)]
    if not places:
        raise ValueError(f"location: no {wanted!r}")
    for packing in open_packing(order):
        part = [(pack, pack.remaining_quantity) for pack in packing.lines]
        move(shop, order, packing, part, places[0].legacy_resource_id)
    refresh(order)
    tell(shop, order, "fulfillment_order_moved", "moved items", _by(body), shop.now())
    return _told(shop, order)


def _set_return(shop: Shop, body: Body) -> Told:
    order = find_order(shop, body)
    status = str(body.get("status", "IN_PROGRESS"))
    if status not in _RETURNS:
        raise ValueError(f"status: one of {', '.join(_RETURNS)}")
    order.return_status = status
    tell(shop, order, "return", "changed a return", _by(body), shop.now())
    return _told(shop, order)


EVENTS_BACK: dict[str, Callable[[Shop, Body], Told]] = {
    "shopify.cancel": _cancel,
    "shopify.cancel_fulfillment": _cancel_fulfillment,
    "shopify.deliver": _deliver,
    "shopify.fulfil": _fulfil,
    "shopify.hold": _hold,
    "shopify.mark_open": lambda shop, body: _report(shop, body, "open"),
    "shopify.move": _move,
    "shopify.refund": _refund,
    "shopify.release_hold": _release_hold,
    "shopify.remove_line": _remove_line,
    "shopify.report_progress": lambda shop, body: _report(shop, body, "progress"),
    "shopify.request_fulfillment": lambda shop, body: _report(shop, body, "request"),
    "shopify.return": _set_return,
    "shopify.schedule": lambda shop, body: _report(shop, body, "schedule"),
    "shopify.settle_refunds": _settle_refunds,
    "shopify.update_tracking": _update_tracking,
}
