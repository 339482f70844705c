"""The program takes a picture of itself: opens, waits for orders, saves it, ends."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from desktop.app.controller import Controller

_LOOK_MS = 250
_LONGEST_MS = 30_000
_ENOUGH = 40
_SETTLE_MS = 1200


class Photographer(QObject):
    """Saves one picture of the window, then ends the program."""

    def __init__(self, controller: Controller, file: Path) -> None:
        super().__init__(controller)
        self._controller, self._file = controller, file
        self._waited_ms = 0
        self.failed = False
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def begin(self) -> None:
        """Wait for orders."""
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        self._waited_ms += _LOOK_MS
        orders = self._controller.window.orders
        if orders is not None and orders.total >= _ENOUGH:
            self._timer.stop()
            QTimer.singleShot(_SETTLE_MS, self, self._take)
        elif self._waited_ms >= _LONGEST_MS:
            self._timer.stop()
            self.failed = True
            self._controller.quit()

    @Slot()
    def _take(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._controller.window.grab().save(str(self._file), "PNG")
        self._controller.quit()
