"""Does a refund that Amazon accepted stand in its books? Reads only; nothing is ever sent.

The regular look into the books ends it sooner, where it finds the refund.
"""

from collections.abc import Callable

from desktop.catalogue import refund_failure
from desktop.clock import now as real_now
from desktop.clock import to_iso
from desktop.models import refunds
from desktop.models.refund_pairs import may_belong
from desktop.models.task import DueTask
from desktop.sync import order_books
from desktop.sync.back import refund_records
from desktop.sync.back.booked_refunds import CONFIRM_REFUND as VERB
from desktop.sync.connection import Connection
from desktop.sync.tasks.outcome import Outcome, Settled, Submitted
from desktop.sync.tasks.verb import PlainVerb
from desktop.trade import Money

LOOK_S = 6 * 3600.0
_STANDS = ("confirmed", "paired", "already", "ignored")


def send(connection: Connection, task: DueTask, leaving: Callable[[], None]) -> Outcome:
    """Look. Raises NeedsPerson once the books had their time, TryLater, AccountProblem."""
    return find(connection, task)


def find(connection: Connection, task: DueTask) -> Outcome:
    """Settled, to be looked at again, or for a person."""
    order_books.look(connection, task.order_id, task.amazon_order_id)
    held = refunds.of_order(task.order_id)
    record = refund_records.find(held, "shopify", task.foreign_id)
    if record is None or record.pair_id is not None or record.state in _STANDS:
        return Settled("it stands in Amazon's books")
    at, until = max(real_now(), task.due_at), int(task.plan.get("until", 0))
    if at < until:
        look_at = min(until, at + connection.pace.here(LOOK_S))
        return Submitted(look_at, "accepted by Amazon, not yet in its books")
    currency = str(task.plan.get("currency", ""))
    amount = Money(int(task.plan.get("total", 0)), currency)
    sent = to_iso(int(task.plan.get("sent", 0)))
    booked = sum(one.minor for one in may_belong(held, record))
    if booked:
        there = Money(booked, currency)
        raise refund_failure("booked_otherwise", amount=amount, sent=sent, booked=there)
    raise refund_failure("not_confirmed", amount=amount, sent=sent)


CONFIRM_REFUND = PlainVerb(VERB, "amazon", refund_failure, send, find)
