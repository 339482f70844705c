"""The money of an order: what its lines and its total say, and how tax relates to the total.

Nothing documents whether Amazon's tax stands on top of the prices or in them, so the arithmetic
decides. Where no reading adds up to Amazon's total, the order says so; no total is ever rebuilt.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.channels.amazon.amounts import Purse
from desktop.channels.amazon.line_money import LineMoney, read_line_money, without_discount_tax
from desktop.channels.amazon.records import Breakdown, OrderRecord


@dataclass(frozen=True, slots=True)
class OrderMoney:
    """See trade.Order for the words; `lines` stand in the order of the items."""

    currency: str
    total: int | None
    tax_mode: str
    lines: tuple[LineMoney, ...]
    delivery_tip: int = 0
    order_level_other: int = 0
    other_currencies: tuple[str, ...] = ()


def read_money(order: OrderRecord) -> OrderMoney:
    """All money of an order. Raises AmountUnreadable naming the field."""
    purse = Purse(_currency(order))
    lines = tuple([read_line_money(item.proceeds, purse) for item in order.order_items])
    proceeds = order.proceeds
    if proceeds is None or proceeds.grand_total is None or proceeds.grand_total.amount is None:
        return OrderMoney(
            purse.currency, None, "none", lines, other_currencies=tuple(sorted(purse.others))
        )
    total = purse.minor(proceeds.grand_total, "proceeds.grandTotal")
    tip, other = _order_level(proceeds.breakdowns or (), lines, purse)
    mode, tip, other, lines = _settle(total, lines, tip, other)
    if purse.others:
        mode = "unclear"
    others = tuple(sorted(purse.others))
    return OrderMoney(purse.currency, total, mode, lines, tip, other, others)


def _currency(order: OrderRecord) -> str:
    """The currency of the grand total, else of the first amount there is."""
    proceeds = order.proceeds
    if proceeds and proceeds.grand_total and proceeds.grand_total.currency_code:
        return proceeds.grand_total.currency_code
    for item in order.order_items:
        if item.proceeds is None:
            continue
        amounts = [part.subtotal for part in item.proceeds.breakdowns or ()]
        for amount in (item.proceeds.proceeds_total, *amounts):
            if amount is not None and amount.currency_code:
                return amount.currency_code
    return ""


def _order_level(
    breakdowns: Sequence[Breakdown], lines: Sequence[LineMoney], purse: Purse
) -> tuple[int, int]:
    """The tip, and what the order tells as OTHER or COD fee beyond its items."""
    tip = other = cod_fee = 0
    tells_other = tells_cod = False
    for part in breakdowns:
        if part.type == "DELIVERY_TIP":
            tip += purse.minor(part.subtotal, "proceeds.DELIVERY_TIP")
        elif part.type == "OTHER":
            tells_other = True
            other += purse.minor(part.subtotal, "proceeds.OTHER")
        elif part.type == "COD_FEE":
            tells_cod = True
            cod_fee += purse.minor(part.subtotal, "proceeds.COD_FEE")
    if tells_other:
        other -= sum(line.charges.other for line in lines)
    if tells_cod:
        other += cod_fee - sum(line.charges.cod_fee for line in lines)
    return tip, other


def _settle(
    total: int, lines: tuple[LineMoney, ...], tip: int, other: int
) -> tuple[str, int, int, tuple[LineMoney, ...]]:
    """The reading that adds up to the total: tax mode, tip, order level other, lines."""
    net = sum(line.charges.net for line in lines)
    tax = sum(line.charges.tax for line in lines)
    discount_tax = sum(line.discount_tax for line in lines)
    # A tip that is not final yet, or a fee told twice, may not be in the total.
    for counted_tip, counted_other in ((tip, other), (tip, 0), (0, other), (0, 0)):
        base = net + counted_tip + counted_other
        if base + tax == total:
            return "on_top", counted_tip, counted_other, lines
        if base == total:
            return "included", counted_tip, counted_other, lines
        if discount_tax and base + tax - discount_tax == total:
            taken = tuple(without_discount_tax(line) for line in lines)
            return "on_top", counted_tip, counted_other, taken
    return "unclear", tip, other, lines
