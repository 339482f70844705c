"""Cancels an order: the reason for Amazon, and what it means for the seller."""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from desktop.rows import OrderDetail
from desktop.ui.form import Form
from desktop.ui.order.begin_dialog import Begin, BeginDialog
from desktop.ui.pieces import label
from desktop.ui.reasons import CANCEL_REASONS
from desktop.ui.refund_line import reason_box
from desktop.ui.work import Work

_BUYER = "BuyerCanceled"


class CancelDialog(BeginDialog):
    """Shopify first, so that nobody packs it; where it is not there, Amazon."""

    def __init__(self, work: Work, detail: OrderDetail, parent: QWidget | None = None) -> None:
        self._first = "shopify" if detail.row.shopify_order_id else "amazon"
        super().__init__(work, detail, "Cancel", parent)
        chosen = _BUYER if detail.row.cancel_wish else "NoInventory"
        self._reason = reason_box(CANCEL_REASONS, chosen, "reason")
        self._reason.setAccessibleName(self.tr("Reason for Amazon"))
        form = Form()
        form.row(self.tr("Reason for Amazon"), self._reason)
        self.card.body.addWidget(form)
        self._counts = label("", "waiting", name="counts")
        self.card.body.addWidget(self._counts)
        self._reason.currentIndexChanged.connect(self._on_reason)
        self.resize(620, 400)
        self._on_reason()
        if detail.row.shopify_order_id:
            self.ask_shop()
        else:
            self.read()

    def read(self) -> None:
        order_id, questions = self.detail.row.id, self.work.desk.questions
        self.work.reader.ask(
            f"cancel-{id(self)}",
            lambda: questions.cancel_starts_on(order_id),
            self._on_side,
            self.on_no_case,
        )

    def on_no_answer(self, error: Exception) -> None:
        """Shopify's cancellation does not need to know: it looks when it leaves."""
        self.read()

    def _on_side(self, side: str) -> None:
        self._first = side
        self.fill()
        QTimer.singleShot(0, self._reason, self._reason.setFocus)

    def starts(self) -> tuple[str, str]:
        if self._first == "amazon":
            there = self.detail.row.shopify_order_id
            return (
                self.tr("This starts on Amazon."),
                (
                    self.tr("In Shopify it is cancelled already.")
                    if there
                    else self.tr("The order is not in Shopify and will not be created there.")
                )
                + " "
                + self.tr(
                    "Amazon's cancellation waits in the outbox, where it can still be withdrawn."
                ),
            )
        return (
            self.tr("This starts in Shopify."),
            self.tr(
                "The order is cancelled there first, so that nobody packs it. Amazon's cancellation"
                " then waits in the outbox, where it can still be withdrawn."
            ),
        )

    @Slot()
    def _on_reason(self) -> None:
        counts = self._reason.currentData() != _BUYER and not self.detail.row.cancel_wish
        words = self.tr("It counts against your cancellation rate: the buyer did not ask for it.")
        self._counts.setText(words)
        self._counts.setVisible(counts)

    def button_words(self) -> str:
        return self.tr("Cancel the order")

    def begin(self) -> Begin:
        deeds, order_id = self.work.desk.deeds, self.detail.row.id
        reason = str(self._reason.currentData())
        return lambda: deeds.cancel(order_id, reason)
