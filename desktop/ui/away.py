"""Sums up what was done while the window was closed to the tray."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.rows import RunSummary
from desktop.ui.news_watch import Message

_HOUR_MS = 3_600_000


class Away(QObject):
    """Counts from `leave` to `come_back`; tells once an hour, and at the end."""

    told = Signal(object)  # a Message, once an hour while away
    welcomed = Signal(str)  # what was done, when the window is shown again

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_away = False
        self._counts = {"imported": 0, "created": 0, "failed": 0}
        self._told = dict(self._counts)
        self._timer = QTimer(self)
        self._timer.setInterval(_HOUR_MS)
        self._timer.timeout.connect(self.tell)

    @Slot()
    def leave(self) -> None:
        """The window is closed to the tray."""
        if not self._is_away:
            self._is_away = True
            self._counts = dict.fromkeys(self._counts, 0)
            self._told = dict(self._counts)
            self._timer.start()

    @Slot()
    def come_back(self) -> None:
        """The window is shown again."""
        if self._is_away and any(self._counts.values()):
            self.welcomed.emit(self.tr("While you were away: {}.").format(self._words()))
        self._is_away = False
        self._timer.stop()

    @Slot(object)
    def take(self, summary: RunSummary) -> None:
        """A run has ended."""
        if self._is_away:
            self._counts["imported"] += summary.imported
            self._counts["created"] += summary.created
            self._counts["failed"] += summary.failed

    @Slot()
    def tell(self) -> None:
        """What was done so far, unless that was told already."""
        if self._counts != self._told:
            self._told = dict(self._counts)
            title = self.tr("Crossdock while you are away")
            self.told.emit(Message("summary", title, f"{self._words()}."))

    def _words(self) -> str:
        return ", ".join(f"{count:n} {what}" for what, count in self._counts.items())
