"""The grid's rows under the mouse: hover, press, and the buttons that the painter draws."""

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QTableView, QWidget

from desktop.ui.column_widths import MOST_SQUEEZE
from desktop.ui.order_columns import Column
from desktop.ui.order_table import OrderTable
from desktop.ui.status_delegate import button_rects

_NOTHING = (-1, "")


class HoverView(QTableView):
    """Knows the row and the button that the mouse is over, and which one is pressed."""

    def __init__(self, table: OrderTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = table
        self._hover, self._pressed = _NOTHING, _NOTHING
        self.setMouseTracking(True)

    @property
    def squeeze(self) -> int:
        """How little room there is; as the painter asks it."""
        return MOST_SQUEEZE

    def row_height(self) -> int:
        """Pixels a row."""
        return self.verticalHeader().defaultSectionSize()

    def button_look(self, number: int, name: str) -> str:
        """Plain, hover or pressed."""
        if (number, name) == self._pressed:
            return "pressed"
        return "hover" if (number, name) == self._hover else "plain"

    def is_hovered(self, number: int) -> bool:
        """Whether the mouse is over a row."""
        return number == self._hover[0]

    def has_mouse(self) -> bool:
        """Whether the mouse is over any row."""
        return self._hover[0] >= 0

    def buttons_of(self, number: int) -> dict[str, QRect]:
        """Where the buttons of a row are in the viewport."""
        ready = self.table.prepared(number)
        if ready is None:
            return {}
        cell = self.visualRect(self.table.index(number, Column.ACTIONS))
        return button_rects(cell, ready.buttons, tight=self.squeeze > 0)

    def under(self, at: QPoint) -> tuple[int, str]:
        """The row and the button at a place of the viewport."""
        number = self.rowAt(at.y())
        if number >= 0 and self.columnAt(at.x()) == Column.ACTIONS:
            for name, rect in self.buttons_of(number).items():
                if rect.contains(at):
                    return number, name
        return number, ""

    def press(self, number: int, button: str) -> None:
        """A button goes down."""
        self._pressed = (number, button)
        self.repaint_row(number)

    def release(self, at: QPoint) -> tuple[int, str]:
        """The button that went down, if the mouse is still over it."""
        pressed, self._pressed = self._pressed, _NOTHING
        self.repaint_row(pressed[0])
        return pressed if pressed[1] and self.under(at) == pressed else _NOTHING

    def forget_mouse(self) -> None:
        """Other rows are here now."""
        self._hover, self._pressed = _NOTHING, _NOTHING

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._set_hover(self.under(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self._set_hover(_NOTHING)
        super().leaveEvent(event)

    def repaint_row(self, number: int) -> None:
        """Paint one row anew."""
        if number >= 0:
            top = self.rowViewportPosition(number)
            self.viewport().update(0, top, self.viewport().width(), self.row_height())

    def _set_hover(self, now: tuple[int, str]) -> None:
        if now == self._hover:
            return
        before, self._hover = self._hover[0], now
        hand = Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(hand if now[1] else Qt.CursorShape.ArrowCursor)
        self.repaint_row(before)
        self.repaint_row(now[0])
