"""What the window remembers between starts: place, tab, columns. A small file in the profile."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

FILE = "window.ini"


class WindowMemory:
    """Reads and writes `window.ini`; without a folder nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._kept: QSettings | None = None
        if folder is not None:
            self._kept = QSettings(str(folder / FILE), QSettings.Format.IniFormat)

    def text(self, name: str, default: str = "") -> str:
        """A kept text."""
        found = None if self._kept is None else self._kept.value(name)
        return found if isinstance(found, str) else default

    def flag(self, name: str) -> bool:
        """A kept yes or no."""
        return self.text(name) == "true"

    def state(self, name: str) -> QByteArray:
        """A kept state of a window or a table header."""
        found = None if self._kept is None else self._kept.value(name)
        return found if isinstance(found, QByteArray) else QByteArray()

    def keep(self, name: str, value: object) -> None:
        """Keep one value; False and True as words."""
        if self._kept is not None:
            kept = str(value).lower() if isinstance(value, bool) else value
            self._kept.setValue(name, kept)

    def write(self) -> None:
        """Write it to the disk now."""
        if self._kept is not None:
            self._kept.sync()
