"""Asked before this computer takes accounts over from another one: what happens then."""

from PySide6.QtWidgets import QWidget

from desktop.ui.buttons import button
from desktop.ui.lease_words import LeaseNotice
from desktop.ui.question_dialog import QuestionDialog

_LEAST_PX = 520


class TakeOverDialog(QuestionDialog):
    """Accepted: take them over. It concerns the accounts of the notice that it was opened for."""

    def __init__(self, notice: LeaseNotice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("takeOverDialog")
        title = self.tr("Sync on this computer instead?")
        self.setWindowTitle(title)
        self.account_ids = tuple(one.id for one in notice.accounts)
        names = ", ".join(one.name for one in notice.accounts)
        texts = (
            self.tr(
                "{computer} syncs {names} now. From the next sync on this computer does: it creates"
                " orders and sends shipments, refunds and cancellations."
            ),
            self.tr(
                "{computer} notices before it sends anything more, at the latest within four"
                " minutes, and then only shows what happens. Nothing has to be done there."
            ),
            self.tr(
                "So that nothing is sent twice, this computer waits about four minutes before it"
                " sends anything, and first looks up what {computer} may have sent."
            ),
            self.tr("It can be taken back there in the same way at any time."),
        )
        cancel = button(self.tr("Cancel"), "takeOverCancel")
        cancel.clicked.connect(self.reject)
        go = button(self.tr("Sync here"), "takeOverGo", primary=True)
        go.clicked.connect(self.accept)
        filled = [text.format(computer=notice.computer, names=names) for text in texts]
        self.pose(title, filled, [cancel, go], width=_LEAST_PX)
