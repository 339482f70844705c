"""A line of links: what else can be done about the failure than what is shown."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.ui.buttons import button
from desktop.ui.pieces import clear, label
from desktop.ui.resolve.back_kinds import other_ways
from desktop.ui.resolve.case import Case
from desktop.ui.resolve.fix import Fix


class OtherWays(QWidget):
    """`chosen` carries the kind of the way that a person wants instead."""

    chosen = Signal(object)

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("otherWays")
        self._case = case
        self._kinds: dict[str, type[Fix]] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)

    def tell(self, shown: type[Fix]) -> None:
        """Offer everything but what is shown."""
        clear(self._row)
        ways = other_ways(self._case, shown) if self._case.back is not None else ()
        self._kinds = {kind.__name__: kind for _, kind in ways}
        self.setVisible(bool(ways))
        if not ways:
            return
        self._row.addWidget(label(self.tr("Or:"), "secondary", wraps=False))
        for words, kind in ways:
            link: QPushButton = button(words, kind.__name__)
            link.setProperty("role", "link")
            link.clicked.connect(self._on_clicked)
            self._row.addWidget(link)
        self._row.addStretch(1)

    @Slot()
    def _on_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(self._kinds[sender.objectName()])
