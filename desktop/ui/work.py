"""What a screen works with: the desk, and the threads and signals to reach it by."""

from dataclasses import dataclass

from desktop.ui.background import Errands, Reader, Writer
from desktop.ui.desk import Desk
from desktop.ui.signals import AppSignals


@dataclass(frozen=True, slots=True)
class Work:
    """Everything that dialogs are handed."""

    desk: Desk
    reader: Reader
    writer: Writer
    errands: Errands
    signals: AppSignals
