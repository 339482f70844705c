"""Cancels an order: whether it can be, and what happens to goods, money and packing."""

from dataclasses import dataclass

from desktop.sandbox.shopify.journal import tell
from desktop.sandbox.shopify.packing import first_location, refresh, take_out
from desktop.sandbox.shopify.records import Order, Transaction
from desktop.sandbox.shopify.records_back import Job
from desktop.sandbox.shopify.refund_sums import money_left
from desktop.sandbox.shopify.refunding import Goods, Plan, make_refund, spread
from desktop.sandbox.shopify.shop import Shop

LONGEST_NOTE = 255
REASONS = ("CUSTOMER", "DECLINED", "FRAUD", "INVENTORY", "OTHER", "STAFF")
_UNDONE = ("CANCELLED", "ERROR", "FAILURE")


@dataclass(frozen=True, slots=True)
class Wish:
    """How an order is to be cancelled."""

    reason: str
    restock: bool
    refund: bool = False
    gateway: str = ""  # another one than the payment's, such as store credit
    note: str | None = None
    by: str = "app"


def cancel_problem(shop: Shop, order: Order, wish: Wish) -> str | None:
    """Message for an order that cannot be cancelled so; None: it can."""
    if order.cancelled_at is not None:
        return "Cannot cancel an order that has already been cancelled"
    if any(not job.done for job in jobs_of(shop, order)):
        return "The order is being processed. Please try again later."
    if any(shipment.status not in _UNDONE for shipment in order.shipments):
        return "Cannot cancel an order with fulfillments that can't be cancelled"
    if order.return_status not in ("NO_RETURN", "RETURNED"):
        return "Cannot cancel an order with returns in progress"
    if any(payment.status == "PENDING" for payment in order.payments):
        return "Cannot cancel an order with pending payments"
    paid = order.money["received"].presentment_money.amount > 0
    if wish.restock and paid and not all(_active(shop, order)):
        return "Inventory cannot be restocked at a deactivated location"
    return None


def _active(shop: Shop, order: Order) -> list[bool]:
    places = {packing.location_number for packing in order.to_pack if packing.remaining}
    return [shop.locations[place].is_active for place in places]


def jobs_of(shop: Shop, order: Order) -> list[Job]:
    """Jobs that work or worked on an order."""
    number = order.legacy_resource_id
    return [job for job in shop.jobs.values() if job.order_number == number]


def cancel_later(shop: Shop, order: Order, wish: Wish) -> Job:
    """A job that cancels the order when its time has come, if it can still be cancelled then."""

    def finish(at: float) -> None:
        if cancel_problem(shop, order, wish) is None:
            cancel_order(shop, order, wish, at)

    due = shop.now() + shop.timing.here(shop.knobs.number("job_s"))
    job = Job(shop.number("Job"), order.legacy_resource_id, due, finish)
    shop.jobs[job.legacy_resource_id] = job
    return job


def cancel_order(shop: Shop, order: Order, wish: Wish, at: float) -> None:
    """Let it happen, as of `at` (UTC seconds). It cannot be undone."""
    order.cancelled_at, order.cancel_reason = at, wish.reason
    order.staff_note, order.cancelled_by = wish.note, wish.by
    released = _release_authorizations(shop, order, at)
    goods = tuple(_goods(shop, order, wish.restock))
    payments = spread(order, money_left(order)[1]) if wish.refund else ()
    if wish.gateway:
        payments = tuple(type(p)(p.amount, wish.gateway, p.parent) for p in payments)
    for packing in order.to_pack:
        packing.holds.clear()
    if goods or payments:
        make_refund(shop, order, Plan(goods, payments=payments, note=wish.note, by=wish.by), at)
    for line in order.lines:
        take_out(order, line, line.unfulfilled_quantity, at)
        line.current_quantity = 0
    if released or order.display_financial_status in ("PENDING", "AUTHORIZED"):
        order.display_financial_status = "VOIDED"
    refresh(order)
    tell(shop, order, "cancelled", f"cancelled this order ({wish.reason.lower()})", wish.by, at)


def _goods(shop: Shop, order: Order, restock: bool) -> list[Goods]:
    """All that is not refunded; what was refunded without a restock stays where it is."""
    place = next((p.location_number for p in order.to_pack if p.remaining), None)
    if place is None:
        place = first_location(shop).legacy_resource_id
    kind = "CANCEL" if restock else "NO_RESTOCK"
    return [
        Goods(line, line.refundable_quantity, kind, place if restock else None)
        for line in order.lines
        if line.refundable_quantity
    ]


def _release_authorizations(shop: Shop, order: Order, at: float) -> bool:
    held = [p for p in order.payments if (p.kind, p.status) == ("AUTHORIZATION", "SUCCESS")]
    ended = [p for p in order.payments if p.kind in ("CAPTURE", "VOID")]
    taken = {id(each.parent_transaction) for each in ended}
    free = [each for each in held if id(each) not in taken]
    for each in free:
        number = shop.number("OrderTransaction")
        order.payments.append(
            Transaction(
                number, "VOID", "SUCCESS", each.gateway, each.amount_set, at, at,
                parent_transaction=each,
            )
        )  # fmt: skip
    return bool(free)
