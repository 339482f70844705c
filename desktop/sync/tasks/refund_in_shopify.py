"""Refund in Shopify what the seller refunds from the app; Amazon is told of the same refund next.

Drafted once; draft and key are kept before anything leaves. Its note holds a word of its own, by
which it is found again.
"""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import uuid4

from desktop.catalogue import refund_failure
from desktop.channels.shopify.refunds import KeySpent, create_refund, draft_refund
from desktop.clock import now as real_now
from desktop.models import refunds
from desktop.models.refunds import RefundRecord
from desktop.models.setting import back_rules
from desktop.models.task import DueTask, plan_task
from desktop.rows import TaskState
from desktop.sync.back.cancels_of import OUTBOX
from desktop.sync.back.refunds_of import REFUND_IN_SHOPIFY as VERB
from desktop.sync.back.refunds_of import SEND_REFUND
from desktop.sync.connection import Connection
from desktop.sync.feed_kinds import refund_items
from desktop.sync.tasks.outcome import Absent, Again, Outcome, Settled
from desktop.sync.tasks.shop_order import shop_order
from desktop.sync.tasks.verb import PlainVerb
from desktop.trade.returns import RefundItem, ShopRefund, ShopState

_MINUTE_S = 60.0


def send(connection: Connection, task: DueTask, leaving: Callable[[], None]) -> Outcome:
    """Refund it, unless it stands there. Raises NeedsPerson, TryLater, OutcomeUnknown,
    AccountProblem, Cancelled."""
    state = shop_order(connection, task, refund_failure)
    found = _made(task, state)
    if found is not None:
        return Settled("it stands in Shopify already", partial(_keep, connection, task, found))
    draft, key = task.plan.get("draft"), str(task.plan.get("key") or "")
    if not draft or not key:
        return Again("it is drafted", {"draft": _draft(connection, task, state), "key": _key()})
    leaving()
    try:
        made = create_refund(connection.shopify, draft, key)
    except KeySpent:
        if task.plan.get("is_second"):
            raise
        return Again("drafted anew", {"draft": None, "key": "", "is_second": True})
    return Settled("Amazon is told next", partial(_keep, connection, task, made))


def find(connection: Connection, task: DueTask) -> Outcome:
    """Does the order show it? If not, the same draft is sent with the same key."""
    found = _made(task, shop_order(connection, task, refund_failure))
    if found is None:
        return Absent()
    return Settled("the answer was lost; found in Shopify", partial(_keep, connection, task, found))


def note_of(plan_note: str, word: str) -> str:
    """The note in Shopify: the seller's words, and the refund's own word."""
    return f"{plan_note or 'Refunded with Crossdock'} [{word}]"


def whole_lines(state: ShopState, items: Sequence[RefundItem]) -> tuple[tuple[str, int], ...]:
    """The (line gid, quantity) of the units given back, as far as Shopify has them left. Pure.

    Nothing of an order that is still to pack: a refund of money takes nothing off a parcel.
    """
    if any(line.unfulfilled for line in state.lines):
        return ()
    chosen: list[tuple[str, int]] = []
    for item in items:
        lines = [one for one in state.lines if one.item_id == item.item_id and not one.is_charge]
        if any(one.refundable < item.quantity * one.pack for one in lines):
            return ()
        if len({(one.sku, one.pack) for one in lines}) != len(lines):
            return ()
        chosen += [(one.gid, item.quantity * one.pack) for one in lines if item.quantity]
    return tuple(chosen)


def _draft(connection: Connection, task: DueTask, state: ShopState) -> dict[str, object]:
    items = refund_items(task.plan)
    return draft_refund(
        connection.shopify,
        state.gid,
        str(task.plan["currency"]),
        whole_lines(state, items),
        0,
        note_of(str(task.plan.get("note", "")), task.foreign_id),
        sum(one.total for one in items),
    )


def _key() -> str:
    return str(uuid4())


def _made(task: DueTask, state: ShopState) -> ShopRefund | None:
    ending = f"[{task.foreign_id}]"
    return next(
        (one for one in state.refunds if one.note.strip().endswith(ending) and not one.is_failed),
        None,
    )


def _keep(connection: Connection, task: DueTask, made: ShopRefund) -> None:
    """Keep the refund, and let the very items that the seller chose wait in the outbox."""
    at = int(real_now())
    refunds.see(
        RefundRecord(
            id=0,
            order_id=task.order_id,
            side="shopify",
            foreign_id=made.gid,
            minor=made.total,
            currency=made.currency,
            at=made.processed_at or made.created_at,
            state="outbox",
        )
    )
    told = {
        "refund": made.gid,
        "total": made.total,
        "currency": made.currency,
        "items": task.plan["items"],
    }
    wait_s = connection.pace.here(back_rules(task.account_id).outbox_minutes * _MINUTE_S)
    plan_task(
        task.account_id,
        task.order_id,
        SEND_REFUND,
        foreign_id=made.gid,
        plan={**told, "told": told},
        state=TaskState.WAITING,
        hold=OUTBOX,
        due_at=at + round(wait_s),
        at=at,
    )


REFUND_IN_SHOPIFY = PlainVerb(VERB, "shopify", refund_failure, send, find)
