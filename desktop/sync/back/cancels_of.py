"""Cancellations on either side as tasks for the other. Pure."""

from collections.abc import Iterator

from desktop.catalogue import cancellation_failure
from desktop.rows import TaskState
from desktop.sync.back.wanted import Notice, Wanted
from desktop.trade import Order
from desktop.trade.order import AmazonStatus
from desktop.trade.returns import ShopState
from desktop.trade.rules_back import BackRules

CANCEL_IN_SHOPIFY = "cancel_in_shopify"
CANCEL_ON_AMAZON = "cancel_on_amazon"
HOLD_IN_SHOPIFY = "hold_in_shopify"
RELEASE_IN_SHOPIFY = "release_in_shopify"
OUTBOX = "outbox"
_MINUTE_S = 60.0


def from_amazon(order: Order, state: ShopState | None, rules: BackRules) -> Iterator[Wanted]:
    """What Amazon's cancellation, or the buyer's wish, asks for in Shopify."""
    if state is None or state.cancelled_at is not None:
        return
    if order.status is AmazonStatus.CANCELLED:
        if rules.cancel.to_shopify:
            yield _in_shopify(order, state, rules)
        return
    if order.has_cancel_wish and rules.cancel.hold_on_wish and not order.is_fba:
        reason = next((line.cancel_wish for line in order.lines if line.has_cancel_wish), "")
        yield Wanted(HOLD_IN_SHOPIFY, "", {"reason": reason})
    shrunk = [line.item_id for line in order.lines if line.cancelled_by and line.quantity]
    if shrunk and not order.is_fba:
        yield Wanted(
            CANCEL_IN_SHOPIFY,
            "part",
            {"items": shrunk},
            failure=cancellation_failure("partial", count=len(shrunk)),
        )


def _in_shopify(order: Order, state: ShopState, rules: BackRules) -> Wanted:
    wanted_by = next((line.cancelled_by for line in order.lines if line.cancelled_by), "")
    plan = {
        "reason": "CUSTOMER" if wanted_by == "BUYER" else "OTHER",
        "restock": rules.cancel.restock and not order.is_fba,
        "gid": state.gid,
    }
    if any(one.status == "SUCCESS" for one in state.fulfillments):
        failure = cancellation_failure("shop_fulfilled", name=state.name)
        return Wanted(CANCEL_IN_SHOPIFY, "", plan, failure=failure)
    return Wanted(CANCEL_IN_SHOPIFY, "", plan)


def from_shopify(
    order: Order, state: ShopState, rules: BackRules, *, is_ours: bool
) -> Iterator[Wanted | Notice]:
    """What a cancellation in Shopify asks for on Amazon; ours is never sent back."""
    if state.cancelled_at is None or is_ours or order.is_fba:
        return
    if order.status is AmazonStatus.CANCELLED:
        return
    yield Notice("cancelled in Shopify", state.cancel_reason.lower())
    if order.status is not AmazonStatus.UNSHIPPED:
        failure = cancellation_failure("already_shipped", status=order.raw_status)
        yield Wanted(CANCEL_ON_AMAZON, "", {}, failure=failure)
        return
    reasons = dict(rules.cancel.reasons)
    reason = "BuyerCanceled" if order.has_cancel_wish else reasons.get(state.cancel_reason)
    plan = {
        "reason": reason or "GeneralAdjustment",
        "items": [line.item_id for line in order.lines],
        "counts": not order.has_cancel_wish,  # against the seller's cancellation rate
    }
    if not rules.cancel.to_amazon and not order.has_cancel_wish:
        yield Wanted(CANCEL_ON_AMAZON, "", plan, state=TaskState.WAITING, hold="not_sent")
        return
    wait_s = rules.outbox_minutes * _MINUTE_S
    yield Wanted(CANCEL_ON_AMAZON, "", plan, state=TaskState.WAITING, hold=OUTBOX, due_in_s=wait_s)
