"""Filter by Amazon order IDs: typed or pasted, whole or in part, in any separation."""

import re

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget

from desktop.rows import OrderFilter
from desktop.ui.buttons import button
from desktop.ui.filters.popover import Popover

PAUSE_MS = 150
_BETWEEN = re.compile(r"[\s,;|\"']+")


def read_ids(text: str) -> tuple[str, ...]:
    """What was pasted, each once."""
    return tuple(dict.fromkeys(one for one in _BETWEEN.split(text) if one))


class IdsPopover(Popover):
    """A field for a list of IDs."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("ids", parent)
        hint = QLabel(self.tr("Amazon order IDs, one or many, whole or in part"))
        hint.setProperty("role", "secondary")
        self.field = QPlainTextEdit()
        self.field.setObjectName("idsField")
        self.field.setAccessibleName(hint.text())
        self.field.setPlaceholderText("111-9087654-1234567")
        self.field.setTabChangesFocus(True)
        self.field.setMinimumSize(
            self.field.fontMetrics().averageCharWidth() * 38,
            self.field.fontMetrics().lineSpacing() * 6,
        )
        self._clear: QPushButton = button(self.tr("Clear"), "idsClear")
        self._clear.clicked.connect(self.field.clear)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.field.textChanged.connect(self._pause.start)
        for widget in (hint, self.field, self._clear):
            self.body.addWidget(widget)

    def show_filter(self, asked: OrderFilter) -> None:
        if read_ids(self.field.toPlainText()) != asked.order_ids:
            self.field.blockSignals(True)
            self.field.setPlainText("\n".join(asked.order_ids))
            self.field.blockSignals(False)

    def cleared(self) -> dict[str, object]:
        return {"order_ids": ()}

    def first_field(self) -> QWidget | None:
        return self.field

    @Slot()
    def _tell(self) -> None:
        self.changed.emit({"order_ids": read_ids(self.field.toPlainText())})
