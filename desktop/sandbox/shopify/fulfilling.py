"""Fulfilments are made, corrected, delivered and cancelled, by whomever."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from desktop.sandbox.shopify.journal import move_stock, tell
from desktop.sandbox.shopify.packing import Part, put_back, refresh
from desktop.sandbox.shopify.records import Fulfillment, Order
from desktop.sandbox.shopify.records_back import FulfillmentOrder
from desktop.sandbox.shopify.shop import Shop

Tracking = list[dict[str, str | None]]
Parcel = tuple[FulfillmentOrder, Part]
_LINKS = {
    "Canada Post": "https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={}",
    "DHL Express": "https://www.dhl.com/global-en/home/tracking.html?tracking-id={}",
    "FedEx": "https://www.fedex.com/fedextrack/?trknbr={}",
    "Royal Mail": "https://www.royalmail.com/track-your-item#/tracking-results/{}",
    "UPS": "https://www.ups.com/track?tracknum={}",
    "USPS": "https://tools.usps.com/go/TrackConfirmAction?tLabels={}",
}


def read_tracking(given: Mapping[str, Any]) -> Tracking:
    """Carrier and numbers as a fulfilment keeps them; carriers that are known give the link."""
    company = given.get("company") or None
    numbers = [given.get("number"), *(given.get("numbers") or ())]
    links = [given.get("url"), *(given.get("urls") or ())]
    numbers = [number for number in numbers if number]
    links = [link for link in links if link]
    if not numbers and not links and not company:
        return []
    count = max(len(numbers), len(links), 1)
    return [_one(company, _at(numbers, place), _at(links, place)) for place in range(count)]


def mixed(given: Mapping[str, Any]) -> str | None:
    """Message for a tracking that names both one and several; None: it does not."""
    for one, many in (("number", "numbers"), ("url", "urls")):
        if given.get(one) and given.get(many):
            return f"{one} and {many} can't both be given"
    return None


def _at(values: Sequence[str], place: int) -> str | None:
    return values[place] if place < len(values) else None


def _one(company: str | None, number: str | None, link: str | None) -> dict[str, str | None]:
    known = _LINKS.get(company or "")
    if link is None and number and known:
        link = known.format(quote(number, safe=""))
    return {"company": company, "number": number, "url": link}


def fulfil(
    shop: Shop,
    order: Order,
    parcels: Sequence[Parcel],
    tracking: Tracking,
    by: str,
    *,
    notify: bool,
) -> Fulfillment:
    """Send these units, all of one location; they were checked before."""
    now = shop.now()
    units: dict[int, int] = {}
    for packing, part in parcels:
        packing.updated_at = now
        for pack, count in part:
            pack.remaining_quantity -= count
            number = pack.line_item.legacy_resource_id
            units[number] = units.get(number, 0) + count
    lines = [(line, units.get(line.legacy_resource_id, 0)) for line in order.lines]
    for line, count in lines:
        line.fulfilled_quantity += count
        move_stock(shop, order, line, -count, "on_hand", "fulfilled", now)
    made = Fulfillment(
        shop.number("Fulfillment"), order.legacy_resource_id,
        f"{order.name}-F{len(order.shipments) + 1}", parcels[0][0].location_number,
        [(line, count) for line, count in lines if count], tracking, now, now,
        notified=notify, made_by=by,
        parcels=[(p, [(pack.legacy_resource_id, n) for pack, n in part]) for p, part in parcels],
    )  # fmt: skip
    order.shipments.append(made)
    shop.register(made)
    refresh(order)
    tell(shop, order, "fulfillment_success", f"fulfilled {sum(units.values())} items", by, now)
    return made


def retrack(
    shop: Shop, order: Order, shipment: Fulfillment, tracking: Tracking, by: str, *, notify: bool
) -> None:
    """Another carrier and number instead of those it has."""
    now = shop.now()
    shipment.tracking, shipment.updated_at = tracking, now
    shipment.notified = shipment.notified or notify
    tell(shop, order, "tracking_info_updated", "updated the tracking", by, now)


def cancel(shop: Shop, order: Order, shipment: Fulfillment, by: str) -> None:
    """Its units are to pack again, but for those that came back meanwhile."""
    now = shop.now()
    shipment.status, shipment.display_status, shipment.updated_at = "CANCELLED", "CANCELED", now
    spare = {}
    for line, count in shipment.lines:
        line.fulfilled_quantity -= count
        gone = max(0, line.returned_quantity - line.fulfilled_quantity)
        again = max(0, min(count, line.unfulfilled_quantity - gone))
        line.removed_quantity += count - again
        spare[line.legacy_resource_id] = again
        move_stock(shop, order, line, count, "on_hand", "fulfilment cancelled", now)
    for packing, units in shipment.parcels:
        back: Part = []
        held = {pack.legacy_resource_id: pack for pack in packing.lines}
        for number, count in units:
            pack = held[number]
            line_number = pack.line_item.legacy_resource_id
            again = min(count, spare[line_number])
            spare[line_number] -= again
            back.append((pack, again))
        put_back(shop, order, packing, back)
    refresh(order)
    tell(shop, order, "fulfillment_cancelled", "cancelled a fulfilment", by, now)


def deliver(shop: Shop, order: Order, shipment: Fulfillment) -> None:
    """The carrier has handed it over."""
    now = shop.now()
    shipment.display_status, shipment.delivered_at, shipment.updated_at = "DELIVERED", now, now
    tell(shop, order, "delivered", "saw that a package was delivered", "other", now)
