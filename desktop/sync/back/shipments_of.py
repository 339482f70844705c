"""Shopify's fulfilments of an order as tasks for Amazon. Pure.

One fulfilment is one Amazon package: its reference belongs to it, so that telling it twice edits
the package and never makes a second one. What we mirrored ourselves is never sent back.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop.catalogue import shipment_failure
from desktop.rows import TaskState
from desktop.sync.back.parcels import (
    Known,
    foreign,
    in_order,
    not_fulfilled,
    same_parcel,
    still_to_tell,
    takeovers,
)
from desktop.sync.back.quantities import is_partial_set, items_of, lines_for
from desktop.sync.back.wanted import Notice, Over, Wanted
from desktop.trade import Order
from desktop.trade.order import AmazonStatus, Package
from desktop.trade.returns import ShopFulfillment, ShopState, Tracking
from desktop.trade.rules_back import ShipmentRules
from desktop.trade.tracking import tidy

CONFIRM = "confirm_shipment"
BY_FEED = "ship_by_feed"  # without a number, where the seller allowed that service
FULFIL = "fulfil_in_shopify"
MOVE = "move_in_shopify"
NO_TRACKING = "no_tracking"
_HOUR_S = 3600.0
_HELD = "ON_HOLD"
WITHDRAWN = "#cancelled"  # after the gid: a fulfilment that was taken back, for a person
_NOT_YET = (AmazonStatus.PENDING, AmazonStatus.PENDING_AVAILABILITY, AmazonStatus.UNKNOWN)


def confirmations(
    order: Order, state: ShopState, known: Known, rules: ShipmentRules, now: float
) -> Iterator[Wanted | Notice | Over]:
    """What Amazon is to be told of this order's fulfilments, and what no longer."""
    if not rules.to_amazon or not _concerns_amazon(order):
        return
    made = in_order(state.fulfillments)
    if order.status is AmazonStatus.SHIPPED and not known.told:
        for fulfillment in made:  # whoever told Amazon also keeps it right
            yield from _over(fulfillment, "Amazon counts the order as shipped")
        return
    anew = takeovers(state, known)
    before: list[ShopFulfillment] = []
    for fulfillment in made:
        if fulfillment.gid in known.ours:
            yield from _over(fulfillment, "Amazon shows the shipment already")
        if fulfillment.gid in known.ours | known.unclear:
            before += [fulfillment] if fulfillment.is_live else []
        elif fulfillment.is_live:
            wanted = _confirmation(order, state, before, fulfillment, rules, now)
            yield from _sorted_out(wanted, order, state, before, known, anew)
            before.append(fulfillment)
        elif fulfillment.gid in known.told:
            yield from _withdrawn(fulfillment, _goes_on(fulfillment, made, known, anew))


def _over(fulfillment: ShopFulfillment, reason: str) -> Iterator[Over]:
    for verb in (CONFIRM, BY_FEED):
        yield Over(verb, fulfillment.gid, reason)


def _sorted_out(
    wanted: Wanted,
    order: Order,
    state: ShopState,
    before: Sequence[ShopFulfillment],
    known: Known,
    anew: Mapping[str, str],
) -> Iterator[Wanted | Notice | Over]:
    """The package as Amazon can take it, and by one way only; or why nothing is to be told."""
    gid = wanted.foreign_id
    if wanted.failure is not None:
        if wanted.failure.code == "set_incomplete" and not _is_set_open(state):
            yield Over(CONFIRM, gid, "the rest of the set followed, and tells of it")
        else:
            yield wanted
    elif wanted.verb == CONFIRM and not wanted.plan["number"] and gid in known.told:
        words = f"{wanted.plan['fulfillment']}: Amazon keeps the number it was told"
        yield Notice("number removed in Shopify", words)
    else:
        if wanted.verb == BY_FEED:
            yield Over(CONFIRM, gid, "sent without a number")
        elif wanted.plan["number"]:
            yield Over(BY_FEED, gid, "sent with its number")
        yield from _fitted(wanted, order, state, before, known, anew)


def _is_set_open(state: ShopState) -> bool:
    """Whether all that left still leaves a part of a set, or of a pack, behind."""
    return is_partial_set(state.lines, state.sent)


def _fitted(
    wanted: Wanted,
    order: Order,
    state: ShopState,
    before: Sequence[ShopFulfillment],
    known: Known,
    anew: Mapping[str, str],
) -> Iterator[Wanted]:
    """The package of a label that was voided before; and no more units than Amazon expects."""
    plan = dict(wanted.plan)
    if wanted.foreign_id in anew:
        plan["reference"] = anew[wanted.foreign_id]
    left = still_to_tell(order, state, before, known)
    items = [[item, min(units, left[item])] for item, units in _items(plan) if left[item] > 0]
    if items:
        yield replace(wanted, plan={**plan, "items": items})
    elif wanted.foreign_id not in known.told:
        yield replace(wanted, plan=plan, failure=shipment_failure("quantity"))


def _items(plan: Mapping[str, Any]) -> list[tuple[str, int]]:
    return [(str(item), int(units)) for item, units in plan["items"]]


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
    so_far = Counter(items_of(state.lines, earlier))
    items = Counter(items_of(state.lines, [*earlier, *fulfillment.lines])) - so_far
    if not items and not before and _is_whole(state, fulfillment):
        items = Counter({line.item_id: line.quantity for line in order.lines if line.quantity})
    tracking = next((one for one in fulfillment.tracking if tidy(one.number)), None)
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


def _is_whole(state: ShopState, fulfillment: ShopFulfillment) -> bool:
    """Everything of an order whose lines nobody can match: then all that Amazon sold left."""
    units = dict(fulfillment.lines)
    goods = [line for line in state.lines if not line.is_charge]
    is_unknown = not any(line.item_id for line in goods)
    return is_unknown and all(units.get(line.gid, 0) >= line.quantity for line in goods)


def _plan(
    fulfillment: ShopFulfillment, items: dict[str, int], tracking: Tracking | None
) -> dict[str, object]:
    numbers = [one.number for one in fulfillment.tracking if tidy(one.number)]
    return {
        "fulfillment": fulfillment.name,
        "items": [[item, quantity] for item, quantity in sorted(items.items())],
        "company": tidy(tracking.company) if tracking else "",
        "number": tidy(tracking.number) if tracking else "",
        "other_numbers": [tidy(one) for one in numbers[1:]],
        "shipped_at": fulfillment.created_at,
    }


def _patience(order: Order, rules: ShipmentRules, now: float) -> float:
    """Seconds until a shipment without a number becomes a failure: some hours before ship-by."""
    if order.ship_by.latest is None:
        return 24 * _HOUR_S
    return max(0.0, order.ship_by.latest - rules.warn_hours * _HOUR_S - now)


def _goes_on(
    gone: ShopFulfillment,
    made: Sequence[ShopFulfillment],
    known: Known,
    anew: Mapping[str, str],
) -> bool:
    """Whether its package is another fulfilment's by now."""
    reference = known.references.get(gone.gid, "")
    holders = [
        one.gid
        for one in made
        if one.gid in known.told and known.references.get(one.gid, "") == reference
    ]
    return bool(reference) and (reference in anew.values() or holders[-1:] != [gone.gid])


def _withdrawn(gone: ShopFulfillment, goes_on: bool) -> Iterator[Wanted | Notice | Over]:
    """Amazon was told, and the fulfilment is cancelled now: nothing can be taken back there."""
    words = f"fulfilment {gone.name} was cancelled after Amazon had been told"
    yield Notice("fulfilment cancelled", words)
    name = f"{gone.gid}{WITHDRAWN}"
    if goes_on:
        yield Over(CONFIRM, name, "shipped again as the same package")
        return
    failure = shipment_failure("fulfillment_cancelled", name=gone.name)
    yield Wanted(CONFIRM, name, {"fulfillment": gone.name}, failure=failure)


def taken_back(
    order: Order, state: ShopState, known: Known, rules: ShipmentRules
) -> Iterator[Wanted]:
    """What was shipped on Amazon's side, and somebody cancelled our fulfilment of it: a person is
    asked, for a warehouse would pack it again. A retry fulfils it once more."""
    if not rules.to_shopify or state.cancelled_at is not None:
        return
    if order.status is AmazonStatus.CANCELLED:
        return
    left = {line.gid for line in state.lines if line.unfulfilled and not line.is_charge}
    for one in state.fulfillments:
        items = items_of(state.lines, one.lines)
        is_to_pack = items and any(gid in left for gid, _ in one.lines)
        if one.gid in known.ours and one.is_taken_back and is_to_pack:
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
    """To the location that the seller packs at, once, while nothing of the order has left; what
    was on hold then, once it is released."""
    is_open = state.cancelled_at is None and not state.fulfillments
    if rules.location and is_open and not order.is_fba:
        is_free = state.fulfillment != _HELD
        plan = {"location": rules.location, "gid": state.gid}
        yield Wanted(MOVE, "", plan, reopens=is_free)


def mirrors(order: Order, state: ShopState, known: Known, rules: ShipmentRules) -> Iterator[Wanted]:
    """What Amazon shipped without us, to be fulfilled in Shopify so that nobody packs it again.

    Packages that Amazon knows from us are left out by their reference, and those that Shopify
    shows under the same number as far as it does. Where Amazon shows no packages (Ship+, Buy
    Shipping without the role), or nobody can match the lines, the whole of a shipped order is
    mirrored.
    """
    if not rules.to_shopify or state.cancelled_at is not None:
        return
    goods = [line for line in state.lines if not line.is_charge]
    if not any(line.unfulfilled for line in goods):
        return
    is_shipped = order.status is AmazonStatus.SHIPPED
    packages = foreign(order, known)
    if is_shipped and not known.told and not any(line.item_id for line in goods):
        first = next((one for one in packages if one.tracking_number), None)
        if not any(same_parcel(one, state.fulfillments) for one in packages):
            yield _whole(state, {}, first)
        return
    for package in packages:
        rest = not_fulfilled(order, state, package, known)
        if rest:
            yield _mirror(state, package, rest)
    if order.packages or known.told | known.leaving:
        return
    if is_shipped:
        rest = _unfulfilled_items(state)
        if rest:
            yield _whole(state, rest, None)
    elif order.status is AmazonStatus.PARTIALLY_SHIPPED:
        yield from _so_far(order, state)


def _so_far(order: Order, state: ShopState) -> Iterator[Wanted]:
    """A part that Amazon counts as shipped and shows no package of: in all, so many units."""
    there = {line.item_id: line.quantity_fulfilled for line in order.lines}
    if Counter(there) - Counter(items_of(state.lines, state.sent)):
        items = [[item, units] for item, units in sorted(there.items()) if units]
        plan = {"gid": state.gid, "items": items, "in_all": True, "carrier": "", "number": ""}
        yield Wanted(FULFIL, f"#{sum(there.values())}", plan)


def _mirror(state: ShopState, package: Package, rest: Mapping[str, int]) -> Wanted:
    plan: dict[str, object] = {
        "gid": state.gid,
        "items": [[item, quantity] for item, quantity in sorted(rest.items())],
        "carrier": tidy(package.carrier),
        "number": tidy(package.tracking_number),
        "reference": package.reference,
    }
    matched = {line.item_id for line in state.lines}
    is_known = all(item in matched for item in rest)
    failure = None if is_known else shipment_failure("items_unmatched", name=state.name)
    reopens = lines_for(state.lines, rest) is not None
    return Wanted(FULFIL, package.reference, plan, failure=failure, reopens=reopens)


def _whole(state: ShopState, items: Mapping[str, int], package: Package | None) -> Wanted:
    """All that is left; by lines where their items are not known."""
    plan: dict[str, object] = {
        "gid": state.gid,
        "items": [[item, quantity] for item, quantity in sorted(items.items())],
        "carrier": tidy(package.carrier) if package else "",
        "number": tidy(package.tracking_number) if package else "",
    }
    if not items:
        plan["all"] = True
    return Wanted(FULFIL, "", plan, reopens=True)


def _unfulfilled_items(state: ShopState) -> dict[str, int]:
    return items_of(state.lines, [(line.gid, line.unfulfilled) for line in state.lines])
