"""Answers about refunds, what the shop would refund, and the mutation refundCreate."""

from decimal import Decimal
from typing import Any

from desktop.sandbox.shopify.call import as_received, need_idempotency_key, require, shop_of
from desktop.sandbox.shopify.once import earlier, remember, written
from desktop.sandbox.shopify.order_money import ZERO, Pair, plus, smaller
from desktop.sandbox.shopify.paging import connect, numbered
from desktop.sandbox.shopify.records import LineItem, MoneyBag, Order
from desktop.sandbox.shopify.records_back import Refund, RefundLine
from desktop.sandbox.shopify.refund_input import RefundReader, refund_order
from desktop.sandbox.shopify.refund_sums import (
    bag,
    goods_of,
    money_left,
    money_of,
    moved,
    shipping_left,
    shipping_of,
    sources,
)
from desktop.sandbox.shopify.refunding import make_refund, spread
from desktop.sandbox.shopify.registry import Info, resolves


@resolves("QueryRoot", "refund")
def refund(_root: Any, info: Info, id: str) -> Refund | None:
    """One refund."""
    require(info, "read_orders")
    found = shop_of(info).find_part(id)
    return found[1] if found and isinstance(found[1], Refund) else None


@resolves("Order", "refunds")
def refunds(source: Order, _info: Info, first: int | None = None) -> list[Refund]:
    """What went back, oldest first."""
    return source.refunds[:first]


@resolves("Order", "refundable")
def refundable(source: Order, _info: Info) -> bool:
    """Whether any money is left to go back."""
    return money_left(source)[1] > 0


@resolves("Refund", "order")
def order_of_refund(source: Refund, info: Info) -> Order:
    """The order."""
    return shop_of(info).orders[source.order_number]


@resolves("Refund", "totalRefundedSet")
def total_refunded(source: Refund, info: Info) -> MoneyBag:
    """Money that has moved."""
    return bag(order_of_refund(source, info), moved(source))


@resolves("Refund", "refundLineItems")
def refund_lines(source: Refund, _info: Info, **page: Any) -> dict[str, Any]:
    """Goods."""
    return connect(numbered(source.lines), **page)


@resolves("Refund", "refundShippingLines")
def refund_shipping(source: Refund, _info: Info, **page: Any) -> dict[str, Any]:
    """Shipping."""
    return connect(numbered(source.shipping), **page)


@resolves("Refund", "orderAdjustments")
def adjustments(source: Refund, _info: Info, **page: Any) -> dict[str, Any]:
    """What money and goods differ by."""
    return connect(numbered(source.adjustments), **page)


@resolves("Refund", "transactions")
def refund_transactions(source: Refund, _info: Info, **page: Any) -> dict[str, Any]:
    """Money."""
    return connect(numbered(source.payments), **page)


@resolves("RefundLineItem", "location")
def refund_location(source: RefundLine, info: Info) -> Any:
    """Where the goods went."""
    return shop_of(info).locations.get(source.location_number or 0)


@resolves("Order", "suggestedRefund")
def suggested_refund(source: Order, _info: Info, **asked: Any) -> dict[str, Any]:
    """What the shop would give back for these lines and this shipping."""
    whole = bool(asked.get("suggestFullRefund"))
    lines, net, tax = _asked(source, asked, whole=whole), ZERO, ZERO
    for line, units in lines:
        part, part_tax = goods_of(source, line, line.refunded_quantity, units)
        net, tax = plus(net, part), plus(tax, part_tax)
    shipping_most = shipping_left(source)
    full = whole or bool(asked.get("refundShipping"))
    amount = shipping_most[1] if full else asked.get("shippingAmount") or Decimal(0)
    shipping, shipping_tax = shipping_of(source, min(amount, shipping_most[1]))
    most = money_left(source)
    total = plus(net, shipping)
    if not source.taxes_included:
        total = plus(total, tax, shipping_tax)
    total = smaller(total, most)
    return {
        "amountSet": bag(source, total),
        "subtotalSet": bag(source, net),
        "totalTaxSet": bag(source, plus(tax, shipping_tax)),
        "maximumRefundableSet": bag(source, most),
        "shipping": {
            "amountSet": bag(source, shipping),
            "maximumRefundableSet": bag(source, shipping_most),
            "taxSet": bag(source, shipping_tax),
        },
        "suggestedTransactions": _payments(source, total),
    }


def _asked(order: Order, asked: dict[str, Any], *, whole: bool) -> list[tuple[LineItem, int]]:
    if whole:
        return [(line, line.refundable_quantity) for line in order.lines]
    lines = {line.id: line for line in order.lines}
    given = [
        (lines[each["lineItemId"]], each["quantity"])
        for each in asked.get("refundLineItems") or ()
        if each["lineItemId"] in lines
    ]
    return [(line, max(0, min(units, line.refundable_quantity))) for line, units in given]


def _payments(order: Order, total: Pair) -> list[dict[str, Any]]:
    left = {id(parent): rest for parent, rest in sources(order)}
    return [
        {
            "amountSet": bag(order, money_of(order, part.parent, part.amount)),
            "gateway": part.gateway,
            "kind": "SUGGESTED_REFUND",
            "maximumRefundableSet": bag(order, left[id(part.parent)]),
            "parentTransaction": part.parent,
        }
        for part in spread(order, total[1])
        if part.parent is not None
    ]


@resolves("Mutation", "refundCreate")
def refund_create(_root: Any, info: Info, *, input: dict[str, Any]) -> dict[str, Any]:
    """Give back goods, money or both; the same key with the same input does it once."""
    require(info, "write_orders")
    key = need_idempotency_key(info)
    shop = shop_of(info)
    sent = written(as_received(info, "input"))
    before = earlier(shop, key, sent)
    if before is not None:
        order = shop.orders.get(before.order_number)
        return {"order": order, "refund": before if order else None, "userErrors": []}
    found = refund_order(shop, input)
    if found is None:
        remember(shop, key, sent, None)
        error = {"field": ["input", "orderId"], "message": "Order does not exist"}
        return {"order": None, "refund": None, "userErrors": [error]}
    reader = RefundReader(shop, found, input)
    plan = reader.read(key)
    made = make_refund(shop, found, plan) if plan is not None else None
    remember(shop, key, sent, made)
    return {"order": found, "refund": made, "userErrors": reader.refusals.errors}
