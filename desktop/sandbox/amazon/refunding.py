"""Refunds: what Amazon takes of a seller, and those that Amazon makes itself."""

from decimal import Decimal
from typing import Any

from desktop.sandbox.amazon.deeds import OrderDeeds, Refund, RefundLine
from desktop.sandbox.amazon.ground import Ground, Rejected, items_of, shipped_units
from desktop.sandbox.amazon.money_left import (
    COMPONENTS,
    GOODS,
    Paid,
    given_back,
    in_currency,
    paid_for,
)
from desktop.sandbox.amazon.store import Head, Order
from desktop.sandbox.amazon.totals import dig
from desktop.sandbox.dice import dice

_NONE = Decimal()


def check_refund(ground: Ground, key: str, lines: list[RefundLine], currency: str) -> None:
    """Whether a seller may give this back. Raises Rejected."""
    _, order, deeds = _refundable(ground, key)
    items, shipped = items_of(order), shipped_units(order, deeds)
    asked: dict[str, dict[str, Decimal]] = {}
    for line in lines:
        item = items.get(line.item_id)
        if item is None:
            words = f"The AmazonOrderItemCode {line.item_id[:40]} is no order item of this order."
            raise Rejected("item", words)
        if line.quantity > shipped.get(line.item_id, 0):
            words = f"The quantity {line.quantity} is larger than the quantity that was shipped."
            raise Rejected("quantity", words)
        paid = paid_for(item)
        if paid.currency and currency != paid.currency:
            raise Rejected("currency", f"The currency {currency} is not that of the order.")
        given = asked.setdefault(line.item_id, given_back(deeds.refunds, line.item_id))
        _check_amounts(ground, line, paid, given)


def _check_amounts(ground: Ground, line: RefundLine, paid: Paid, given: dict[str, Decimal]) -> None:
    """`given` grows by what the line asks for."""
    if line.total <= 0:
        raise Rejected("credit", "The adjustment must be a net credit to the buyer.")
    for kind, amount in line.amounts.items():
        if kind not in COMPONENTS or amount <= 0:
            continue  # a goodwill payment or a fee of the seller's, which no price limits
        left = paid.left(kind, given)
        if "Tax" in kind and (ground.knobs["tax_not_eligible"] or amount > left):
            words = "The requested refund amount for the tax or shipping tax is not eligible."
            raise Rejected("tax", words)
        if amount > left:
            what = "shipping charge" if kind == "Shipping" else kind
            words = f"The refund amount of the {what} exceeds the amount that is left: {left}."
            raise Rejected("amount", words)
        given[kind] = given.get(kind, _NONE) + amount


def book_refund(
    ground: Ground,
    key: str,
    lines: list[RefundLine],
    *,
    by: str,
    at: float,
    feed_id: str = "",
    message_id: int = 0,
) -> Refund:
    """Give money back."""
    found = ground.find(key)
    if found is None:
        raise Rejected("order", f"no order {key}")
    _, order, deeds = found
    paid = [paid_for(item).currency for item in items_of(order).values()]
    digits = dice(ground.seed, len(deeds.refunds), *map(ord, key)).randrange(10**14)
    refund = Refund(
        f"amzn1:crow:{digits:014d}",
        next((currency for currency in paid if currency), "USD"),
        tuple(lines),
        by,
        at,
        feed_id,
        message_id,
    )
    deeds.refunds.append(refund)
    return refund


def _refundable(ground: Ground, key: str) -> tuple[Head, Order, OrderDeeds]:
    found = ground.find(key)
    if found is None:
        raise Rejected("unknown", f"Order {key} was not found for this merchant.")
    head, order, deeds = found
    if head.fulfilled_by == "AMAZON":
        raise Rejected("fba", "The order is fulfilled by Amazon and cannot be adjusted by feed.")
    if head.status == "CANCELLED":
        raise Rejected("status", "The order was cancelled, nothing was charged.")
    if not any(shipped_units(order, deeds).values()):
        raise Rejected("unshipped", "The order has not been shipped; cancel the order instead.")
    return head, order, deeds


def whole_lines(ground: Ground, key: str, reason: str) -> list[RefundLine]:
    """All that is left of an order."""
    found = ground.find(key)
    if found is None:
        raise Rejected("order", f"no order {key}")
    _, order, deeds = found
    return [
        line
        for item_id, item in items_of(order).items()
        if (line := line_of(item_id, item, deeds, reason)) is not None
    ]


def line_of(
    item_id: str,
    item: dict[str, Any],
    deeds: OrderDeeds,
    reason: str,
    quantity: int | None = None,
    amounts: dict[str, Decimal] | None = None,
) -> RefundLine | None:
    """A line of a refund; without amounts the share of that quantity, at most what is left."""
    ordered = int(item.get("quantityOrdered") or 0)
    units = ordered if quantity is None else quantity
    given, paid = given_back(deeds.refunds, item_id), paid_for(item)
    if amounts is None:
        amounts = {}
        for kind in COMPONENTS:
            share = paid.limits[kind] * units / ordered if ordered else _NONE
            left = min(in_currency(share, paid.currency or "USD"), paid.left(kind, given))
            if left > 0:
                amounts[kind] = left
                given[kind] = given.get(kind, _NONE) + left
    if not amounts:
        return None
    product = item.get("product")
    sku, asin = str(dig(product, "sellerSku") or ""), str(dig(product, "asin") or "")
    return RefundLine(item_id, sku, asin, units, reason, amounts)


def flat_lines(ground: Ground, key: str, amount: Decimal, reason: str) -> list[RefundLine]:
    """An amount without items, taken from the goods of the first lines that have it."""
    lines: list[RefundLine] = []
    left = amount
    for line in whole_lines(ground, key, reason):
        taken: dict[str, Decimal] = {}
        for kind in (*GOODS, *COMPONENTS):
            part = min(left, line.amounts.get(kind, _NONE)) if kind not in taken else _NONE
            if part > 0:
                taken[kind] = part
                left -= part
        if taken:
            lines.append(
                RefundLine(line.item_id, line.sku, line.asin, 0, reason, taken, line.reference)
            )
    if left > 0:
        raise Rejected("amount", f"{left} more than what is left")
    return lines
