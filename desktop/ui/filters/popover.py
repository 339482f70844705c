"""What a chip opens: a small frame below it that closes by Esc or a click elsewhere."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.rows import OrderFilter


class Popover(QFrame):
    """Tells the parts of the filter that it is about, at every change."""

    changed = Signal(object)  # dict: field of OrderFilter → value

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName(f"{name}Popover")
        self.setProperty("role", "popover")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(14, 12, 14, 12)
        self.body.setSpacing(6)

    def show_filter(self, asked: OrderFilter) -> None:
        """Show what is set; without telling a change."""

    def cleared(self) -> dict[str, object]:
        """The parts that clearing this filter sets."""
        return {}

    def first_field(self) -> QWidget | None:
        """What has the focus when it opens."""
        return None

    def open_below(self, chip: QWidget) -> None:
        """Open under a chip, within the screen."""
        self.adjustSize()
        at = chip.mapToGlobal(QPoint(0, chip.height() + 4))
        screen = chip.screen().availableGeometry()
        at.setX(max(screen.left(), min(at.x(), screen.right() - self.width())))
        self.move(at)
        self.show()
        field = self.first_field()
        if field is not None:
            field.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)
