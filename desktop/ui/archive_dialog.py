"""Asked before orders are archived that are still to ship."""

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QWidget

from desktop.ui.buttons import button
from desktop.ui.question_dialog import QuestionDialog

_LEAST_PX = 440


class ArchiveDialog(QuestionDialog):
    """Accepted: archive them all the same."""

    def __init__(self, to_ship: int, of: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("archiveQuestion")
        self.setWindowTitle(self.tr("Archive"))
        title = (
            self.tr("This order is still to be shipped.")
            if of == 1
            else self.tr("{} of these orders are still to be shipped.").format(
                QLocale().toString(to_ship)
            )
        )
        words = self.tr(
            "In the archive an order is hidden from All Orders and Errors. It comes back when"
            " it fails anew or nears its ship-by time."
        )
        cancel = button(self.tr("Cancel"), "archiveCancel")
        cancel.clicked.connect(self.reject)
        archive = button(self.tr("Archive"), "archiveAnyway", primary=True)
        archive.clicked.connect(self.accept)
        self.pose(title, [words], [cancel, archive], width=_LEAST_PX)
