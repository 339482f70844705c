"""Hold the Shopify order's open fulfilment orders while a buyer's cancel wish is undecided.

Both ways are harmless to repeat: a hold of ours that stands already is found, not doubled.
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
from desktop.sync.connection import Connection
from desktop.sync.tasks.outcome import Outcome, Settled
from desktop.sync.tasks.verb import PlainVerb

_OPEN = ("OPEN", "SCHEDULED", "ON_HOLD")


def _hold_all(connection: Connection, task: DueTask, leaving: Callable[[], None]) -> Outcome:
    notes = "The buyer asked on Amazon to cancel"
    reason = str(task.plan.get("reason", ""))
    held = 0
    leaving()
    for order in fulfillment_orders(connection.shopify, _gid(task)):
        if order.status in _OPEN:
            hold(connection.shopify, order.gid, f"{notes}: {reason}" if reason else notes)
            held += 1
    return Settled("on hold in Shopify" if held else "nothing is left to hold in Shopify")


def _release_all(connection: Connection, task: DueTask, leaving: Callable[[], None]) -> Outcome:
    leaving()
    for order in fulfillment_orders(connection.shopify, _gid(task)):
        ours = our_hold(connection.shopify, order.gid)
        if ours:
            release(connection.shopify, order.gid, [ours])
    return Settled("no longer on hold in Shopify")


def _again(connection: Connection, task: DueTask, change: Callable[..., Outcome]) -> Outcome:
    """An unknown outcome of a harmless change is settled by making it once more."""
    return change(connection, task, lambda: None)


def _gid(task: DueTask) -> str:
    known = shop_state.load(task.order_id)
    if known is None:
        raise cancellation_failure("shop_order_gone", name=task.amazon_order_id)
    return known.gid


def _find_held(connection: Connection, task: DueTask) -> Outcome:
    return _again(connection, task, _hold_all)


def _find_released(connection: Connection, task: DueTask) -> Outcome:
    return _again(connection, task, _release_all)


HOLD_IN_SHOPIFY = PlainVerb(
    "hold_in_shopify", "shopify", cancellation_failure, _hold_all, _find_held
)
RELEASE_IN_SHOPIFY = PlainVerb(
    "release_in_shopify", "shopify", cancellation_failure, _release_all, _find_released
)
