"""Spreads a refund over Amazon's items, and sends it after all."""

from collections.abc import Sequence
from dataclasses import replace

from desktop.actions.bad_input import BadInput
from desktop.actions.open_tasks import the_task
from desktop.actions.outbox import leaves_at_for
from desktop.actions.refund_items import ItemLeft, checked, items_left, plan_items, proposal
from desktop.models import order_store
from desktop.models import task as tasks
from desktop.models.setting import back_rules
from desktop.models.task_back import OUTBOX
from desktop.models.task_moves import DueTask
from desktop.rows import TaskState
from desktop.sync.back.refunds_of import ASKS, SEND_REFUND
from desktop.sync.feed_kinds import refund_items
from desktop.trade.returns import AmazonRefundReason, RefundItem


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
    rules = back_rules(one.account_id, order.marketplace_id).refund
    reason = AmazonRefundReason(rules.default_reason)
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
    plan = {**one.plan, "items": chosen, "currency": order.currency, ASKS: ""}
    if one.plan.get("currency") != order.currency:
        plan["total"] = total
    return into_outbox(one, plan)


def with_reason(items: Sequence[RefundItem], reason: AmazonRefundReason) -> tuple[RefundItem, ...]:
    """The items with another reason."""
    return tuple(replace(one, reason=reason) for one in items)


def into_outbox(one: DueTask, plan: dict[str, object]) -> int:
    """Where it can still be withdrawn: it moves money, or cannot be taken back; when it leaves."""
    leaves_at = leaves_at_for(one.account_id)
    tasks.replace_plan(one.id, plan, state=TaskState.WAITING, hold=OUTBOX, due_at=leaves_at)
    return leaves_at
