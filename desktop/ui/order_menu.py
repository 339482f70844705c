"""What can be done with orders: the context menu and the ⋯ button show the same."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desktop.rows import OrderRow
from desktop.ui import theme
from desktop.ui.order_columns import can_resolve


def order_menu(rows: Sequence[OrderRow], count: int, parent: QWidget) -> QMenu:
    """A menu whose actions carry their name as data; `rows` are those of the `count` at hand."""
    menu = QMenu(parent)
    menu.setObjectName("orderMenu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    one = count == 1
    failed = [row for row in rows if can_resolve(row)]
    if one:
        _add(menu, "view", "View order", "eye", "Return")
    if failed:
        _add(menu, "resolve", "Resolve…" if one else f"Resolve {len(failed)}…", "wrench", "R")
        _add(menu, "retry", "Retry with what we hold", "sync")
    menu.addSeparator()
    if any(row.archived_at is None for row in rows) or not rows:
        _add(menu, "archive", "Archive" if one else f"Archive {count}", "archive", "A")
    if any(row.archived_at is not None for row in rows):
        _add(menu, "restore", "Restore" if one else f"Restore {count}", "restore", "A")
    menu.addSeparator()
    words = "Copy Amazon order ID" if one else f"Copy {count} Amazon order IDs"
    _add(menu, "copy", words, "copy", "Ctrl+C")
    return menu


def _add(menu: QMenu, name: str, words: str, icon: str, key: str = "") -> QAction:
    action = menu.addAction(theme.icon(icon), words)
    action.setObjectName(f"order-{name}")
    action.setData(name)
    if key:
        action.setShortcut(QKeySequence(key))
        action.setShortcutVisibleInContextMenu(True)
        # The grid itself hears the key; here it is only shown.
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    return action
