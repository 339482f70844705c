"""Refunds items of an order: how many, why, and how much of each."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.rows import OrderDetail, RefundCase
from desktop.trade import Money
from desktop.ui.buttons import button
from desktop.ui.figures import money_text
from desktop.ui.form import Form
from desktop.ui.order.begin_dialog import Begin, BeginDialog
from desktop.ui.refund_table import RefundTable
from desktop.ui.work import Work

_LONGEST = 200


class RefundDialog(BeginDialog):
    """Recorded in Shopify first, then sent to Amazon by the outbox."""

    def __init__(self, work: Work, detail: OrderDetail, parent: QWidget | None = None) -> None:
        super().__init__(work, detail, "Refund", parent)
        self._table: RefundTable | None = None
        self._currency = ""
        self._note = QLineEdit()
        self._note.setObjectName("note")
        self._note.setMaxLength(_LONGEST)
        self._note.setAccessibleName(self.tr("Note in Shopify"))
        self.resize(880, 560)
        self.ask_shop()

    def read(self) -> None:
        order_id, questions = self.detail.row.id, self.work.desk.questions
        self.work.reader.ask(
            f"refund-{id(self)}",
            lambda: questions.refund_case(order_id, 0),
            self._on_case,
            self.on_no_case,
        )

    def starts(self) -> tuple[str, str]:
        return (
            self.tr("This starts in Shopify."),
            self.tr(
                "It is recorded there first; nothing goes back into stock, and no mail is sent."
                " Amazon's refund then waits in the outbox, where it can still be withdrawn."
            ),
        )

    def _on_case(self, case: RefundCase) -> None:
        self._currency = case.currency
        self._table = RefundTable(case)
        self._table.changed.connect(self.check)
        self.card.body.addWidget(self._table)
        everything = button(self.tr("Everything that is left"), "refundAll")
        everything.setProperty("role", "link")
        everything.clicked.connect(self._table.fill_all)
        self.card.head.addWidget(everything)
        self.card.title.setText(self.tr("What the buyer gets back"))
        self.card.title.show()
        form = Form()
        form.row(self.tr("Note in Shopify"), self._note)
        self.card.body.addWidget(form)
        QTimer.singleShot(0, self._table, self._table.setFocus)
        self.fill()

    def missing(self) -> str:
        return self._table.problem() if self._table else ""

    def button_words(self) -> str:
        if self._table is None or not self._table.total:
            return self.tr("Refund")
        return self.tr("Refund {}").format(money_text(Money(self._table.total, self._currency)))

    def begin(self) -> Begin:
        deeds, order_id, note = self.work.desk.deeds, self.detail.row.id, self._note.text().strip()
        given = self._table.given() if self._table else ()
        return lambda: deeds.refund(order_id, given, note)
