"""Hold the Shopify order's open fulfilment orders while a buyer's cancel wish is undecided, or
units that Amazon cancelled are still to be packed.

Both ways are harmless to repeat: a hold of ours that stands already is found, not doubled. Each
brings about what was asked for last, so that one whose answer was lost never undoes a later one.
"""

from collections.abc import Callable

from desktop.catalogue import cancellation_failure
from desktop.channels.shopify.fulfillments import (
    fulfillment_orders,
    hold,
    our_hold,
    release,
)
from desktop.models import shop_state
from desktop.models.task import DueTask
from desktop.models.task_find import last_hold_move
from desktop.sync.back.cancels_of import HOLD_IN_SHOPIFY as HOLD
from desktop.sync.back.cancels_of import RELEASE_IN_SHOPIFY as RELEASE
from desktop.sync.connection import Connection
from desktop.sync.tasks.outcome import Outcome, Settled
from desktop.sync.tasks.verb import PlainVerb
from desktop.trade.returns import FulfillmentOrder

_OPEN = ("OPEN", "IN_PROGRESS", "SCHEDULED", "ON_HOLD")  # in progress: a part has left, perhaps
_OVER = ("CLOSED", "CANCELLED", "INCOMPLETE")


def _as_asked_last(connection: Connection, task: DueTask, leaving: Callable[[], None]) -> Outcome:
    last = last_hold_move(task.order_id)
    if last is not None and last.verb == RELEASE:
        return _release_all(connection, task, leaving)
    return _hold_all(connection, task, leaving)


def _find(connection: Connection, task: DueTask) -> Outcome:
    """An unknown outcome of a harmless change is settled by making it once more."""
    return _as_asked_last(connection, task, lambda: None)


def _hold_all(connection: Connection, task: DueTask, leaving: Callable[[], None]) -> Outcome:
    notes = str(task.plan.get("notes") or "The buyer asked on Amazon to cancel")
    reason = str(task.plan.get("reason", ""))
    held = 0
    leaving()
    orders = fulfillment_orders(connection.shopify, _gid(task))
    for order in orders:
        if order.status in _OPEN:
            hold(connection.shopify, order.gid, f"{notes}: {reason}" if reason else notes)
            held += 1
    if any(order.status not in _OPEN and _is_to_pack(order) for order in orders):
        raise cancellation_failure("shop_hold_refused")  # it is being packed, or lies elsewhere
    return Settled("on hold in Shopify" if held else "nothing is left to hold in Shopify")


def _is_to_pack(order: FulfillmentOrder) -> bool:
    return order.status not in _OVER and any(units for *_, units in order.lines)


def _release_all(connection: Connection, task: DueTask, leaving: Callable[[], None]) -> Outcome:
    leaving()
    for order in fulfillment_orders(connection.shopify, _gid(task)):
        ours = our_hold(connection.shopify, order.gid)
        if ours:
            release(connection.shopify, order.gid, [ours])
    return Settled("no longer on hold in Shopify")


def _gid(task: DueTask) -> str:
    known = shop_state.load(task.order_id)
    if known is None:
        raise cancellation_failure("shop_order_gone", name=task.amazon_order_id)
    return known.gid


HOLD_IN_SHOPIFY = PlainVerb(HOLD, "shopify", cancellation_failure, _as_asked_last, _find)
RELEASE_IN_SHOPIFY = PlainVerb(RELEASE, "shopify", cancellation_failure, _as_asked_last, _find)
