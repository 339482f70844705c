"""Names and fields below each other, the names in one column."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop.ui.pieces import label


class Form(QWidget):
    """`row` adds one; the name is the field's buddy."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)

    def row(self, name: str, field: QWidget) -> QLabel:
        """A name and its field; the name, so that it can be hidden with it."""
        made = label(name, "secondary", wraps=False)
        made.setBuddy(field)
        at = self._grid.rowCount()
        self._grid.addWidget(made, at, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(field, at, 1)
        return made

    def below(self, field: QWidget) -> None:
        """Something that belongs to the field above it."""
        self._grid.addWidget(field, self._grid.rowCount(), 1)
