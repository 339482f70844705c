"""Refunds made in Shopify as messages for Amazon. Pure.

Nothing that moves money happens by surprise: while sending is off, a refund stands as "not sent";
when it is on, it waits in the outbox first. What can be foreseen is refused before it leaves.
"""

from collections.abc import Iterator, Sequence

from desktop.catalogue import refund_failure
from desktop.errors import NeedsPerson
from desktop.models.refunds import RefundRecord
from desktop.rows import TaskState
from desktop.sync.back.cancels_of import OUTBOX
from desktop.sync.back.quantities import is_partial_set, items_of
from desktop.sync.back.wanted import Wanted
from desktop.trade import Order
from desktop.trade.order import AmazonStatus
from desktop.trade.returns import AmazonRefundReason, ShopLine, ShopRefund, ShopState
from desktop.trade.rules_back import BackRules

SEND_REFUND = "send_refund"
RECORD_REFUND = "record_refund"
REFUND_IN_SHOPIFY = "refund_in_shopify"
NOT_SENT = "not_sent"
_MINUTE_S = 60.0
_SHIPPED = (AmazonStatus.SHIPPED, AmazonStatus.PARTIALLY_SHIPPED)


def from_shopify(
    order: Order, state: ShopState, held: Sequence[RefundRecord], rules: BackRules
) -> Iterator[Wanted]:
    """What Amazon is to be told of this order's Shopify refunds; ours are never sent back."""
    ours = {one.foreign_id for one in held if one.side == "shopify" and one.made_by == "app"}
    if state.cancelled_at is not None:
        return  # the cancellation brought the money back; it travels as a cancellation
    for refund in state.refunds:
        if refund.gid not in ours and refund.is_settled and refund.total > 0:
            yield _message(order, state, refund, rules)


def _message(order: Order, state: ShopState, refund: ShopRefund, rules: BackRules) -> Wanted:
    items = allocation(order, state, refund, _reason(refund, rules))
    plan: dict[str, object] = {
        "refund": refund.gid,
        "total": refund.total,
        "currency": refund.currency,
        "items": items or [],
    }
    wanted = Wanted(SEND_REFUND, refund.gid, plan)
    failure = _foreseen(order, state.lines, refund, items)
    if failure is not None:
        return Wanted(SEND_REFUND, refund.gid, plan, failure=failure)
    if not rules.refund.to_amazon:
        return Wanted(wanted.verb, refund.gid, plan, state=TaskState.WAITING, hold=NOT_SENT)
    wait_s = rules.outbox_minutes * _MINUTE_S
    return Wanted(
        wanted.verb, refund.gid, plan, state=TaskState.WAITING, hold=OUTBOX, due_in_s=wait_s
    )


def allocation(
    order: Order, state: ShopState, refund: ShopRefund, reason: AmazonRefundReason
) -> list[dict[str, object]] | None:
    """The refund per Amazon item; None where Shopify gave no items to go by.

    Shipping goes to the item with the largest part. Amounts as Shopify has them, in minor units.
    """
    by_gid = {line.gid: line for line in state.lines}
    amounts: dict[str, list[int]] = {}
    for part in refund.lines:
        line = by_gid.get(part.line_gid)
        if line is None or not line.item_id:
            return None
        held = amounts.setdefault(line.item_id, [0, 0])
        held[0] += part.subtotal
        held[1] += part.tax
    if not amounts or refund.adjustment:
        return None
    units = items_of(state.lines, [(part.line_gid, part.quantity) for part in refund.lines])
    first = max(amounts, key=lambda item: amounts[item][0])
    given: list[dict[str, object]] = [
        {
            "item_id": item,
            "quantity": units.get(item, 0),
            "reason": reason.value,
            "principal": principal,
            "tax": tax,
            "shipping": refund.shipping if item == first else 0,
            "shipping_tax": refund.shipping_tax if item == first else 0,
        }
        for item, (principal, tax) in amounts.items()
    ]
    told = sum(sum(held) for held in amounts.values()) + refund.shipping + refund.shipping_tax
    return given if told == refund.total else None


def _reason(refund: ShopRefund, rules: BackRules) -> AmazonRefundReason:
    """Amazon's reason by the words of the refund's note, else the default."""
    note = refund.note.lower()
    for words, reason in rules.refund.reasons:
        if words and words.lower() in note:
            return AmazonRefundReason(reason)
    return AmazonRefundReason(rules.refund.default_reason)


def _foreseen(
    order: Order,
    lines: Sequence[ShopLine],
    refund: ShopRefund,
    items: list[dict[str, object]] | None,
) -> NeedsPerson | None:
    """A rejection that is certain before anything is sent."""
    if order.is_fba:
        return refund_failure("fba")
    if order.status not in _SHIPPED:
        return refund_failure("order_unshipped")
    if refund.currency != order.currency:
        return refund_failure("currency", amazon=order.currency, shopify=refund.currency)
    if items is None:
        return refund_failure("not_allocated")
    if is_partial_set(lines, [(part.line_gid, part.quantity) for part in refund.lines]):
        return refund_failure("set_incomplete")
    return None
