"""A field for units of an item, from none to all that there are."""

from PySide6.QtWidgets import QSpinBox, QWidget

_LEFT_PX = 6


class UnitsBox(QSpinBox):
    """All are chosen at first."""

    def __init__(self, item_id: str, most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"units_{item_id}")
        self.setRange(0, most)
        self.setValue(most)
        self.lineEdit().setTextMargins(_LEFT_PX, 0, 0, 0)
