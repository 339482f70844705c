"""Refunds made in Shopify as messages for Amazon. Pure.

Nothing that moves money happens by surprise: while sending is off, a refund stands as "not sent";
when it is on, it waits in the outbox first. What can be foreseen is refused before it leaves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from desktop.catalogue import refund_failure
from desktop.errors import NeedsPerson
from desktop.models.refunds import RefundRecord
from desktop.models.task_back import UNSHIPPED
from desktop.rows import TaskState
from desktop.sync.back.cancels_of import OUTBOX
from desktop.sync.back.refund_parts import is_part, never_shipped, parts_of
from desktop.sync.back.wanted import Wanted
from desktop.trade import Order
from desktop.trade.order import AmazonStatus
from desktop.trade.returns import AmazonRefundReason, ShopRefund, ShopState
from desktop.trade.rules_back import BackRules

SEND_REFUND = "send_refund"
RECORD_REFUND = "record_refund"
REFUND_IN_SHOPIFY = "refund_in_shopify"
NOT_SENT = "not_sent"
ASKS = "asks_first"  # in a plan: the failure that asks before it leaves
_MINUTE_S = 60.0
_WITH_IT_S = 60  # a cancellation's refund is made together with it
_SHIPPED = (AmazonStatus.SHIPPED, AmazonStatus.PARTIALLY_SHIPPED)


def from_shopify(
    order: Order, state: ShopState, held: Sequence[RefundRecord], rules: BackRules
) -> Iterator[Wanted]:
    """What Amazon is to be told of this order's Shopify refunds; ours are never sent back."""
    ours = {one.foreign_id for one in held if one.side == "shopify" and one.made_by == "app"}
    earlier: list[ShopRefund] = []
    for refund in sorted(state.refunds, key=lambda one: (one.created_at, one.gid)):
        if refund.is_failed:
            continue
        is_money = refund.is_settled and refund.total > 0
        if is_money and refund.gid not in ours and not is_reversal(order, state, refund):
            yield _message(order, state, refund, earlier, rules)
        earlier.append(refund)


def is_reversal(order: Order, state: ShopState, refund: ShopRefund) -> bool:
    """Whether it only takes back a payment that Amazon never charged: it came with the order's
    cancellation, or Amazon has cancelled the order."""
    if order.status is AmazonStatus.CANCELLED:
        return True
    is_charged = order.status in _SHIPPED or order.is_fba
    return not is_charged and _came_with_cancellation(state, refund)


def _came_with_cancellation(state: ShopState, refund: ShopRefund) -> bool:
    made_at = refund.created_at or refund.processed_at
    return state.cancelled_at is not None and made_at >= state.cancelled_at - _WITH_IT_S


def _message(
    order: Order,
    state: ShopState,
    refund: ShopRefund,
    earlier: Sequence[ShopRefund],
    rules: BackRules,
) -> Wanted:
    """As it stands under the rules; a failure is foreseen only for what would leave by itself."""
    items = parts_of(order, state, refund, earlier, _reason(refund, rules))
    asks = _asks(order, state, refund, earlier)
    plan: dict[str, object] = {
        "refund": refund.gid,
        "total": refund.total,
        "currency": refund.currency,
        "items": items or [],
        **({ASKS: asks} if asks else {}),
    }
    wanted = Wanted(SEND_REFUND, refund.gid, plan, state=TaskState.WAITING)
    is_charged = order.status in _SHIPPED
    healed = replace(wanted, heals=("order_unshipped", UNSHIPPED)) if is_charged else wanted
    if not rules.refund.to_amazon or _came_with_cancellation(state, refund):
        return replace(healed, hold=NOT_SENT)
    failure = _foreseen(order, refund, items, asks)
    on_its_way = any(one.is_live for one in state.fulfillments)
    if failure is not None and failure.code == "order_unshipped" and on_its_way:
        return replace(wanted, hold=UNSHIPPED, heals=("order_unshipped",))
    due_in_s = rules.outbox_minutes * _MINUTE_S
    return replace(healed, hold=OUTBOX, due_in_s=due_in_s, failure=failure)


def _reason(refund: ShopRefund, rules: BackRules) -> AmazonRefundReason:
    """Amazon's reason by the words of the refund's note, else the default."""
    note = refund.note.lower()
    for words, reason in rules.refund.reasons:
        if words and words.lower() in note:
            return AmazonRefundReason(reason)
    return AmazonRefundReason(rules.refund.default_reason)


def _asks(order: Order, state: ShopState, refund: ShopRefund, earlier: Sequence[ShopRefund]) -> str:
    """What a person is asked before it leaves, whatever Amazon would say."""
    if never_shipped(order, state, refund):
        return "never_shipped"
    return "set_incomplete" if is_part(state, refund, earlier) else ""


def _foreseen(
    order: Order, refund: ShopRefund, items: list[dict[str, object]] | None, asks: str
) -> NeedsPerson | None:
    """A rejection that is certain before anything is sent."""
    if order.is_fba:
        return refund_failure("fba")
    if asks == "never_shipped":
        return refund_failure(asks)
    if order.status not in _SHIPPED:
        return refund_failure("order_unshipped")
    if refund.currency != order.currency:
        return refund_failure("currency", amazon=order.currency, shopify=refund.currency)
    if items is None:
        return refund_failure("not_allocated")
    return refund_failure(asks) if asks else None
