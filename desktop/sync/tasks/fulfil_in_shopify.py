"""Fulfil in Shopify: what Amazon reports as shipped without us, so that nobody packs it again,
and what the seller ships from the app, which then travels to Amazon like any other shipment.

Shopify takes no key here; before a second try the order's fulfilments are compared, as mirrored.py
says. One that was taken back meanwhile was made nevertheless, and is not made again.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from desktop.catalogue import shipment_failure
from desktop.channels.shopify.fulfillments import (
    create_fulfillment,
    fulfillment_orders,
    our_hold,
    release,
    to_fulfill,
)
from desktop.models import shipments, shop_state
from desktop.models import task as tasks
from desktop.models.shipments import ShipmentRecord
from desktop.models.task import DueTask
from desktop.sync.back.mirrored import SELLER, UNDECIDED, Claim, claim
from desktop.sync.back.quantities import items_of, lines_for
from desktop.sync.back.seen_shipment import mirror_of, seen_shipment
from desktop.sync.back.wanted import ALL_FULFILLED, NUMBER_FULFILLED
from desktop.sync.connection import Connection
from desktop.sync.tasks.outcome import Absent, Outcome, Settled
from desktop.sync.tasks.shop_order import shop_order
from desktop.sync.tasks.verb import PlainVerb
from desktop.trade.returns import FulfillmentOrder, ShopFulfillment, ShopState, Tracking
from desktop.trade.tracking import is_same_number


def send(connection: Connection, task: DueTask, leaving: Callable[[], None]) -> Outcome:
    """Fulfil what is not yet, by location. The lines are chosen once, and kept before anything
    leaves, so that a second try after half of it went through sends only the rest.

    Raises NeedsPerson, TryLater, OutcomeUnknown, AccountProblem, Cancelled.
    """
    state = shop_order(connection, task, shipment_failure)
    if "lines" not in task.plan:
        chosen = _choose(state, task)
        if isinstance(chosen, Settled):
            return chosen
        task = replace(task, plan={**task.plan, **chosen})
        tasks.keep_plan(task.id, task.plan)
    made = _claim(state, task).ours
    rest = _rest(task, made)
    if not rest:
        return _settled(task, made, "found in Shopify, made by an earlier attempt")
    calls = to_fulfill(_to_pack(connection, task, state.gid), rest)
    leaving()
    for call in calls:
        made = (*made, create_fulfillment(connection.shopify, call, _tracking(task.plan)))
    by_seller = task.plan.get("made_by") == SELLER
    words = "Amazon is told next" if by_seller else "fulfilled in Shopify as Amazon shipped it"
    return _settled(task, made, words)


def find(connection: Connection, task: DueTask) -> Outcome:
    """Is all of it fulfilled? What is not is sent again, and only that.

    Raises NeedsPerson where a fulfilment may be ours, or the merchant's own.
    """
    found = _claim(shop_order(connection, task, shipment_failure), task)
    if found.ours and not _rest(task, found.ours):
        return _settled(task, found.ours, "the answer was lost; found in Shopify")
    if found.unclear:
        raise shipment_failure(UNDECIDED)
    return Absent()


def _to_pack(connection: Connection, task: DueTask, gid: str) -> tuple[FulfillmentOrder, ...]:
    """What each location has; what Amazon shipped is past any wish, so a hold of ours is over.

    Beside another's hold nothing could be fulfilled, and ours still keeps the rest from packing.
    """
    client = connection.shopify
    orders = fulfillment_orders(client, gid)
    if task.plan.get("made_by") == SELLER or not any(one.holds for one in orders):
        return orders
    for one in orders:
        ours = our_hold(client, one.gid) if len(one.holds) == 1 else ""
        if ours:
            release(client, one.gid, [ours])
    return fulfillment_orders(client, gid)


def _choose(state: ShopState, task: DueTask) -> Settled | dict[str, Any]:
    """Its lines, and which fulfilments stood before; or nothing is left to do."""
    before = [one.gid for one in state.fulfillments]
    if task.plan.get("all"):
        left = [[line.gid, line.unfulfilled] for line in state.lines if line.unfulfilled]
        return {"lines": left, "before": before}
    items = _not_there(state, task)
    if not items:
        return Settled(NUMBER_FULFILLED)
    lines = lines_for(state.lines, items)
    if lines is not None:
        chosen = [list(line) for line in (*lines, *_charges(state, dict(lines)))]
        return {"lines": chosen, "before": before}
    if not any(line.unfulfilled for line in state.lines):
        return Settled(ALL_FULFILLED)
    matched = {line.item_id for line in state.lines}
    code = "shop_quantity" if matched >= set(items) else "items_unmatched"
    raise shipment_failure(code, name=state.name)


def _not_there(state: ShopState, task: DueTask) -> dict[str, int]:
    """Units by item that Shopify does not show under this number: another tool may have told it."""
    number, in_all = str(task.plan.get("number", "")), bool(task.plan.get("in_all"))
    there = [
        line
        for one in state.fulfillments
        if one.is_live and (in_all or any(is_same_number(t.number, number) for t in one.tracking))
        for line in one.lines
    ]
    return dict(Counter(dict(_items(task.plan))) - Counter(items_of(state.lines, there)))


def _charges(state: ShopState, chosen: dict[str, int]) -> list[tuple[str, int]]:
    """Gift wrap and fees, once the goods are complete: else the order would never be fulfilled."""
    goods = [line for line in state.lines if not line.is_charge]
    if any(line.unfulfilled > chosen.get(line.gid, 0) for line in goods):
        return []
    charges = [line for line in state.lines if line.is_charge]
    return [(line.gid, line.unfulfilled) for line in charges if line.unfulfilled]


def _rest(task: DueTask, made: Sequence[ShopFulfillment]) -> dict[str, int]:
    """Quantities by order line that no fulfilment of ours has yet."""
    left = {str(gid): int(quantity) for gid, quantity in task.plan.get("lines", ())}
    for one in made:
        for gid, quantity in one.lines:
            left[gid] = left.get(gid, 0) - quantity
    return {gid: quantity for gid, quantity in left.items() if quantity > 0}


def _items(plan: Mapping[str, Any]) -> list[tuple[str, int]]:
    return [(str(item), int(quantity)) for item, quantity in plan["items"]]


def _tracking(plan: Mapping[str, Any]) -> Tracking | None:
    number = str(plan.get("number", ""))
    return Tracking(str(plan.get("carrier", "")), number) if number else None


def _claim(state: ShopState, task: DueTask) -> Claim:
    held = shipments.of_order(task.order_id)
    recorded = {one.foreign_id for one in held if one.side == "shopify"}
    return claim(state, task.plan, task.sent_at, recorded)


def _of_seller(task: DueTask, one: ShopFulfillment, count: int) -> ShipmentRecord:
    """What the seller shipped from the app, with what is in it where it is one parcel."""
    items = tuple(_items(task.plan)) if count == 1 else ()
    return replace(seen_shipment(task.order_id, one), items=items)


def _settled(task: DueTask, made: Sequence[ShopFulfillment], note: str) -> Settled:
    """Done; each fulfilment is kept as ours, so that it is never sent back to Amazon.

    What the seller ships from the app is kept as anything that was fulfilled in Shopify.
    """

    def record() -> None:
        for one in made:
            by_seller = task.plan.get("made_by") == SELLER
            shipments.save(
                _of_seller(task, one, len(made))
                if by_seller
                else mirror_of(task.order_id, one, task.plan)
            )
        if any(one.is_taken_back for one in made):
            shop_state.read_again(task.order_id)

    return Settled(note, record)


FULFIL_IN_SHOPIFY = PlainVerb("fulfil_in_shopify", "shopify", shipment_failure, send, find)
