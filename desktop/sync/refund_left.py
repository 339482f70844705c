"""Refunds that Amazon would refuse, known before they leave: what is left of each item. Pure.

What is left is what the buyer paid, less what we sent before and what Amazon's books show beside.
Goods and shipping are counted apart, each with its tax; Amazon judges the finer parts itself.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.catalogue import refund_failure
from desktop.clock import to_iso
from desktop.errors import NeedsPerson
from desktop.models.refunds import RefundRecord
from desktop.trade import Money, Order, OrderLine
from desktop.trade.order import AmazonStatus
from desktop.trade.returns import RefundItem

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
    record: RefundRecord | None, minor: int, currency: str, elsewhere: Iterable[RefundRecord]
) -> tuple[RefundRecord, ...]:
    """Refunds on Amazon that may be this very one: equal, and of no other refund of Shopify's."""
    own = (None,) if record is None else (None, record.id)
    return tuple(
        one
        for one in elsewhere
        if (one.minor, one.currency) == (minor, currency) and one.pair_id in own
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
    parts = [(one.principal, one.tax, one.shipping, one.shipping_tax) for one in items]
    if any(min(part) < 0 or sum(part) <= 0 for part in parts):
        return refund_failure("not_a_credit")
    if sum(one.quantity for one in (*items, *sent)) > line.quantity:
        return refund_failure("quantity")
    goods, shipping = _paid(order, line)
    left = shipping - sum(one.shipping + one.shipping_tax for one in sent)
    asked = sum(one.shipping + one.shipping_tax for one in items)
    if asked > left:
        return _more("shipping_more_than_left", order, line, asked, left)
    goods_left = goods - sum(one.principal + one.tax for one in sent)
    in_goods = sum(one.principal + one.tax for one in items)
    if in_goods > goods_left:
        return _more("more_than_left", order, line, in_goods, goods_left)
    all_left = goods + shipping - sum(one.total for one in sent) - elsewhere
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
    charges = line.charges
    paid = charges.tax_item + charges.tax_gift_wrap + charges.tax_other
    before, now = sum(one.tax for one in sent), sum(one.tax for one in items)
    if now and now > paid - before:
        return _more("tax_not_eligible", order, line, now, paid - before)
    before, now = sum(one.shipping_tax for one in sent), sum(one.shipping_tax for one in items)
    if now and now > charges.tax_shipping - before:
        return _more("tax_not_eligible", order, line, now, charges.tax_shipping - before)
    return None


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


def _paid(order: Order, line: OrderLine) -> tuple[int, int]:
    """What the buyer paid for the goods and for the shipping of a line, with tax."""
    charges = line.charges
    goods = charges.item + charges.gift_wrap + charges.cod_fee + charges.other
    goods -= charges.discount_item + charges.discount_other
    shipping = charges.shipping - charges.discount_shipping
    if order.tax_mode != "included":
        goods += charges.tax_item + charges.tax_gift_wrap + charges.tax_other
        shipping += charges.tax_shipping
    return goods, shipping


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

    @property
    def goods(self) -> int:
        """Price and tax of the goods."""
        return self.principal + self.tax

    @property
    def total(self) -> int:
        """Everything."""
        return self.goods + self.shipping + self.shipping_tax


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
    goods, shipping = _paid(order, line)
    goods -= sum(one.principal + one.tax for one in sent)
    shipping -= sum(one.shipping + one.shipping_tax for one in sent)
    from_goods = min(max(goods, 0), elsewhere)
    goods, shipping = max(0, goods - from_goods), max(0, shipping - (elsewhere - from_goods))
    taxed = order.tax_mode != "included"
    charges = line.charges
    tax = charges.tax_item + charges.tax_gift_wrap + charges.tax_other if taxed else 0
    tax = min(goods, max(0, tax - sum(one.tax for one in sent)))
    shipping_tax = charges.tax_shipping if taxed else 0
    shipping_tax = min(shipping, max(0, shipping_tax - sum(one.shipping_tax for one in sent)))
    return ItemLeft(
        line.item_id,
        line.sku,
        line.title,
        max(0, line.quantity - sum(one.quantity for one in sent)),
        goods - tax,
        tax,
        shipping - shipping_tax,
        shipping_tax,
    )
