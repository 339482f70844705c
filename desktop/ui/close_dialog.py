"""Asked when the window is closed for the first time: go on syncing in the tray, or quit."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.ui.buttons import button
from desktop.ui.question_dialog import QuestionDialog

_LEAST_PX = 416


class CloseDialog(QuestionDialog):
    """Closing this dialog leaves the window as it is."""

    decided = Signal(bool, bool)  # stays in the tray, and whether to remember it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("closeDialog")
        self.setWindowTitle(self.tr("Close Crossdock"))
        self.setModal(True)
        title = self.tr("Keep syncing in the tray?")
        words = self.tr(
            "In the tray Crossdock goes on importing orders and creating them in Shopify."
            " Otherwise it stops until you open it again; nothing is lost."
        )
        self._keep = QCheckBox(self.tr("Do not ask again"))
        self._keep.setObjectName("closeKeep")
        stop = button(self.tr("Quit"), "closeQuit")
        stop.clicked.connect(self._on_quit)
        stay = button(self.tr("Keep syncing"), "closeStay", primary=True)
        stay.clicked.connect(self._on_stay)
        self.pose(title, [words], [stop, stay], aside=self._keep, width=_LEAST_PX)

    @Slot()
    def _on_stay(self) -> None:
        self._decide(stays=True)

    @Slot()
    def _on_quit(self) -> None:
        self._decide(stays=False)

    def _decide(self, *, stays: bool) -> None:
        self.decided.emit(stays, self._keep.isChecked())
        self.accept()
