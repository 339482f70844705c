"""A refund or cancellation without a reason that Amazon knows: one is chosen, and remembered."""

import re

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from desktop.rows import SyncStatus
from desktop.ui.form import Form
from desktop.ui.pieces import Card, label
from desktop.ui.reasons import CANCEL_REASONS, REFUND_REASONS, SHOP_REASONS
from desktop.ui.refund_line import reason_box
from desktop.ui.resolve.case import Case
from desktop.ui.resolve.fix import Deed, Fix
from desktop.ui.work import Work

_UNMAPPED = re.compile(r"belongs to (.+)\.$")
_LONGEST = 60


class ReasonFix(Fix):
    """Amazon's reason, and what of Shopify means it from now on: words of a refund's note, or one
    of its reasons for a cancellation."""

    previews = False

    def __init__(self, case: Case, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(case, work, parent)
        failure = case.failure
        self._is_refund = failure is not None and failure.kind is SyncStatus.FAILED_REFUND
        reasons = REFUND_REASONS if self._is_refund else CANCEL_REASONS
        self._reason = reason_box(reasons, "GeneralAdjustment", "reason")
        self._reason.setAccessibleName(self.tr("Reason for Amazon"))
        told = self._told()
        self._words = QLineEdit(told)
        self._words.setObjectName("words")
        self._words.setMaxLength(_LONGEST)
        self._shop_reason = reason_box(SHOP_REASONS, told.upper(), "shopReason")
        self._remember = QCheckBox(
            self.tr("&Remember it for refunds whose note holds these words")
            if self._is_refund
            else self.tr("&Remember it for cancellations with this reason of Shopify")
        )
        self._remember.setObjectName("remember")
        self._remember.setAccessibleName(self._remember.text().replace("&", ""))
        self._remember.setChecked(bool(told) if self._is_refund else told.upper() in SHOP_REASONS)
        self._lay_out()
        self.setFocusProxy(self._reason)
        self._remember.toggled.connect(self._on_changed)
        self._words.textChanged.connect(self._on_changed)
        self._shop_reason.currentIndexChanged.connect(self._on_changed)
        self._on_changed()

    def _lay_out(self) -> None:
        card = Card(name="reasonCard")
        form = Form()
        form.row(self.tr("Reason for Amazon"), self._reason)
        card.body.addWidget(form)
        card.body.addWidget(self._remember)
        field = self._words if self._is_refund else self._shop_reason
        field.setAccessibleName(self.tr("What Shopify has"))
        card.body.addWidget(field)
        words = self.tr("It then waits in the outbox, where it can still be withdrawn.")
        card.body.addWidget(label(words, "secondary"))
        self.body.addWidget(card)

    def _told(self) -> str:
        """What the failure says that Amazon has no reason for."""
        found = _UNMAPPED.search(self.case.failure.cause if self.case.failure else "")
        return found[1] if found and found[1] != "it" else ""

    @property
    def _remembered(self) -> str:
        if not self._remember.isChecked():
            return ""
        return self._words.text().strip() if self._is_refund else self._shop_reason.currentData()

    @Slot()
    def _on_changed(self) -> None:
        for field in (self._words, self._shop_reason):
            field.setEnabled(self._remember.isChecked())
        self.changed.emit()

    def missing(self) -> str:
        if self._remember.isChecked() and not self._remembered:
            return self.tr("Enter the words, or do not remember it.")
        return ""

    def heals(self) -> tuple[int, ...]:
        back = self.case.back
        return back.waiting if back is not None and self._remember.isChecked() else ()

    def button_words(self) -> str:
        more = len(self.heals())
        words = self.tr("Send with this reason")
        return words + (self.tr(" (+{} waiting)").format(more) if more else "")

    def deed(self) -> Deed:
        deeds, order_id, task_id = self.work.desk.deeds, self.case.first.id, self.case.task_ids[0]
        reason, words = str(self._reason.currentData()), self._remembered
        return lambda: deeds.choose_reason(order_id, task_id, reason, words)

    def done_words(self, count: int) -> str:
        if count == 1:
            return self.tr("It waits in the outbox.")
        return self.tr("Reason remembered; {} orders wait in the outbox.").format(count)
