"""Asked on quitting while something waits in the outbox: it stays there, and may be late."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.ui.buttons import button
from desktop.ui.question_dialog import QuestionDialog

_LEAST_PX = 436


class QuitDialog(QuestionDialog):
    """Closing this dialog goes on working."""

    quit_wanted = Signal()
    outbox_wanted = Signal()

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quitDialog")
        self.setWindowTitle(self.tr("Quit Crossdock"))
        self.setModal(True)
        is_one = count == 1
        title = (
            self.tr("One thing has not left the outbox")
            if is_one
            else self.tr("{} things have not left the outbox").format(count)
        )
        text = self.tr(
            "Refunds and cancellations leave only while Crossdock runs. Nothing is lost: they stay"
            " in the outbox until it is opened again, and what has waited too long by then asks"
            " before it leaves."
        )
        show = button(self.tr("Open the outbox"), "quitOutbox")
        show.clicked.connect(self._on_outbox)
        leave = button(self.tr("Quit"), "quitQuit")
        leave.clicked.connect(self._on_quit)
        stay = button(self.tr("Keep running"), "quitStay", primary=True)
        stay.clicked.connect(self.reject)
        self.pose(title, [text], [leave, stay], aside=show, width=_LEAST_PX)

    @Slot()
    def _on_quit(self) -> None:
        self.accept()
        self.quit_wanted.emit()

    @Slot()
    def _on_outbox(self) -> None:
        self.reject()
        self.outbox_wanted.emit()
