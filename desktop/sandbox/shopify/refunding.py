"""Makes refunds: goods, shipping and money go back, by whomever. All was checked before."""

from dataclasses import dataclass, field
from decimal import Decimal

from desktop.sandbox.shopify.journal import move_stock, tell
from desktop.sandbox.shopify.order_money import ZERO, Pair, minus, plus
from desktop.sandbox.shopify.packing import refresh, take_out
from desktop.sandbox.shopify.records import LineItem, MoneyBag, Order, Transaction
from desktop.sandbox.shopify.records_back import Adjustment, Refund, RefundLine, RefundShipping
from desktop.sandbox.shopify.refund_sums import (
    bag,
    explained,
    given_back,
    goods_of,
    money_of,
    moved,
    pair,
    shipping_of,
    sources,
)
from desktop.sandbox.shopify.shop import Shop


@dataclass(frozen=True, slots=True)
class Goods:
    """Units of a line that go back, and where to."""

    line: LineItem
    units: int
    restock: str = "NO_RESTOCK"
    location_number: int | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that goes back; `parent` is the payment it came by."""

    amount: Decimal
    gateway: str
    parent: Transaction | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A refund to make. Amounts are in the order's presentment currency."""

    goods: tuple[Goods, ...] = ()
    shipping: Decimal = Decimal(0)
    payments: tuple[Payment, ...] = ()
    note: str | None = None
    processed_at: float | None = None
    by: str = "app"
    key: str = ""
    notify: bool = False
    status: str = "SUCCESS"
    reason: str | None = field(default=None)


def spread(order: Order, amount: Decimal) -> tuple[Payment, ...]:
    """An amount over the payments that have something left, the first one first."""
    payments = []
    for parent, left in sources(order):
        part = min(amount, left[1])
        if part > 0:
            payments.append(Payment(part, parent.gateway or "", parent))
            amount -= part
    return tuple(payments)


def price_of(order: Order, plan: Plan) -> Decimal:
    """What the goods and the shipping of a plan come to, tax and all."""
    total = ZERO
    for each in plan.goods:
        net, tax = goods_of(order, each.line, each.line.refunded_quantity, each.units)
        total = plus(total, net, ZERO if order.taxes_included else tax)
    if plan.shipping:
        net, tax = shipping_of(order, plan.shipping)
        total = plus(total, net, ZERO if order.taxes_included else tax)
    return total[1]


def make_refund(shop: Shop, order: Order, plan: Plan, at: float | None = None) -> Refund:
    """Let it happen, as of `at` (UTC seconds, now)."""
    now = shop.now() if at is None else at
    shipping = _shipping(shop, order, plan)
    made = Refund(
        shop.number("Refund"), order.legacy_resource_id, now, now, plan.processed_at or now,
        plan.note, [_goods(shop, order, each, now) for each in plan.goods], shipping, [],
        made_by=plan.by, key=plan.key, notified=plan.notify,
    )  # fmt: skip
    for payment in plan.payments:
        made.payments.append(_pay(shop, order, payment, plan, now))
    _adjust(shop, order, made, plan)
    order.refunds.append(made)
    shop.register(made)
    count_money(order)
    refresh(order)
    total = moved(made)[1]
    words = f"refunded {total:f} {order.presentment_currency_code}" if total else "removed items"
    tell(shop, order, "refund", words, plan.by, now)
    return made


def count_money(order: Order) -> None:
    """Work out anew what went back, and where the order's money stands."""
    refunded = plus(*(moved(refund) for refund in order.refunds))
    order.money["refunded"] = bag(order, refunded)
    received = order.money["received"].presentment_money.amount
    if refunded[1] > 0:
        whole = refunded[1] >= received
        order.display_financial_status = "REFUNDED" if whole else "PARTIALLY_REFUNDED"


def settle_payments(shop: Shop, order: Order, refund: Refund, status: str) -> None:
    """Money that was pending has moved, or never will."""
    for payment in refund.payments:
        if payment.status == "PENDING":
            payment.status = status
    refund.updated_at = shop.now()
    refund.adjustments.clear()
    _adjust(shop, order, refund, Plan())
    count_money(order)
    tell(shop, order, "refund_settled", "heard of a refund", "other", shop.now())


def _goods(shop: Shop, order: Order, goods: Goods, now: float) -> RefundLine:
    line, units = goods.line, goods.units
    net, tax = goods_of(order, line, line.refunded_quantity, units)
    line.refunded_quantity += units
    line.current_quantity = line.quantity - line.refunded_quantity
    if goods.restock == "CANCEL":
        take_out(order, line, min(units, line.unfulfilled_quantity), now)
    elif goods.restock == "RETURN":
        line.returned_quantity += units
    back = goods.restock in ("CANCEL", "RETURN") and goods.location_number is not None
    if back:
        move_stock(shop, order, line, units, "available", "restocked", now)
    return RefundLine(
        shop.number("RefundLineItem"), line, units, goods.restock, back, goods.location_number,
        line.original_unit_price_set, bag(order, net), bag(order, tax),
    )  # fmt: skip


def _shipping(shop: Shop, order: Order, plan: Plan) -> list[RefundShipping]:
    if not plan.shipping or not order.shipping:
        return []
    net, tax = shipping_of(order, plan.shipping)
    number = shop.number("RefundShippingLine")
    return [RefundShipping(number, order.shipping[0], bag(order, net), bag(order, tax))]


def _pay(shop: Shop, order: Order, payment: Payment, plan: Plan, now: float) -> Transaction:
    made = Transaction(
        shop.number("OrderTransaction"), "REFUND", plan.status, payment.gateway,
        _amount(order, payment), now, plan.processed_at or now,
        parent_transaction=payment.parent,
    )  # fmt: skip
    order.payments.append(made)
    return made


def _amount(order: Order, payment: Payment) -> MoneyBag:
    if payment.parent is not None:
        return bag(order, money_of(order, payment.parent, payment.amount))
    received = pair(order.money["received"])
    if not received[1]:
        return bag(order, (payment.amount, payment.amount))
    whole = Transaction(0, "SALE", "SUCCESS", None, order.money["received"], 0, 0)
    rate: Pair = money_of(order, whole, payment.amount)
    return bag(order, rate)


def _adjust(shop: Shop, order: Order, refund: Refund, plan: Plan) -> None:
    """The difference between money and goods is told as an adjustment."""
    rest = minus(moved(refund), explained(order, refund))
    if refund.payments and rest[1] and not any(p.status == "PENDING" for p in refund.payments):
        number = shop.number("OrderAdjustment")
        reason = plan.reason or "REFUND_DISCREPANCY"
        refund.adjustments.append(Adjustment(number, bag(order, rest), bag(order, ZERO), reason))


def is_over(order: Order, amount: Decimal) -> bool:
    """Whether more would go back than came in."""
    return given_back(order)[1] + amount > order.money["received"].presentment_money.amount
