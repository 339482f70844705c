"""A refund spread over the items: what is left of each, what is given, and whether it adds up."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.rows import GivenRow, RefundCase
from desktop.trade import Money
from desktop.ui.figures import money_text
from desktop.ui.pieces import label, line, show_kind
from desktop.ui.refund_line import RefundLine

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RefundTable(QWidget):
    """`given` is what the ticked lines say; `problem` why it cannot be sent."""

    changed = Signal()

    def __init__(self, case: RefundCase, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("refundTable")
        self._case = case
        by_item = {one.item_id: one for one in case.given}
        self._lines = [
            RefundLine(one, by_item.get(one.item_id), case.currency, case.reason, self)
            for one in case.left
        ]
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(4)
        for column, stretch in ((0, 6), (2, 5), (3, 3), (4, 3)):
            grid.setColumnStretch(column, stretch)
        self._heads(grid)
        if self._lines:
            self.setFocusProxy(self._lines[0].tick)
        for at, one in enumerate(self._lines):
            grid.addWidget(line(), 1 + at * 3, 0, 1, 5)
            one.put_into(grid, 2 + at * 3)
            one.changed.connect(self._on_changed)
        self._sum = label("", "strong", name="refundSum")
        self._sum.setAlignment(_RIGHT)
        self._apart = label("", "secondary", name="refundApart")
        self._apart.setAlignment(_RIGHT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(grid)
        layout.addWidget(line())
        layout.addWidget(self._sum)
        layout.addWidget(self._apart)
        self._tell()

    def _heads(self, grid: QGridLayout) -> None:
        currency = self._case.currency
        heads = (
            self.tr("Item"),
            self.tr("Units"),
            self.tr("Reason for Amazon"),
            self.tr("Goods, {}").format(currency),
            self.tr("Shipping, {}").format(currency),
        )
        for column, head in enumerate(heads):
            made = label(head, "column", wraps=False)
            if column in (3, 4):
                made.setToolTip(self.tr("With the tax in it"))
            grid.addWidget(made, 0, column, _RIGHT if column > 2 else Qt.AlignmentFlag.AlignLeft)

    @property
    def total(self) -> int:
        """What is given back in all, minor units."""
        return sum(one.given().total for one in self._lines if one.is_on)

    def given(self, *, tax_in_price: bool = False) -> tuple[GivenRow, ...]:
        """The ticked lines."""
        return tuple(one.given(tax_in_price=tax_in_price) for one in self._lines if one.is_on)

    @Slot()
    def fill_all(self) -> None:
        """Tick everything that is left, shipping too."""
        for one in self._lines:
            one.fill()

    def problem(self) -> str:
        """Why it cannot be sent; empty where it can."""
        found = next((one.problem() for one in self._lines if one.problem()), "")
        if found:
            return found
        if not any(one.is_on for one in self._lines):
            return self.tr("Tick the items that are refunded.")
        told = self._told
        if told is not None and self.total > told:
            return self.tr("This is more than Shopify's refund was.")
        return ""

    @property
    def _told(self) -> int | None:
        total = self._case.total
        return total.minor if total is not None and total.currency == self._case.currency else None

    @Slot()
    def _on_changed(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        case, mine = self._case, self._text(self.total)
        if case.total is None:
            self._sum.setText(self.tr("Given back: {}").format(mine))
            self._apart.hide()
            return
        words = self.tr("Given back: {} of Shopify's {}")
        self._sum.setText(words.format(mine, money_text(case.total)))
        told = self._told
        if told is None:
            words, kind = self.tr("The currencies differ: mind the amounts."), "waiting"
        elif told == self.total:
            words, kind = self.tr("It adds up."), "good"
        elif told > self.total:
            words = self.tr("{} of it stay with you.").format(self._text(told - self.total))
            kind = "waiting"
        else:
            words = self.tr("{} too much.").format(self._text(self.total - told))
            kind = "bad"
        self._apart.setText(words)
        show_kind(self._apart, role=kind)

    def _text(self, minor: int) -> str:
        return money_text(Money(minor, self._case.currency))
