"""An error inside a dialog: what is wrong and what to do, without another window."""

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desktop.ui.error_words import Words, words_of


class InlineError(QFrame):
    """Hidden until there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inlineError")
        self.setProperty("role", "problem")
        self._title, self._text = QLabel(), QLabel()
        self._title.setObjectName("inlineErrorTitle")
        self._title.setProperty("role", "heading")
        self._text.setObjectName("inlineErrorText")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(2)
        for label in (self._title, self._text):
            label.setWordWrap(True)
            label.setTextInteractionFlags(label.textInteractionFlags().TextSelectableByMouse)
            layout.addWidget(label)
        self.hide()

    def tell(self, error: Exception) -> None:
        """Show an error."""
        self.say(words_of(error))

    def say(self, words: Words) -> None:
        """Show words."""
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
