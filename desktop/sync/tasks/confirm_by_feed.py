"""Does the order show what Amazon accepted in a feed: the shipment, or the cancellation?

Reads only. Sent is not confirmed; what does not show is told, a shipment before ship-by.
"""

from collections.abc import Callable
from functools import partial

from desktop.catalogue import cancellation_failure, shipment_failure
from desktop.channels.amazon.shipments import packages_of
from desktop.clock import now as real_now
from desktop.models import shipments
from desktop.models.task import DueTask
from desktop.sync.back import shown_orders
from desktop.sync.back.shown_orders import LOOK_S
from desktop.sync.connection import Connection
from desktop.sync.tasks.outcome import Outcome, Settled, Submitted
from desktop.sync.tasks.read_back import LOOKS, is_overdue, not_shown
from desktop.sync.tasks.verb import PlainVerb
from desktop.trade import Order
from desktop.trade.order import AmazonStatus

_NOT_SHOWN = "accepted by Amazon, not yet shown there"


def _shipment(connection: Connection, task: DueTask) -> Outcome:
    order = packages_of(connection.amazon, task.amazon_order_id)
    if order.status is AmazonStatus.SHIPPED or _has_left(order, task):
        return Settled("Amazon shows the shipment", partial(_confirm, task))
    sent_at = int(task.plan.get("sent", 0))
    if is_overdue(connection, order, task.lookups, sent_at, real_now()):
        raise not_shown(order, sent_at)
    return _later(connection)


def _cancellation(connection: Connection, task: DueTask) -> Outcome:
    order = packages_of(connection.amazon, task.amazon_order_id)
    if order.status is AmazonStatus.CANCELLED:
        return Settled("Amazon shows the cancellation")
    if task.lookups >= LOOKS:
        raise cancellation_failure("not_confirmed")
    return _later(connection)


def _later(connection: Connection) -> Submitted:
    return Submitted(real_now() + connection.pace.here(LOOK_S), _NOT_SHOWN)


def _has_left(order: Order, task: DueTask) -> bool:
    """Of each item at least what was sent has left."""
    sent = {str(item): int(quantity) for item, quantity in task.plan.get("items", ())}
    left = {line.item_id: line.quantity_fulfilled for line in order.lines}
    return bool(sent) and all(left.get(item, 0) >= units for item, units in sent.items())


def _confirm(task: DueTask) -> None:
    for one in shipments.of_order(task.order_id):
        if (one.side, one.foreign_id) == ("shopify", task.foreign_id) and one.state == "sent":
            shipments.set_state(one.id, "confirmed")


def _sending(
    look: Callable[[Connection, DueTask], Outcome],
) -> Callable[[Connection, DueTask, Callable[[], None]], Outcome]:
    return lambda connection, task, leaving: look(connection, task)


CONFIRM_BY_FEED = PlainVerb(
    shown_orders.CONFIRM_BY_FEED, "amazon", shipment_failure, _sending(_shipment), _shipment
)
CONFIRM_CANCEL = PlainVerb(
    shown_orders.CONFIRM_CANCEL,
    "amazon",
    cancellation_failure,
    _sending(_cancellation),
    _cancellation,
)
