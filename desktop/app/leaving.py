"""Before the program ends: asks where something has not left the outbox."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from desktop.rows import OutboxContent
from desktop.ui.main_window import MainWindow
from desktop.ui.quit_dialog import QuitDialog
from desktop.ui.work import Work

_PATIENCE_MS = 2000


class Leaving(QObject):
    """`agreed` when the program may end; a look that takes too long does not keep it."""

    agreed = Signal()

    def __init__(self, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self.work: Work | None = None
        self.dialog: QuitDialog | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self.agreed)

    @Slot()
    def ask(self) -> None:
        """Somebody wants to quit."""
        work = self.work
        if work is None or work.desk.is_demo:
            self.agreed.emit()
        elif self.dialog is not None:
            self._window.come_to_front()
            self.dialog.raise_()
        elif not self._patience.isActive():
            self._patience.start()
            questions = work.desk.questions
            work.reader.ask(
                "leaving", lambda: questions.outbox(None), self._on_read, self._on_trouble
            )

    @Slot(object)
    def _on_read(self, content: OutboxContent) -> None:
        if not self._patience.isActive():
            return
        self._patience.stop()
        if not content.waiting:
            self.agreed.emit()
            return
        self._window.come_to_front()
        dialog = QuitDialog(len(content.waiting), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.quit_wanted.connect(self.agreed)
        dialog.outbox_wanted.connect(self._on_outbox)
        dialog.finished.connect(self._on_finished)
        self.dialog = dialog
        dialog.open()

    @Slot(object)
    def _on_trouble(self, _: Exception) -> None:
        if self._patience.isActive():
            self._patience.stop()
            self.agreed.emit()

    @Slot()
    def _on_finished(self) -> None:
        self.dialog = None

    @Slot()
    def _on_outbox(self) -> None:
        if self._window.dialogs is not None:
            self._window.dialogs.open_outbox()
