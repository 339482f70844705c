"""Record in Shopify a refund that Amazon made: no goods put back, no mail, Amazon's date.

The refund is drafted once, and draft and key are kept before anything leaves; what is sent again
is that draft with that key. Its note names Amazon's refund, so that it is known for ours anywhere.
"""

import json
from collections.abc import Callable, Mapping
from functools import partial
from uuid import uuid4

from desktop.catalogue import refund_failure
from desktop.channels.shopify.refunds import KeySpent, create_refund, draft_refund
from desktop.models import order_store, refunds
from desktop.models.database import write
from desktop.models.refunds import RefundRecord
from desktop.models.task import DueTask
from desktop.rows import TaskState
from desktop.sync.back import refund_records
from desktop.sync.back.recording import IS_ANOTHER, MAYBE_THERE
from desktop.sync.back.refunds_of import RECORD_REFUND as VERB
from desktop.sync.connection import Connection
from desktop.sync.tasks.outcome import Absent, Again, Outcome, Settled, Submitted
from desktop.sync.tasks.shop_order import shop_order
from desktop.sync.tasks.verb import PlainVerb
from desktop.trade import Money, Order
from desktop.trade.returns import ShopRefund, ShopState

_MOST_DRAFTS = 20
_ANEW: Mapping[str, object] = {"draft": None, "key": ""}


def send(connection: Connection, task: DueTask, leaving: Callable[[], None]) -> Outcome:
    """Record it, unless it stands there. Raises NeedsPerson, TryLater, OutcomeUnknown,
    AccountProblem, Cancelled."""
    state = shop_order(connection, task, refund_failure)
    there = _there(task, state)
    if there is not None:
        return there
    draft, key = task.plan.get("draft"), str(task.plan.get("key") or "")
    if not draft or not key:
        return _drafted(connection, task, state)
    leaving()
    try:
        made = create_refund(connection.shopify, draft, key)
    except KeySpent:
        if int(task.plan.get("drafts") or 0) >= _MOST_DRAFTS:
            raise
        return Again("an earlier attempt was refused; it is drafted anew", _ANEW)
    return Settled("recorded in Shopify", partial(_keep, task, made))


def find(connection: Connection, task: DueTask) -> Outcome:
    """Does the order show the refund? If not, the same draft is sent with the same key."""
    found = _ours(task, shop_order(connection, task, refund_failure))
    if found is not None:
        return Settled("the answer was lost; found in Shopify", partial(_keep, task, found))
    if task.state is TaskState.CHECK:
        return Absent()
    return Submitted(task.due_at, "not taken yet")


def _drafted(connection: Connection, task: DueTask, state: ShopState) -> Outcome:
    record = _record(task)
    minor = int(task.plan.get("minor") or record.minor)
    draft = draft_refund(
        connection.shopify,
        state.gid,
        record.currency,
        whole_lines(order_store.order(task.order_id), state, record, minor),
        0,
        refund_records.note_of(record.foreign_id),
        minor,
        record.at,
    )
    drafts = int(task.plan.get("drafts") or 0) + 1
    return Again("it is drafted", {"draft": draft, "key": str(uuid4()), "drafts": drafts})


def whole_lines(
    order: Order, state: ShopState, record: RefundRecord, minor: int
) -> tuple[tuple[str, int], ...]:
    """The lines that were given back whole; none where it is a part of a price, or still to pack.

    A refund of money alone takes nothing off what a warehouse has to pack. Pure.
    """
    told = json.loads(record.items or "[]")
    if minor != record.minor or not told or any(line.unfulfilled for line in state.lines):
        return ()
    chosen: list[tuple[str, int]] = []
    for sku, quantity, amount in told:
        items = [line for line in order.lines if line.sku == sku]
        if len(items) != 1 or not 0 < quantity <= items[0].quantity:
            return ()
        charges = items[0].charges
        price = charges.item - charges.discount_item
        if amount * items[0].quantity < price * quantity:
            return ()
        lines = [
            line for line in state.lines if line.item_id == items[0].item_id and not line.is_charge
        ]
        if len(lines) != 1 or lines[0].refundable < quantity * lines[0].pack:
            return ()
        chosen.append((lines[0].gid, quantity * lines[0].pack))
    return tuple(chosen) if len({gid for gid, _ in chosen}) == len(chosen) else ()


def _there(task: DueTask, state: ShopState) -> Settled | None:
    """Whether Shopify has it: recorded by us before, or made there by the merchant."""
    found = _ours(task, state)
    if found is not None:
        return Settled("it stands in Shopify already", partial(_keep, task, found))
    with write():
        refund_records.see_shopify(task.order_id, state)
        refunds.pair(task.order_id)
        record = _record(task)
        if record.pair_id is not None:
            return Settled("the same refund stands in Shopify already")
    if record.asks and not task.plan.get(IS_ANOTHER):
        raise refund_failure(MAYBE_THERE, amount=Money(record.minor, record.currency))
    return None


def _ours(task: DueTask, state: ShopState) -> ShopRefund | None:
    note = refund_records.note_of(task.foreign_id)
    return next(
        (one for one in state.refunds if one.note.strip() == note and not one.is_failed), None
    )


def _record(task: DueTask) -> RefundRecord:
    held = refunds.of_order(task.order_id)
    record = refund_records.find(held, "amazon", task.foreign_id)
    if record is None:
        raise LookupError(f"there is no refund {task.foreign_id}")
    return record


def _keep(task: DueTask, made: ShopRefund) -> None:
    """Shopify's refund is ours, and the pair of Amazon's: it is never sent back."""
    amazon = _record(task)
    shopify, _ = refunds.see(
        RefundRecord(
            id=0,
            order_id=task.order_id,
            side="shopify",
            foreign_id=made.gid,
            minor=made.total,
            currency=made.currency,
            at=made.processed_at or made.created_at,
            state="recorded",
            made_by="app",
        )
    )
    if amazon.pair_id is None and shopify.pair_id is None:
        refunds.set_state(shopify.id, "recorded")
        refunds.set_state(amazon.id, "recorded")
        refunds.join(shopify.id, amazon.id)


RECORD_REFUND = PlainVerb(VERB, "shopify", refund_failure, send, find)
