"""Links the products that Shopify does not know: a table of items with a search for each."""

from dataclasses import replace

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from desktop.rows import Decision
from desktop.ui.desk import Deeds
from desktop.ui.pieces import Card, label, line
from desktop.ui.resolve.case import Case
from desktop.ui.resolve.fix import Deed, Fix
from desktop.ui.resolve.sku_line import Link, SkuLine, set_columns
from desktop.ui.work import Work


class SkuFix(Fix):
    """An unknown, ambiguous or missing SKU, or a linked variant that is gone."""

    def __init__(self, case: Case, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(case, work, parent)
        can_link = case.code != "sku_missing"
        card = Card(name="skuCard")
        card.body.addWidget(head_of(self.tr("Send as this Shopify variant")))
        self._lines = [
            SkuLine(work, case.first.account_id, item, case.units(item.sku), can_link=can_link)
            for item in case.failing_items()
        ]
        for row in self._lines:
            card.body.addWidget(line())
            card.body.addWidget(row)
            row.changed.connect(self._on_change)
        self._remember = QCheckBox(self.tr("&Remember for later orders of this SKU"), self)
        self._remember.setObjectName("remember")
        self._remember.setAccessibleName(self.tr("Remember for later orders of this SKU"))
        self._remember.setChecked(True)
        self._remember.toggled.connect(self._on_change)
        if can_link:
            card.body.addWidget(line())
            card.body.addWidget(self._remember, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            self._remember.hide()
        self.body.addWidget(card)
        first = self._lines[0].search if self._lines else None
        if first is not None:
            self.setFocusProxy(first)
        self._on_change()

    @Slot()
    def _on_change(self) -> None:
        self._remember.setEnabled(any(not row.custom.isChecked() for row in self._lines))
        self.changed.emit()

    @property
    def _links(self) -> tuple[Link, ...] | None:
        made: list[Link] = []
        for row in self._lines:
            links = row.links
            if links is None:
                return None
            made += links
        return tuple(made)

    def heals(self) -> tuple[int, ...]:
        if not self._remember.isChecked() or all(row.custom.isChecked() for row in self._lines):
            return ()
        return self.case.waiting

    def decision(self) -> Decision | None:
        links = self._links
        if links is None:
            return None
        return Decision(self.case.first.id, links=links, remember=self._remember.isChecked())

    def missing(self) -> str:
        left = sum(row.links is None for row in self._lines)
        if not left:
            return ""
        if left == 1:
            return self.tr("Choose a variant, and this shows the very order.")
        return self.tr("Choose a variant for {} more items.").format(left)

    def button_words(self) -> str:
        links = self._links or ()
        heals = self._remember.isChecked() and any(gid for _, gid, _ in links)
        waiting = len(self.case.waiting)
        more = self.tr(" (+{} waiting)").format(waiting) if waiting and heals else ""
        only_custom = bool(links) and not any(gid for _, gid, _ in links)
        words = (
            self.tr("Send as custom line, create {}")
            if only_custom
            else self.tr("Link and create {}")
        )
        return f"{words.format(self.case.count)}{more}"

    def deed(self) -> Deed:
        decision = self.decision() or Decision(self.case.first.id)
        return _link_all(self.work.desk.deeds, decision, self.case.ids)


def _link_all(deeds: Deeds, decision: Decision, ids: tuple[int, ...]) -> Deed:
    """The first order's decision heals its like; the rest of the case is decided for itself."""

    def work() -> int:
        asked = deeds.decide(decision)
        for one in ids[1:]:
            asked += deeds.decide(replace(decision, order_id=one, remember=False))
        return asked

    return work


def head_of(what: str) -> QWidget:
    """The heads of the columns; `what` is that of the variants."""
    head = QWidget()
    grid = QGridLayout(head)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    words = (head.tr("Amazon item"), head.tr("Units"), what)
    set_columns(grid, head)
    for column, text in enumerate(words):
        grid.addWidget(label(text, "column", wraps=False), 0, column)
    return head
