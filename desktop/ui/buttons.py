"""Buttons as the design has them: one primary a view, quiet ones, icons in the theme's colours."""

from PySide6.QtCore import QObject, QSize, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton

from desktop.ui import theme

_ICON_PX = 16


class _Icon(QObject):
    """Keeps a button's icon in the colour of its token when the theme changes."""

    def __init__(self, button: QAbstractButton, name: str, token: str) -> None:
        super().__init__(button)
        self._button, self._name, self._token = button, name, token
        theme.on_change(self.paint)
        self.paint()

    @Slot()
    def paint(self) -> None:
        self._button.setIcon(theme.icon(self._name, self._token))
        self._button.setIconSize(QSize(_ICON_PX, _ICON_PX))


def button(text: str, name: str, *, primary: bool = False, icon: str = "") -> QPushButton:
    """A button with a text; the primary one is the view's main deed."""
    made = QPushButton(text)
    made.setObjectName(name)
    made.setAccessibleName(text.replace("&", "").strip().rstrip("…"))
    made.setAutoDefault(False)
    if primary:
        made.setProperty("role", "primary")
        made.setDefault(True)
    if icon:
        _Icon(made, icon, "on_accent" if primary else "text")
    return made


def icon_button(icon: str, words: str, name: str, shortcut: str = "") -> QToolButton:
    """A button with an icon only; its words are told to screen readers and in the tooltip."""
    made = QToolButton()
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.setToolTip(with_key(words, shortcut))
    _Icon(made, icon, "text")
    if shortcut:
        made.setShortcut(QKeySequence(shortcut))
    return made


def with_key(words: str, shortcut: str) -> str:
    """A tooltip that names the key, as the system writes it."""
    if not shortcut:
        return words
    key = QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{words} ({key})"
