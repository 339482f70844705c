"""The money of an order in Shopify's shape: lines, shipping, discount, payment, currencies."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from desktop.catalogue import order_failure
from desktop.channels.shopify.lines import Catalogue, Priced, line_items
from desktop.channels.shopify.money import Amounts, Sums, bag
from desktop.channels.shopify.sale import Sale, mismatch
from desktop.channels.shopify.tax import DERIVED_TAX, TaxName, TaxRules, tax_name
from desktop.channels.shopify.texts import service
from desktop.clock import to_iso
from desktop.trade import Money, Order

DISCOUNT_CODE = "AMAZON-PROMO"
GATEWAY = "Amazon"
MOST_LINES = 250


def sums_of(sale: Sale) -> Sums:
    """The sale's amounts in Amazon's currency."""
    return Sums(
        sale.currency,
        tuple(piece.gross for piece in sale.pieces),
        tuple(piece.tax for piece in sale.pieces),
        sale.shipping,
        tuple(part.tax for part in sale.freight),
        sale.discount,
        sale.total,
        sale.included,
    )


def money_fields(
    order: Order,
    sale: Sale,
    sides: tuple[Sums, ...],
    catalogue: Catalogue,
    *,
    tax_rules: TaxRules,
    derived: bool = False,
) -> dict[str, Any]:
    """All fields of OrderCreateOrderInput that hold money; they add up to each side's total.

    `sides` are the sums as sent, the shop's first; `derived` says that the sale's taxes come from
    the seller's rate and not from Amazon. Raises NeedsPerson: too_many_items, total_mismatch, and
    what the catalogue raises.
    """
    currencies = tuple(side.currency for side in sides)
    names = _TaxNames(sale, tax_rules, derived)
    items = _items(sale, sides, catalogue, names)
    total = tuple(side.total for side in sides)
    discount = tuple(side.discount for side in sides)
    fields: dict[str, Any] = {
        "currency": currencies[0],
        "taxesIncluded": sale.included,
        "lineItems": items,
        "shippingLines": _shipping_lines(order, sides, names),
    }
    if len(currencies) > 1:
        fields["presentmentCurrency"] = currencies[1]
    if any(discount):
        fixed = {"code": DISCOUNT_CODE, "amountSet": bag(discount, currencies)}
        fields["discountCode"] = {"itemFixedDiscountCode": fixed}
    if any(total):
        fields["transactions"] = [_payment(order, total, currencies)]
    _verify(fields, sides, sale)
    return fields


class _TaxNames:
    """Title and rate of each tax, derived from Amazon's own amounts."""

    def __init__(self, sale: Sale, rules: TaxRules, derived: bool) -> None:
        self.pieces = [
            tax_name(
                piece.tax,
                (piece.net, piece.gross),
                piece.quantity,
                rules,
                by_marketplace=piece.by_marketplace,
            )
            for piece in sale.pieces
        ]
        self.freight = [
            tax_name(
                part.tax,
                (part.price,),
                len(sale.pieces),
                rules,
                by_marketplace=part.by_marketplace,
            )
            for part in sale.freight
        ]
        if derived:
            self.pieces = [_derived(name, rules.stand_in) for name in self.pieces]
            self.freight = [_derived(name, rules.stand_in) for name in self.freight]


def _derived(name: TaxName, rate: str) -> TaxName:
    return TaxName(DERIVED_TAX, rate, name.by_marketplace)


def _items(
    sale: Sale, sides: tuple[Sums, ...], catalogue: Catalogue, names: _TaxNames
) -> list[dict[str, Any]]:
    """All line items, charges after the goods they belong to."""
    currencies = tuple(side.currency for side in sides)
    items: list[dict[str, Any]] = []
    for i, piece in enumerate(sale.pieces):
        gross = tuple(side.gross[i] for side in sides)
        tax = tuple(side.taxes[i] for side in sides)
        items += line_items(Priced(piece, gross, tax, names.pieces[i]), catalogue, currencies)
    if len(items) > MOST_LINES:
        raise order_failure("too_many_items", count=len(items), limit=MOST_LINES)
    return items


def _shipping_lines(
    order: Order, sides: tuple[Sums, ...], names: _TaxNames
) -> list[dict[str, Any]]:
    """One line with the service level, also where shipping is free; none where all is unknown."""
    currencies = tuple(side.currency for side in sides)
    price = tuple(side.shipping for side in sides)
    taxes = [tuple(side.shipping_taxes[i] for side in sides) for i in range(len(names.freight))]
    title = service(order)
    if not (title or any(price) or any(map(any, taxes))):
        return []
    line: dict[str, Any] = {
        "title": title or "Amazon shipping",
        "code": order.service_level or "AMAZON",
        "priceSet": bag(price, currencies),
    }
    lines = [
        name.line(tax, currencies)
        for name, tax in zip(names.freight, taxes, strict=True)
        if any(tax)
    ]
    if lines:
        line["taxLines"] = lines
    return [line]


def _payment(order: Order, total: Amounts, currencies: tuple[str, ...]) -> dict[str, Any]:
    """One sale that Amazon has collected, so that the order is paid."""
    return {
        "kind": "SALE",
        "status": "SUCCESS",
        "gateway": GATEWAY,
        "amountSet": bag(total, currencies),
        "processedAt": to_iso(order.created_at),
    }


def _verify(fields: Mapping[str, Any], sides: tuple[Sums, ...], sale: Sale) -> None:
    """Add up what is about to be sent as Shopify will, in each currency.

    Raises NeedsPerson (total_mismatch) for any difference: better no order than a wrong one.
    """
    for side, name in zip(sides, ("shopMoney", "presentmentMoney"), strict=False):
        sent = Money.parse(_added_up(fields, name), side.currency)
        if sent.minor != side.total:
            raise mismatch(side.currency, side.total, sent.minor)
    if sides[-1].currency == sale.currency and sides[-1].total != sale.total:
        raise mismatch(sale.currency, sale.total, sides[-1].total)


def _added_up(fields: Mapping[str, Any], name: str) -> Decimal:
    def amount(money_bag: Mapping[str, Any]) -> Decimal:
        return Decimal(money_bag[name]["amount"])

    total = Decimal(0)
    for line in (*fields["lineItems"], *fields["shippingLines"]):
        total += amount(line["priceSet"]) * line.get("quantity", 1)
        if not fields["taxesIncluded"]:
            total += sum(amount(tax["priceSet"]) for tax in line.get("taxLines", ()))
    if "discountCode" in fields:
        total -= amount(fields["discountCode"]["itemFixedDiscountCode"]["amountSet"])
    return total
