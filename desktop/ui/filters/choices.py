"""Filters by words of a list: status, sync status, tag; several are joined by or."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.rows import OrderFilter
from desktop.ui.filters.popover import Popover


class ChoicesPopover(Popover):
    """A check box for each word; `field` is the filter's field that takes them."""

    def __init__(self, field: str, words: Sequence[str], name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self._field = field
        self._words = tuple(words)
        self._boxes: list[QCheckBox] = []
        for at, word in enumerate(self._words):
            box = QCheckBox(word.value if isinstance(word, StrEnum) else word)
            box.setObjectName(f"{name}-{at}")
            box.setAccessibleName(box.text())
            box.clicked.connect(self._on_clicked)
            self.body.addWidget(box)
            self._boxes.append(box)

    def show_filter(self, asked: OrderFilter) -> None:
        chosen = getattr(asked, self._field)
        for word, box in zip(self._words, self._boxes, strict=True):
            box.setChecked(word in chosen)

    def cleared(self) -> dict[str, object]:
        return {self._field: ()}

    def first_field(self) -> QWidget | None:
        return next((one for one in self._boxes if one.isChecked()), self._boxes[0])

    @Slot()
    def _on_clicked(self) -> None:
        chosen = tuple(
            word for word, box in zip(self._words, self._boxes, strict=True) if box.isChecked()
        )
        self.changed.emit({self._field: chosen})
