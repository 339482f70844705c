"""Cancels an order from the app: Shopify first, so that nobody packs it, and then Amazon."""

from desktop import clock
from desktop.actions.back_start import Started, fbm_order, plan_by_seller
from desktop.actions.bad_input import BadInput
from desktop.actions.order_words import read_word
from desktop.actions.outbox import leaves_at_for
from desktop.errors import Side
from desktop.models import history, order_list, order_store, shop_state
from desktop.models import task as tasks
from desktop.models.database import write
from desktop.models.setting import back_rules
from desktop.models.task_find import tasks_of
from desktop.rows import ENDED, TaskState
from desktop.trade import Order
from desktop.trade.order import AmazonStatus
from desktop.trade.returns import AmazonCancelReason

ON_AMAZON = "cancel_on_amazon"
IN_SHOPIFY = "cancel_in_shopify"
_SELLER = "seller"
_SHOP_REASONS = {
    AmazonCancelReason.BUYER_CANCELED: "CUSTOMER",
    AmazonCancelReason.NO_INVENTORY: "INVENTORY",
    AmazonCancelReason.RISK: "FRAUD",
}


def cancel_order(order_id: int, reason: str) -> Started:
    """Cancel it on both sides; `reason` is one of Amazon's.

    In Shopify it is cancelled at the next sync. Amazon's cancellation then waits in the outbox,
    where it can be withdrawn. Raises BadInput, LookupError.
    """
    why = read_word(AmazonCancelReason, reason, "--reason")
    order = fbm_order(order_id, "cancellation")
    account_id = _account_of(order_id)
    told = cancellation(order, why)
    if starts_on(order_id) == "amazon":
        return _amazon_alone(order_id, account_id, told)
    plan: dict[str, object] = {
        "gid": order_store.shop_gid(order_id),
        "reason": _SHOP_REASONS.get(why, "OTHER"),
        "restock": back_rules(account_id, order.marketplace_id).cancel.restock,
        "then_amazon": told,
    }
    plan_by_seller(order_id, account_id, IN_SHOPIFY, _SELLER, plan, "cancelled from the app")
    return Started(
        order_id,
        "shopify",
        "Cancelled in Shopify at the next sync; Amazon's cancellation then waits in the outbox.",
        _warning(order, why),
    )


def starts_on(order_id: int) -> Side:
    """The side that a cancellation is told first. Raises BadInput where there can be none."""
    _check(fbm_order(order_id, "cancellation"), order_id)
    state = shop_state.load(order_id)
    if not order_store.shop_gid(order_id):
        return "amazon"
    if state is not None and any(one.is_live for one in state.fulfillments):
        cure = "Cancel the fulfilment in Shopify first, or refund the order."
        raise BadInput("order", "Something of it is fulfilled in Shopify.", cure)
    return "shopify" if state is None or state.cancelled_at is None else "amazon"


def cancellation(order: Order, reason: AmazonCancelReason) -> dict[str, object]:
    """What Amazon is told, as its task keeps it."""
    return {
        "reason": reason.value,
        "items": [line.item_id for line in order.lines],
        "counts": reason is not AmazonCancelReason.BUYER_CANCELED,
    }


def _account_of(order_id: int) -> int:
    rows = order_list.rows([order_id])
    if not rows:
        raise LookupError(f"there is no order {order_id}")
    return rows[0].account_id


def _check(order: Order, order_id: int) -> None:
    if order.status is AmazonStatus.CANCELLED:
        raise BadInput("order", "Amazon has cancelled it already.", "Nothing is to do.")
    if order.status in (AmazonStatus.SHIPPED, AmazonStatus.PARTIALLY_SHIPPED):
        raise BadInput("order", "It was shipped already.", "Refund it instead.")
    if order.status is not AmazonStatus.UNSHIPPED:
        cure = "Wait until Amazon has released it."
        raise BadInput("order", f"Amazon's status is {order.raw_status or order.status}.", cure)
    for one in tasks_of([order_id], ON_AMAZON):
        if one.state not in (*ENDED, TaskState.FAILED, TaskState.WAITING):
            raise BadInput("order", "Amazon's cancellation is under way.", "Wait for its end.")


def _amazon_alone(order_id: int, account_id: int, told: dict[str, object]) -> Started:
    """It is not, or no longer, in Shopify: what would create it is skipped, and Amazon is told."""
    at = int(clock.now())
    with write():
        for one in tasks_of([order_id], "create_order"):
            if one.state in (TaskState.SENDING, TaskState.CHECK):
                cure = "Wait for the next sync, then cancel it."
                raise BadInput("order", "It is being created in Shopify.", cure)
            if one.state in (TaskState.WAITING, TaskState.READY, TaskState.FAILED):
                tasks.skip([one.id], "cancelled", at=at)
        into_outbox(order_id, account_id, told, at)
        history.add(order_id, "cancelled from the app", at=at, by="seller")
    return Started(order_id, "amazon", "Amazon's cancellation waits in the outbox.")


def into_outbox(order_id: int, account_id: int, told: dict[str, object], at: int) -> None:
    """Amazon's cancellation, where it can be withdrawn; in place of one that was not sent."""
    latest = tasks.latest(account_id, order_id, ON_AMAZON, "")
    plan = {**told, "told": told}
    due_at = leaves_at_for(account_id)
    if latest is not None and latest.state in (TaskState.WAITING, TaskState.FAILED):
        tasks.replace_plan(latest.id, plan, state=TaskState.WAITING, hold="outbox", due_at=due_at)
        return
    tasks.plan_task(
        account_id,
        order_id,
        ON_AMAZON,
        revision=0 if latest is None else latest.revision + 1,
        plan=plan,
        state=TaskState.WAITING,
        hold="outbox",
        due_at=due_at,
        at=at,
    )


def _warning(order: Order, why: AmazonCancelReason) -> str:
    if order.has_cancel_wish or why is AmazonCancelReason.BUYER_CANCELED:
        return ""
    return "It counts against the seller's cancellation rate: the buyer did not ask for it."
