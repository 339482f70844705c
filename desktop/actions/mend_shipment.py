"""Mends a shipment that waits or failed: another number or carrier, or sent without a number."""

from desktop import clock
from desktop.actions.bad_input import BadInput
from desktop.actions.map_carrier import amazon_carrier
from desktop.actions.open_tasks import SHIPMENTS, the_task
from desktop.channels.amazon.carriers import fits, guess
from desktop.models import history, order_store
from desktop.models import task as tasks
from desktop.models.database import write
from desktop.models.task_moves import DueTask
from desktop.rows import TaskState

_CONFIRM = "confirm_shipment"
_BY_FEED = "ship_by_feed"


def type_tracking(
    order_id: int, number: str, carrier: str = "", *, as_it_stands: bool = False, task_id: int = 0
) -> None:
    """Send the shipment with this number, and this carrier where one is given.

    `as_it_stands` also where the number does not look like the carrier's. Shopify's own shipment
    stays as it is. Raises BadInput, LookupError.
    """
    one = the_task(order_id, SHIPMENTS, "shipment", task_id)
    tracking, company = " ".join(number.split()), " ".join(carrier.split())
    if not tracking:
        raise BadInput("--tracking", "is empty.", "Give the number.")
    field = "carrier" if one.verb == "fulfil_in_shopify" else "company"
    company = company or str(one.plan.get(field, ""))
    if not company:
        like = ", ".join(guess(tracking)[:3]) or "none that is known"
        raise BadInput("--carrier", "Shopify names no carrier.", f"It looks like: {like}.")
    if not as_it_stands:
        _check(one, company, tracking)
    plan = {**one.plan, field: company, "number": tracking}
    if as_it_stands:
        plan["number_is_right"] = True
    with write():
        tasks.replace_plan(one.id, plan, state=TaskState.READY, due_at=int(clock.now()))
        history.add(order_id, "number corrected", at=int(clock.now()), detail=tracking, by="seller")


def send_without_tracking(order_id: int, *, task_id: int = 0) -> None:
    """Tell Amazon of the shipment without a number, by a feed. Raises BadInput, LookupError."""
    one = the_task(order_id, (_CONFIRM,), "shipment", task_id)
    at = int(clock.now())
    latest = tasks.latest(one.account_id, order_id, _BY_FEED, one.foreign_id)
    with write():
        tasks.skip([one.id], "superseded", at=at)
        tasks.plan_task(
            one.account_id,
            order_id,
            _BY_FEED,
            foreign_id=one.foreign_id,
            revision=0 if latest is None else latest.revision + 1,
            plan={**one.plan, "number": ""},
            state=TaskState.READY,
            due_at=at,
            at=at,
        )
        history.add(order_id, "to be sent without a number", at=at, by="seller")


def _check(one: DueTask, company: str, number: str) -> None:
    marketplace = order_store.order(one.order_id).marketplace_id
    known = amazon_carrier(one.account_id, marketplace, company)
    if known is None or fits(known[0], number):
        return
    like = ", ".join(guess(number)[:3])
    hint = f" It looks like {like}." if like else ""
    words = f"{number[:60]!r} does not look like a number of {company}.{hint}"
    raise BadInput("--tracking", words, "Correct it, or send it as it stands.")
