"""Which of the shop's locations: chosen by name, or typed where they could not be read."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from desktop.rows import LocationRow
from desktop.ui.pieces import label

# What an empty value means.
KEYS: Mapping[str, str] = {
    "shipment.location": "Shopify's own routing",
    "order.fba_location": "The shop's first location",
}
_LETTERS = 16


class LocationBox(QWidget):
    """Tells the gid of what is chosen; of what is typed the very words where no name fits."""

    changed = Signal(str)

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gid, self._none = "", KEYS[key]
        self.box = QComboBox()
        self.box.setObjectName(f"location-{key}")
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(_LETTERS)
        self.note = label("", "secondary", name=f"note-{key}")
        self.note.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.box)
        layout.addWidget(self.note)
        self.setFocusProxy(self.box)
        self.show_locations(())
        self.box.activated.connect(self._on_picked)
        edit = self.box.lineEdit()
        if edit is not None:
            edit.editingFinished.connect(self._on_typed)

    def show_locations(self, rows: Sequence[LocationRow]) -> None:
        """What there is to choose from; what is chosen stays."""
        accounts = {one.account for one in rows}
        self.box.blockSignals(True)
        self.box.clear()
        self.box.addItem(self._none, "")
        for one in rows:
            name = f"{one.name} · {one.account}" if len(accounts) > 1 else one.name
            self.box.addItem(name, one.gid)
        self.box.blockSignals(False)
        self.show_gid(self._gid)

    def show_gid(self, gid: str) -> None:
        """Show what holds: by its name, or as it is where the name is not known."""
        self._gid = gid
        at = self.box.findData(gid)
        self.box.blockSignals(True)
        self.box.setCurrentIndex(at)
        if at < 0:
            self.box.setEditText(gid)
        edit = self.box.lineEdit()
        if edit is not None:
            edit.setCursorPosition(0)
        self.box.blockSignals(False)
        shown = self.box.currentText()
        self.box.setToolTip(f"{shown}\n{gid}" if gid else shown)

    def say(self, words: str) -> None:
        """What is to be known about the list; "" for nothing."""
        self.note.setText(words)
        self.note.setVisible(bool(words))

    @property
    def gid(self) -> str:
        """What is chosen or typed."""
        typed = self.box.currentText().strip()
        for at in range(self.box.count()):
            if self.box.itemText(at).casefold() == typed.casefold():
                return str(self.box.itemData(at))
        return typed

    @Slot()
    def _on_picked(self) -> None:
        self.changed.emit(self.gid)

    @Slot()
    def _on_typed(self) -> None:
        if self.gid != self._gid:
            self.changed.emit(self.gid)
