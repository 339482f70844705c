"""The sheet of keys, and what this program is (F1)."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop import __version__
from desktop.ui.buttons import button

KEYS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Everywhere",
        (
            ("F5", "Sync now"),
            ("Ctrl+I", "Import orders by ID"),
            ("Ctrl+E", "Export what is shown"),
            ("Ctrl+,", "Settings"),
            ("Ctrl+Shift+A", "Accounts"),
            ("Ctrl+1", "All Orders"),
            ("Ctrl+2", "Errors"),
            ("Ctrl+3", "Archive"),
            ("Ctrl+4", "Outbox"),
            ("Ctrl+Q", "Quit"),
        ),
    ),
    (
        "In the grid",
        (
            ("Ctrl+F", "Search"),
            ("Return", "View order"),
            ("R", "Resolve"),
            ("Delete", "Archive, or restore"),
            ("Ctrl+Z", "Undo"),
            ("Ctrl+C", "Copy order IDs"),
            ("J", "Next order"),
            ("K", "Previous order"),
            ("Space", "Select"),
            ("Ctrl+A", "Select all"),
        ),
    ),
)


class ShortcutsDialog(QDialog):
    """Two columns of keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutsDialog")
        self.setWindowTitle(self.tr("Keys"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        for column, (title, keys) in enumerate(KEYS):
            head = QLabel(title)
            head.setProperty("role", "heading")
            grid.addWidget(head, 0, 2 * column, 1, 2)
            for row, (key, words) in enumerate(keys, 1):
                shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
                badge = QLabel(shown)
                badge.setProperty("role", "badge")
                grid.addWidget(badge, row, 2 * column, Qt.AlignmentFlag.AlignLeft)
                grid.addWidget(QLabel(words), row, 2 * column + 1)
        layout.addLayout(grid)
        about = QLabel(
            self.tr("Crossdock {} · on your own computer, no server of ours").format(__version__)
        )
        about.setProperty("role", "secondary")
        layout.addSpacing(8)
        layout.addWidget(about)
        close = button(self.tr("Close"), "shortcutsClose", primary=True)
        close.clicked.connect(self.accept)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
