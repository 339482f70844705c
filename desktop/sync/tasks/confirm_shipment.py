"""Tell Amazon that a package left. A repeat with the same reference edits, and never doubles.

Sent is not confirmed: after Amazon took it, the order is read back until it shows the package.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from desktop.catalogue import shipment_failure
from desktop.channels.amazon.carriers import OTHER, fits, prefilled
from desktop.channels.amazon.regions import MARKETPLACES
from desktop.channels.amazon.shipments import AlreadyShipped, confirm_shipment, packages_of
from desktop.clock import now as real_now
from desktop.models import carrier_map, order_store, shipments, shop_state
from desktop.models.shipments import ShipmentRecord
from desktop.models.task import DueTask
from desktop.rows import TaskState
from desktop.sync.back.shipments_of import WITHDRAWN
from desktop.sync.connection import Connection
from desktop.sync.lease import looks_before
from desktop.sync.tasks.outcome import Absent, Again, Outcome, Settled, Submitted
from desktop.sync.tasks.read_back import is_overdue, not_shown
from desktop.sync.tasks.verb import PlainVerb
from desktop.trade import Order
from desktop.trade.order import Package
from desktop.trade.returns import PackageToConfirm
from desktop.trade.tracking import is_same_number, tidy

READ_BACK_S = 180.0  # Amazon may show a confirmed order as unshipped for minutes


def send(connection: Connection, task: DueTask, leaving: Callable[[], None]) -> Outcome:
    """Confirm the package. Raises NeedsPerson, TryLater, OutcomeUnknown, AccountProblem."""
    _ask_of_withdrawn(task)
    order, record = order_store.order(task.order_id), _record(task)
    if _is_withdrawn(task):
        return Settled("its fulfilment was cancelled before Amazon was told")
    package = package_of(connection.account.id, order, record.reference, task.plan, real_now())
    if task.sent_at is None and _looks_first(connection, order, record, package):
        there = _sent_elsewhere(connection, task, record)
        if there is not None:
            return there
    leaving()
    try:
        confirm_shipment(connection.amazon, order.amazon_order_id, package)
    except AlreadyShipped as error:
        return _already(connection, task, record, error)
    look_at = real_now() + connection.pace.here(READ_BACK_S)
    sent = replace(
        record,
        carrier=package.carrier_code,
        number=package.tracking_number,
        items=package.items,
        state="sent",
    )
    return Submitted(look_at, "sent to Amazon, not yet shown there", partial(_keep, task, sent))


def find(connection: Connection, task: DueTask) -> Outcome:
    """Does Amazon show the package, with this number?"""
    _ask_of_withdrawn(task)
    record = _record(task)
    order = packages_of(connection.amazon, task.amazon_order_id)
    number = str(task.plan.get("number", ""))
    for package in order.packages:
        if _is_it(package, record, number):
            confirmed = replace(record, state="confirmed", number=number)
            return Settled("Amazon shows the shipment", partial(_keep, task, confirmed))
    if _goes_on(record):
        return Settled("its package is another fulfilment's by now")
    if task.state is TaskState.CHECK:
        return Absent()  # sending it again edits the same package
    sent_at = task.sent_at or 0
    if is_overdue(connection, order, task.lookups, sent_at, real_now()):
        raise not_shown(order, sent_at)
    look_at = real_now() + connection.pace.here(READ_BACK_S)
    return Submitted(look_at, "sent to Amazon, not yet shown there")


def _ask_of_withdrawn(task: DueTask) -> None:
    """Of a package that Amazon keeps, there is nothing to send or to find, only a person to ask."""
    if task.foreign_id.endswith(WITHDRAWN):
        raise shipment_failure("fulfillment_cancelled", name=task.plan.get("fulfillment", ""))


def _is_it(package: Package, record: ShipmentRecord, number: str) -> bool:
    told = package.tracking_number
    return package.reference == record.reference and (not told or is_same_number(told, number))


def _goes_on(record: ShipmentRecord) -> bool:
    """Whether another fulfilment was told under this reference since."""
    return any(
        one.reference == record.reference and one.id > record.id and one.state != "seen"
        for one in shipments.of_order(record.order_id)
    )


def _looks_first(
    connection: Connection, order: Order, record: ShipmentRecord, package: PackageToConfirm
) -> bool:
    """Where Amazon would take a second package: of an order that another computer or tool may have
    told of, and of a part. The whole of an order it never takes twice."""
    if order.created_at < looks_before(connection.account):
        return True
    whole = {line.item_id: line.quantity for line in order.lines if line.quantity}
    return record.state == "seen" and dict(package.items) != whole


def _sent_elsewhere(
    connection: Connection, task: DueTask, record: ShipmentRecord
) -> Outcome | None:
    """Whether another computer, another tool, or this one before a restore, told Amazon of it."""
    number = str(task.plan.get("number", ""))
    order = packages_of(connection.amazon, task.amazon_order_id)
    items = Counter(dict(_items(task.plan)))
    for package in order.packages:
        same = is_same_number(package.tracking_number, number)
        if same and not items - Counter(dict(package.items)):
            mine = package.reference == record.reference
            kept = replace(record, state="confirmed" if mine else "mirrored", number=number)
            return Settled("Amazon shows the shipment already", partial(_keep, task, kept))
    return None


def package_of(
    account_id: int, order: Order, reference: str, plan: Mapping[str, Any], now: float
) -> PackageToConfirm:
    """The package as Amazon is told of it; raises NeedsPerson where a carrier or number lacks."""
    number = tidy(str(plan.get("number", "")))
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
        shipped_at=int(max(min(int(plan.get("shipped_at", 0)), now), order.created_at)),
        items=_items(plan),
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
    connection: Connection, task: DueTask, record: ShipmentRecord, error: AlreadyShipped
) -> Outcome:
    """Amazon counts the order as shipped: right where a package of it carries this number.

    Where one is of a fulfilment that was cancelled in Shopify since, this is that package.
    """
    there = packages_of(connection.amazon, task.amazon_order_id)
    number = str(task.plan.get("number", ""))
    numbers = [one.tracking_number for one in there.packages if one.tracking_number]
    is_all = all(line.quantity_fulfilled >= line.quantity for line in there.lines)
    if is_all and (not numbers or any(is_same_number(one, number) for one in numbers)):
        confirmed = replace(record, state="confirmed")
        return Settled(
            "Amazon counts the order as shipped already", partial(_keep, task, confirmed)
        )
    void = _cancelled_references(task.order_id)
    reference = next((one.reference for one in there.packages if one.reference in void), "")
    if reference and reference != record.reference:
        return Again("it is the package of a fulfilment cancelled since", {"reference": reference})
    if is_all:
        seen = ", ".join(numbers)
        raise shipment_failure("other_number", error.technical, there=seen, here=number)
    raise shipment_failure("package_changed", error.technical)


def _cancelled_references(order_id: int) -> set[str]:
    state = shop_state.load(order_id)
    gone = {one.gid for one in state.fulfillments if not one.is_live} if state else set()
    held = shipments.of_order(order_id)
    living = {one.reference for one in held if one.foreign_id not in gone and one.state != "seen"}
    return {one.reference for one in held if one.foreign_id in gone and one.reference} - living


def _record(task: DueTask) -> ShipmentRecord:
    """What is held of the fulfilment; it was kept when the task was planned.

    Its package may be that of a fulfilment that was cancelled, and go on under its reference.
    """
    held = next(
        one
        for one in shipments.of_order(task.order_id)
        if (one.side, one.foreign_id) == ("shopify", task.foreign_id)
    )
    return replace(held, reference=str(task.plan.get("reference") or held.reference))


def _items(plan: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    return tuple((str(item), int(quantity)) for item, quantity in plan["items"])


def _is_withdrawn(task: DueTask) -> bool:
    """Whether the fulfilment is cancelled, as far as Shopify was read."""
    state = shop_state.load(task.order_id)
    made = state.fulfillments if state is not None else ()
    return any(one.gid == task.foreign_id and one.is_taken_back for one in made)


def _keep(task: DueTask, record: ShipmentRecord) -> None:
    """Amazon was told; where the fulfilment was cancelled meanwhile, a person is told of that."""
    shipments.save(record)
    if _is_withdrawn(task):
        shop_state.read_again(task.order_id)


CONFIRM_SHIPMENT = PlainVerb(
    "confirm_shipment", "amazon", shipment_failure, send, find, lag_s=READ_BACK_S
)
