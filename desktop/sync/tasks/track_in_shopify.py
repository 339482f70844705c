"""Give a fulfilment of ours Amazon's carrier and number, told later or corrected. No mail.

To do it again is harmless, so that a lost answer is settled by doing it once more.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from desktop.catalogue import shipment_failure
from desktop.channels.shopify.fulfillments import update_tracking
from desktop.channels.shopify.state import one_fulfillment
from desktop.models import shipments, shop_state
from desktop.models.shipments import ShipmentRecord
from desktop.models.task import DueTask
from desktop.sync.back.trackings_of import TRACK
from desktop.sync.connection import Connection
from desktop.sync.tasks.outcome import Outcome, Settled
from desktop.sync.tasks.verb import PlainVerb
from desktop.trade.returns import ShopFulfillment, Tracking
from desktop.trade.tracking import is_same_number, number_key


def send(connection: Connection, task: DueTask, leaving: Callable[[], None]) -> Outcome:
    """What the seller entered there meanwhile stays.

    Raises NeedsPerson (shipment), TryLater, AccountProblem, Cancelled.
    """
    record = next(
        (one for one in shipments.of_order(task.order_id) if one.foreign_id == task.foreign_id),
        None,
    )
    there = _there(connection, task, record)
    is_gone = bool(record and record.number) if there is None else not there.is_live
    if record is None or is_gone:
        return Settled("the fulfilment is gone")
    tracking = _trackings(task.plan)
    told = replace(record, carrier=tracking[0].company, number=tracking[0].number)
    keep = partial(_keep, told)
    numbers = [one.number for one in there.tracking if one.number] if there is not None else []
    if numbers and not is_same_number(numbers[0], record.number):
        is_told = [number_key(one) for one in numbers] == [number_key(o.number) for o in tracking]
        return Settled("it stands there", keep) if is_told else Settled("the seller's own stays")
    leaving()
    update_tracking(connection.shopify, task.foreign_id, tracking[0], tracking[1:])
    return Settled(", ".join(one.number for one in tracking), keep)


def _there(
    connection: Connection, task: DueTask, record: ShipmentRecord | None
) -> ShopFulfillment | None:
    """The fulfilment as it was shown last; asked for where a number that stands there is to go."""
    if record is not None and record.number:
        return one_fulfillment(connection.shopify, task.foreign_id)
    state = shop_state.load(task.order_id)
    shown = state.fulfillments if state is not None else ()
    return next((one for one in shown if one.gid == task.foreign_id), None)


def find(connection: Connection, task: DueTask) -> Outcome:
    """Once more."""
    return send(connection, task, lambda: None)


def _trackings(plan: Mapping[str, Any]) -> tuple[Tracking, ...]:
    return tuple(Tracking(str(plan["carrier"]), str(number)) for number in plan["numbers"])


def _keep(record: ShipmentRecord) -> None:
    shipments.save(record)


TRACK_IN_SHOPIFY = PlainVerb(TRACK, "shopify", shipment_failure, send, find)
