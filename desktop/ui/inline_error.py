"""An error inside a dialog: what is wrong and what to do, without another window."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui.buttons import button
from desktop.ui.error_words import Words, words_of


class InlineError(QFrame):
    """Hidden until there is something to say; `again` where it can be tried in place."""

    again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inlineError")
        self.setProperty("role", "problem")
        self._title, self._text = QLabel(), QLabel()
        self._title.setObjectName("inlineErrorTitle")
        self._title.setProperty("role", "heading")
        self._text.setObjectName("inlineErrorText")
        self._again = button(self.tr("Retry"), "inlineErrorAgain")
        self._again.clicked.connect(self.again)
        outside = QHBoxLayout(self)
        outside.setContentsMargins(12, 10, 12, 10)
        outside.setSpacing(12)
        layout = QVBoxLayout()
        layout.setSpacing(2)
        outside.addLayout(layout, 1)
        outside.addWidget(self._again, 0, Qt.AlignmentFlag.AlignVCenter)
        for label in (self._title, self._text):
            label.setWordWrap(True)
            label.setTextInteractionFlags(label.textInteractionFlags().TextSelectableByMouse)
            layout.addWidget(label)
        self.hide()

    def tell(self, error: Exception) -> None:
        """Show an error."""
        self.say(words_of(error))

    def say(self, words: Words, *, retries: bool = False) -> None:
        """Show words, and a button to try again where `retries`."""
        self._again.setVisible(retries)
        self._title.setText(words.title)
        self._text.setText(words.text)
        self._text.setVisible(bool(words.text))
        self.setAccessibleName(words.title)
        self.setAccessibleDescription(words.text)
        self.show()

    @property
    def text(self) -> str:
        """What it says, for tests and screen readers."""
        return f"{self._title.text()} {self._text.text()}".strip()
