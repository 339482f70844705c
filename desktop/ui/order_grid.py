"""The rows of one question: asks for them, keeps the place when others come, tells wishes."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.ui.buttons import button
from desktop.ui.column_widths import total_width
from desktop.ui.desk import GridQuery
from desktop.ui.figures import money_text, system_locale
from desktop.ui.order_columns import Column
from desktop.ui.order_feed import OrderFeed
from desktop.ui.order_menu import order_menu
from desktop.ui.order_table import PAGE, OrderTable
from desktop.ui.order_view import OrderView
from desktop.ui.window_memory import WindowMemory
from desktop.ui.work import Work

MINUTE_MS = 60_000
_MOST_ANCHORS = 8
_MOST_MENU_ROWS = 500
_NEWER_TOP = 44


class OrderGrid(QFrame):
    """Table, view and feed, joined."""

    wanted = Signal(str, object)  # view, resolve, retry, archive, restore; row ids
    counted = Signal(int)
    selected = Signal()

    def __init__(
        self, work: Work, name: str, memory: WindowMemory | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("gridCard")
        self.setProperty("role", "card")
        self.total: int | None = None
        self._menu_ids: tuple[int, ...] = ()
        self._range_adds = False
        self.table = OrderTable(self)
        self.view = OrderView(self.table, name, memory)
        self.feed = OrderFeed(work.desk.questions, work.reader, self.table, name, self)
        self.newer = button("", "newer")
        self.newer.setAccessibleName(self.tr("New orders above"))
        self.newer.setProperty("role", "newer")
        self.newer.setParent(self)
        self.newer.hide()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(1, 1, 1, 6)
        inside.addWidget(self.view)
        self._join(work)

    def _join(self, work: Work) -> None:
        self.view.header.all_toggled.connect(self._on_all_toggled)
        self.view.wanted.connect(self._on_wanted)
        self.view.menu_wanted.connect(self._open_menu)
        self.view.range_wanted.connect(self._on_range)
        self.view.all_wanted.connect(self._select_all)
        self.view.selection.changed.connect(self._on_selection)
        self.view.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.feed.shown.connect(self._on_shown)
        self.feed.counted.connect(self._on_counted)
        self.feed.paged.connect(self._make_room)
        self.feed.moved.connect(self._on_moved)
        self.feed.outdated.connect(self._on_outdated)
        self.feed.selectable.connect(self._on_selectable)
        self.feed.trouble.connect(work.signals.trouble)
        self.newer.clicked.connect(self._go_to_newer)
        copy = QShortcut(QKeySequence.StandardKey.Copy, self.view)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self._copy_ids)
        minute = QTimer(self)
        minute.setInterval(MINUTE_MS)
        minute.timeout.connect(self.table.grow_old)
        minute.start()

    def ask(self, query: GridQuery) -> None:
        """Another question, from its first row on."""
        self.feed.ask(query)

    def look_again(self, ids: Sequence[int]) -> None:
        """Orders changed (no ids: unknown which); what is looked at stays where it is."""
        first, count = self.view.first_visible(), self.view.visible_count()
        anchors: list[tuple[int, int]] = []
        if first > 0 or self._is_looked_at():
            here = ((at, self.table.id_at(at)) for at in range(first, first + count))
            anchors = [(at, one) for at, one in here if one is not None]
        offset = max(0, first - PAGE // 2)
        self.feed.refresh(self.table.held_among(ids), anchors[:_MOST_ANCHORS], offset, count + PAGE)

    @Slot()
    def _on_outdated(self) -> None:
        self.look_again(())

    def show_order(self, order_id: int) -> None:
        """Select an order and scroll to it, if it is among the rows that are here."""
        number = self.table.number_of(order_id)
        if number is not None:
            self.view.selection.only([order_id])
            self.view.go_to(number)

    def _is_looked_at(self) -> bool:
        """Whether somebody is at a certain row: it must not move under mouse or keyboard."""
        has_place = len(self.view.selection) > 0 or self.view.hasFocus()
        return has_place or self.view.has_mouse()

    @Slot()
    def _on_shown(self) -> None:
        self.view.verticalScrollBar().setValue(0)
        self.newer.hide()
        self.total = self.table.total()
        self._make_room()
        if self.total:
            self.view.setCurrentIndex(self.table.index(0, Column.ORDER))

    @Slot()
    def _make_room(self) -> None:
        """Amounts are never cut."""
        first = self.view.first_visible()
        rows = (self.table.row_at(at) for at in range(first, first + self.view.visible_count()))
        widths = [total_width(money_text(row.total)) for row in rows if row is not None]
        self.view.header.make_room(Column.TOTAL, max(widths, default=0))

    @Slot(int)
    def _on_counted(self, total: int) -> None:
        self.total = total
        self.counted.emit(total)
        self._on_selection()

    @Slot(int)
    def _on_moved(self, by: int) -> None:
        bar = self.view.verticalScrollBar()
        self.view.updateGeometries()
        bar.setValue(bar.value() + by * self.view.row_height())
        if by > 0:
            said = self.tr("{} new above").format(system_locale().toString(by))
            self.newer.setText(f"↑ {said}")
            self.newer.setAccessibleName(said)
            self.newer.adjustSize()
            self.newer.move((self.width() - self.newer.width()) // 2, _NEWER_TOP)
            self.newer.show()
            self.newer.raise_()

    @Slot()
    def _go_to_newer(self) -> None:
        self.view.verticalScrollBar().setValue(0)

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        if value == 0:
            self.newer.hide()

    # what a person wants

    @Slot(str, object)
    def _on_wanted(self, what: str, ids: Sequence[int]) -> None:
        if what == "copy":
            self._copy_ids()
        elif what == "resolve":
            rows = {one: self.table.row_of(one) for one in ids}
            failed = tuple(one for one, row in rows.items() if row is None or row.failures)
            if failed:
                self.wanted.emit("resolve", failed)
        else:
            self.wanted.emit(what, tuple(ids))

    @Slot(object, QPoint)
    def _open_menu(self, ids: Sequence[int], where: QPoint) -> None:
        self._menu_ids = tuple(ids)
        here = (self.table.row_of(one) for one in ids[:_MOST_MENU_ROWS])
        menu = order_menu([row for row in here if row is not None], len(ids), self.view)
        menu.triggered.connect(self._on_menu)
        menu.popup(where)

    @Slot(QAction)
    def _on_menu(self, action: QAction) -> None:
        self._on_wanted(str(action.data()), self._menu_ids)

    @Slot()
    def _copy_ids(self) -> None:
        rows = [self.table.row_of(one) for one in self.view.chosen()]
        text = "\n".join(row.amazon_order_id for row in rows if row is not None)
        if text:
            QGuiApplication.clipboard().setText(text)

    # selection

    @Slot(int, int, bool)
    def _on_range(self, first: int, last: int, adds: bool) -> None:
        self._range_adds = adds
        here = [self.table.id_at(at) for at in range(first, min(last, first + PAGE) + 1)]
        if len(here) == last - first + 1 and None not in here:
            self._on_selectable([one for one in here if one is not None])
        else:
            self.feed.ids(first, last)

    @Slot()
    def _select_all(self) -> None:
        self._range_adds = False
        self.feed.ids(0, -1)

    @Slot()
    def _on_all_toggled(self) -> None:
        if len(self.view.selection):
            self.view.selection.clear()
        else:
            self._select_all()

    @Slot(object)
    def _on_selectable(self, ids: Sequence[int]) -> None:
        (self.view.selection.add if self._range_adds else self.view.selection.only)(ids)

    @Slot()
    def _on_selection(self) -> None:
        count = len(self.view.selection)
        whole = self.total is not None and 0 < self.total <= count
        self.view.header.show_box("all" if whole else "some" if count else "none")
        self.selected.emit()
