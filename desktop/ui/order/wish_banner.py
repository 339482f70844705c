"""The buyer asks to cancel: accept, and both sides cancel; or decline, and it may be packed."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.rows import OrderDetail, TaskState
from desktop.ui.buttons import button
from desktop.ui.pieces import label


class WishBanner(QFrame):
    """Accepting is asked for twice: it cannot be taken back in Shopify."""

    accepted = Signal()
    declined = Signal()

    def __init__(self, detail: OrderDetail, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("wishBanner")
        self.setProperty("role", "alarm")
        self._asked = False
        first = (
            self.tr("Shopify is cancelled first, then Amazon by the outbox.")
            if detail.row.shopify_order_id
            else self.tr("It is not in Shopify; Amazon is told by the outbox.")
        )
        second = (
            self.tr("Decline: the hold in Shopify is released.")
            if is_held(detail)
            else self.tr("Decline: it is shipped as usual; nothing is on hold.")
        )
        said = f"{self.tr('Accept: {}').format(first)} {second}"
        self._words = label(said, name="wishWords")
        words = QVBoxLayout()
        words.setSpacing(2)
        title = self.tr("The buyer asks to cancel this order.")
        words.addWidget(label(title, "strong"))
        words.addWidget(self._words)
        self.accept_it = button(self.tr("Accept"), "acceptWish")
        self.accept_it.setProperty("role", "danger")
        self.decline_it = button(self.tr("Decline"), "declineWish")
        self.accept_it.clicked.connect(self._on_accept)
        self.decline_it.clicked.connect(self._on_decline)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(words, 1)
        layout.addWidget(self.decline_it)
        layout.addWidget(self.accept_it)
        self.setAccessibleName(title)

    @Slot()
    def _on_accept(self) -> None:
        if not self._asked:
            self._asked = True
            self.accept_it.setText(self.tr("Cancel on both sides"))
            self.accept_it.setAccessibleName(self.tr("Cancel on both sides"))
            self._words.setText(self.tr("Shopify cannot undo a cancellation. Press again."))
            return
        self._wait()
        self.accepted.emit()

    @Slot()
    def _on_decline(self) -> None:
        self._wait()
        self.declined.emit()

    def _wait(self) -> None:
        for one in (self.accept_it, self.decline_it):
            one.setEnabled(False)


def is_held(detail: OrderDetail) -> bool:
    """Whether the order was put on hold in Shopify for the wish, and is so still."""
    moves = [
        one
        for one in detail.tasks
        if one.verb in ("hold_in_shopify", "release_in_shopify") and one.state is TaskState.DONE
    ]
    last = max(moves, key=lambda one: one.id, default=None)
    return last is not None and last.verb == "hold_in_shopify"
