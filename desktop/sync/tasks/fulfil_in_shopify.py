"""Fulfil in Shopify what Amazon reports as shipped without us, so that nobody packs it again.

Shopify takes no key here; before a second try the order's fulfilments are compared: one with this
tracking number, or without any left to fulfil, is ours.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from desktop.catalogue import shipment_failure
from desktop.channels.shopify.fulfillments import (
    create_fulfillment,
    fulfillment_orders,
    to_fulfill,
)
from desktop.channels.shopify.state import order_state
from desktop.models import shipments, shop_state
from desktop.models.shipments import ShipmentRecord
from desktop.models.task import DueTask
from desktop.sync.back.quantities import lines_for
from desktop.sync.connection import Connection
from desktop.sync.tasks.outcome import Absent, Outcome, Settled
from desktop.sync.tasks.verb import PlainVerb
from desktop.trade.returns import ShopFulfillment, ShopState, Tracking


def send(connection: Connection, task: DueTask, leaving: Callable[[], None]) -> Outcome:
    """Fulfil, by location. Raises NeedsPerson, TryLater, OutcomeUnknown, AccountProblem."""
    state = _state(connection, task)
    lines = lines_for(state.lines, dict(_items(task.plan)))
    if task.sent_at is not None and (made := _made(state, task)):
        return _settled(task, made, "found in Shopify, made by an earlier attempt")
    if lines is None:
        if not any(line.unfulfilled for line in state.lines):
            return Settled("everything is fulfilled in Shopify already")
        raise shipment_failure("shop_quantity", name=state.name)
    calls = to_fulfill(fulfillment_orders(connection.shopify, state.gid), dict(lines))
    leaving()
    made = tuple(
        create_fulfillment(connection.shopify, call, _tracking(task.plan)) for call in calls
    )
    return _settled(task, made, "fulfilled in Shopify as Amazon shipped it")


def find(connection: Connection, task: DueTask) -> Outcome:
    """Is a fulfilment with this number there, or nothing left to fulfil?"""
    state = _state(connection, task)
    made = _made(state, task)
    if made:
        return _settled(task, made, "the answer was lost; found in Shopify")
    return Absent()


def _state(connection: Connection, task: DueTask) -> ShopState:
    known = shop_state.load(task.order_id)
    gid = str(task.plan.get("gid", "")) or (known.gid if known else "")
    state = order_state(connection.shopify, gid)
    if state is None:
        raise shipment_failure("shop_order_gone", name=known.name if known else gid)
    return state


def _items(plan: Mapping[str, Any]) -> list[tuple[str, int]]:
    return [(str(item), int(quantity)) for item, quantity in plan["items"]]


def _tracking(plan: Mapping[str, Any]) -> Tracking | None:
    number = str(plan.get("number", ""))
    return Tracking(str(plan.get("carrier", "")), number) if number else None


def _made(state: ShopState, task: DueTask) -> tuple[ShopFulfillment, ...]:
    """What an earlier attempt made: by number, else by time and by what it fulfils."""
    number = str(task.plan.get("number", ""))
    recorded = {
        one.foreign_id for one in shipments.of_order(task.order_id) if one.side == "shopify"
    }
    since = (task.sent_at or 0) - 5
    return tuple(
        one
        for one in state.fulfillments
        if one.status == "SUCCESS"
        and one.gid not in recorded
        and one.created_at >= since
        and (not number or any(tracking.number == number for tracking in one.tracking))
    )


def _settled(task: DueTask, made: Sequence[ShopFulfillment], note: str) -> Settled:
    """Done; each fulfilment is kept as ours, so that it is never sent back to Amazon."""

    def record() -> None:
        for one in made:
            shipments.save(
                ShipmentRecord(
                    id=0,
                    order_id=task.order_id,
                    side="shopify",
                    foreign_id=one.gid,
                    reference="",
                    carrier=str(task.plan.get("carrier", "")),
                    number=str(task.plan.get("number", "")),
                    shipped_at=one.created_at,
                    state="mirrored",
                    items=tuple(_items(task.plan)),
                    made_by="app",
                )
            )

    return Settled(note, record)


FULFIL_IN_SHOPIFY = PlainVerb("fulfil_in_shopify", "shopify", shipment_failure, send, find)
