"""A refund that Amazon needs per item, or lower: spread over the items by a person."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.rows import RefundCase
from desktop.ui.pieces import Card, label
from desktop.ui.refund_table import RefundTable
from desktop.ui.resolve.case import Case
from desktop.ui.resolve.fix import Deed, Fix
from desktop.ui.work import Work


class AllocateFix(Fix):
    """Tick, quantity, reason, amounts; the sum against Shopify's refund."""

    previews = False

    def __init__(self, case: Case, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(case, work, parent)
        held = case.back.refund if case.back else None
        card = Card(self.tr("What the buyer gets back on Amazon"), "allocateCard")
        self._table = RefundTable(held or RefundCase("", ()))
        self._table.changed.connect(self._on_changed)
        card.body.addWidget(self._table)
        self._in_price = QCheckBox(self.tr("Put the tax into the &price"))
        self._in_price.setObjectName("taxInPrice")
        self._in_price.setAccessibleName(self.tr("Put the tax into the price"))
        self._in_price.setChecked(case.code == "tax_not_eligible")
        self._in_price.setVisible(case.code == "tax_not_eligible")
        card.body.addWidget(self._in_price)
        words = self.tr("It then waits in the outbox, where it can still be withdrawn.")
        card.body.addWidget(label(words, "secondary"))
        self.body.addWidget(card)
        self.setFocusProxy(self._table)

    @Slot()
    def _on_changed(self) -> None:
        self.changed.emit()

    def missing(self) -> str:
        return self._table.problem()

    def button_words(self) -> str:
        return self.tr("Send this refund to Amazon")

    def deed(self) -> Deed:
        deeds, order_id, task_id = self.work.desk.deeds, self.case.first.id, self.case.task_ids[0]
        given = self._table.given(tax_in_price=self._in_price.isChecked())
        return lambda: deeds.allocate(order_id, task_id, given)

    def done_words(self, count: int) -> str:
        return self.tr("The refund waits in the outbox.")
