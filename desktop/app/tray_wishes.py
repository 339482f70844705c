"""What the tray's menu asks of the background work."""

from PySide6.QtCore import QObject, Slot

from desktop.ui.work import Work


class TrayWishes(QObject):
    """Does nothing while no profile is open."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.work: Work | None = None

    @Slot()
    def sync_now(self) -> None:
        """Bring the next run forward."""
        if self.work is not None:
            self.work.errands.run(self.work.desk.errands.sync_now)

    @Slot(object)
    def pause(self, until: int | None) -> None:
        """Pause until a UTC second; None goes on."""
        if self.work is not None:
            errands = self.work.desk.errands
            self.work.errands.run(lambda cancel: errands.pause(until, cancel))
