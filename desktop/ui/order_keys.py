"""What the keys of the grid do, as data."""

from PySide6.QtCore import Qt

WISHES = {
    Qt.Key.Key_Return: "view",
    Qt.Key.Key_Enter: "view",
    Qt.Key.Key_R: "resolve",
    Qt.Key.Key_A: "archive",
    Qt.Key.Key_Delete: "archive",
    Qt.Key.Key_Menu: "more",
}
# Single letters that the grid takes before any shortcut of the window.
OWN = frozenset({*WISHES, Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_Space})
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def is_plain(modifiers: Qt.KeyboardModifier) -> bool:
    """Whether neither Ctrl, Shift nor Alt is held."""
    return modifiers in _PLAIN


def row_after(key: int, row: int, *, page: int, last: int, plain: bool) -> int | None:
    """To which row a key goes from `row`; None where it goes nowhere."""
    steps = {
        Qt.Key.Key_Down: row + 1,
        Qt.Key.Key_Up: row - 1,
        Qt.Key.Key_PageDown: row + page,
        Qt.Key.Key_PageUp: row - page,
        Qt.Key.Key_Home: 0,
        Qt.Key.Key_End: last,
    }
    if plain:
        steps |= {Qt.Key.Key_J: row + 1, Qt.Key.Key_K: row - 1}
    to = steps.get(Qt.Key(key)) if key in {int(one) for one in steps} else None
    return None if to is None or last < 0 else max(0, min(to, last))
