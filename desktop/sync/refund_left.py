"""Refunds that Amazon would refuse, known before they leave: what is left of each item. Pure.

What is left is what the buyer paid, less what we sent before and what Amazon's books show beside.
Goods, shipping, gift wrap and fees are counted apart, each with its tax; Amazon judges the finer
parts itself.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from desktop.catalogue import refund_failure
from desktop.clock import to_iso
from desktop.errors import NeedsPerson
from desktop.models.refund_pairs import RefundRecord, goods
from desktop.trade import Money, Order, OrderLine
from desktop.trade.order import AmazonStatus
from desktop.trade.returns import REFUND_AMOUNTS, AmazonRefundReason, RefundItem

# A price and its tax, which are given back together; what has no tax of its own has no name there.
GOODS = (("principal", "tax"), ("gift_wrap", "gift_wrap_tax"), ("cod", "cod_tax"), ("other", ""))
FREIGHT = ("shipping", "shipping_tax")
_SHIPPED = (AmazonStatus.SHIPPED, AmazonStatus.PARTIALLY_SHIPPED)


def foreseen(
    order: Order,
    currency: str,
    items: Sequence[RefundItem],
    sent: Sequence[RefundItem],
    elsewhere: Sequence[RefundRecord],
) -> NeedsPerson | None:
    """A rejection that is certain. `sent`: what we sent of this order before; `elsewhere`: what
    Amazon's books show that none of it caused."""
    if order.is_fba:
        return refund_failure("fba")
    if order.status not in _SHIPPED:
        return refund_failure("order_unshipped")
    if currency != order.currency:
        return refund_failure("currency", amazon=order.currency, shopify=currency)
    if not items:
        return refund_failure("not_allocated")
    lines = {line.item_id: line for line in order.lines}
    there = _by_item(order, elsewhere)
    for item_id in dict.fromkeys(one.item_id for one in items):
        if item_id not in lines:
            return refund_failure("item_unknown")
        mine = [one for one in items if one.item_id == item_id]
        before = [one for one in sent if one.item_id == item_id]
        failure = _of_line(order, lines[item_id], mine, before, there[item_id])
        if failure is not None:
            return failure
    return _of_order(order, items, sent, elsewhere)


def already_there(
    record: RefundRecord | None,
    minor: int,
    currency: str,
    elsewhere: Iterable[RefundRecord],
    skus: Set[str] = frozenset(),
) -> tuple[RefundRecord, ...]:
    """Refunds on Amazon that may be this very one: equal, of no other refund of Shopify's, and of
    these SKUs where they name any."""
    own = (None,) if record is None else (None, record.id)
    return tuple(
        one
        for one in elsewhere
        if (one.minor, one.currency) == (minor, currency)
        and one.pair_id in own
        and (not skus or not goods(one) or goods(one).keys() == skus)
    )


def says_already(refund: RefundRecord) -> NeedsPerson:
    """The failure that asks whether the two are one."""
    amount = Money(refund.minor, refund.currency)
    return refund_failure("already_refunded", amount=amount, date=to_iso(refund.at)[:10])


def _of_line(
    order: Order,
    line: OrderLine,
    items: Sequence[RefundItem],
    sent: Sequence[RefundItem],
    elsewhere: int,
) -> NeedsPerson | None:
    if any(_is_no_credit(one) for one in items):
        return refund_failure("not_a_credit")
    if sum(one.quantity for one in (*items, *sent)) > line.quantity:
        return refund_failure("quantity")
    bought = paid(order, line)
    for net, tax in (FREIGHT, *GOODS):
        left = _sum([bought], net, tax) - _sum(sent, net, tax)
        asked = _sum(items, net, tax)
        if asked > left:
            code = "shipping_more_than_left" if (net, tax) == FREIGHT else "more_than_left"
            return _more(code, order, line, asked, left)
    all_left = bought.total - sum(one.total for one in sent) - elsewhere
    total = sum(one.total for one in items)
    if total > all_left:
        return _more("more_than_left", order, line, total, all_left)
    return _of_taxes(order, line, items, sent)


def _of_taxes(
    order: Order, line: OrderLine, items: Sequence[RefundItem], sent: Sequence[RefundItem]
) -> NeedsPerson | None:
    """Tax that was never paid on top of the price, or was given back, is not given back."""
    if order.tax_mode == "included":
        return None  # Amazon keeps that tax within the price
    bought = paid(order, line)
    for _, tax in (FREIGHT, *GOODS):
        left, now = _sum([bought], tax) - _sum(sent, tax), _sum(items, tax)
        if now and now > left:
            return _more("tax_not_eligible", order, line, now, left)
    return None


def _is_no_credit(item: RefundItem) -> bool:
    return item.total <= 0 or any(getattr(item, name) < 0 for name in REFUND_AMOUNTS)


def _sum(items: Iterable[RefundItem], *names: str) -> int:
    return sum(getattr(one, name) for one in items for name in names if name)


def _of_order(
    order: Order,
    items: Sequence[RefundItem],
    sent: Sequence[RefundItem],
    elsewhere: Sequence[RefundRecord],
) -> NeedsPerson | None:
    """All of the order: also what the books do not name an item of."""
    if order.total is None:
        return None
    gone = sum(one.total for one in sent)
    gone += sum(one.minor for one in elsewhere if one.currency == order.currency)
    total = sum(one.total for one in items)
    return (
        _more("more_than_left", order, None, total, order.total - gone)
        if (total > order.total - gone)
        else None
    )


def paid(order: Order, line: OrderLine) -> RefundItem:
    """What the buyer paid for a line, part by part; never below nothing, the sum kept."""
    charges = line.charges
    discount = charges.discount_item + charges.discount_other
    nets = {
        "principal": charges.item - discount,
        "gift_wrap": charges.gift_wrap,
        "cod": charges.cod_fee,
        "other": charges.other,
        "shipping": charges.shipping - charges.discount_shipping,
    }
    taxes = dict.fromkeys(("tax", "gift_wrap_tax", "cod_tax", "shipping_tax"), 0)
    if order.tax_mode != "included":
        of_fee = charges.cod_fee > 0 and charges.other <= 0
        taxes["tax"] = charges.tax_item
        taxes["gift_wrap_tax" if charges.gift_wrap > 0 else "tax"] += charges.tax_gift_wrap
        taxes["cod_tax" if of_fee else "tax"] += charges.tax_other
        taxes["shipping_tax"] = charges.tax_shipping
    return RefundItem(
        line.item_id, line.quantity, AmazonRefundReason.OTHER, **_settled(nets), **_settled(taxes)
    )


def _settled(parts: Mapping[str, int]) -> dict[str, int]:
    """The parts without negative ones: what one is short of comes off the others."""
    short = -sum(min(0, minor) for minor in parts.values())
    found: dict[str, int] = {}
    for name, minor in parts.items():
        taken = min(short, max(0, minor))
        short -= taken
        found[name] = max(0, minor) - taken
    return found


def _by_item(order: Order, elsewhere: Iterable[RefundRecord]) -> Counter[str]:
    """What the books show by item, where its SKU is of one item only."""
    skus = Counter(line.sku for line in order.lines)
    items = {line.sku: line.item_id for line in order.lines if skus[line.sku] == 1}
    found: Counter[str] = Counter()
    for one in elsewhere:
        if one.currency != order.currency:
            continue
        for sku, _, amount in json.loads(one.items or "[]"):
            if sku in items:
                found[items[sku]] += int(amount)
    return found


def _more(code: str, order: Order, line: OrderLine | None, asked: int, left: int) -> NeedsPerson:
    return refund_failure(
        code,
        amount=Money(asked, order.currency),
        left=Money(max(0, left), order.currency),
        item=line.sku if line else "the order",
    )


@dataclass(frozen=True, slots=True)
class ItemLeft:
    """What of an order item can still be given back, in minor units of the order's currency."""

    item_id: str
    sku: str
    title: str
    quantity: int
    principal: int
    tax: int
    shipping: int
    shipping_tax: int
    gift_wrap: int = 0
    gift_wrap_tax: int = 0
    cod: int = 0
    cod_tax: int = 0
    other: int = 0

    def of(self, *names: str) -> int:
        """The sum of some parts."""
        return sum(getattr(self, name) for name in names if name)

    @property
    def freight(self) -> int:
        """Shipping with its tax."""
        return self.of(*FREIGHT)

    @property
    def goods(self) -> int:
        """Everything but the shipping: price, gift wrap and fees, with their taxes."""
        return sum(self.of(*group) for group in GOODS)

    @property
    def total(self) -> int:
        """Everything."""
        return self.goods + self.freight


def left_of(
    order: Order, sent: Sequence[RefundItem], elsewhere: Sequence[RefundRecord]
) -> tuple[ItemLeft, ...]:
    """What is left of each item, after what we sent and what the books show of it beside."""
    there = _by_item(order, elsewhere)
    return tuple(
        _left_of_line(order, line, [one for one in sent if one.item_id == line.item_id],
                      there[line.item_id])
        for line in order.lines
    )  # fmt: skip


def _left_of_line(
    order: Order, line: OrderLine, sent: Sequence[RefundItem], elsewhere: int
) -> ItemLeft:
    bought = paid(order, line)
    left: dict[str, int] = {}
    for net, tax in (*GOODS, FREIGHT):
        most = max(0, _sum([bought], net, tax) - _sum(sent, net, tax))
        gone = min(most, elsewhere)
        elsewhere -= gone
        most -= gone
        own = min(most, max(0, _sum([bought], tax) - _sum(sent, tax)))
        left[net] = most - own
        if tax:
            left[tax] = own
    quantity = max(0, line.quantity - sum(one.quantity for one in sent))
    return ItemLeft(line.item_id, line.sku, line.title, quantity, **left)
