"""The last look before a cancellation or refund goes into a feed.

What waited too long asks a person again; what another computer or an older backup may have sent
already is not sent blindly; and Amazon's books are read again, for what is left to give back.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.catalogue import cancellation_failure, refund_failure
from desktop.channels.shopify.lease import read_intents
from desktop.clock import to_iso
from desktop.errors import AccountProblem, NeedsPerson
from desktop.models import feed_queue, order_store, refunds
from desktop.models.refund_pairs import not_caused
from desktop.models.setting import back_rules
from desktop.models.task import DueTask
from desktop.sync import order_books, refund_left
from desktop.sync.back import refund_records
from desktop.sync.back.refunds_of import ASKS, SEND_REFUND
from desktop.sync.connection import Connection
from desktop.sync.feed_kinds import Kind, intent_key, refund_items
from desktop.trade import Order
from desktop.trade.order import AmazonStatus

_HOUR_S = 3600.0
_CANCELLABLE = (AmazonStatus.UNSHIPPED, AmazonStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class Fit:
    """It may leave, as this message. `is_settled`: there is nothing to send, it stands already."""

    message: Any
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """It does not leave; a person sees why. `plan` is what a retry then takes as known."""

    error: NeedsPerson
    plan: Mapping[str, object] = field(default_factory=dict)


def look(connection: Connection, kind: Kind, task: DueTask, now: float) -> Fit | Refusal:
    """Whether a task may leave. Reads from both services; changes nothing there.

    Raises TryLater, AccountProblem, Cancelled.
    """
    order = order_store.order(task.order_id)
    try:
        if kind.moves_money:
            found = _waited(connection, kind, task, now) or _of_kind(connection, task, order)
            if found is not None:
                return found
            if kind.verb != SEND_REFUND and order.status is AmazonStatus.CANCELLED:
                return Fit(None, is_settled=True)
            refusal = _elsewhere(connection, kind, task)
            if refusal is not None:
                return refusal
        message = kind.message(task, order, now)
        kind.body(connection.account.amazon.seller_id, [message])  # what is no message raises here
    except NeedsPerson as error:
        return Refusal(error)
    return Fit(message)


def _waited(connection: Connection, kind: Kind, task: DueTask, now: float) -> Refusal | None:
    """What was due long ago and did not leave: the program was closed, or there was no network."""
    rules = back_rules(task.account_id)
    patience = connection.pace.here(rules.ask_again_hours * _HOUR_S)
    if now - task.due_at <= max(patience, 60.0):
        return None
    return Refusal(kind.failure("waited_too_long", since=to_iso(task.due_at)))


def _of_kind(connection: Connection, task: DueTask, order: Order) -> Fit | Refusal | None:
    if task.verb == SEND_REFUND:
        return _refund(connection, task, order)
    if order.is_fba:
        return Refusal(cancellation_failure("fba"))
    if order.status in (AmazonStatus.PENDING, AmazonStatus.PENDING_AVAILABILITY):
        return Refusal(cancellation_failure("pending"))
    if order.status not in _CANCELLABLE:
        return Refusal(cancellation_failure("already_shipped", status=order.raw_status))
    return None


def _refund(connection: Connection, task: DueTask, order: Order) -> Fit | Refusal | None:
    """Read the books, then say what Amazon would refuse and what may stand there already."""
    if task.plan.get(ASKS):
        return Refusal(refund_failure(str(task.plan[ASKS])))
    closed = _read_books(connection, task, order)
    if closed is not None:
        return closed
    held = refunds.of_order(task.order_id)
    journal = [one for one in feed_queue.left(task.order_id, SEND_REFUND) if one.id != task.id]
    elsewhere = not_caused(held, {one.foreign_id for one in journal})
    own = refund_records.find(held, "shopify", task.foreign_id)
    items = refund_items(task.plan)
    currency = str(task.plan.get("currency", ""))
    known = {str(key) for key in task.plan.get("known_refunds") or ()}
    asked = sum(one.total for one in items)
    amounts = {asked, int(task.plan.get("total") or asked)}
    of_item = {line.item_id: line.sku for line in order.lines}
    skus = {sku for one in items if (sku := of_item.get(one.item_id, ""))}
    twins = [
        one
        for amount in amounts
        for one in refund_left.already_there(own, amount, currency, elsewhere, skus)
        if one.foreign_id not in known
    ]
    if twins and _told_elsewhere(connection, task) is not None:
        return Fit(None, is_settled=True)  # another computer sent it, and there it is
    if twins:
        keys = [one.foreign_id for one in elsewhere]
        return Refusal(refund_left.says_already(twins[0]), {"known_refunds": keys})
    sent = [item for one in journal for item in refund_items(one.plan)]
    failure = refund_left.foreseen(order, currency, items, sent, elsewhere)
    return None if failure is None else Refusal(failure)


def _read_books(connection: Connection, task: DueTask, order: Order) -> Refusal | None:
    """Keep what Amazon's books show of the order now, and pair it."""
    try:
        found = order_books.refunds_of(connection, order.amazon_order_id)
    except order_books.BooksUnclear:
        return Refusal(refund_failure("books_closed"))
    except AccountProblem as problem:
        if problem.code != order_books.NO_ROLE:
            raise
        return Refusal(refund_failure("books_closed", problem.technical))
    order_books.keep(task.order_id, found)
    return None


def _elsewhere(connection: Connection, kind: Kind, task: DueTask) -> Refusal | None:
    """What was sent elsewhere, and does not show on Amazon, is for a person."""
    told = _told_elsewhere(connection, task)
    if told is None:
        return None
    error = kind.failure("undecided", amazon_order_id=task.amazon_order_id)
    return Refusal(error, {"known_intent": told})


def _told_elsewhere(connection: Connection, task: DueTask) -> str | None:
    """What the Shopify order says of an attempt that no feed of this profile made."""
    gid = order_store.shop_gid(task.order_id)
    if not gid:
        return None
    told = (read_intents(connection.shopify, gid) or {}).get(intent_key(task))
    if told is None or told == task.plan.get("known_intent"):
        return None
    ours = {to_iso(at) for at in feed_queue.begun(task.id)}
    return None if _begun_at(told) in ours else told


def intent_text(task: DueTask, begun_at: float) -> str:
    """What the Shopify order is to say of an attempt, by the beginning of its feed, which tells
    this profile's feeds from all others. `begun_at` UTC seconds."""
    return json.dumps({"attempt": task.attempt, "at": to_iso(begun_at)}, sort_keys=True)


def _begun_at(told: str) -> str:
    """When the feed of an intent was begun; what cannot be read is nobody's."""
    try:
        return str(json.loads(told)["at"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
