"""Shall an order be created in Shopify, and when? Pure; decided anew at each change of the order.

First match wins. Orders placed before the account was connected are old ones: whether those are
created is the seller's choice at the start (PRODUCT rule 4).
"""

from desktop.clock import parse_iso
from desktop.models.incoming import TaskPlan
from desktop.rows import TaskState
from desktop.trade import Account, Order, OrderRules
from desktop.trade.order import AmazonStatus

_DAY_S = 86_400
VISIBLE_DAYS = 60  # what a shop shows without read_all_orders (shopify-admin-api 1.4)

_TO_SHIP = (AmazonStatus.UNSHIPPED, AmazonStatus.PARTIALLY_SHIPPED)
_PENDING = (AmazonStatus.PENDING, AmazonStatus.PENDING_AVAILABILITY)


def _wait(hold: str) -> TaskPlan:
    return TaskPlan(TaskState.WAITING, hold=hold)


def _skip(reason: str) -> TaskPlan:
    return TaskPlan(TaskState.SKIPPED, reason=reason)


def plan_order(
    order: Order, account: Account, rules: OrderRules, now: float, held_as: str | None = None
) -> TaskPlan:
    """What becomes of the order's creation; `held_as` is how it was held so far, None when new."""
    if not order.sold_on_amazon:
        return _skip("not_amazon")
    if order.status is AmazonStatus.CANCELLED:
        return _skip("cancelled")
    if order.status is AmazonStatus.UNFULFILLABLE:
        return _skip("unfulfillable")
    if not account.is_started:
        return _wait("not_started")
    if order.status in _PENDING:
        return _wait("pending")
    if order.status is AmazonStatus.UNKNOWN:
        return _wait("unknown_status")
    if not rules.create:
        return _skip("import_only")
    if order.is_fba and not rules.import_fba:
        return _skip("fba_off")
    if _is_left_out(order, account, held_as):
        return _skip("import_only")
    if _is_hidden_by_age(order, account, rules, now):
        return _skip("too_old")
    if order.is_fba and order.status is not AmazonStatus.SHIPPED:
        return _wait("fba_unshipped")
    return TaskPlan(TaskState.READY)


def _is_left_out(order: Order, account: Account, held_as: str | None) -> bool:
    """Whether the seller's choice at the start leaves this old order import-only."""
    if order.created_at >= account.connected_at:
        return False
    choice = account.create_choice or "unshipped"
    if choice == "all":
        return False
    if choice == "none":
        return True
    if choice == "unshipped":
        was_open_at_first_sight = held_as in ("pending", "fba_unshipped", "unknown_status")
        return not was_open_at_first_sight and order.status not in (*_TO_SHIP, *_PENDING)
    return order.created_at < parse_iso(choice)


def _is_hidden_by_age(order: Order, account: Account, rules: OrderRules, now: float) -> bool:
    facts = account.facts
    if rules.create_beyond_visible or (facts is not None and facts.sees_all_orders):
        return False
    return order.created_at < now - VISIBLE_DAYS * _DAY_S
