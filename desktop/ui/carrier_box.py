"""A list of Amazon's carriers, the likeliest first; typing finds one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

OTHER = "Other"


class CarrierBox(QComboBox):
    """One of the listed codes; nothing is chosen where nothing is likely."""

    def __init__(
        self, codes: Sequence[str], suggested: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("carrier")
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)
        first = [one for one in suggested if one in codes]
        rest = sorted((one for one in codes if one not in (*first, OTHER)), key=str.casefold)
        self.addItems(first)
        if first:
            self.insertSeparator(len(first))
        self.addItems([*rest, *([OTHER] if OTHER in codes else [])])
        self.setCurrentIndex(0 if first else -1)
        edit = self.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(self.tr("Type or choose"))
        self._codes = tuple(codes)

    @property
    def code(self) -> str:
        """The chosen code as Amazon writes it; empty where what was typed is none."""
        typed = self.currentText().strip().casefold()
        return next((one for one in self._codes if one.casefold() == typed), "")
