"""What every scene needs: themes, sizes, opening and closing, and taking the picture."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QPushButton, QWidget

from desktop.app.pictures.camera import Camera
from desktop.app.pictures.director import Script, now
from desktop.app.pictures.studio import Studio
from desktop.rows import Tab
from desktop.ui import theme
from desktop.ui.filters.popover import Popover

Found = TypeVar("Found", bound=QObject)

THEMES = ("light", "dark")
SIZES = ((1280, 720), (1440, 900), (1920, 1080))
SMALL, USUAL, LARGE = SIZES


@dataclass
class Shoot:
    """The program and the camera before it."""

    studio: Studio
    camera: Camera

    def both(self, name: str, of: Callable[[], QWidget] | None = None) -> Script:
        """A picture in each theme: of one widget alone, or of the window and all over it."""
        for look in THEMES:
            theme.choose(look)
            yield now
            if of is None:
                self.camera.take_all(f"{name}-{look}", self.studio.window)
            else:
                self.camera.take(f"{name}-{look}", of())
        theme.choose("light")

    def every_size(self, name: str) -> Script:
        """The window in each size and theme."""
        for width, height in SIZES:
            self.size((width, height))
            yield from self.both(f"{name}-{width}x{height}")
        self.size(USUAL)

    def size(self, size: tuple[int, int]) -> None:
        """Make the window that large."""
        self.studio.window.resize(*size)

    def tab(self, tab: Tab) -> Script:
        """Show a tab."""
        self.studio.page.strip.choose(tab)
        yield now

    def dialog(self, name: str, opener: Callable[[], object], kind: type[QDialog]) -> Script:
        """Open a dialog, take it alone in both themes, and close it."""
        opener()
        yield lambda: any(isinstance(one, kind) for one in shown())
        yield now
        yield from self.both(name, lambda: front(kind))
        close_all()
        yield now


def shown() -> list[QWidget]:
    """Windows that are open now."""
    return [one for one in QApplication.topLevelWidgets() if one.isVisible()]


def front(kind: type[Found]) -> Found:
    """The open window of that kind. Raises LookupError where none is."""
    for one in shown():
        if isinstance(one, kind):
            return one
    raise LookupError(f"no {kind.__name__} is open")


def button(of: QWidget, name: str) -> QPushButton:
    """A button by its name. Raises LookupError for an unknown one."""
    found = of.findChild(QPushButton, name)
    if found is None:
        raise LookupError(f"there is no button {name}")
    return found


def close_all() -> None:
    """Close dialogs, menus and popovers."""
    for one in shown():
        if isinstance(one, QDialog | QMenu | Popover):
            one.close()
