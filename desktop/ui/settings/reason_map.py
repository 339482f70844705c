"""A reason of Amazon's for each of Shopify's, chosen from a list."""

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from desktop.ui.pieces import label
from desktop.ui.reasons import CANCEL_REASONS
from desktop.ui.settings.pages import word_of

KEY = "cancel.reasons"


class ReasonMap(QWidget):
    """Tells the whole map at each change, as it is typed."""

    changed = Signal(str)

    def __init__(self, reasons: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        form = QFormLayout(self)
        form.setContentsMargins(0, 6, 0, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(6)
        self._combos: dict[str, QComboBox] = {}
        for one in reasons:
            combo = QComboBox()
            combo.setObjectName(f"reason-{one}")
            combo.setAccessibleName(word_of(one))
            for code in CANCEL_REASONS:
                combo.addItem(word_of(code), code)
            combo.activated.connect(self._on_picked)
            words = label(word_of(one), wraps=False)
            words.setBuddy(combo)
            form.addRow(words, combo)
            self._combos[one] = combo
        self.show_map(reasons)

    def show_map(self, reasons: Mapping[str, str]) -> None:
        """Show how it stands."""
        for one, combo in self._combos.items():
            combo.setCurrentIndex(combo.findData(reasons.get(one, "")))

    @Slot()
    def _on_picked(self) -> None:
        pairs = ((one, combo.currentData()) for one, combo in self._combos.items())
        self.changed.emit(", ".join(f"{one}={code}" for one, code in pairs if code))
