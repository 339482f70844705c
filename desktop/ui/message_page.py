"""A calm page in the middle of the window: opening, a problem with its cure, a first welcome."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.buttons import button

_WIDTH = 560


class MessagePage(QWidget):
    """A title, a few words and the buttons that may help."""

    acted = Signal(str)  # the name of the button that was pressed

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._title = QLabel()
        self._title.setObjectName("pageTitle")
        self._title.setProperty("role", "title")
        self._cause, self._cure = QLabel(), QLabel()
        self._cause.setObjectName("pageCause")
        self._cure.setProperty("role", "muted")
        self._cure.setObjectName("pageCure")
        self._busy = QProgressBar()
        self._busy.setObjectName("pageBusy")
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(self.tr("Please wait"))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._made: dict[str, QPushButton] = {}
        self._lay_out()

    def _lay_out(self) -> None:
        card = QFrame()
        card.setObjectName("messageCard")
        card.setProperty("role", "card")
        card.setMaximumWidth(_WIDTH)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 26, 28, 26)
        inside.setSpacing(10)
        for label in (self._title, self._cause, self._cure):
            label.setWordWrap(True)
            inside.addWidget(label)
        inside.addWidget(self._busy)
        inside.addSpacing(6)
        inside.addLayout(self._buttons)
        outside = QHBoxLayout(self)
        outside.addStretch(1)
        outside.addWidget(card, 4, Qt.AlignmentFlag.AlignVCenter)
        outside.addStretch(1)

    def say(
        self,
        title: str,
        cause: str = "",
        cure: str = "",
        *,
        buttons: tuple[tuple[str, str], ...] = (),
        busy: bool = False,
    ) -> None:
        """Show it; `buttons` are (name, text), the first one is the primary."""
        self._title.setText(title)
        for label, text in ((self._cause, cause), (self._cure, cure)):
            label.setText(text)
            label.setVisible(bool(text))
        self._busy.setVisible(busy)
        self._put_buttons(buttons)
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{cause} {cure}".strip())

    def _put_buttons(self, buttons: tuple[tuple[str, str], ...]) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._made = {}
        for at, (name, text) in enumerate(buttons):
            made = button(text, name, primary=at == 0)
            made.clicked.connect(self._on_click)
            self._buttons.addWidget(made)
            self._made[name] = made
        self._buttons.addStretch(1)

    @Slot()
    def _on_click(self) -> None:
        pressed = self.sender()
        if pressed is not None:
            self.acted.emit(pressed.objectName())

    @property
    def text(self) -> str:
        """What it says."""
        return " ".join(one.text() for one in (self._title, self._cause, self._cure)).strip()
