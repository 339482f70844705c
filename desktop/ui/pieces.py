"""The small pieces that dialogs are built of: labels, pills, cards, folds, names with values."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

SPIN_PX = 6  # a dressed spin box has no room before its text
SELECTABLE = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


def label(text: str = "", role: str = "", *, name: str = "", wraps: bool = True) -> QLabel:
    """A plain-text label that can be selected; its role is one of the style sheet's."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        made.setProperty("role", role)
    made.setIndent(0)  # a label with a padding is indented otherwise, away from what is below it
    if name:
        made.setObjectName(name)
    return made


def pill(text: str, kind: str) -> QLabel:
    """A word in the colours of what it means: good, info, waiting, bad, money, neutral."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", "pill")
    made.setProperty("kind", kind)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def show_kind(of: QWidget, **properties: object) -> None:
    """Set style properties and have the style sheet look at them again."""
    for name, value in properties.items():
        of.setProperty(name, value)
    of.style().unpolish(of)
    of.style().polish(of)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


class Card(QFrame):
    """A white card with a heading; put what it holds into `body`."""

    def __init__(self, title: str = "", name: str = "card", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "card")
        outside = QVBoxLayout(self)
        outside.setContentsMargins(16, 14, 16, 14)
        outside.setSpacing(8)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.title = label(title, "heading", wraps=False)
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        outside.addLayout(self.head)
        self.title.setVisible(bool(title))  # only here: shown without a parent, it were a window
        self.body = QVBoxLayout()
        self.body.setSpacing(6)
        outside.addLayout(self.body)


class Fold(QWidget):
    """A line that opens and closes what is below it; closed at first."""

    toggled = Signal(bool)

    def __init__(
        self, text: str, inside: QWidget, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._inside = inside
        self.button = QToolButton()
        self.button.setObjectName(name)
        self.button.setProperty("role", "quiet")
        self.button.setText(text)
        self.button.setAccessibleName(text)
        self.button.setCheckable(True)
        self.button.setArrowType(Qt.ArrowType.RightArrow)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.toggled.connect(self._on_toggled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(inside)
        inside.hide()

    @Slot(bool)
    def _on_toggled(self, is_open: bool) -> None:
        self.button.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self._inside.setVisible(is_open)
        self.toggled.emit(is_open)


class Pairs(QWidget):
    """Rows of a muted name and its value; what is empty is left out."""

    def __init__(self, rows: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for name, value in rows:
            if value:
                layout.addLayout(_pair(name, value))


def _pair(name: str, value: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    first, second = label(name, "secondary", wraps=False), label(value)
    first.setMinimumWidth(first.fontMetrics().averageCharWidth() * 18)
    second.setTextInteractionFlags(SELECTABLE)
    second.setAccessibleName(f"{name}: {value}")
    row.addWidget(first, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(second, 1, Qt.AlignmentFlag.AlignTop)
    return row


def scrolled(name: str) -> tuple[QScrollArea, QVBoxLayout]:
    """A page that scrolls up and down, and the layout to fill."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    content = QWidget()
    content.setObjectName("content")
    layout = QVBoxLayout(content)
    layout.setContentsMargins(22, 18, 22, 18)
    layout.setSpacing(12)
    area.setWidget(content)
    return area, layout


def line() -> QFrame:
    """A thin line across."""
    made = QFrame()
    made.setProperty("role", "line")
    return made
