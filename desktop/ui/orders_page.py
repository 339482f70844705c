"""The orders: top bar, notices, tabs with their grids, status line; kept up to date by signals."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.rows import (
    Counters,
    Counts,
    PlanUse,
    Problem,
    SyncState,
    Tab,
)
from desktop.ui import theme
from desktop.ui.counters_bar import SELDOM, CountersBar
from desktop.ui.desk import GridQuery
from desktop.ui.error_bar import ErrorBar, Trouble
from desktop.ui.error_words import Words, words_of
from desktop.ui.lease_words import ELSEWHERE
from desktop.ui.notices import Notices
from desktop.ui.order_deeds import OrderDeeds
from desktop.ui.order_feed import COUNT_MS
from desktop.ui.order_tab import OrderTab
from desktop.ui.snackbar import Snackbar
from desktop.ui.standing import Standing
from desktop.ui.status_line import StatusLine
from desktop.ui.tab_strip import TabStrip
from desktop.ui.throttle import Throttle
from desktop.ui.top_bar import TopBar
from desktop.ui.window_memory import WindowMemory
from desktop.ui.work import Work

_ACCOUNT = "account/"


class OrdersPage(QWidget):
    """Everything about the orders of an open profile; dialogs are asked for by signals."""

    import_wanted = Signal()
    export_wanted = Signal()
    settings_wanted = Signal()
    accounts_wanted = Signal()
    outbox_wanted = Signal()
    connect_wanted = Signal()
    start_wanted = Signal(object)  # an AccountState
    order_wanted = Signal(int)
    resolve_wanted = Signal(object)  # row ids
    demo_wanted = Signal()
    leave_demo_wanted = Signal()

    def __init__(self, work: Work, memory: WindowMemory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ordersPage")
        self._work, self._memory = work, memory
        self.standing = Standing(work, self)
        self._counts = Counts(0, 0, 0)
        self._looks: tuple[str, str, bool] | None = None
        self.counters = CountersBar()
        self.top = TopBar(self.counters)
        self.notices = Notices(work.desk)
        self.errors = ErrorBar()
        self.seldom = CountersBar(SELDOM)
        self.strip = TabStrip(self.seldom)
        self.status = StatusLine()
        self.snackbar = Snackbar(self)
        self.deeds = OrderDeeds(work, self.snackbar, self)
        self._stack = QStackedWidget()
        self.tabs = {tab: OrderTab(work, tab, memory) for tab in Tab}
        for tab in self.tabs.values():
            self._stack.addWidget(tab)
        self._counting = Throttle(COUNT_MS, self)
        self._lay_out()
        self._join_bars()
        self._join_tabs()
        self._join_signals()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top)
        bars = QVBoxLayout()
        bars.setContentsMargins(20, 0, 20, 0)
        bars.setSpacing(6)
        bars.addWidget(self.notices)
        bars.addWidget(self.errors)
        layout.addLayout(bars)
        layout.addWidget(self.strip)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.status)

    def _join_bars(self) -> None:
        top = self.top
        top.import_wanted.connect(self.import_wanted)
        top.export_wanted.connect(self.export_wanted)
        top.settings_wanted.connect(self.settings_wanted)
        top.accounts_wanted.connect(self.accounts_wanted)
        top.sync_wanted.connect(self.sync_now)
        top.account_chosen.connect(self._on_account)
        self.counters.chosen.connect(self._on_counter)
        self.seldom.chosen.connect(self._on_counter)
        self.counters.outbox_wanted.connect(self.outbox_wanted)
        QShortcut("Ctrl+4", self).activated.connect(self.outbox_wanted)
        self.errors.acted.connect(self._on_error_acted)
        self.notices.leave_demo_wanted.connect(self.leave_demo_wanted)
        self.notices.start_wanted.connect(self.start_wanted)
        self.strip.chosen.connect(self.show_tab)

    def _join_signals(self) -> None:
        signals = self._work.signals
        signals.counts_changed.connect(self._counting.ask)
        signals.sync_state.connect(self._on_state)
        signals.progress.connect(self.status.show_progress)
        signals.problem.connect(self._on_problem)
        signals.notice.connect(self.snackbar.tell)
        self._counting.fired.connect(self._ask_counts)
        self.standing.changed.connect(self._on_standing)

    def _join_tabs(self) -> None:
        for tab in self.tabs.values():
            tab.view_requested.connect(self.order_wanted)
            tab.resolve_requested.connect(self.resolve_wanted)
            tab.archive_requested.connect(self.deeds.archive)
            tab.restore_requested.connect(self.deeds.restore)
            tab.retry_requested.connect(self.deeds.retry)
            tab.connect_requested.connect(self.connect_wanted)
            tab.sandbox_requested.connect(self.demo_wanted)
            tab.import_requested.connect(self.import_wanted)
            tab.counter_changed.connect(self._on_counter_elsewhere)
            tab.foot_changed.connect(self._on_foot)

    def begin(self) -> None:
        """Ask for everything for the first time, and show the tab that was shown last."""
        last = self._memory.text("tab", Tab.ALL.value)
        self.strip.choose(Tab(last) if last in list(Tab) else Tab.ALL)
        self._stack.setCurrentWidget(self.tab)
        self.standing.ask()
        self._ask_counts()

    def end(self) -> None:
        """The desk is about to close: ask nothing any more."""
        self._counting.stop()
        self.standing.end()

    def remember(self) -> None:
        """Keep what the next start is to show."""
        self._memory.keep("tab", self.strip.current.value)

    @property
    def tab(self) -> OrderTab:
        """The tab that is shown."""
        return self.tabs[self.strip.current]

    @property
    def query(self) -> GridQuery:
        """What the grid shows."""
        return self.tab.query()

    @property
    def total(self) -> int:
        """Orders in All Orders."""
        return self._counts.all_orders

    def neighbour(self, order_id: int, step: int) -> int | None:
        """The row id above or below an order, as the grid shows them."""
        table = self.tab.grid.table
        number = table.number_of(order_id)
        if number is None or not 0 <= number + step < table.total():
            return None
        return table.id_at(number + step)

    @Slot(object)
    def show_tab(self, tab: Tab) -> None:
        """Show a tab."""
        self._stack.setCurrentWidget(self.tabs[tab])
        self.tabs[tab].grid.view.setFocus()

    @Slot(object)
    def _on_account(self, account_id: int | None) -> None:
        for tab in self.tabs.values():
            tab.set_account(account_id)
        self._ask_counts()

    @Slot()
    def show_to_send(self) -> None:
        """Filter by what is about to be sent."""
        self.tab.set_counter("to_send")

    @Slot(str)
    def _on_counter(self, name: str) -> None:
        self.tab.set_counter(name)

    @Slot(str)
    def _on_counter_elsewhere(self, name: str) -> None:
        if self.sender() is self.tab:
            self.counters.show_chosen(name)
            self.seldom.show_chosen(name)

    @Slot(str)
    def _on_foot(self, words: str) -> None:
        if self.sender() is self.tab:
            self.status.show_foot(words, self._shown_of())

    def _shown_of(self) -> int:
        counts = {
            Tab.ALL: self._counts.all_orders,
            Tab.ERRORS: self._counts.errors,
            Tab.ARCHIVE: self._counts.archive,
        }
        return counts[self.strip.current]

    @Slot()
    def _ask_counts(self) -> None:
        questions, account_id = self._work.desk.questions, self.top.account_id

        def ask() -> tuple[Counts, Counters, PlanUse]:
            return questions.tabs(account_id), questions.counters(account_id), questions.plan()

        self._work.reader.ask("counts", ask, self._on_counts)

    @Slot(object)
    def _on_counts(self, found: tuple[Counts, Counters, PlanUse]) -> None:
        self._counts, counters, plan = found
        self.strip.show_counts(self._counts)
        self.counters.show_counters(counters)
        self.seldom.show_counters(counters)
        self.top.plan.show_use(plan)
        self.status.show_total(self._shown_of())

    @Slot()
    def _on_standing(self) -> None:
        accounts = self.standing.accounts
        self.top.show_accounts(accounts)
        self.status.show_accounts(accounts)
        self.notices.show_accounts(accounts)
        for tab in self.tabs.values():
            tab.show_accounts(accounts)
        looks = self.standing.looks
        if looks != self._looks:
            self._looks = looks
            self._take_looks(*looks)
        found = [one for each in accounts for one in (each.amazon_problem, each.shopify_problem)]
        self.errors.keep_only(_ACCOUNT, [self._tell_problem(one) for one in found if one])

    def _take_looks(self, colours: str, density: str, minimised: bool) -> None:
        """Show what the settings say, and keep what the next start has to know early."""
        theme.choose(colours)
        for tab in self.tabs.values():
            tab.set_compact(density == "compact")
        self._memory.keep("theme", colours)
        self._memory.keep("startMinimised", minimised)

    @Slot(object)
    def _on_problem(self, problem: Problem) -> None:
        if problem.code != ELSEWHERE:
            self._tell_problem(problem)

    def _tell_problem(self, problem: Problem) -> str:
        key = f"{_ACCOUNT}{problem.account}/{problem.side}"
        words = Words(
            f"{problem.account}: {problem.title}", problem.cause, problem.cure, problem.code
        )
        self.errors.tell(Trouble(key, words, self.tr("Accounts…")))
        return key

    def tell_trouble(self, error: Exception) -> None:
        """Something went wrong that no dialog took."""
        words = words_of(error)
        self.errors.tell(Trouble(f"trouble/{words.title}", words))

    @Slot(str)
    def _on_error_acted(self, key: str) -> None:
        if key.startswith(_ACCOUNT):
            self.accounts_wanted.emit()

    @Slot(object)
    def _on_state(self, state: SyncState) -> None:
        self.status.show_state(state)
        self.notices.show_state(state)
        self.top.sync.setEnabled(state.kind != "elsewhere" and bool(self.standing.accounts))

    @Slot()
    def sync_now(self) -> None:
        """Bring the next run forward."""
        self._work.errands.run(self._work.desk.errands.sync_now)
