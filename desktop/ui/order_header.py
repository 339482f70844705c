"""The head of the grid: titles, the sort arrow, a box for all rows; widths that fit and stay."""

import json
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from desktop.rows import SortKey
from desktop.ui import theme
from desktop.ui.column_widths import PAD, fitted, metrics, squeezed, title_of, with_room
from desktop.ui.order_columns import COLUMNS, Column
from desktop.ui.status_delegate import colour, paint_box
from desktop.ui.window_memory import WindowMemory

HEIGHT = 36
_SMALLEST = 34


class OrderHeader(QHeaderView):
    """Columns can be moved, resized and hidden; the memory keeps it under `name`."""

    sort_wanted = Signal(object, bool)  # SortKey, descending
    all_toggled = Signal()
    compact_wanted = Signal(bool)
    fitted = Signal()

    def __init__(self, name: str, memory: WindowMemory | None, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName(f"{name}Header")
        self.setAccessibleName(self.tr("Columns"))
        self._memory, self._key = memory, f"grid/{name}/columns"
        self._chosen: dict[Column, int] = {}
        self._hidden: set[Column] = set()
        self._order: list[int] = []
        self._least: dict[Column, int] = {}
        self._sort: tuple[SortKey, bool] = (SortKey.CREATED, True)
        self._box = "none"
        self._is_fitting = False
        self.squeeze = 0
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(_SMALLEST)
        self.setMouseTracking(True)
        self.sectionResized.connect(self._on_resized)
        self.sectionMoved.connect(self._on_moved)
        self.sectionClicked.connect(self._on_clicked)
        self._read()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(super().sizeHint().width(), HEIGHT)

    def show_sort(self, sort: SortKey, descending: bool) -> None:
        """Which column carries the arrow."""
        self._sort = (sort, descending)
        self.viewport().update()

    def show_box(self, state: str) -> None:
        """The box over the check column: none, some or all."""
        if state != self._box:
            self._box = state
            self.viewport().update()

    def shown(self) -> tuple[Column, ...]:
        """The columns that are not hidden."""
        return tuple(one for one in Column if one not in self._hidden)

    def set_column_shown(self, column: Column, is_shown: bool) -> None:
        """Hide a column or show it again; those that cannot be hidden stay."""
        if COLUMNS[column].can_hide:
            (self._hidden.discard if is_shown else self._hidden.add)(column)
            self._write()
            self.fit()

    @Slot()
    def reset_columns(self) -> None:
        """Columns as the program has them."""
        self._chosen, self._hidden = {}, set()
        for column in Column:
            self.moveSection(self.visualIndex(column), column)
        self._write()
        self.fit()

    def fit(self) -> None:
        """Fill the width there is."""
        if self.count() == 0:
            return
        available = self.viewport().width() or self.width()
        self._is_fitting = True
        shown = with_room(available, self.shown())
        for column in Column:
            self.setSectionHidden(column, column not in shown)
        self.squeeze = squeezed(available, shown)
        for column, width in fitted(available, shown, self._chosen, self._least).items():
            self.resizeSection(column, width)
        self._is_fitting = False
        self.fitted.emit()

    def make_room(self, column: Column, width: int) -> None:
        """The rows at hand need that much; a column does not shrink again."""
        if width > max(self._least.get(column, 0), self.sectionSize(column)):
            self._least[column] = width
            self.fit()

    def place_columns(self) -> None:
        """Bring the columns into the order that was kept; once, when they exist."""
        for at, column in enumerate(self._order):
            self.moveSection(self.visualIndex(column), at)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:  # noqa: N802
        used = theme.tokens()
        painter.fillRect(rect, colour(used.header))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour(used.border))
        if logical == Column.CHECK:
            paint_box(painter, rect.center(), used, self._box)
            return
        facts = COLUMNS[Column(logical)]
        is_sorted = facts.sort is not None and facts.sort is self._sort[0]
        arrow = ("  ↓" if self._sort[1] else "  ↑") if is_sorted else ""
        painter.setFont(theme.font(theme.SECONDARY_PX, bold=is_sorted))
        painter.setPen(colour(used.text if is_sorted else used.muted))
        side = Qt.AlignmentFlag.AlignRight if facts.is_right else Qt.AlignmentFlag.AlignLeft
        inner = rect.adjusted(PAD, 0, -PAD, 0)
        words = metrics(theme.SECONDARY_PX, is_sorted).elidedText(
            title_of(Column(logical), self.squeeze) + arrow,
            Qt.TextElideMode.ElideMiddle,
            inner.width(),
        )
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, words)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        self.columns_menu(self._is_compact()).popup(event.globalPos())

    def columns_menu(self, is_compact: bool) -> QMenu:
        """Which columns are shown, how dense the rows are, and back to how it was."""
        menu = QMenu(self)
        menu.setObjectName("columnsMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in Column:
            if COLUMNS[column].can_hide:
                action = menu.addAction(COLUMNS[column].title)
                action.setCheckable(True)
                action.setChecked(column not in self._hidden)
                action.setData(int(column))
                action.triggered.connect(self._on_column_picked)
        menu.addSeparator()
        dense = menu.addAction(self.tr("Compact rows"))
        dense.setObjectName("compactRows")
        dense.setCheckable(True)
        dense.setChecked(is_compact)
        dense.toggled.connect(self.compact_wanted)
        menu.addAction(self.tr("Reset columns")).triggered.connect(self.reset_columns)
        return menu

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        # The check column is a button: it is neither moved nor sorted.
        at = event.position().toPoint()
        if self.logicalIndexAt(at) == Column.CHECK and not self._is_on_edge(at):
            self.all_toggled.emit()
            return
        super().mousePressEvent(event)

    def _is_on_edge(self, at: QPoint) -> bool:
        left = self.sectionViewportPosition(Column.CHECK)
        return at.x() > left + self.sectionSize(Column.CHECK) - 4

    def _is_compact(self) -> bool:
        return bool(getattr(self.parent(), "is_compact", False))

    @Slot()
    def _on_column_picked(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.set_column_shown(Column(action.data()), action.isChecked())

    @Slot(int, int, int)
    def _on_resized(self, logical: int, _: int, width: int) -> None:
        if not self._is_fitting and width > 0 and logical not in self._hidden:
            self._chosen[Column(logical)] = width
            self._write()

    @Slot(int, int, int)
    def _on_moved(self, _: int, __: int, ___: int) -> None:
        self._write()

    @Slot(int)
    def _on_clicked(self, logical: int) -> None:
        facts = COLUMNS[Column(logical)]
        if facts.sort is not None:
            is_same = facts.sort is self._sort[0]
            down = not self._sort[1] if is_same else facts.starts_descending
            self.sort_wanted.emit(facts.sort, down)

    def _read(self) -> None:
        text = "{}" if self._memory is None else self._memory.text(self._key, "{}")
        try:
            kept: dict[str, Any] = json.loads(text)
            keys = {COLUMNS[one].key: one for one in Column}
            self._chosen = {
                keys[key]: int(px) for key, px in kept.get("widths", {}).items() if key in keys
            }
            self._hidden = {
                keys[key]
                for key in kept.get("hidden", ())
                if key in keys and COLUMNS[keys[key]].can_hide
            }
            self._order = [keys[key] for key in kept.get("order", ()) if key in keys]
        except (ValueError, AttributeError, TypeError):
            self._chosen, self._hidden, self._order = {}, set(), []

    def _write(self) -> None:
        if self._memory is None or self.count() != len(Column):
            return
        order = [COLUMNS[Column(self.logicalIndex(at))].key for at in range(self.count())]
        kept = {
            "widths": {COLUMNS[one].key: px for one, px in self._chosen.items()},
            "hidden": sorted(COLUMNS[one].key for one in self._hidden),
            "order": order,
        }
        self._memory.keep(self._key, json.dumps(kept))
