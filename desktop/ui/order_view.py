"""The grid's view: mouse, keys and menu over `OrderTable`, and what is under the mouse.

Enter views, R resolves, A or Delete archives or restores, Space selects, Ctrl+A selects all, J and
K go down and up. Selection is kept by order id in `OrderSelection`, never by row number.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QWidget

from desktop.ui import theme
from desktop.ui.order_columns import Column, PreparedRow
from desktop.ui.order_header import OrderHeader
from desktop.ui.order_keys import OWN, WISHES, is_plain, row_after
from desktop.ui.order_mouse import HoverView
from desktop.ui.order_selection import OrderSelection
from desktop.ui.order_table import Index, OrderTable
from desktop.ui.status_delegate import StatusDelegate, forget_fonts
from desktop.ui.window_memory import WindowMemory


class OrderView(HoverView):
    """Shows orders, and tells what a person wants done with them."""

    wanted = Signal(str, object)  # view, resolve, archive, more; row ids
    menu_wanted = Signal(object, QPoint)  # row ids, where on the screen
    range_wanted = Signal(int, int, bool)  # first and last row, and whether to what is selected
    all_wanted = Signal()

    def __init__(
        self,
        table: OrderTable,
        name: str,
        memory: WindowMemory | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(table, parent)
        self.setObjectName("orders")
        self.setAccessibleName(self.tr("Orders"))
        self.selection = OrderSelection(self)
        self.is_compact = False
        self._has_keys = False
        self.header = OrderHeader(name, memory, self)
        self.setHorizontalHeader(self.header)
        self._delegate = StatusDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setModel(table)
        self._dress()
        self.header.place_columns()
        self.selection.changed.connect(self._on_selected)
        table.modelReset.connect(self._on_reset)
        theme.on_change(self._on_theme)

    def _dress(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(self.header.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)
        self.set_compact(False)

    # what the painter asks (GridState)

    @property
    def squeeze(self) -> int:
        return self.header.squeeze

    def prepared(self, number: int) -> PreparedRow | None:
        return self.table.prepared(number)

    def is_selected(self, order_id: int) -> bool:
        return order_id in self.selection

    def look(self, number: int) -> tuple[bool, bool]:
        return self.is_hovered(number), self._has_keys and number == self.currentIndex().row()

    def is_first(self, column: int) -> bool:
        return self.header.visualIndex(column) == 0

    # what the tab asks

    def set_compact(self, is_compact: bool) -> None:
        """Rows of one line."""
        self.is_compact = is_compact
        height = theme.COMPACT_ROW_PX if is_compact else theme.ROW_PX
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalScrollBar().setSingleStep(height)

    def first_visible(self) -> int:
        """The number of the topmost row."""
        return self.verticalScrollBar().value() // self.row_height()

    def visible_count(self) -> int:
        """How many rows the window has room for, those cut included."""
        return self.viewport().height() // self.row_height() + 2

    def chosen(self) -> tuple[int, ...]:
        """The ids that an action is about: what is selected, else the current row."""
        if len(self.selection):
            return self.selection.ids()
        current = self.table.id_at(self.currentIndex().row())
        return () if current is None else (current,)

    def go_to(self, number: int) -> None:
        """Make a row the current one and scroll to it."""
        if 0 <= number < self.table.total():
            index = self.table.index(number, Column.ORDER)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        at = event.position().toPoint()
        number, button = self.under(at)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if number < 0:
            self.selection.clear()
            return
        self.setCurrentIndex(self.table.index(number, Column.ORDER))
        if event.button() != Qt.MouseButton.LeftButton:
            self._select_for_menu(number)
        elif button:
            self.press(number, button)
        else:
            self._click(number, self.columnAt(at.x()), event.modifiers())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        number, button = self.release(event.position().toPoint())
        if button:
            self._want(button, self._ids_of(number), number)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        at = event.position().toPoint()
        number, button = self.under(at)
        if button or self.columnAt(at.x()) == Column.CHECK:
            self.mousePressEvent(event)
        elif number >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._want("view", self._ids_of(number), number)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        if self.chosen():
            where = event.globalPos()
            if event.reason() == QContextMenuEvent.Reason.Keyboard:
                where = self._below_current()
            self.menu_wanted.emit(self.chosen(), where)

    def _click(self, number: int, column: int, keys: Qt.KeyboardModifier) -> None:
        adds = bool(keys & Qt.KeyboardModifier.ControlModifier)
        if keys & Qt.KeyboardModifier.ShiftModifier:
            self.range_wanted.emit(*sorted((self.selection.anchor, number)), adds)
            return
        self.selection.anchor = number
        for order_id in self._ids_of(number):
            if adds or column == Column.CHECK:
                self.selection.toggle(order_id)
            else:
                self.selection.only([order_id])

    def _select_for_menu(self, number: int) -> None:
        if not any(one in self.selection for one in self._ids_of(number)):
            self.selection.anchor = number
            self.selection.only(self._ids_of(number))

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key, number = event.key(), self.currentIndex().row()
        plain, last = is_plain(event.modifiers()), self.table.total() - 1
        page = max(1, self.viewport().height() // self.row_height() - 1)
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.all_wanted.emit()
        elif plain and key in WISHES:
            self._want(WISHES[Qt.Key(key)], self.chosen(), number)
        elif plain and key == Qt.Key.Key_Space and number >= 0:
            self._click(number, Column.CHECK, Qt.KeyboardModifier.NoModifier)
        elif plain and key == Qt.Key.Key_Escape and len(self.selection):
            self.selection.clear()
        elif (to := row_after(key, number, page=page, last=last, plain=plain)) is not None:
            self._walk(to, event.modifiers())
        else:
            event.ignore()

    def _walk(self, to: int, keys: Qt.KeyboardModifier) -> None:
        self.go_to(to)
        if keys & Qt.KeyboardModifier.ShiftModifier:
            self.range_wanted.emit(*sorted((self.selection.anchor, to)), False)
        else:
            self.selection.anchor = to

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        self._has_keys = event.reason() != Qt.FocusReason.MouseFocusReason
        if not self.currentIndex().isValid() and self.table.total():
            self.setCurrentIndex(self.table.index(self.first_visible(), Column.ORDER))
        super().focusInEvent(event)
        self.repaint_row(self.currentIndex().row())

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        self._has_keys = False
        super().focusOutEvent(event)
        self.repaint_row(self.currentIndex().row())

    def event(self, event: QEvent) -> bool:
        # Single letters belong to the grid while it has the focus, not to shortcuts of the window.
        asked = event if event.type() == QEvent.Type.ShortcutOverride else None
        if isinstance(asked, QKeyEvent) and is_plain(asked.modifiers()) and asked.key() in OWN:
            event.accept()
            return True
        return super().event(event)

    # the rest

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        super().currentChanged(current, previous)
        self._has_keys = self.hasFocus()
        self.repaint_row(previous.row())
        self.repaint_row(current.row())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.header.fit()

    def _want(self, what: str, ids: Sequence[int], number: int) -> None:
        if what == "more":
            ids = ids if number < 0 else self._ids_of(number)
            if ids:
                self.menu_wanted.emit(tuple(ids), self._below_button(number))
        elif ids:
            self.wanted.emit(what, tuple(ids))

    def _ids_of(self, number: int) -> list[int]:
        order_id = self.table.id_at(number)
        return [] if order_id is None else [order_id]

    def _below_button(self, number: int) -> QPoint:
        rect = self.buttons_of(number).get("more")
        return self._below_current() if rect is None else self._on_screen(rect)

    def _below_current(self) -> QPoint:
        return self._on_screen(self.visualRect(self.currentIndex()))

    def _on_screen(self, rect: QRect) -> QPoint:
        return self.viewport().mapToGlobal(rect.bottomLeft() + QPoint(0, 2))

    @Slot()
    def _on_selected(self) -> None:
        self.viewport().update()

    @Slot()
    def _on_reset(self) -> None:
        self.forget_mouse()

    @Slot()
    def _on_theme(self) -> None:
        forget_fonts()
        self.viewport().update()
        self.header.viewport().update()
