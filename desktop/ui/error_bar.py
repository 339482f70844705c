"""The bar over the grid that tells what is wrong and what to do; one at a time, never a dialog."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop.ui.buttons import button, icon_button
from desktop.ui.error_words import Words


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing to tell. `key` makes it the same as an older one; `action` is what may be done."""

    key: str
    words: Words
    action: str = ""


class ErrorBar(QFrame):
    """Shows the oldest trouble and how many more there are."""

    acted = Signal(str)  # the key of the trouble whose action was asked for

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("errorBar")
        self.setProperty("role", "problem")
        self._troubles: dict[str, Trouble] = {}
        self._text = QLabel()
        self._text.setObjectName("errorBarText")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._more = QLabel()
        self._more.setObjectName("errorBarMore")
        self._more.setProperty("role", "secondary")
        self._action = button("", "errorBarAction")
        self._action.clicked.connect(self._on_action)
        self._close = icon_button("close", self.tr("Dismiss"), "errorBarClose")
        self._close.clicked.connect(self._on_close)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 8, 8)
        layout.setSpacing(10)
        layout.addWidget(self._text, 1)
        for widget in (self._more, self._action, self._close):
            layout.addWidget(widget)
        self.hide()

    def tell(self, trouble: Trouble) -> None:
        """Show it now, or after those before it; the same key replaces its words."""
        self._troubles[trouble.key] = trouble
        self._show()

    def clear(self, key: str) -> None:
        """It is mended."""
        if self._troubles.pop(key, None) is not None:
            self._show()

    def keep_only(self, prefix: str, keys: Iterable[str]) -> None:
        """Of those whose key begins so, keep these."""
        kept = set(keys)
        gone = [key for key in self._troubles if key.startswith(prefix) and key not in kept]
        for key in gone:
            self.clear(key)

    @property
    def keys(self) -> tuple[str, ...]:
        """What is told, the shown one first."""
        return tuple(self._troubles)

    def _show(self) -> None:
        if not self._troubles:
            self.hide()
            return
        first = next(iter(self._troubles.values()))
        self._text.setText(f"<b>{_plain(first.words.title)}</b> {_plain(first.words.text)}".strip())
        self.setAccessibleName(first.words.title)
        self.setAccessibleDescription(first.words.text)
        more = len(self._troubles) - 1
        self._more.setVisible(more > 0)
        self._more.setText(self.tr("{} more").format(more))
        self._action.setVisible(bool(first.action))
        self._action.setText(first.action)
        self._action.setAccessibleName(first.action)
        self.show()

    @Slot()
    def _on_action(self) -> None:
        if self._troubles:
            self.acted.emit(next(iter(self._troubles)))

    @Slot()
    def _on_close(self) -> None:
        if self._troubles:
            self.clear(next(iter(self._troubles)))


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
