"""Spreads a refund over Amazon's items, or gives it another reason, and sends it after all."""

from collections.abc import Sequence
from dataclasses import replace

from desktop.actions.bad_input import BadInput
from desktop.actions.open_tasks import the_task
from desktop.actions.order_words import read_word
from desktop.actions.outbox import leaves_at_for
from desktop.actions.refund_items import ItemLeft, checked, items_left, plan_items, proposal
from desktop.models import order_store
from desktop.models import task as tasks
from desktop.models.setting import back_rules, get, set_setting
from desktop.models.task_back import OUTBOX
from desktop.models.task_find import tasks_in
from desktop.models.task_moves import DueTask
from desktop.rows import TaskState
from desktop.sync.back.refunds_of import SEND_REFUND
from desktop.sync.feed_kinds import refund_items
from desktop.trade.returns import AmazonCancelReason, AmazonRefundReason, RefundItem

_CANCEL = "cancel_on_amazon"


def number_of(order_id: int, task_id: int = 0) -> int:
    """The task of the refund that waits for a decision. Raises BadInput."""
    return the_task(order_id, (SEND_REFUND,), "refund", task_id).id


def proposed(
    order_id: int, task_id: int = 0
) -> tuple[tuple[ItemLeft, ...], tuple[RefundItem, ...]]:
    """What is left of each item, and how the refund may be spread over them. Raises BadInput."""
    one = the_task(order_id, (SEND_REFUND,), "refund", task_id)
    left = items_left(order_id, besides=one.id)
    if one.plan.get("items"):
        return left, refund_items(one.plan)
    order = order_store.order(order_id)
    told = int(one.plan.get("total", 0)) if one.plan.get("currency") == order.currency else 0
    reason = AmazonRefundReason(back_rules(one.account_id).refund.default_reason)
    return left, proposal(left, told, reason)


def allocate(order_id: int, items: Sequence[RefundItem], task_id: int = 0) -> int:
    """The refund goes to Amazon as these items, by the outbox; when it leaves, UTC seconds.

    Raises BadInput for what Amazon would refuse, and for more than Shopify's refund was.
    """
    one = the_task(order_id, (SEND_REFUND,), "refund", task_id)
    order = order_store.order(order_id)
    total = sum(item.total for item in items)
    if one.plan.get("currency") == order.currency and total > int(one.plan.get("total", 0)):
        raise BadInput("--item", "This is more than Shopify's refund was.", "Lower the amounts.")
    chosen = plan_items(checked(order_id, items, besides=one.id))
    plan = {**one.plan, "items": chosen, "currency": order.currency}
    if one.plan.get("currency") != order.currency:
        plan["total"] = total
    return _into_outbox(one, plan)


def choose_reason(order_id: int, reason: str, *, words: str = "", task_id: int = 0) -> int:
    """Amazon's reason for a refund or cancellation, which then goes to the outbox; when it leaves.

    `words`: refunds whose note holds them get this reason from now on, or cancellations that
    Shopify gives this reason. Raises BadInput.
    """
    one = the_task(order_id, (SEND_REFUND, _CANCEL), "refund or cancellation", task_id)
    if one.verb == _CANCEL:
        why = read_word(AmazonCancelReason, reason, "--reason").value
        plan = {**one.plan, "reason": why}
        _remember(one, "cancel.reasons", words.upper(), why)
    else:
        chosen = read_word(AmazonRefundReason, reason, "--reason")
        why = chosen.value
        given = [{**dict(item), "reason": why} for item in one.plan.get("items") or ()]
        plan = {**one.plan, "items": given}
        _remember(one, "refund.reasons", words, why)
    leaves_at = _into_outbox(one, plan)
    if words:
        _heal(one, why)
    return leaves_at


def with_reason(items: Sequence[RefundItem], reason: AmazonRefundReason) -> tuple[RefundItem, ...]:
    """The items with another reason."""
    return tuple(replace(one, reason=reason) for one in items)


def _remember(one: DueTask, key: str, words: str, reason: str) -> None:
    if not words:
        return
    kept = dict(get(key, one.account_id))
    try:
        set_setting(key, {**kept, words: reason}, one.account_id)
    except ValueError as error:
        raise BadInput("--remember", str(error), "Give other words.") from None


def _heal(like: DueTask, reason: str) -> None:
    """What failed for want of that reason goes as well: fix once, heal all."""
    for one in tasks_in(like.account_id, TaskState.FAILED, "reason_unmapped"):
        if one.verb != like.verb or one.plan.get("reason") != like.plan.get("reason"):
            continue
        items = [{**dict(item), "reason": reason} for item in one.plan.get("items") or ()]
        is_cancel = one.verb == _CANCEL
        changed = {"reason": reason} if is_cancel else {"items": items}
        _into_outbox(one, {**one.plan, **changed})


def _into_outbox(one: DueTask, plan: dict[str, object]) -> int:
    """Where it can still be withdrawn: it moves money, or cannot be taken back."""
    leaves_at = leaves_at_for(one.account_id)
    tasks.replace_plan(one.id, plan, state=TaskState.WAITING, hold=OUTBOX, due_at=leaves_at)
    return leaves_at
