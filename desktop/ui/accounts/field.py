"""One thing to type in, with its name, what it is and where it is found."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget


class Field(QWidget):
    """A label, a line to type in and an explanation below it."""

    changed = Signal()

    def __init__(
        self,
        name: str,
        label: str,
        where: str,
        *,
        secret: bool = False,
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.edit = QLineEdit()
        self.edit.setObjectName(name)
        self.edit.setAccessibleName(label)
        self.edit.setAccessibleDescription(where)
        self.edit.setPlaceholderText(placeholder)
        if secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.textChanged.connect(self.changed)
        head = QLabel(label)
        head.setProperty("role", "heading")
        head.setBuddy(self.edit)
        help_ = QLabel(where)
        help_.setProperty("role", "secondary")
        help_.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for widget in (head, self.edit, help_):
            layout.addWidget(widget)

    @property
    def value(self) -> str:
        """What was typed, without spaces around it."""
        return self.edit.text().strip()

    def put(self, value: object) -> None:
        """Fill it in."""
        self.edit.setText("" if value is None else str(value))
