"""Runs a script of scenes within the event loop: each step waits until something holds."""

from collections.abc import Callable, Generator

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

Step = Callable[[], object]
Script = Generator[Step, None, None]

_LOOK_MS = 30
_SETTLE_MS = 350
_PATIENCE_MS = 180_000


class Stuck(Exception):
    """A step never came to hold."""


def now() -> bool:
    """A step that only lets the window settle."""
    return True


class Director(QObject):
    """Goes on with the script when what it waits for holds and the window has settled."""

    ended = Signal(object)  # None, or the exception that ended it

    def __init__(self, script: Script, parent: QObject) -> None:
        super().__init__(parent)
        self._script = script
        self._holds: Step = now
        self._waited = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLE_MS)
        self._settling.timeout.connect(self._go_on)

    def begin(self) -> None:
        """Start with the first scene."""
        self._settling.start()

    @Slot()
    def _go_on(self) -> None:
        try:
            self._holds = next(self._script)
        except StopIteration:
            self.ended.emit(None)
        except Exception as error:  # noqa: BLE001 - told by whoever began
            self.ended.emit(error)
        else:
            self._waited.restart()
            self._look()

    @Slot()
    def _look(self) -> None:
        try:
            holds = self._holds()
        except Exception as error:  # noqa: BLE001 - told by whoever began
            self.ended.emit(error)
            return
        if holds:
            self._settling.start()
        elif self._waited.elapsed() > _PATIENCE_MS:
            self.ended.emit(Stuck(self._holds.__qualname__))
        else:
            self._timer.start(_LOOK_MS)
