"""Packages: what Amazon takes of a seller, and how they come to be seen in the order."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

from desktop.sandbox.amazon.carriers import INDIA, OTHER, as_amazon_reads
from desktop.sandbox.amazon.deeds import OrderDeeds, Package
from desktop.sandbox.amazon.ground import (
    Ground,
    Rejected,
    items_of,
    ordered_units,
    shipped_units,
)
from desktop.sandbox.amazon.store import Head, Order
from desktop.sandbox.amazon.totals import dig
from desktop.sandbox.timing import iso_ms

_FUTURE_S = 300.0  # how far ahead of Amazon's clock a ship date may be
_ELSEWHERE = 9_000_000_000  # references of packages that were not told by an app


def ship(ground: Ground, key: str, package: Package, marketplace: str | None = None) -> None:
    """Take a seller's package, or change the one of the same reference. Raises Rejected."""
    head, order, deeds = _shippable(ground, key, marketplace)
    _check_carrier(head, package)
    _check_date(ground, head, package)
    if not package.items:  # nothing named means all that is left
        package.items = _left(order, deeds, package.reference)
    _check_items(order, package)
    known = deeds.packages.get(package.reference)
    _check_quantities(order, deeds, package, known)
    package.carrier, package.name = as_amazon_reads(package.carrier, package.name)
    if known is None:
        deeds.packages[package.reference] = package
    elif known.content() == package.content():
        known.repeats += 1
        return
    else:
        _edit(ground, known, package)
    due = ground.now() + ground.timing.here(ground.knob("shipment_lag_s"))
    ground.agenda.at(due, lambda at: show(ground, key, package.reference, at))


def ship_elsewhere(ground: Ground, key: str, package: Package) -> Package:
    """A package that Seller Central, a bought label or Amazon itself made; seen at once."""
    found = ground.find(key)
    if found is None:
        raise Rejected("order", f"no order {key}")
    head, order, deeds = found
    if head.status not in ("UNSHIPPED", "PARTIALLY_SHIPPED"):
        raise Rejected("status", f"the order is {head.status}")
    package.items = package.items or _left(order, deeds, "")
    _check_items(order, package)
    package.reference = str(_ELSEWHERE + len(deeds.packages) + 1)
    _check_quantities(order, deeds, package, None)
    deeds.packages[package.reference] = package
    show(ground, key, package.reference, ground.now())
    return package


def show(ground: Ground, key: str, reference: str, at: float) -> None:
    """Let the order tell of a package as it stands now."""
    found = ground.find(key)
    if found is None or found[0].status == "CANCELLED":
        return
    head, kept, deeds = found
    package = deeds.packages[reference]
    package.shown = True
    order = deepcopy(kept)
    for item_id, item in items_of(order).items():
        units = sum(p.items.get(item_id, 0) for p in deeds.packages.values() if p.shown)
        ordered = int(item.get("quantityOrdered") or 0)
        fields = item.setdefault("fulfillment", {})
        fields["quantityFulfilled"] = min(units, ordered)
        fields["quantityUnfulfilled"] = max(ordered - units, 0)
    if head.fulfilled_by != "AMAZON":
        others = [p for p in order.get("packages") or [] if p["packageReferenceId"] != reference]
        order["packages"] = [*others, _as_told(package, head, order)]
    status = _status(order)
    order.setdefault("fulfillment", {})["fulfillmentStatus"] = status
    ground.keep(replace(head, status=status), order, at)


def _status(order: Order) -> str:
    items = items_of(order).values()
    left = [int(dig(item, "fulfillment", "quantityUnfulfilled") or 0) for item in items]
    return "PARTIALLY_SHIPPED" if any(left) else "SHIPPED"


def _as_told(package: Package, head: Head, order: Order) -> dict[str, Any]:
    carrier = package.name if package.carrier == OTHER else package.carrier
    old = [p for p in order.get("packages") or [] if p["packageReferenceId"] == package.reference]
    status = old[0].get("packageStatus") if old else None
    return {
        "packageReferenceId": package.reference,
        "createdTime": iso_ms(int(package.confirmed_at * 1000)),
        "packageStatus": status or {"status": "IN_TRANSIT"},
        "carrier": carrier,
        "shipTime": iso_ms(max(int(package.shipped_at * 1000), head.created)),
        **({"shippingService": package.method} if package.method else {}),
        **({"trackingNumber": package.tracking} if package.tracking else {}),
        "packageItems": [
            {"orderItemId": item_id, "quantity": units} for item_id, units in package.items.items()
        ],
    }


def _shippable(ground: Ground, key: str, marketplace: str | None) -> tuple[Head, Order, OrderDeeds]:
    found = ground.find(key)
    if found is None:
        raise Rejected("order", f"Failed to find the order {key}: order not found.")
    head, order, deeds = found
    if marketplace is not None and marketplace != head.marketplace:
        raise Rejected("marketplace", "MarketplaceId: the order is of another marketplace.")
    if head.fulfilled_by == "AMAZON":
        raise Rejected("fba", "The order is fulfilled by Amazon (AFN) and cannot be confirmed.")
    programs = order.get("programs")
    if isinstance(programs, list) and "FBM_SHIP_PLUS" in programs:
        raise Rejected("ship_plus", "Orders of Ship+ need no confirmation of shipment.")
    if head.status == "CANCELLED":
        words = f"NonexistentOrderItem: Failed to find order item list by order ID {key}."
        raise Rejected("status", words)
    if head.status not in ("UNSHIPPED", "PARTIALLY_SHIPPED", "SHIPPED"):
        raise Rejected("status", f"The order status {head.status} is not in a shippable state.")
    return head, order, deeds


def _check_carrier(head: Head, package: Package) -> None:
    if package.carrier == OTHER and not package.name.strip():
        raise Rejected("carrier", "CarrierName: is required when CarrierCode is Other.")
    if package.carrier == OTHER and head.marketplace == INDIA:
        raise Rejected("carrier", "CarrierCode: Other is not accepted in this marketplace.")


def _check_date(ground: Ground, head: Head, package: Package) -> None:
    if package.shipped_at < head.created // 1000:
        raise Rejected("date", "ShipDate: must not be before the order was placed.")
    if package.shipped_at > ground.now() + _FUTURE_S:
        raise Rejected("date", "ShipDate: must not be in the future.")


def _check_items(order: Order, package: Package) -> None:
    for item_id in package.items:
        if item_id not in items_of(order):
            words = "NonexistentOrderItem: Failed to find order item list by order ID, "
            raise Rejected("item", f"{words}OrderItemId {item_id[:40]}.")


def _check_quantities(
    order: Order, deeds: OrderDeeds, package: Package, known: Package | None
) -> None:
    left = _left(order, deeds, package.reference if known else "")
    if known is None and not any(left.values()):
        words = (
            "Failed to create package due to not finding a matching package or order already "
            "fulfilled. errorMetric=PackageToUpdateNotFound"
        )
        raise Rejected("shipped", words)
    for item_id, units in package.items.items():
        if not 0 < units <= left.get(item_id, 0):
            words = "The quantity is larger than the fulfillable quantity of OrderItem"
            raise Rejected("quantity", f"Quantity: {units}. {words} {item_id}.")


def _left(order: Order, deeds: OrderDeeds, reference: str) -> dict[str, int]:
    shipped = shipped_units(order, deeds, but=reference)
    left = {key: units - shipped.get(key, 0) for key, units in ordered_units(order).items()}
    return {key: units for key, units in left.items() if units > 0}


def _edit(ground: Ground, known: Package, package: Package) -> None:
    if known.edits >= ground.knob("package_edits"):
        words = "InvalidPackageVersion: the maximum number of allowed updates was reached."
        raise Rejected("edits", words)
    known.carrier, known.name, known.method = package.carrier, package.name, package.method
    known.tracking, known.shipped_at = package.tracking, package.shipped_at
    known.items = package.items
    known.edits += 1
