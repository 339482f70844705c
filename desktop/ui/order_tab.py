"""One tab of the grid: filters, rows, what to do where there are none; Errors also by cause.

It asks its own questions; what a person wants done it tells by signals, with row ids.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.rows import AccountState, CauseGroup, OrderFilter, OrderRow, SortKey, Tab
from desktop.ui.buttons import button, icon_button, with_key
from desktop.ui.cause_list import CauseList
from desktop.ui.desk import GridQuery
from desktop.ui.empty_state import EmptyState, empty_for
from desktop.ui.figures import system_locale
from desktop.ui.filter_bar import FilterBar
from desktop.ui.order_grid import OrderGrid
from desktop.ui.throttle import Throttle
from desktop.ui.window_memory import WindowMemory
from desktop.ui.work import Work

_ROWS, _CAUSES, _EMPTY = range(3)
_GROUPED = "errors/grouped"


def first_sort(tab: Tab) -> tuple[SortKey, bool]:
    """What a tab is sorted by at first, and whether descending."""
    return (SortKey.SHIP_BY, False) if tab is Tab.ERRORS else (SortKey.CREATED, True)


def _switch(*, is_there: bool, is_on: bool) -> QPushButton:
    """Whether Errors are grouped by their cause."""
    made = button("By cause", "grouped")
    made.setCheckable(True)
    made.setToolTip(with_key("Group errors by their cause", "Ctrl+G"))
    if not is_there:  # shown while it has no parent, it would be a window of its own
        made.hide()
    made.setEnabled(is_there)
    made.setShortcut(QKeySequence("Ctrl+G" if is_there else ""))
    made.setChecked(is_there and is_on)
    return made


class OrderTab(QWidget):
    """All Orders, Errors or Archive. It refreshes itself by AppSignals.orders_changed."""

    view_requested = Signal(int)
    resolve_requested = Signal(object)  # row ids
    archive_requested = Signal(object)
    restore_requested = Signal(object)
    retry_requested = Signal(object)
    connect_requested = Signal()
    sandbox_requested = Signal()
    import_requested = Signal()
    query_changed = Signal(object)  # GridQuery
    counter_changed = Signal(str)  # the counter that filters, "" for none
    compact_changed = Signal(bool)
    foot_changed = Signal(str)  # "1 selected · 841 shown"

    def __init__(
        self,
        work: Work,
        tab: Tab,
        memory: WindowMemory | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"tab-{tab.value}")
        self._work, self._tab, self._memory = work, tab, memory
        self._sort = first_sort(tab)
        self._accounts: tuple[AccountState, ...] | None = None
        self._is_asked, self._is_stale = False, False
        self.filters = FilterBar(tab)
        self.grid = OrderGrid(work, tab.value, memory)
        self.causes = CauseList()
        self.empty = EmptyState()
        self._changes = Throttle(parent=self)
        self._build(tab)
        self._join()

    def _build(self, tab: Tab) -> None:
        self._pages = QStackedWidget()
        for widget in (self.grid, self.causes, self.empty):
            self._pages.addWidget(widget)
        was_grouped = self._memory is not None and self._memory.flag(_GROUPED)
        self.grouped = _switch(is_there=tab is Tab.ERRORS, is_on=was_grouped)
        self.columns = icon_button("columns", self.tr("Columns and density"), "columns")
        self.columns.setShortcut("Ctrl+Shift+C")
        for one in (self.grouped, self.columns):
            self.filters.extras.addWidget(one)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 10, 20, 4)
        layout.setSpacing(10)
        layout.addWidget(self.filters)
        layout.addWidget(self._pages, 1)

    def _join(self) -> None:
        self.filters.changed.connect(self._on_filter)
        self.filters.counter_changed.connect(self.counter_changed)
        self.filters.currencies_wanted.connect(self._ask_currencies)
        self.grid.view.header.sort_wanted.connect(self._on_sort)
        self.grid.view.header.compact_wanted.connect(self._on_compact)
        self.grid.view.header.show_sort(*self._sort)
        self.grid.wanted.connect(self._on_wanted)
        self.grid.counted.connect(self._on_counted)
        self.grid.selected.connect(self._tell_foot)
        self.causes.resolve_wanted.connect(self.resolve_requested)
        self.causes.view_wanted.connect(self._show_cause)
        self.grouped.toggled.connect(self._on_grouped)
        self.columns.clicked.connect(self._open_columns)
        self.empty.wanted.connect(self._on_empty)
        self._changes.fired.connect(self._look_again)
        self._work.signals.orders_changed.connect(self._changes.ask)

    # what the window asks and tells

    def query(self) -> GridQuery:
        """What is shown, for the export."""
        return GridQuery(self.filters.filter, *self._sort)

    def set_account(self, account_id: int | None) -> None:
        """Show one account, or all."""
        self.filters.set_account(account_id)

    def set_counter(self, name: str) -> None:
        """Filter by a counter chip: such as due_today or oversold; "" for none."""
        self.filters.set_counter(name)

    def set_compact(self, is_compact: bool) -> None:
        """Rows of one line, or of two."""
        self.grid.view.set_compact(is_compact)

    def show_accounts(self, accounts: Sequence[AccountState]) -> None:
        """What accounts there are, for what an empty grid says."""
        self._accounts = tuple(accounts)
        self._show_page()

    def show_order(self, order_id: int) -> None:
        """Select an order and scroll to it, if it is among the rows that are here."""
        self.grid.show_order(order_id)

    @Slot()
    def focus_search(self) -> None:
        """Type a search."""
        self.filters.focus_search()

    @Slot()
    def reload(self) -> None:
        """Ask anew from the first row on."""
        self._is_asked, self._is_stale = True, False
        self.grid.ask(self.query())
        self._ask_causes()

    @Slot(object)
    def refresh(self, ids: Sequence[int] = ()) -> None:
        """Orders changed; no ids: unknown which. Many calls become few questions."""
        self._changes.ask(ids)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if not self._is_asked:
            self.reload()
        elif self._is_stale:
            self._look_again(())
        self._tell_foot()

    # questions

    @Slot(object)
    def _on_filter(self, _: OrderFilter) -> None:
        self.grid.view.selection.clear()
        self._ask()

    @Slot(object, bool)
    def _on_sort(self, sort: SortKey, descending: bool) -> None:
        self._sort = (sort, descending)
        self.grid.view.header.show_sort(sort, descending)
        self._ask()

    def _ask(self) -> None:
        self.query_changed.emit(self.query())
        self._is_asked = False
        if self.isVisible():
            self.reload()

    @Slot(object)
    def _look_again(self, ids: Sequence[int]) -> None:
        self._is_stale = not self.isVisible()
        if self.isVisible() and self._is_asked:
            self.grid.look_again(ids)
            self._ask_causes()

    @Slot(int)
    def _on_counted(self, _: int) -> None:
        self._show_page()
        self._tell_foot()

    @Slot()
    def _ask_currencies(self) -> None:
        question = partial(self._work.desk.questions.currencies, self.filters.filter.account_id)
        kind = f"currencies/{self._tab}"
        self._work.reader.ask(kind, question, self.filters.show_currencies, urgent=True)

    def _ask_causes(self) -> None:
        if self.grouped.isChecked():
            question = partial(self._work.desk.questions.causes, self.filters.filter.account_id)
            self._work.reader.ask("causes", question, self._on_causes)

    def _on_causes(self, groups: tuple[CauseGroup, ...]) -> None:
        self.causes.show_causes(groups)
        self._show_page()

    @Slot(bool)
    def _on_grouped(self, is_grouped: bool) -> None:
        if self._memory is not None:
            self._memory.keep(_GROUPED, is_grouped)
        if is_grouped:
            self.filters.clear_all()
        self._ask_causes()
        self._show_page()

    @Slot(object)
    def _show_cause(self, group: CauseGroup) -> None:
        """The rows of one cause, by their Amazon IDs, as a filter that can be seen and cleared."""
        question = partial(self._work.desk.questions.rows_by_id, group.order_ids)
        self._work.reader.ask("cause-rows", question, self._on_cause_rows)

    def _on_cause_rows(self, rows: tuple[OrderRow, ...]) -> None:
        ids = tuple(row.amazon_order_id for row in rows)
        self.grouped.setChecked(False)
        account_id = self.filters.filter.account_id
        self.filters.set_filter(OrderFilter(self._tab, account_id, order_ids=ids))

    def _show_page(self) -> None:
        is_filtering, total = self.filters.is_filtering, self.grid.total
        if self.grouped.isChecked() and not is_filtering and total:
            self._pages.setCurrentIndex(_CAUSES)
        elif total == 0:
            self.empty.show_empty(empty_for(self._tab, self._accounts, is_filtering=is_filtering))
            self._pages.setCurrentIndex(_EMPTY)
        else:
            self._pages.setCurrentIndex(_ROWS)

    # what a person wants

    @Slot(str, object)
    def _on_wanted(self, what: str, ids: Sequence[int]) -> None:
        if what == "view":
            self.view_requested.emit(ids[0])
            return
        is_back = what == "restore" or (what == "archive" and self._tab is Tab.ARCHIVE)
        {
            "resolve": self.resolve_requested,
            "retry": self.retry_requested,
            "archive": self.restore_requested if is_back else self.archive_requested,
            "restore": self.restore_requested,
        }[what].emit(tuple(ids))

    @Slot()
    def _open_columns(self) -> None:
        menu = self.grid.view.header.columns_menu(self.grid.view.is_compact)
        left = self.columns.width() - menu.sizeHint().width()
        menu.popup(self.columns.mapToGlobal(QPoint(left, self.columns.height() + 2)))

    @Slot(bool)
    def _on_compact(self, is_compact: bool) -> None:
        self.set_compact(is_compact)
        self.compact_changed.emit(is_compact)

    @Slot(str)
    def _on_empty(self, name: str) -> None:
        if name == "clear":
            self.filters.clear_all()
        else:
            {
                "connect": self.connect_requested,
                "sandbox": self.sandbox_requested,
                "import": self.import_requested,
            }[name].emit()

    @Slot()
    def _tell_foot(self) -> None:
        number, parts = system_locale().toString, []
        if len(self.grid.view.selection):
            parts.append(self.tr("{} selected").format(number(len(self.grid.view.selection))))
        if self.grid.total is not None:
            parts.append(self.tr("{} shown").format(number(self.grid.total)))
        self.foot_changed.emit(" · ".join(parts))
