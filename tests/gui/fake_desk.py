"""A desk in memory: rows that are filtered naively, deeds that are recorded, errands as told."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from typing import Any

from desktop.rows import (
    AccountState,
    CauseGroup,
    Counters,
    Counts,
    DraftPreview,
    ImportOutcome,
    OrderDetail,
    OrderFilter,
    OrderRow,
    PlanUse,
    SettingChoice,
    ShopSide,
    SideReport,
    StartPreview,
    Tab,
    VariantRow,
)
from desktop.trade import Money
from desktop.ui.desk import Decision, Desk, GridQuery
from tests.gui.fake_back import FakeBackDeeds, FakeBackErrands, FakeBackQuestions
from tests.gui.fake_outbox import FakeOutboxDeeds, FakeOutboxQuestions
from tests.gui.fake_rows import DAY, NOW, account, cause_of, make_rows, shows, sort_value
from tests.gui.fake_settings import (
    FakeSettingsDeeds,
    FakeSettingsErrands,
    FakeSettingsQuestions,
)


@dataclass
class FakeQuestions(FakeBackQuestions, FakeOutboxQuestions, FakeSettingsQuestions):
    """Answers from `orders`, naively; `asked` lists what was asked, `slow_s` delays answers."""

    orders: list[OrderRow] = field(default_factory=list)
    accounts_now: tuple[AccountState, ...] = field(default_factory=lambda: (account(),))
    plan_now: PlanUse = field(default_factory=lambda: PlanUse("Own", 312, 500, NOW + 9 * DAY))
    details: dict[int, OrderDetail] = field(default_factory=dict)
    settings_now: tuple[SettingChoice, ...] = ()
    waiting_by_sku: dict[str, int] = field(default_factory=dict)
    slow_s: float = 0.0
    failing: Exception | None = None
    asked: list[tuple[Any, ...]] = field(default_factory=list)
    interrupted: int = 0
    threads: set[str] = field(default_factory=set)
    _sorted: tuple[GridQuery, list[OrderRow]] | None = None

    def change(self, *rows: OrderRow) -> None:
        """Rows that come, or that are others now."""
        by_id = {one.id: one for one in self.orders} | {one.id: one for one in rows}
        self.orders = list(by_id.values())
        self._sorted = None

    def _note(self, *what: Any) -> None:
        self.asked.append(what)
        self.threads.add(threading.current_thread().name)
        if self.slow_s:
            time.sleep(self.slow_s)
        if self.failing is not None:
            raise self.failing

    def _shown(self, query: GridQuery) -> list[OrderRow]:
        if self._sorted is None or self._sorted[0] != query:
            found = [one for one in self.orders if shows(query.filter, one)]
            with_value = [one for one in found if len(sort_value(one, query.sort)) > 1]
            without = [one for one in found if len(sort_value(one, query.sort)) == 1]
            for part in (with_value, without):
                part.sort(key=lambda one: sort_value(one, query.sort), reverse=query.descending)
            self._sorted = (query, with_value + without)
        return self._sorted[1]

    def rows(self, query: GridQuery, offset: int, limit: int) -> tuple[OrderRow, ...]:
        self._note("rows", query, offset, limit)
        return tuple(self._shown(query)[offset : offset + limit])

    def count(self, filter_: OrderFilter) -> int:
        self._note("count", filter_)
        return sum(shows(filter_, one) for one in self.orders)

    def prepare(self, query: GridQuery) -> None:
        self._note("prepare", query)

    def place(self, query: GridQuery, order_id: int) -> int | None:
        self._note("place", query, order_id)
        ids = [one.id for one in self._shown(query)]
        return ids.index(order_id) if order_id in ids else None

    def ids(self, query: GridQuery, offset: int, limit: int) -> tuple[int, ...]:
        self._note("ids", query, offset, limit)
        return tuple(one.id for one in self._shown(query)[offset : offset + limit])

    def tabs(self, account_id: int | None) -> Counts:
        self._note("tabs", account_id)
        counts = [
            sum(shows(OrderFilter(tab=tab, account_id=account_id), one) for one in self.orders)
            for tab in Tab
        ]
        return Counts(*counts)

    def counters(self, account_id: int | None) -> Counters:
        self._note("counters", account_id)
        shown = [one for one in self.orders if one.archived_at is None]
        late = [one for one in shown if one.ship_by is not None and one.ship_by < NOW]
        today = [one for one in shown if one.ship_by is not None and NOW <= one.ship_by < NOW + DAY]
        return Counters(len(today), len(late), sum(one.cancel_wish for one in shown), 2)

    def rows_by_id(self, order_ids: Sequence[int]) -> tuple[OrderRow, ...]:
        self._note("rows_by_id", tuple(order_ids))
        by_id = {one.id: one for one in self.orders}
        return tuple(by_id[one] for one in order_ids if one in by_id)

    def causes(self, account_id: int | None) -> tuple[CauseGroup, ...]:
        self._note("causes", account_id)
        asked = OrderFilter(tab=Tab.ERRORS, account_id=account_id)
        groups: dict[str, list[OrderRow]] = {}
        for row in self.orders:
            if shows(asked, row):
                groups.setdefault(row.failures[0].code, []).append(row)
        return tuple(cause_of(rows) for rows in groups.values())

    def detail(self, order_id: int) -> OrderDetail | None:
        self._note("detail", order_id)
        return self.details.get(order_id)

    def accounts(self) -> tuple[AccountState, ...]:
        self._note("accounts")
        return self.accounts_now

    def plan(self) -> PlanUse:
        self._note("plan")
        return self.plan_now

    def currencies(self, account_id: int | None) -> tuple[str, ...]:
        self._note("currencies", account_id)
        return tuple(sorted({one.total.currency for one in self.orders if one.total}))

    def settings(self, account_id: int | None, marketplace_id: str) -> tuple[SettingChoice, ...]:
        self._note("settings", account_id, marketplace_id)
        return self.settings_now

    def waiting_for_sku(self, account_id: int, sku: str) -> tuple[int, ...]:
        self._note("waiting_for_sku", account_id, sku)
        ids = [one.id for one in self.orders if one.first_sku == sku]
        return tuple([*ids, *range(5000, 6000)][: self.waiting_by_sku.get(sku, 0)])

    def interrupt(self) -> None:
        self.interrupted += 1


@dataclass
class FakeDeeds(FakeBackDeeds, FakeOutboxDeeds, FakeSettingsDeeds):
    """Does to the questions' rows what can be done, and records every call in `done`."""

    questions: FakeQuestions
    done: list[tuple[Any, ...]] = field(default_factory=list)
    failing: Exception | None = None

    def _note(self, *what: Any) -> None:
        if self.failing is not None:
            raise self.failing
        self.done.append(what)

    def _stamp(self, order_ids: Sequence[int], at: int | None) -> int:
        rows = [one for one in self.questions.orders if one.id in set(order_ids)]
        self.questions.change(*(replace(one, archived_at=at) for one in rows))
        return len(rows)

    def archive(self, order_ids: Sequence[int]) -> int:
        self._note("archive", tuple(order_ids))
        return self._stamp(order_ids, NOW)

    def restore(self, order_ids: Sequence[int]) -> int:
        self._note("restore", tuple(order_ids))
        return self._stamp(order_ids, None)

    def retry(self, order_ids: Sequence[int]) -> int:
        self._note("retry", tuple(order_ids))
        return len(order_ids)

    def skip(self, order_ids: Sequence[int], reason: str) -> int:
        self._note("skip", tuple(order_ids), reason)
        return len(order_ids)

    def done_by_hand(self, order_ids: Sequence[int], note: str) -> int:
        self._note("done_by_hand", tuple(order_ids), note)
        return len(order_ids)

    def decide(self, decision: Decision) -> int:
        self._note("decide", decision)
        return 1 + sum(self.questions.waiting_by_sku.get(sku, 0) for sku, _, _ in decision.links)

    def take_over(self, account_ids: Sequence[int]) -> int:
        self._note("take_over", tuple(account_ids))
        return len(account_ids)

    def set_setting(
        self, key: str, value: str | None, account_id: int | None, marketplace_id: str
    ) -> int:
        self._note("set_setting", key, value, account_id, marketplace_id)
        return 1


@dataclass
class FakeErrands(FakeBackErrands, FakeSettingsErrands):
    """Answers with what a test put into `answers` by the errand's name; an exception is raised.

    A callable is called with the errand's arguments. `run` records every call.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    run: list[tuple[Any, ...]] = field(default_factory=list)

    def _answer(self, name: str, default: Any, *what: Any) -> Any:
        self.run.append((name, *what))
        answer = self.answers.get(name, default)
        if isinstance(answer, Exception):
            raise answer
        return answer(*what) if callable(answer) else answer

    def import_orders(
        self, text: str, *, create: bool, account_id: int | None, cancel: Event
    ) -> tuple[ImportOutcome, ...]:
        return self._answer("import_orders", (), text, create, account_id)  # type: ignore[no-any-return]

    def fetch_again(self, order_id: int, cancel: Event) -> ImportOutcome:
        default = ImportOutcome("", "refreshed", "refreshed")
        return self._answer("fetch_again", default, order_id)  # type: ignore[no-any-return]

    def preview(self, decision: Decision, cancel: Event) -> DraftPreview:
        zero = Money(0, "USD")
        default = DraftPreview((), zero, zero, zero, zero, (), (), "{}")
        return self._answer("preview", default, decision)  # type: ignore[no-any-return]

    def search_variants(self, account_id: int, text: str, cancel: Event) -> tuple[VariantRow, ...]:
        return self._answer("search_variants", (), account_id, text)  # type: ignore[no-any-return]

    def candidates(
        self, account_id: int, sku: str, title: str, cancel: Event
    ) -> tuple[VariantRow, ...]:
        return self._answer("candidates", (), account_id, sku, title)  # type: ignore[no-any-return]

    def match_items(self, order_id: int, links: Any, cancel: Event) -> int:
        return self._answer("match_items", 3, order_id, tuple(links))  # type: ignore[no-any-return]

    def shop_side(self, order_id: int, cancel: Event) -> ShopSide | None:
        return self._answer("shop_side", None, order_id)  # type: ignore[no-any-return]

    def connect(self, text: str, cancel: Event) -> tuple[SideReport, ...]:
        return self._answer("connect", (), text)  # type: ignore[no-any-return]

    def check(self, account_id: int, cancel: Event) -> tuple[SideReport, ...]:
        return self._answer("check", (), account_id)  # type: ignore[no-any-return]

    def test_side(self, side: str, text: str, cancel: Event) -> SideReport:
        default = SideReport(side, ("connected",), ())
        return self._answer("test_side", default, side, text)  # type: ignore[no-any-return]

    def preview_start(self, account_id: int, choice: str, cancel: Event) -> StartPreview:
        default = StartPreview("Main", 37, (), 11_480, 22, 0, False)
        return self._answer("preview_start", default, account_id, choice)  # type: ignore[no-any-return]

    def start(self, account_id: int, choice: str, cancel: Event) -> int:
        return self._answer("start", 37, account_id, choice)  # type: ignore[no-any-return]

    def export(self, query: GridQuery, path: Path, *, buyers: bool, cancel: Event) -> int:
        return self._answer("export", 0, query, path, buyers)  # type: ignore[no-any-return]

    def sync_now(self, cancel: Event) -> None:
        self._answer("sync_now", None)

    def pause(self, until: int | None, cancel: Event) -> None:
        self._answer("pause", None, until)


def fake_desk(count: int = 0, **changes: Any) -> Desk:
    """A whole desk over `count` made-up orders."""
    questions = FakeQuestions(orders=make_rows(count), **changes)
    return Desk(questions=questions, deeds=FakeDeeds(questions), errands=FakeErrands())
