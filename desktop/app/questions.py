"""Quick reads of the window, on the reader's thread and its one connection that stays open."""

import json
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from desktop import clock
from desktop.actions.accounts import problems_of
from desktop.actions.decide import waiting_for_sku
from desktop.actions.show_order import with_amazon_url
from desktop.channels.amazon.regions import MARKETPLACES
from desktop.models import account as stored_account
from desktop.models import (
    order_counts,
    order_detail,
    order_list,
    plan,
    reconciliation,
    setting,
)
from desktop.models.database import interrupter
from desktop.models.order_pages import Asked, OrderPages
from desktop.models.setting_registry import REGISTRY
from desktop.rows import (
    AccountState,
    CauseGroup,
    Counters,
    Counts,
    OrderDetail,
    OrderFilter,
    OrderRow,
    PlanUse,
    SettingChoice,
)
from desktop.sync.lease import HELD, standing
from desktop.trade import Account, is_loopback
from desktop.ui.desk import GridQuery

_WORDS = re.compile(r"\w+(?:, \w+)*(?: or \w+)?")
_KINDS = {bool: "bool", int: "int", list: "list", dict: "map"}


def _asked(query: GridQuery) -> Asked:
    return Asked(query.filter, query.sort, query.descending)


class WindowQuestions:
    """Everything is asked on one thread; only `interrupt` is called from another."""

    def __init__(self) -> None:
        self._pages = OrderPages()
        self._lock = threading.Lock()
        self._interrupt: Callable[[], None] | None = None

    def rows(self, query: GridQuery, offset: int, limit: int) -> tuple[OrderRow, ...]:
        """Rows from `offset` on. Raises ValueError for a price range without currency."""
        self._can_be_interrupted()
        return self._pages.rows(_asked(query), offset, limit)

    def count(self, filter_: OrderFilter) -> int:
        """The exact count. Raises ValueError."""
        self._can_be_interrupted()
        return self._pages.count(filter_)

    def prepare(self, query: GridQuery) -> None:
        """Make `rows` quick for every offset."""
        self._can_be_interrupted()
        self._pages.prepare(_asked(query))

    def place(self, query: GridQuery, order_id: int) -> int | None:
        """The row number of an order; None where it is not shown."""
        self._can_be_interrupted()
        return self._pages.place(_asked(query), order_id)

    def ids(self, query: GridQuery, offset: int, limit: int) -> tuple[int, ...]:
        """The row ids from `offset` on."""
        self._can_be_interrupted()
        return self._pages.ids(_asked(query), offset, limit)

    def tabs(self, account_id: int | None) -> Counts:
        """Orders by tab."""
        self._can_be_interrupted()
        return order_list.counts(account_id)

    def counters(self, account_id: int | None) -> Counters:
        """What presses today, by the computer's calendar."""
        self._can_be_interrupted()
        now = int(clock.now())
        today = datetime.fromtimestamp(now).replace(hour=0, minute=0, second=0)  # noqa: DTZ006
        tomorrow = int((today + timedelta(days=1)).timestamp())
        return order_counts.counters(account_id, now, tomorrow)

    def rows_by_id(self, order_ids: Sequence[int]) -> tuple[OrderRow, ...]:
        """These rows as they stand now."""
        self._can_be_interrupted()
        return order_list.rows(list(order_ids))

    def causes(self, account_id: int | None) -> tuple[CauseGroup, ...]:
        """Errors grouped by cause, the most urgent first."""
        self._can_be_interrupted()
        return order_counts.causes(account_id)

    def detail(self, order_id: int) -> OrderDetail | None:
        """Everything about one order."""
        self._can_be_interrupted()
        for row in order_list.rows([order_id]):
            for found in order_detail.detail(row.amazon_order_id, row.account_id):
                return with_amazon_url(found)
        return None

    def accounts(self) -> tuple[AccountState, ...]:
        """How every account stands."""
        self._can_be_interrupted()
        return tuple(_state(one) for one in stored_account.accounts())

    def plan(self) -> PlanUse:
        """How much of the plan is used."""
        self._can_be_interrupted()
        used = plan.usage(clock.now())
        return PlanUse(used.name, used.used, used.limit, used.reset)

    def currencies(self, account_id: int | None) -> tuple[str, ...]:
        """For the price filter."""
        self._can_be_interrupted()
        return order_list.currencies(account_id)

    def settings(self, account_id: int | None, marketplace_id: str) -> tuple[SettingChoice, ...]:
        """Every setting as it stands on a level."""
        self._can_be_interrupted()
        return tuple(_choice(one) for one in setting.settings(account_id, marketplace_id))

    def waiting_for_sku(self, account_id: int, sku: str) -> tuple[int, ...]:
        """The failed orders that linking that SKU would mend."""
        self._can_be_interrupted()
        return waiting_for_sku(account_id, sku)

    def interrupt(self) -> None:
        """End a running question at once: it raises Cancelled."""
        with self._lock:
            if self._interrupt is not None:
                self._interrupt()

    def _can_be_interrupted(self) -> None:
        interrupt = interrupter()
        with self._lock:
            self._interrupt = interrupt


def _state(account: Account) -> AccountState:
    totals = reconciliation.reconcile(account.id)
    problems = {one.side: one for one in problems_of(account) if one.code != HELD}
    places = (MARKETPLACES.get(one) for one in account.amazon.marketplaces)
    return AccountState(
        id=account.id,
        name=account.name,
        seller=account.amazon.seller_id,
        region=account.amazon.region,
        marketplaces=tuple(one.country for one in places if one is not None),
        shop=account.shopify.shop,
        is_started=account.started_at is not None,
        is_sandbox=is_loopback(account.amazon.endpoint),
        amazon_checked_at=account.amazon_checked_at,
        shopify_checked_at=account.shopify_checked_at,
        amazon_problem=problems.get("amazon"),
        shopify_problem=problems.get("shopify"),
        orders=totals.imported,
        waiting=totals.waiting,
        lease=standing(account, clock.now()),
    )


def _choice(row: setting.SettingRow) -> SettingChoice:
    registered = REGISTRY[row.key]
    allowed: tuple[str, ...] = ()
    kind = _KINDS.get(type(row.default), "text")
    if kind == "text" and _WORDS.fullmatch(row.allowed):
        words = tuple(re.split(r", | or ", row.allowed))
        allowed, kind = (words, "choice") if row.default in words else ((), kind)
    made = SettingChoice(
        key=row.key,
        value=json.dumps(row.value),
        default=json.dumps(row.default),
        level=row.level,
        description=row.description,
        allowed=allowed,
        kind=kind,
    )
    return replace(made, levels=registered.levels)
