"""A filter's chip: opens its popover; while it filters it says by what, and carries a ×."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from desktop.ui.buttons import icon_button
from desktop.ui.pieces import show_kind

_MOST_LETTERS = 34


class FilterChip(QFrame):
    """Dashed and plain, or in the accent with what it filters by."""

    open_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, title: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}Chip")
        self.setProperty("role", "chip")
        self._title = title
        self.open_button = QPushButton()
        self.open_button.setObjectName(f"{name}Open")
        self.open_button.setProperty("role", "chipOpen")
        self.open_button.setAutoDefault(False)
        self.open_button.clicked.connect(self.open_wanted)
        self.clear_button: QToolButton = icon_button("close", f"Clear {title}", f"{name}Clear")
        self.clear_button.setProperty("role", "chipClear")
        self.clear_button.clicked.connect(self.clear_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.open_button)
        layout.addWidget(self.clear_button)
        self.show_words("")

    def show_words(self, words: str) -> None:
        """What it filters by; "" for nothing."""
        self._is_on = bool(words)
        cut = words if len(words) <= _MOST_LETTERS else f"{words[: _MOST_LETTERS - 1]}…"
        self.open_button.setText(f"{self._title}: {cut}" if words else f"{self._title} ▾")
        spoken = f"{self._title}: {words}" if words else f"Filter by {self._title}"
        self.open_button.setAccessibleName(spoken)
        self.open_button.setToolTip(spoken)
        self.clear_button.setVisible(self._is_on)
        if self.property("active") != self._is_on:
            show_kind(self, active=self._is_on)
            show_kind(self.open_button, active=self._is_on)
        self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self._is_on and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_wanted.emit()
        else:
            super().keyPressEvent(event)
