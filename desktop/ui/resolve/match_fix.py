"""Links Amazon's items to the products of an order that another app brought to Shopify."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from desktop.rows import MatchCase
from desktop.ui.pieces import Card, label, line
from desktop.ui.resolve.case import Case
from desktop.ui.resolve.fix import Errand, Fix
from desktop.ui.resolve.sku_fix import head_of
from desktop.ui.resolve.sku_line import Link, SkuLine
from desktop.ui.work import Work


class MatchFix(Fix):
    """Lines of an adopted order that are not certain to be Amazon's items."""

    previews = False

    def __init__(self, case: Case, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(case, work, parent)
        match = case.back.match if case.back and case.back.match else MatchCase()
        items = {one.sku: one for one in reversed(case.detail.items) if one.sku in match.skus}
        card = Card(name="matchCard")
        card.body.addWidget(head_of(self.tr("Is this Shopify variant")))
        account_id = case.first.account_id
        self._lines = [
            SkuLine(work, account_id, items[sku], case.units(sku), can_link=True, can_send=False)
            for sku in match.skus
            if sku in items
        ]
        for row in self._lines:
            card.body.addWidget(line())
            card.body.addWidget(row)
            row.changed.connect(self._on_change)
        words = self.tr("Remembered for the account {}; later orders need no asking.")
        card.body.addWidget(line())
        card.body.addWidget(label(words.format(case.first.account), "secondary"))
        self.body.addWidget(card)
        first = self._lines[0].search if self._lines else None
        if first is not None:
            self.setFocusProxy(first)

    @Slot()
    def _on_change(self) -> None:
        self.changed.emit()

    @property
    def _links(self) -> tuple[Link, ...]:
        return tuple(link for row in self._lines for link in row.links or ())

    def heals(self) -> tuple[int, ...]:
        return tuple(one for one in self._waiting if one not in self.case.ids)

    @property
    def _waiting(self) -> tuple[int, ...]:
        return self.case.back.waiting if self.case.back else ()

    def missing(self) -> str:
        return "" if self._links else self.tr("Choose a variant first.")

    def button_words(self) -> str:
        waiting = len(self.heals())
        more = self.tr(" (+{} waiting)").format(waiting) if waiting else ""
        return f"{self.tr('Link and try {} again').format(self.case.count)}{more}"

    def errand(self) -> Errand:
        errands, order_id, links = self.work.desk.errands, self.case.first.id, self._links
        return lambda cancel: errands.match_items(order_id, links, cancel)

    def done_words(self, count: int) -> str:
        return self.tr("Linked; {} order(s) tried again.").format(count)
