"""Start an account: show what would happen, then let the held orders go as the seller chose.

Until then nothing was sent (PRODUCT rule 4): orders were imported, counted and held.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from desktop.clock import Clock
from desktop.clock import now as real_now
from desktop.errors import NeedsPerson
from desktop.models import account as accounts
from desktop.models import order_store, seen_order, setting, setting_change
from desktop.models import task as tasks
from desktop.models.setting import order_rules
from desktop.rows import StartPreview, TaskState
from desktop.sync import adopt, skus
from desktop.sync.connection import Connection
from desktop.sync.plan import plan_order
from desktop.sync.progress import Tell, silent
from desktop.sync.pull_amazon import PullCursor, planner
from desktop.sync.tasks.draft_for import draft_for
from desktop.trade import Account, Order

HOLD = "not_started"
_SLICE = 200


def preview_start(
    connection: Connection,
    choice: str = "unshipped",
    *,
    tell: Tell = silent,
    clock: Clock = real_now,
) -> StartPreview:
    """What starting with that choice would do. Asks Shopify, sends nothing.

    Raises TryLater, AccountProblem, Cancelled.
    """
    at = clock()
    account = accounts.account(connection.account.id)
    as_started = replace(account, started_at=int(at), create_choice=choice)
    count: Counter[str] = Counter()
    failures: Counter[tuple[str, str]] = Counter()
    for orders in order_store.held_orders(account.id, HOLD, _SLICE):
        chosen = _chosen(orders, as_started, at, count)
        if chosen:
            _try(connection, chosen, count, failures, tell, clock)
    cursor = PullCursor.load(account.id)
    return StartPreview(
        account=account.name,
        would_create=count["create"],
        would_fail=tuple((code, title, n) for (code, title), n in failures.most_common()),
        stays_import_only=count["import_only"],
        already_in_shopify=count["adopt"],
        too_old_to_see=count["too_old"],
        still_importing=cursor is None or cursor.phase == "first",
    )


def start(account_id: int, choice: str, at: int, *, beyond_visible: bool = False) -> int:
    """Start the account with that choice; returns how many held orders were decided on.

    `choice` is unshipped, all, none or an ISO day; raises ValueError where it is something else.
    Starting again with another choice decides anew on what was left import-only.
    """
    if choice not in ("unshipped", "all", "none"):
        _check_day(choice)
    if beyond_visible:
        setting.set_setting("order.create_beyond_visible", True, account_id=account_id)
    accounts.start_account(account_id, choice, at)
    setting_change.forget(account_id)  # what is decided on now follows what holds now
    return tasks.release(account_id, HOLD, planner(account_id, at))


def _check_day(choice: str) -> None:
    try:
        date.fromisoformat(choice)
    except ValueError as error:
        raise ValueError(
            f"create: {choice!r} is not unshipped, all, none or a day like 2026-11-01"
        ) from error


def _chosen(
    orders: Sequence[Order], as_started: Account, at: float, count: Counter[str]
) -> list[Order]:
    chosen = []
    for order in orders:
        rules = order_rules(as_started.id, order.marketplace_id)
        planned = plan_order(order, as_started, rules, at, HOLD)
        if planned.state is TaskState.SKIPPED:
            count["too_old" if planned.reason == "too_old" else "import_only"] += 1
        elif planned.state is TaskState.READY:
            chosen.append(order)
        else:
            count["create"] += 1
    return chosen


def _try(
    connection: Connection,
    orders: Sequence[Order],
    count: Counter[str],
    failures: Counter[tuple[str, str]],
    tell: Tell,
    clock: Clock,
) -> None:
    """Draft each order without sending it, and count how it would end."""
    account = accounts.account(connection.account.id)
    rules = order_rules(account.id)
    adopt.look(connection, rules, min(o.created_at for o in orders), tell=tell, clock=clock)
    seen = seen_order.seen(account.id, [order.amazon_order_id for order in orders])
    known = skus.look_up(connection, orders, clock=clock)
    facts = account.facts
    if facts is None:
        raise RuntimeError("an account without shop facts cannot be previewed")
    for order in orders:
        if order.amazon_order_id in seen:
            count["adopt"] += 1
            continue
        try:
            marketplace_rules = order_rules(account.id, order.marketplace_id)
            draft_for(connection, order, marketplace_rules, facts, known, {})
        except NeedsPerson as error:
            failures[(error.code, error.title)] += 1
        else:
            count["create"] += 1
