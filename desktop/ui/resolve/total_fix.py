"""Totals that do not agree: Amazon's arithmetic side by side, then a person settles it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.trade import Money
from desktop.ui.figures import money_text
from desktop.ui.pieces import Card, label, line
from desktop.ui.resolve.by_hand_fix import AGAIN, DONE, SKIP, ByHandFix
from desktop.ui.resolve.case import Case
from desktop.ui.work import Work

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Sum = tuple[str, int | None, int | None, str]  # what, tax on top, tax within, role


def reckoning(breakdown: tuple[tuple[str, int], ...]) -> tuple[Sum, ...]:
    """The parts summed with tax on top and with tax within, beside Amazon's total (pure)."""
    parts = [(name, minor) for name, minor in breakdown if name != "total"]
    total = dict(breakdown).get("total")
    on_top = sum(minor for _, minor in parts)
    within = sum(minor for name, minor in parts if name != "tax")
    rows: list[Sum] = [
        (name.capitalize(), minor, None if name == "tax" else minor, "") for name, minor in parts
    ]
    rows.append(("Adds up to", on_top, within, "strong"))
    if total is not None:
        rows.append(("Amazon's total", total, total, "strong"))
        rows.append(("Apart", on_top - total, within - total, "waiting"))
    return tuple(rows)


class TotalFix(ByHandFix):
    """What would be sent does not add up to what Amazon says."""

    offers = (DONE, AGAIN, SKIP)

    def __init__(self, case: Case, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(case, work, parent)
        currency = case.first.total.currency if case.first.total else ""
        rows = reckoning(case.detail.breakdown)
        if case.count == 1 and rows:
            card = Card(self.tr("The arithmetic"), "totalCard")
            card.body.addWidget(_table(rows, currency))
            self.body.insertWidget(0, card)


def _table(rows: tuple[Sum, ...], currency: str) -> QWidget:
    page = QWidget()
    page.setObjectName("reckoning")
    grid = QGridLayout(page)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(28)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(3, 1)
    for column, head in enumerate(("", "With tax on top", "With tax within")):
        grid.addWidget(label(head, "column", wraps=False), 0, column, _RIGHT)
    at = 1
    for what, on_top, within, role in rows:
        if what == "Adds up to":
            grid.addWidget(line(), at, 0, 1, 3)
            at += 1
        grid.addWidget(label(what, role or "secondary", wraps=False), at, 0)
        for column, minor in ((1, on_top), (2, within)):
            text = "within" if minor is None else money_text(Money(minor, currency))
            grid.addWidget(label(text, role if minor else "muted", wraps=False), at, column, _RIGHT)
        at += 1
    return page
