"""Refunds of both sides as they are kept: which are ours, and which two are one."""

import json
from collections.abc import Iterable

from desktop.models import history, order_store, refunds
from desktop.models import task as tasks
from desktop.models.refunds import RefundRecord, State
from desktop.models.task import DueTask
from desktop.models.task_find import tasks_of
from desktop.rows import NOT_LEFT
from desktop.sync.back.refund_parts import new_units
from desktop.sync.back.refunds_of import SEND_REFUND, is_reversal
from desktop.trade import Money, Order
from desktop.trade.returns import REFUND_AMOUNTS, AmazonRefund, ShopRefund, ShopState

_NOTE = "Refunded on Amazon"


def note_of(key: str) -> str:
    """The note on a refund that the app records in Shopify; it names Amazon's refund."""
    return f"{_NOTE}: {key}"


def is_ours(note: str) -> bool:
    """Whether a Shopify refund was recorded by the app, on whatever computer."""
    return note.strip().startswith(f"{_NOTE}: ")


def see_shopify(order_id: int, state: ShopState | None) -> None:
    """Keep the refunds that Shopify shows of an order; ours are marked as ours, and what only takes
    back a payment that Amazon never charged counts as no refund, whoever cancelled."""
    if state is None:
        return
    order = order_store.order(order_id)
    for one in state.refunds:
        if not one.is_settled or one.is_failed or one.total <= 0:
            continue
        recorded = is_ours(one.note)
        held, is_new = refunds.see(
            RefundRecord(
                id=0,
                order_id=order_id,
                side="shopify",
                foreign_id=one.gid,
                minor=one.total,
                currency=one.currency,
                at=one.processed_at or one.created_at,
                items=_named(order, state, one),
                state="recorded" if recorded else "not_sent",
                made_by="app" if recorded else "other",
            )
        )
        reverses = is_reversal(order, state, one)
        if is_new and not recorded and not reverses:
            _tell("refunded in Shopify", held)
        _as_reversal(held, is_reversal=reverses)


def _named(order: Order, state: ShopState, refund: ShopRefund) -> str:
    """What it names in the shape of Amazon's books: SKU, units, amount."""
    skus = {line.item_id: line.sku for line in order.lines}
    by_gid = {line.gid: line for line in state.lines}
    units = new_units(state, refund, ())
    amounts: dict[str, int] = {}
    for part in refund.lines:
        line = by_gid.get(part.line_gid)
        item = (line.item_id or line.charge_item_id) if line is not None else ""
        if not skus.get(item):
            return "[]"
        amounts[item] = amounts.get(item, 0) + part.subtotal + part.tax
    return json.dumps([[skus[item], units.get(item, 0), n] for item, n in amounts.items()])


def _as_reversal(held: RefundRecord, *, is_reversal: bool) -> None:
    """Where it was not told; and back again, where Amazon has charged the order after all."""
    if is_reversal and held.state in ("not_sent", "outbox") and held.pair_id is None:
        refunds.set_state(held.id, "reversal")
        open_ones = [
            one.id
            for one in tasks_of([held.order_id], SEND_REFUND)
            if one.foreign_id == held.foreign_id and one.state in NOT_LEFT
        ]
        tasks.skip(open_ones, "reversal", by="app")
    elif held.state == "reversal" and not is_reversal:
        refunds.set_state(held.id, "not_sent")


def see_amazon(order_id: int, refund: AmazonRefund) -> bool:
    """Keep a refund that Amazon's books show; whether it is new."""
    held, is_new = refunds.see(
        RefundRecord(
            id=0,
            order_id=order_id,
            side="amazon",
            foreign_id=refund.key,
            minor=refund.total,
            currency=refund.currency,
            at=refund.posted_at,
            items=json.dumps([list(item) for item in refund.items]),
        )
    )
    if is_new:
        _tell("refunded on Amazon", held)
    return is_new


def _tell(what: str, one: RefundRecord) -> None:
    """In the order's story, when it happened there."""
    amount = str(Money(one.minor, one.currency))
    history.add(one.order_id, what, at=one.at, detail=amount, by=one.side)


def mark(task: DueTask, state: State, at: float) -> None:
    """Where the Shopify refund that a task sends to Amazon stands; a settled one stays."""
    held = find(refunds.of_order(task.order_id), "shopify", task.foreign_id)
    if held is None:
        held, _ = refunds.see(
            RefundRecord(
                id=0,
                order_id=task.order_id,
                side="shopify",
                foreign_id=task.foreign_id,
                minor=int(task.plan.get("total", 0)),
                currency=str(task.plan.get("currency", "")),
                at=int(at),
            )
        )
    if state == "sent":
        refunds.sent_as(held.id, _sent_items(task))
    if held.pair_id is not None and state in ("sent", "accepted"):
        state = "confirmed"
    if held.state in ("not_sent", "outbox", "sent", "accepted") and held.state != state:
        refunds.set_state(held.id, state)


def _sent_items(task: DueTask) -> str:
    """What the task tells Amazon of, in the shape of Amazon's books."""
    skus = {line.item_id: line.sku for line in order_store.order(task.order_id).lines}
    told = [
        [
            skus.get(str(one.get("item_id")), ""),
            int(one.get("quantity") or 0),
            sum(int(one.get(name) or 0) for name in REFUND_AMOUNTS),
        ]
        for one in task.plan.get("items") or ()
    ]
    return json.dumps(told)


def find(held: Iterable[RefundRecord], side: str, foreign_id: str) -> RefundRecord | None:
    """The refund of that side and id."""
    return next((one for one in held if (one.side, one.foreign_id) == (side, foreign_id)), None)
