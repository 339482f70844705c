"""What units, shipping and payments of an order are worth when they go back, exact to the cent.

Every share is the difference of two rounded running sums, so that all shares add up to the whole.
"""

from collections.abc import Iterable
from decimal import Decimal

from desktop.sandbox.shopify.order_money import ZERO, Pair, minus, plus, rounded
from desktop.sandbox.shopify.records import LineItem, MoneyBag, MoneyV2, Order, Transaction
from desktop.sandbox.shopify.records_back import Refund

_FAILED = ("FAILURE", "ERROR")
_PAID = ("SALE", "CAPTURE")


def pair(bag_: MoneyBag) -> Pair:
    """The two amounts of a bag."""
    return (bag_.shop_money.amount, bag_.presentment_money.amount)


def bag(order: Order, amounts: Pair) -> MoneyBag:
    """Two amounts in the order's two currencies."""
    return MoneyBag(
        MoneyV2(amounts[0], order.currency_code),
        MoneyV2(amounts[1], order.presentment_currency_code),
    )


def bags(found: Iterable[MoneyBag]) -> Pair:
    """The sum of several."""
    return plus(*map(pair, found))


def share(order: Order, whole: Pair, done: Decimal, units: Decimal, of: Decimal) -> Pair:
    """The share of `units` of `of`, where `done` of them went before."""
    if not of:
        return ZERO

    def one(amount: Decimal, currency: str) -> Decimal:
        upto = rounded(amount * (done + units) / of, currency)
        return upto - rounded(amount * done / of, currency)

    return (
        one(whole[0], order.currency_code),
        one(whole[1], order.presentment_currency_code),
    )


def _allocated(order: Order, whole: Pair, line: LineItem) -> Pair:
    """The line's share of something that is the whole order's, by the price of its goods."""
    before, own, goods = ZERO, pair(line.original_total_set), ZERO
    passed = False
    for each in order.lines:
        price = pair(each.original_total_set)
        goods = plus(goods, price)
        passed = passed or each is line
        before = before if passed else plus(before, price)
    return share(order, whole, before[1], own[1], goods[1])


def goods_of(order: Order, line: LineItem, done: int, units: int) -> tuple[Pair, Pair]:
    """Price after discounts and tax of units of a line, where `done` of them went back before."""
    goods = bags(each.original_total_set for each in order.lines)
    discount = minus(goods, pair(order.money["subtotal"]))
    price = minus(pair(line.original_total_set), _allocated(order, discount, line))
    of_order = bags(tax.price_set for tax in order.tax_lines)
    tax = plus(bags(tax.price_set for tax in line.tax_lines), _allocated(order, of_order, line))
    of = Decimal(line.quantity)
    return (
        share(order, price, Decimal(done), Decimal(units), of),
        share(order, tax, Decimal(done), Decimal(units), of),
    )


def shipping_left(order: Order) -> Pair:
    """Shipping that was paid and has not gone back."""
    gone = bags(each.subtotal_amount_set for refund in order.refunds for each in refund.shipping)
    return minus(pair(order.money["shipping"]), gone)


def shipping_of(order: Order, amount: Decimal) -> tuple[Pair, Pair]:
    """Both currencies of an amount of shipping (in the buyer's), and the tax that goes with it."""
    paid = pair(order.money["shipping"])
    done = paid[1] - shipping_left(order)[1]
    tax = bags(tax.price_set for each in order.shipping for tax in each.tax_lines)
    price = share(order, paid, done, amount, paid[1])
    return (price[0], amount), share(order, tax, done, amount, paid[1])


def given_back(order: Order, parent: Transaction | None = None) -> Pair:
    """Money that went back or is about to, of one payment or of all."""
    return bags(
        each.amount_set
        for each in order.payments
        if each.kind == "REFUND"
        and each.status not in _FAILED
        and (parent is None or each.parent_transaction is parent)
    )


def sources(order: Order) -> list[tuple[Transaction, Pair]]:
    """The payments that came in, each with what is left of it."""
    paid = [each for each in order.payments if each.kind in _PAID and each.status == "SUCCESS"]
    return [(each, minus(pair(each.amount_set), given_back(order, each))) for each in paid]


def money_left(order: Order) -> Pair:
    """What can go back at most."""
    return minus(pair(order.money["received"]), given_back(order))


def money_of(order: Order, parent: Transaction, amount: Decimal) -> Pair:
    """Both currencies of an amount (in the buyer's) that goes back from a payment."""
    paid = pair(parent.amount_set)
    done = given_back(order, parent)[1]
    return (share(order, paid, done, amount, paid[1])[0], amount)


def moved(refund: Refund) -> Pair:
    """Money of a refund that has moved."""
    return bags(each.amount_set for each in refund.payments if each.status == "SUCCESS")


def explained(order: Order, refund: Refund) -> Pair:
    """What the goods and the shipping of a refund come to."""
    parts = [each.subtotal_set for each in refund.lines]
    parts += [each.subtotal_amount_set for each in refund.shipping]
    if not order.taxes_included:
        parts += [each.total_tax_set for each in refund.lines]
        parts += [each.tax_amount_set for each in refund.shipping]
    return bags(parts)


def worth(refund: Refund) -> Pair:
    """What a refund takes from the order's total: its goods, shipping and adjustments."""
    return plus(
        bags(each.subtotal_set for each in refund.lines),
        bags(each.subtotal_amount_set for each in refund.shipping),
        bags(each.amount_set for each in refund.adjustments),
    )
