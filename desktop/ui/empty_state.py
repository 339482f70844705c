"""What a grid without rows says, and the one button for what to do next. The choice is pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.rows import AccountState, Tab
from desktop.ui import theme
from desktop.ui.buttons import button
from desktop.ui.pieces import label

_ICON_PX = 40


@dataclass(frozen=True, slots=True)
class Empty:
    """Words and up to two actions: (name, words), the first is the primary one."""

    icon: str
    title: str
    words: str
    actions: tuple[tuple[str, str], ...] = ()


_QUIET = {
    Tab.ERRORS: Empty(
        "check", "Nothing needs you", "Orders that fail are shown here with their cure."
    ),
    Tab.ARCHIVE: Empty(
        "archive", "The archive is empty", "Archived orders can be restored from here."
    ),
}


def empty_for(tab: Tab, accounts: Sequence[AccountState] | None, *, is_filtering: bool) -> Empty:
    """What to say where there are no rows; accounts are None as long as they are not known."""
    if is_filtering:
        return Empty(
            "filter",
            "No order matches",
            "Nothing in this tab fits the search and the filters.",
            (("clear", "Clear filters"),),
        )
    if accounts is not None and not accounts:
        return Empty(
            "plug",
            "Connect Amazon and Shopify",
            "Orders appear here once an account is connected. To look around first, try the"
            " sandbox: a made-up shop on this computer.",
            (("connect", "Connect an account…"), ("sandbox", "Try the sandbox")),
        )
    if tab in _QUIET:
        return _QUIET[tab]
    if accounts and not any(one.amazon_checked_at for one in accounts):
        return Empty("import", "Importing…", "The first orders appear here in a moment.")
    return Empty(
        "inbox",
        "No orders yet",
        "New orders appear by themselves. One that is missing can be imported by its Amazon ID.",
        (("import", "Import by ID…"),),
    )


class EmptyState(QWidget):
    """Shows an `Empty`."""

    wanted = Signal(str)  # name of the action

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("emptyState")
        self._shown: Empty | None = None
        self._icon, self._title, self._words = QLabel(), label("", "heading"), label("", "muted")
        self._title.setObjectName("emptyTitle")
        self._words.setObjectName("emptyWords")
        for one in (self._icon, self._title, self._words):
            one.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._buttons = [button("", f"empty-{at}") for at in range(2)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(160, 0, 160, 0)
        layout.setSpacing(8)
        layout.addStretch(2)
        for words in (self._icon, self._title, self._words):
            layout.addWidget(words)
        layout.addSpacing(8)
        for made in self._buttons:
            layout.addWidget(made, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self._buttons[0].setProperty("role", "primary")
        for made in self._buttons:
            made.clicked.connect(self._on_clicked)
        theme.on_change(self._dress)

    def show_empty(self, shown: Empty) -> None:
        """Say it."""
        if shown == self._shown:
            return
        self._shown = shown
        self._title.setText(shown.title)
        self._words.setText(shown.words)
        for at, one in enumerate(self._buttons):
            one.setVisible(at < len(shown.actions))
            if at < len(shown.actions):
                one.setText(shown.actions[at][1])
                one.setAccessibleName(shown.actions[at][1])
        self._dress()

    @Slot()
    def _dress(self) -> None:
        if self._shown is not None:
            self._icon.setPixmap(theme.icon(self._shown.icon, "muted").pixmap(_ICON_PX, _ICON_PX))

    @Slot()
    def _on_clicked(self) -> None:
        pressed = self._buttons.index(self.sender())  # type: ignore[arg-type]
        if self._shown is not None:
            self.wanted.emit(self._shown.actions[pressed][0])
