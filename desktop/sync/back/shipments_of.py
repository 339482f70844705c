"""Shopify's fulfilments of an order as tasks for Amazon. Pure.

One fulfilment is one Amazon package: its reference belongs to it, so that telling it twice edits
the package and never makes a second one. What we mirrored ourselves is never sent back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.catalogue import shipment_failure
from desktop.models.shipments import ShipmentRecord
from desktop.rows import TaskState
from desktop.sync.back.quantities import is_partial_set, items_of, lines_for
from desktop.sync.back.wanted import Notice, Wanted
from desktop.trade import Order
from desktop.trade.order import AmazonStatus
from desktop.trade.returns import ShopFulfillment, ShopState, Tracking
from desktop.trade.rules_back import ShipmentRules

CONFIRM = "confirm_shipment"
BY_FEED = "ship_by_feed"  # without a number, where the seller allowed that service
FULFIL = "fulfil_in_shopify"
MOVE = "move_in_shopify"
NO_TRACKING = "no_tracking"
_HOUR_S = 3600.0
_LIVE, _CANCELLED = "SUCCESS", "CANCELLED"
WITHDRAWN = "#cancelled"  # after the gid: a fulfilment that was taken back, for a person
_NOT_YET = (AmazonStatus.PENDING, AmazonStatus.PENDING_AVAILABILITY, AmazonStatus.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Known:
    """What we hold of an order's shipments already: gids we made, and those Amazon was told of."""

    ours: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    unclear: frozenset[str] = frozenset()  # ours or the merchant's: a person is asked


def confirmations(
    order: Order, state: ShopState, known: Known, rules: ShipmentRules, now: float
) -> Iterator[Wanted | Notice]:
    """What Amazon is to be told of this order's fulfilments."""
    if not rules.to_amazon or not _concerns_amazon(order):
        return
    if order.status is AmazonStatus.SHIPPED and not known.told:
        return  # shipped there without us: whoever told Amazon also keeps it right
    before: list[ShopFulfillment] = []
    for fulfillment in sorted(state.fulfillments, key=lambda one: (one.created_at, one.gid)):
        if fulfillment.status == _LIVE:
            if fulfillment.gid not in known.ours | known.unclear:
                yield _confirmation(order, state, before, fulfillment, rules, now)
            before.append(fulfillment)
        elif fulfillment.gid in known.told:
            yield from _withdrawn(fulfillment)


def _concerns_amazon(order: Order) -> bool:
    if order.is_fba or "FBM_SHIP_PLUS" in order.programs:
        return False
    return order.status not in (AmazonStatus.CANCELLED, AmazonStatus.UNFULFILLABLE, *_NOT_YET)


def _confirmation(
    order: Order,
    state: ShopState,
    before: Sequence[ShopFulfillment],
    fulfillment: ShopFulfillment,
    rules: ShipmentRules,
    now: float,
) -> Wanted:
    """One package. Its items are what this fulfilment completes beyond the earlier ones."""
    earlier = [line for one in before for line in one.lines]
    so_far = items_of(state.lines, earlier)
    all_in_all = items_of(state.lines, [*earlier, *fulfillment.lines])
    items = {item: n - so_far.get(item, 0) for item, n in all_in_all.items()}
    items = {item: n for item, n in items.items() if n > 0}
    tracking = next((one for one in fulfillment.tracking if one.number), None)
    plan = _plan(fulfillment, items, tracking)
    wanted = Wanted(CONFIRM, fulfillment.gid, plan, follows=True)
    if not items:
        part = is_partial_set(state.lines, fulfillment.lines)
        code = "set_incomplete" if part else "items_unmatched"
        return replace(wanted, failure=shipment_failure(code, name=fulfillment.name))
    allowed = order.service_level in rules.without_tracking_services
    if tracking is None and (allowed or not rules.hold_without_tracking):
        return replace(wanted, verb=BY_FEED)
    if tracking is None:
        patience = _patience(order, rules, now)
        return replace(wanted, state=TaskState.WAITING, hold=NO_TRACKING, due_in_s=patience)
    return wanted


def _plan(
    fulfillment: ShopFulfillment, items: dict[str, int], tracking: Tracking | None
) -> dict[str, object]:
    numbers = [one.number for one in fulfillment.tracking if one.number]
    return {
        "fulfillment": fulfillment.name,
        "items": [[item, quantity] for item, quantity in sorted(items.items())],
        "company": tracking.company if tracking else "",
        "number": tracking.number if tracking else "",
        "other_numbers": numbers[1:],
        "shipped_at": fulfillment.created_at,
    }


def _patience(order: Order, rules: ShipmentRules, now: float) -> float:
    """Seconds until a shipment without a number becomes a failure: some hours before ship-by."""
    if order.ship_by.latest is None:
        return 24 * _HOUR_S
    return max(0.0, order.ship_by.latest - rules.warn_hours * _HOUR_S - now)


def _withdrawn(fulfillment: ShopFulfillment) -> Iterator[Wanted | Notice]:
    """Amazon was told, and the fulfilment is cancelled now: nothing can be taken back there."""
    words = f"fulfilment {fulfillment.name} was cancelled after Amazon had been told"
    yield Notice("fulfilment cancelled", words)
    yield Wanted(
        CONFIRM,
        f"{fulfillment.gid}{WITHDRAWN}",
        {"fulfillment": fulfillment.name},
        failure=shipment_failure("fulfillment_cancelled", name=fulfillment.name),
    )


def taken_back(
    order: Order, state: ShopState, known: Known, rules: ShipmentRules
) -> Iterator[Wanted]:
    """What was shipped on Amazon's side, and somebody cancelled our fulfilment of it: a person is
    asked, for a warehouse would pack it again. A retry fulfils it once more."""
    if not rules.to_shopify or state.cancelled_at is not None:
        return
    if order.status is AmazonStatus.CANCELLED:
        return
    for one in state.fulfillments:
        items = items_of(state.lines, one.lines)
        is_to_pack = items and lines_for(state.lines, items) is not None
        if one.gid in known.ours and one.status == _CANCELLED and is_to_pack:
            number = next((tracking for tracking in one.tracking if tracking.number), None)
            plan: dict[str, object] = {
                "gid": state.gid,
                "items": [[item, quantity] for item, quantity in sorted(items.items())],
                "carrier": number.company if number else "",
                "number": number.number if number else "",
            }
            failure = shipment_failure("mirror_cancelled", name=one.name)
            yield Wanted(FULFIL, f"{one.gid}{WITHDRAWN}", plan, failure=failure)


def moves(order: Order, state: ShopState, rules: ShipmentRules) -> Iterator[Wanted]:
    """To the location that the seller packs at, once, while nothing of the order has left."""
    is_open = state.cancelled_at is None and not state.fulfillments
    if rules.location and is_open and not order.is_fba:
        yield Wanted(MOVE, "", {"location": rules.location})


def mirrors(
    order: Order, state: ShopState, held: Sequence[ShipmentRecord], rules: ShipmentRules
) -> Iterator[Wanted]:
    """What Amazon shipped without us, to be fulfilled in Shopify so that nobody packs it again.

    Packages that Amazon knows from us are left out: by their reference, or, while it is not known
    whether it was told, by their number. Where Amazon shows no
    packages (Ship+, Buy Shipping without the role), the whole of a shipped order is mirrored.
    """
    if not rules.to_shopify or state.cancelled_at is not None:
        return
    if not any(line.unfulfilled for line in state.lines if line.item_id):
        return
    from_us = {one.reference for one in held if one.state in ("sent", "confirmed")}
    numbers = {one.number for one in held if one.side == "shopify" and one.number}
    foreign = [
        one
        for one in order.packages
        if one.items and one.reference not in from_us and one.tracking_number not in numbers
    ]
    for package in foreign:
        if package.status in ("CANCELLED", "PENDING"):
            continue
        yield Wanted(
            FULFIL,
            package.reference,
            {
                "gid": state.gid,
                "items": [[item, quantity] for item, quantity in sorted(package.items)],
                "carrier": package.carrier,
                "number": package.tracking_number,
                "reference": package.reference,
            },
        )
    if order.packages or order.status is not AmazonStatus.SHIPPED or from_us:
        return
    rest = _unfulfilled_items(state)
    if rest:
        items = [[item, quantity] for item, quantity in sorted(rest.items())]
        yield Wanted(FULFIL, "", {"gid": state.gid, "items": items, "carrier": "", "number": ""})


def _unfulfilled_items(state: ShopState) -> dict[str, int]:
    return items_of(state.lines, [(line.gid, line.unfulfilled) for line in state.lines])
