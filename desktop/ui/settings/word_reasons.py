"""What words in a refund's note mean on Amazon: words, and a reason of Amazon's list."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from desktop.ui.buttons import button, icon_button
from desktop.ui.pieces import clear, label
from desktop.ui.reasons import REFUND_REASONS

KEY = "refund.reasons"
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class _Line:
    """The widgets of one entry."""

    words: QLineEdit
    reason: QComboBox
    up: QToolButton
    remove: QToolButton


class WordReasons(QWidget):
    """Tells the whole table as JSON at each change; the first words that fit a note count."""

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("wordReasons")
        self._lines: list[_Line] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self._empty = label(self.tr("No words yet: every refund has the usual reason."), "muted")
        self._add = button(self.tr("Add words"), "addWords")
        self._add.clicked.connect(self._on_add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._empty)
        layout.addLayout(self._grid)
        row = QGridLayout()
        row.addWidget(self._add, 0, 0)
        row.setColumnStretch(1, 1)
        layout.addLayout(row)
        self.show_map({})

    def show_map(self, reasons: Mapping[str, str]) -> None:
        """Show how it stands; an entry that is being typed stays."""
        if [*reasons.items()] == [*self._map().items()] and self._lines:
            return
        clear(self._grid)
        self._lines = []
        for words, reason in reasons.items():
            self._new_line(words, reason)
        self._settle()

    def _new_line(self, words: str, reason: str) -> _Line:
        at = len(self._lines)
        edit = QLineEdit(words)
        edit.setObjectName(f"words-{at}")
        edit.setAccessibleName(self.tr("Words in the note"))
        edit.setPlaceholderText(self.tr("Words in the note, such as: damaged"))
        edit.setMaxLength(_LONGEST)
        edit.editingFinished.connect(self._on_changed)
        combo = QComboBox()
        combo.setObjectName(f"wordsReason-{at}")
        combo.setAccessibleName(self.tr("Amazon's reason"))
        for code, told in REFUND_REASONS.items():
            combo.addItem(told, code)
        combo.setCurrentIndex(max(0, combo.findData(reason)))
        combo.activated.connect(self._on_changed)
        up = icon_button("chevron-up", self.tr("Look for these words earlier"), f"wordsUp-{at}")
        up.clicked.connect(self._on_up)
        remove = icon_button("close", self.tr("Remove these words"), f"wordsRemove-{at}")
        remove.clicked.connect(self._on_remove)
        line = _Line(edit, combo, up, remove)
        for column, widget in enumerate((edit, combo, up, remove)):
            self._grid.addWidget(widget, at, column)
        self._lines.append(line)
        return line

    def _settle(self) -> None:
        self._empty.setVisible(not self._lines)
        for at, one in enumerate(self._lines):
            one.up.setEnabled(at > 0)

    def _map(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for one in self._lines:
            words = one.words.text().strip()
            if words and words not in found:
                found[words] = str(one.reason.currentData())
        return found

    @Slot()
    def _on_add(self) -> None:
        line = self._new_line("", "CustomerReturn")
        self._settle()
        line.words.setFocus()

    @Slot()
    def _on_changed(self) -> None:
        self.changed.emit(json.dumps(self._map(), ensure_ascii=False))

    @Slot()
    def _on_up(self) -> None:
        at = next(n for n, one in enumerate(self._lines) if one.up is self.sender())
        above, below = self._lines[at - 1], self._lines[at]
        words, reason = above.words.text(), above.reason.currentIndex()
        above.words.setText(below.words.text())
        above.reason.setCurrentIndex(below.reason.currentIndex())
        below.words.setText(words)
        below.reason.setCurrentIndex(reason)
        self._on_changed()

    @Slot()
    def _on_remove(self) -> None:
        gone = next(one for one in self._lines if one.remove is self.sender())
        kept = [
            (one.words.text(), str(one.reason.currentData()))
            for one in self._lines
            if one is not gone
        ]
        clear(self._grid)
        self._lines = []
        for words, reason in kept:
            self._new_line(words, reason)
        self._settle()
        self._on_changed()
