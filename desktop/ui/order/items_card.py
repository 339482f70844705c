"""The items of an order with what they are in Shopify, and where its total comes from."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.rows import ItemRow, OrderDetail, ShopSide
from desktop.trade import Money
from desktop.ui.figures import money_text, system_locale
from desktop.ui.pieces import Card, clear, label, line, pill

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_PART_WORDS = {
    **{"items": "Items", "shipping": "Shipping", "gift wrap": "Gift wrap", "other": "Other"},
    **{"discount": "Discount", "tip": "Tip", "tax": "Tax"},
}
_TAX_WORDS = {
    "included": "Tax is within the amounts above.",
    "unclear": "The amounts do not add up to Amazon's total.",
}


class ItemsCard(Card):
    """Lines, units, money; "equal on both sides" once Shopify's total is known to be the same."""

    def __init__(self, detail: OrderDetail, parent: QWidget | None = None) -> None:
        super().__init__(name="itemsCard", parent=parent)
        currency = detail.row.total.currency if detail.row.total else ""
        self.body.addWidget(_table(detail.items, currency))
        self._sums = QHBoxLayout()
        self._sums.setSpacing(8)
        self.body.addLayout(self._sums)
        self._detail, self._currency = detail, currency
        self.tell_shop(None)

    def tell_shop(self, side: ShopSide | None) -> None:
        """Hold the total against Shopify's."""
        clear(self._sums)
        parts = [
            f"{_PART_WORDS.get(name, name)} {self._money(minor)}"
            for name, minor in self._detail.breakdown
            if name not in ("total", "items")
        ]
        rest = label(" · ".join(parts), "muted", name="breakdown")
        rest.setToolTip(_TAX_WORDS.get(self._detail.tax_mode, ""))
        rest.setAlignment(_RIGHT)
        self._sums.addWidget(rest, 1)
        total = money_text(self._detail.row.total)
        self._sums.addWidget(label(f"Total {total}", "strong", name="total", wraps=False))
        if side is not None and side.total_is_equal is not None:
            self._sums.addWidget(_verdict(side))
        self.title.hide()

    def _money(self, minor: int) -> str:
        return money_text(Money(minor, self._currency))


def _verdict(side: ShopSide) -> QLabel:
    if side.total_is_equal:
        made = pill("✓ equal on both sides", "good")
    else:
        made = pill(f"Shopify: {money_text(side.total)}", "waiting")
    made.setObjectName("totalVerdict")
    return made


def _table(items: tuple[ItemRow, ...], currency: str) -> QWidget:
    page = QWidget()
    page.setObjectName("items")
    grid = QGridLayout(page)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 5)
    grid.setColumnStretch(1, 4)
    for column, head in enumerate(("Item", "Shopify variant", "Units", "Price", "Tax", "Total")):
        grid.addWidget(label(head, "column", wraps=False), 0, column, _side(column))
    at = 1
    for item in items:
        grid.addWidget(line(), at, 0, 1, 6)
        grid.addWidget(_two(item.sku or "(no SKU)", _about(item), strong=True), at + 1, 0)
        grid.addWidget(_two(item.link or "looked up when it is sent", _stock(item)), at + 1, 1)
        for column, text in _figures(item, currency):
            grid.addWidget(label(text, wraps=False), at + 1, column, _side(column))
        at += 2
    if not items:
        grid.addWidget(label("Amazon has not told the items yet.", "muted"), 1, 0, 1, 6)
    else:
        grid.addWidget(line(), at, 0, 1, 6)
    return page


def _figures(item: ItemRow, currency: str) -> tuple[tuple[int, str], ...]:
    sent = f"{item.quantity_fulfilled} of {item.quantity}" if item.quantity_fulfilled else ""
    whole = item.item + item.shipping + item.gift_wrap + item.other - item.discount + item.tax
    amounts = [
        Money(minor, currency) if currency else None for minor in (item.item, item.tax, whole)
    ]
    return (
        (2, sent or str(item.quantity)),
        *((column, money_text(one)) for column, one in enumerate(amounts, 3)),
    )


def _stock(item: ItemRow) -> str:
    return "" if item.stock is None else f"{system_locale().toString(item.stock)} in stock"


def _about(item: ItemRow) -> str:
    return " · ".join(part for part in (item.title, item.asin) if part)


def _two(first: str, second: str, *, strong: bool = False) -> QWidget:
    cell = QWidget()
    column = QVBoxLayout(cell)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(1)
    column.addWidget(label(first, "strong" if strong else ""))
    if second:
        column.addWidget(label(second, "secondary"))
    return cell


def _side(column: int) -> Qt.AlignmentFlag:
    return _MIDDLE if column < 2 else _RIGHT
