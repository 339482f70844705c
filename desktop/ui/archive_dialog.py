"""Asked before orders are archived that are still to ship."""

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui.buttons import button

_LEAST_PX = 440


class ArchiveDialog(QDialog):
    """Accepted: archive them all the same."""

    def __init__(self, to_ship: int, of: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("archiveQuestion")
        self.setWindowTitle(self.tr("Archive"))
        title = QLabel(
            self.tr("This order is still to be shipped.")
            if of == 1
            else self.tr("{} of these orders are still to be shipped.").format(
                QLocale().toString(to_ship)
            )
        )
        title.setProperty("role", "title")
        words = QLabel(
            self.tr(
                "In the archive an order is hidden from All Orders and Errors. It comes back when"
                " it fails anew or nears its ship-by time."
            )
        )
        words.setWordWrap(True)
        cancel = button(self.tr("Cancel"), "archiveCancel")
        cancel.clicked.connect(self.reject)
        archive = button(self.tr("Archive"), "archiveAnyway", primary=True)
        archive.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(archive)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 16)
        layout.setSpacing(12)
        layout.addWidget(title)
        layout.addWidget(words)
        layout.addSpacing(4)
        layout.addLayout(buttons)
        self.setMinimumWidth(_LEAST_PX)
