"""Move the open fulfilment orders of an order to the location that the seller packs at."""

from collections.abc import Callable

from desktop.catalogue import shipment_failure
from desktop.channels.shopify.fulfillments import fulfillment_orders, move
from desktop.models import order_store
from desktop.models.setting import back_rules
from desktop.models.task import DueTask
from desktop.sync.back.wanted import ON_HOLD
from desktop.sync.connection import Connection
from desktop.sync.tasks.outcome import Outcome, Settled
from desktop.sync.tasks.verb import PlainVerb

_HELD = "ON_HOLD"
_OPEN = ("OPEN", "SCHEDULED")


def send(connection: Connection, task: DueTask, leaving: Callable[[], None]) -> Outcome:
    """What lies there already is left as it is, so that a repeat changes nothing. Shopify moves
    nothing that is on hold: that is moved once it is released."""
    place = order_store.marketplace_of(task.order_id)
    rules = back_rules(task.account_id, place).shipment
    location = str(task.plan.get("location", "")) or rules.location
    leaving()
    moved, is_held = 0, False
    for order in fulfillment_orders(connection.shopify, order_store.shop_gid(task.order_id)):
        if order.location_gid == location:
            continue
        is_held = is_held or order.status == _HELD
        if order.status in _OPEN:
            move(connection.shopify, order.gid, location)
            moved += 1
    if is_held:
        return Settled(ON_HOLD)
    return Settled("moved to the chosen location" if moved else "at the chosen location already")


def find(connection: Connection, task: DueTask) -> Outcome:
    """Harmless to repeat."""
    return send(connection, task, lambda: None)


MOVE_IN_SHOPIFY = PlainVerb("move_in_shopify", "shopify", shipment_failure, send, find)
