"""A refund or cancellation without a reason that Amazon knows: one is chosen, and remembered."""

import re

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from desktop.rows import SyncStatus
from desktop.ui.form import Form
from desktop.ui.pieces import Card, label
from desktop.ui.reasons import CANCEL_REASONS, REFUND_REASONS
from desktop.ui.refund_line import reason_box
from desktop.ui.resolve.case import Case
from desktop.ui.resolve.fix import Deed, Fix
from desktop.ui.work import Work

_UNMAPPED = re.compile(r"belongs to (.+)\.$")
_LONGEST = 60


class ReasonFix(Fix):
    """Amazon's reason, and the words of Shopify that mean it from now on."""

    previews = False

    def __init__(self, case: Case, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(case, work, parent)
        is_refund = case.failure is not None and case.failure.kind is SyncStatus.FAILED_REFUND
        reasons = REFUND_REASONS if is_refund else CANCEL_REASONS
        self._reason = reason_box(reasons, "GeneralAdjustment", "reason")
        self._reason.setAccessibleName(self.tr("Reason for Amazon"))
        self._remember = QCheckBox(
            self.tr("&Remember it for refunds whose note holds these words")
            if is_refund
            else self.tr("&Remember it for this reason of Shopify")
        )
        self._remember.setObjectName("remember")
        self._remember.setAccessibleName(self._remember.text().replace("&", ""))
        self._words = QLineEdit(self._known_words())
        self._words.setObjectName("words")
        self._words.setMaxLength(_LONGEST)
        self._words.setAccessibleName(self.tr("Words of Shopify"))
        self._remember.setChecked(bool(self._words.text()))
        card = Card(name="reasonCard")
        form = Form()
        form.row(self.tr("Reason for Amazon"), self._reason)
        card.body.addWidget(form)
        card.body.addWidget(self._remember)
        card.body.addWidget(self._words)
        words = self.tr("It then waits in the outbox, where it can still be withdrawn.")
        card.body.addWidget(label(words, "secondary"))
        self.body.addWidget(card)
        self.setFocusProxy(self._reason)
        self._remember.toggled.connect(self._on_changed)
        self._words.textChanged.connect(self._on_changed)
        self._on_changed()

    def _known_words(self) -> str:
        found = _UNMAPPED.search(self.case.failure.cause if self.case.failure else "")
        return found[1] if found and found[1] != "it" else ""

    @Slot()
    def _on_changed(self) -> None:
        self._words.setEnabled(self._remember.isChecked())
        self.changed.emit()

    def missing(self) -> str:
        if self._remember.isChecked() and not self._words.text().strip():
            return self.tr("Enter the words, or do not remember it.")
        return ""

    def button_words(self) -> str:
        return self.tr("Send with this reason")

    def deed(self) -> Deed:
        deeds, order_id, task_id = self.work.desk.deeds, self.case.first.id, self.case.task_ids[0]
        reason = str(self._reason.currentData())
        words = self._words.text().strip() if self._remember.isChecked() else ""
        return lambda: deeds.choose_reason(order_id, task_id, reason, words)

    def done_words(self, count: int) -> str:
        return self.tr("It waits in the outbox.")
