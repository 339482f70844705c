"""Tell Amazon that a package left. A repeat with the same reference edits, and never doubles.

Sent is not confirmed: after Amazon took it, the order is read back until it shows the package.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from desktop.catalogue import shipment_failure
from desktop.channels.amazon.carriers import OTHER, fits, prefilled
from desktop.channels.amazon.regions import MARKETPLACES
from desktop.channels.amazon.shipments import AlreadyShipped, confirm_shipment, packages_of
from desktop.clock import now as real_now
from desktop.clock import to_iso
from desktop.models import carrier_map, order_store, shipments, shop_state
from desktop.models.shipments import ShipmentRecord
from desktop.models.task import DueTask
from desktop.rows import TaskState
from desktop.sync.back.mirrored import is_taken_back
from desktop.sync.back.shipments_of import WITHDRAWN
from desktop.sync.connection import Connection
from desktop.sync.lease import looks_before
from desktop.sync.tasks.outcome import Absent, Outcome, Settled, Submitted
from desktop.sync.tasks.verb import PlainVerb
from desktop.trade import Order
from desktop.trade.returns import PackageToConfirm

READ_BACK_S = 180.0  # Amazon may show a confirmed order as unshipped for minutes
_READ_BACKS = 40  # about two hours; then a person is told


def send(connection: Connection, task: DueTask, leaving: Callable[[], None]) -> Outcome:
    """Confirm the package. Raises NeedsPerson, TryLater, OutcomeUnknown, AccountProblem."""
    if task.foreign_id.endswith(WITHDRAWN):  # there is nothing to send, only a person to ask
        raise shipment_failure("fulfillment_cancelled", name=task.plan.get("fulfillment", ""))
    order, record = order_store.order(task.order_id), _record(task)
    if _is_withdrawn(task):
        return Settled("its fulfilment was cancelled before Amazon was told")
    package = package_of(connection.account.id, order, record.reference, task.plan, real_now())
    if task.sent_at is None and order.created_at < looks_before(connection.account):
        there = _sent_elsewhere(connection, task, record)
        if there is not None:
            return there
    leaving()
    try:
        confirm_shipment(connection.amazon, order.amazon_order_id, package)
    except AlreadyShipped as error:
        return _already(connection, task, order, record, error)
    look_at = real_now() + connection.pace.here(READ_BACK_S)
    sent = replace(
        record, carrier=package.carrier_code, number=package.tracking_number, state="sent"
    )
    return Submitted(look_at, "sent to Amazon, not yet shown there", partial(_keep, task, sent))


def find(connection: Connection, task: DueTask) -> Outcome:
    """Does Amazon show the package, with this number?"""
    record = _record(task)
    order = packages_of(connection.amazon, task.amazon_order_id)
    number = str(task.plan.get("number", ""))
    for package in order.packages:
        if package.reference == record.reference and package.tracking_number in ("", number):
            confirmed = replace(record, state="confirmed", number=number)
            return Settled("Amazon shows the shipment", partial(_keep, task, confirmed))
    if task.state is TaskState.CHECK:
        return Absent()  # sending it again edits the same package
    if task.lookups >= _READ_BACKS:
        sent = to_iso(task.sent_at or 0)
        ship_by = to_iso(order.ship_by.latest) if order.ship_by.latest else "not known"
        raise shipment_failure("not_confirmed", sent=sent, ship_by=ship_by)
    look_at = real_now() + connection.pace.here(READ_BACK_S)
    return Submitted(look_at, "sent to Amazon, not yet shown there")


def _sent_elsewhere(
    connection: Connection, task: DueTask, record: ShipmentRecord
) -> Outcome | None:
    """Whether another computer, or this one before a restore, told Amazon of this package."""
    number = str(task.plan.get("number", ""))
    order = packages_of(connection.amazon, task.amazon_order_id)
    for package in order.packages:
        if number and package.tracking_number == number:
            confirmed = replace(record, state="confirmed", number=number)
            return Settled("Amazon shows the shipment already", partial(_keep, task, confirmed))
    return None


def package_of(
    account_id: int, order: Order, reference: str, plan: Mapping[str, Any], now: float
) -> PackageToConfirm:
    """The package as Amazon is told of it; raises NeedsPerson where a carrier or number lacks."""
    number = str(plan.get("number", "")).strip()
    if not number:
        raise shipment_failure("tracking_missing", name=plan.get("fulfillment", ""))
    code, name = _carrier(account_id, order, str(plan.get("company", "")))
    if not plan.get("number_is_right") and not fits(code, number):
        raise shipment_failure("tracking_format", number=number, carrier=name or code)
    return PackageToConfirm(
        marketplace_id=order.marketplace_id,
        reference=reference,
        carrier_code=code,
        carrier_name=name or code,
        method=str(plan.get("method", "")),
        tracking_number=number,
        shipped_at=int(min(max(int(plan.get("shipped_at", 0)), order.created_at), now)),
        items=tuple((str(item), int(quantity)) for item, quantity in plan["items"]),
    )


def _carrier(account_id: int, order: Order, company: str) -> tuple[str, str]:
    """Amazon's code and, for `Other`, the name; the seller's map first."""
    marketplace = MARKETPLACES.get(order.marketplace_id)
    country = marketplace.country if marketplace else ""
    mapped = carrier_map.carrier(account_id, company, country)
    if mapped is not None:
        return mapped
    code = prefilled(company, country)
    if code is None:
        raise shipment_failure("carrier_unknown", carrier=company or "(none)")
    return code, company if code == OTHER else ""


def _already(
    connection: Connection,
    task: DueTask,
    order: Order,
    record: ShipmentRecord,
    error: AlreadyShipped,
) -> Outcome:
    """Amazon counts the order as shipped: right where all of it is, else for a person."""
    now_there = packages_of(connection.amazon, order.amazon_order_id)
    if all(line.quantity_fulfilled >= line.quantity for line in now_there.lines):
        confirmed = replace(record, state="confirmed")
        return Settled(
            "Amazon counts the order as shipped already", partial(_keep, task, confirmed)
        )
    raise shipment_failure("package_changed", error.technical)


def _record(task: DueTask) -> ShipmentRecord:
    """What is held of the fulfilment; it was kept when the task was planned."""
    return next(
        one
        for one in shipments.of_order(task.order_id)
        if (one.side, one.foreign_id) == ("shopify", task.foreign_id)
    )


def _is_withdrawn(task: DueTask) -> bool:
    """Whether the fulfilment is cancelled, as far as Shopify was read."""
    state = shop_state.load(task.order_id)
    made = state.fulfillments if state is not None else ()
    return any(one.gid == task.foreign_id and is_taken_back(one) for one in made)


def _keep(task: DueTask, record: ShipmentRecord) -> None:
    """Amazon was told; where the fulfilment was cancelled meanwhile, a person is told of that."""
    shipments.save(record)
    if _is_withdrawn(task):
        shop_state.read_again(task.order_id)


CONFIRM_SHIPMENT = PlainVerb(
    "confirm_shipment", "amazon", shipment_failure, send, find, lag_s=READ_BACK_S
)
