"""Refresh at once, then at most every so often: many changes become few repaints."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

INTERVAL_MS = 200


class Throttle(QObject):
    """Gathers the ids of what changed; `fired` carries them, empty where it is unknown which."""

    fired = Signal(object)  # tuple of ids

    def __init__(self, interval_ms: int = INTERVAL_MS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: set[int] = set()
        self._is_all = False
        self._waits = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(interval_ms)
        self._timer.timeout.connect(self._on_timeout)

    @Slot()
    @Slot(object)
    def ask(self, ids: Sequence[int] = ()) -> None:
        """Something changed; no ids mean that it is unknown what."""
        self._ids.update(ids)
        self._is_all = self._is_all or not ids
        self._waits = True
        if not self._timer.isActive():
            self._fire()

    @Slot()
    def stop(self) -> None:
        """Forget what is waiting."""
        self._timer.stop()
        self._ids, self._is_all, self._waits = set(), False, False

    @Slot()
    def _on_timeout(self) -> None:
        if self._waits:
            self._fire()

    def _fire(self) -> None:
        ids = () if self._is_all else tuple(sorted(self._ids))
        self._ids, self._is_all, self._waits = set(), False, False
        self._timer.start()
        self.fired.emit(ids)
