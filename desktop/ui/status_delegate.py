"""Paints the grid's cells: two lines, pills, buttons; selection, hover and focus. Nothing else."""

from functools import lru_cache
from typing import Protocol

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui import theme
from desktop.ui.column_widths import (
    BUTTON_GAP,
    MORE_PX,
    PAD,
    PILL_GAP,
    PILL_PAD,
    button_width,
    metrics,
    needed,
    pill_width,
)
from desktop.ui.order_columns import Cell, Column, PreparedRow
from desktop.ui.order_table import Index

PILL_PX = 20
BOX_PX = 16
_WORDS = {"view": "View", "resolve": "Resolve"}
_ELIDE = Qt.TextElideMode.ElideRight
_HINT = QSize(80, theme.ROW_PX)


class GridState(Protocol):
    """What the painter asks the view."""

    @property
    def squeeze(self) -> int:
        """0: room for all; 1: View is an icon; 2: dates take two lines."""

    @property
    def is_compact(self) -> bool:
        """Whether rows have one line."""

    def prepared(self, number: int) -> PreparedRow | None: ...

    def is_selected(self, order_id: int) -> bool: ...

    def look(self, number: int) -> tuple[bool, bool]:
        """Whether the mouse is over a row, and whether the keyboard is."""

    def button_look(self, number: int, name: str) -> str:
        """Plain, hover or pressed."""

    def is_first(self, column: int) -> bool:
        """Whether a column is the leftmost."""


@lru_cache(maxsize=64)
def colour(name: str) -> QColor:
    """A colour given as #RRGGBB."""
    return QColor(name)


@lru_cache(maxsize=8192)
def elided(text: str, width: int, px: int, bold: bool) -> str:
    """As much of a text as fits."""
    measures = metrics(px, bold)
    # Of a text that fits to the pixel, elidedText cuts fractions of one.
    fits = measures.horizontalAdvance(text) <= width
    return text if fits else measures.elidedText(text, _ELIDE, width)


@lru_cache(maxsize=8)
def painted_font(px: int, bold: bool) -> QFont:
    """A font of the grid."""
    return theme.font(px, bold=bold)


def forget_fonts() -> None:
    """Measure anew, after the app's font or colours changed."""
    for cache in (elided, painted_font, metrics, needed):
        cache.cache_clear()


def button_rects(cell: QRect, names: tuple[str, ...], *, tight: bool) -> dict[str, QRect]:
    """Where the buttons of a row are."""
    height = min(28, cell.height() - 6)
    left, top = cell.left() + PAD, cell.top() + (cell.height() - height) // 2
    rects = {}
    for name in names:
        is_icon = name == "more" or (tight and name == "view")
        width = MORE_PX if is_icon else button_width(_WORDS[name])
        rects[name] = QRect(left, top, width, height)
        left += width + BUTTON_GAP
    return rects


class StatusDelegate(QStyledItemDelegate):
    """One painter for every column, from prepared cells; no style, no data() calls."""

    def __init__(self, grid: GridState) -> None:
        super().__init__()
        self._grid = grid

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        return _HINT

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        number, column = index.row(), index.column()
        ready, used = self._grid.prepared(number), theme.tokens()
        is_selected = ready is not None and self._grid.is_selected(ready.id)
        is_hovered, is_current = self._grid.look(number)
        self._ground(painter, rect, used, is_selected, is_hovered)
        if is_current:
            self._focus(painter, rect, used, self._grid.is_first(column))
        if ready is None:
            self._placeholder(painter, rect, used, column)
        elif column == Column.CHECK:
            _paint_box(painter, rect, used, is_selected)
        elif column == Column.ACTIONS:
            self._buttons(painter, rect, used, number, ready.buttons)
        else:
            self._cell(painter, rect, used, ready.cells[column])

    def _ground(
        self, painter: QPainter, rect: QRect, used: theme.Tokens, selected: bool, hovered: bool
    ) -> None:
        ground = used.accent_soft if selected else used.hover if hovered else used.surface
        painter.fillRect(rect, colour(ground))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour(used.border))

    def _focus(self, painter: QPainter, rect: QRect, used: theme.Tokens, is_first: bool) -> None:
        accent = colour(used.accent)
        painter.fillRect(rect.left(), rect.top(), rect.width(), 1, accent)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, accent)
        if is_first:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), accent)

    def _placeholder(self, painter: QPainter, rect: QRect, used: theme.Tokens, column: int) -> None:
        if column not in (Column.CHECK, Column.ACTIONS):
            width = min(rect.width() - 2 * PAD, 40 + (rect.left() * 7 + rect.top() * 3) % 60)
            bar = QRect(rect.left() + PAD, rect.center().y() - 4, max(8, width), 8)
            painter.fillRect(bar, colour(used.neutral_soft))

    def _cell(self, painter: QPainter, rect: QRect, used: theme.Tokens, cell: Cell) -> None:
        left, width = rect.left() + PAD, rect.width() - 2 * PAD
        first_words, second_words = cell.first, cell.second
        if cell.halves and self._grid.squeeze > 1:
            first_words, second_words = cell.halves
        has_second = bool(second_words) and not self._grid.is_compact
        middle = rect.top() + (rect.height() - 1) // 2
        first = middle - 9 if has_second else middle
        if cell.pills:
            _paint_pills(painter, left, first, width, cell.pills)
        elif first_words:
            line = _Line(first_words, cell.tone, theme.BODY_PX, cell.is_bold, cell.is_right)
            _paint_line(painter, left, first, width, used, line)
        if has_second:
            below = middle + (11 if cell.pills else 9)
            line = _Line(second_words, cell.second_tone, theme.SECONDARY_PX, False, cell.is_right)
            _paint_line(painter, left, below, width, used, line)

    def _buttons(
        self,
        painter: QPainter,
        rect: QRect,
        used: theme.Tokens,
        number: int,
        names: tuple[str, ...],
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        tight = self._grid.squeeze > 0
        for name, place in button_rects(rect, names, tight=tight).items():
            look = self._grid.button_look(number, name)
            text = _button_ground(painter, place, used, name == "resolve", look)
            if name == "more" or (tight and name == "view"):
                _button_icon(painter, place, name)
            else:
                painter.setFont(painted_font(theme.SECONDARY_PX, True))
                painter.setPen(text)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, _WORDS[name])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


class _Line:
    """One line of a cell."""

    __slots__ = ("bold", "is_right", "px", "text", "tone")

    def __init__(self, text: str, tone: str, px: int, bold: bool, is_right: bool) -> None:
        self.text, self.tone, self.px, self.bold, self.is_right = text, tone, px, bold, is_right


def _baseline(measures: QFontMetrics, middle: int) -> int:
    return middle + (measures.ascent() - measures.descent()) // 2 + 1


def _paint_line(
    painter: QPainter, left: int, middle: int, width: int, used: theme.Tokens, line: _Line
) -> None:
    measures = metrics(line.px, line.bold)
    text = elided(line.text, width, line.px, line.bold)
    if line.is_right:
        left += width - measures.horizontalAdvance(text)
    painter.setFont(painted_font(line.px, line.bold))
    painter.setPen(colour(getattr(used, line.tone)))
    painter.drawText(QPoint(left, _baseline(measures, middle)), text)


def _paint_pills(
    painter: QPainter, left: int, middle: int, width: int, pills: tuple[tuple[str, str], ...]
) -> None:
    measures = metrics(theme.SECONDARY_PX)
    right, baseline = left + width, _baseline(measures, middle)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setFont(painted_font(theme.SECONDARY_PX, False))
    for word, kind in pills:
        room = min(pill_width(word), right - left)
        if room < 2 * PILL_PAD + 8:
            break
        ground, text = theme.pill_colors(kind)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRect(left, middle - PILL_PX // 2, room, PILL_PX), 10, 10)
        painter.setPen(text)
        shown = elided(word, room - 2 * PILL_PAD + 1, theme.SECONDARY_PX, False)
        painter.drawText(QPoint(left + PILL_PAD, baseline), shown)
        left += room + PILL_GAP
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_box(painter: QPainter, rect: QRect, used: theme.Tokens, checked: bool) -> None:
    paint_box(painter, rect.center(), used, "all" if checked else "none")


def paint_box(painter: QPainter, middle: QPoint, used: theme.Tokens, state: str) -> None:
    """A check box: none, some or all."""
    box = QRectF(
        middle.x() - BOX_PX / 2 + 1.5, middle.y() - BOX_PX / 2 + 0.5, BOX_PX - 1, BOX_PX - 1
    )
    is_on = state != "none"
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(colour(used.accent if is_on else used.muted), 1))
    painter.setBrush(colour(used.accent if is_on else used.surface))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QPen(colour(used.on_accent), 2))
    if state == "all":
        x, y = box.left(), box.top()
        painter.drawPolyline(
            [
                QPoint(round(x + 4), round(y + 8)),
                QPoint(round(x + 7), round(y + 11)),
                QPoint(round(x + 12), round(y + 5)),
            ]
        )
    elif state == "some":
        painter.drawLine(
            QPoint(round(box.left() + 4), middle.y()), QPoint(round(box.right() - 4), middle.y())
        )
    painter.restore()


def _button_ground(
    painter: QPainter, place: QRect, used: theme.Tokens, is_primary: bool, look: str
) -> QColor:
    """The button's ground; answers the colour of its text."""
    if is_primary:
        ground = used.accent if look == "plain" else used.accent_hover
        border = ground
    else:
        grounds = {"plain": used.surface, "hover": used.header, "pressed": used.neutral_soft}
        ground, border = grounds[look], used.border if look == "plain" else used.muted
    painter.setPen(colour(border))
    painter.setBrush(colour(ground))
    painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
    return colour(used.on_accent if is_primary else used.text)


def _button_icon(painter: QPainter, place: QRect, name: str) -> None:
    side = 16
    box = QRect(place.center().x() - side // 2 + 1, place.center().y() - side // 2 + 1, side, side)
    theme.icon("more" if name == "more" else "eye").paint(painter, box)
