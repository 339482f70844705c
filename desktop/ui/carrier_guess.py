"""Which carriers a tracking number looks like; a click takes one."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.ui.buttons import button
from desktop.ui.pieces import clear, label

_MOST = 3


class CarrierGuess(QWidget):
    """Takes no room while nothing is likely; `chosen` carries Amazon's code."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("carrierGuess")
        self._shown: tuple[tuple[str, ...], str] = ((), "")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self.hide()

    def tell(self, codes: Sequence[str], current: str) -> None:
        """The likeliest first; what is chosen already is told, and not offered."""
        likely = tuple(codes[:_MOST])
        if (likely, current) == self._shown:
            return
        self._shown = (likely, current)
        clear(self._row)
        self.setVisible(bool(likely))
        if not likely:
            return
        if current in likely:
            words = self.tr("The number looks like {}, too.").format(current)
            if len(likely) == 1:
                words = self.tr("The number looks like {}.").format(current)
            self._row.addWidget(label(words, "secondary", name="guess", wraps=False))
            likely = tuple(code for code in likely if code != current) if len(likely) > 1 else ()
        else:
            words = self.tr("The number looks like")
            self._row.addWidget(label(words, "secondary", name="guess", wraps=False))
        for code in likely:
            self._row.addWidget(self._offer(code))
        self._row.addStretch(1)

    @property
    def codes(self) -> tuple[str, ...]:
        """What it says, for tests."""
        return self._shown[0]

    def _offer(self, code: str) -> QPushButton:
        made = button(self.tr("Use {}").format(code), f"use_{code}")
        made.setProperty("role", "link")
        made.setProperty("code", code)
        made.clicked.connect(self._on_clicked)
        return made

    @Slot()
    def _on_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(str(sender.property("code")))
