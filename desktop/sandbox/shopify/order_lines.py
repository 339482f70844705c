"""The lines of a new order: variants looked up, custom lines checked, money and taxes read."""

from dataclasses import dataclass
from typing import Any

from desktop.sandbox.shopify.call import number_of
from desktop.sandbox.shopify.order_money import ZERO, Pair, Till, plus, rounded
from desktop.sandbox.shopify.records import LineItem, ShippingLine, Variant
from desktop.sandbox.shopify.refusals import Path
from desktop.sandbox.shopify.shop import Shop


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines with the sum of their goods and of their taxes."""

    lines: list[LineItem]
    goods: Pair
    tax: Pair


@dataclass(frozen=True, slots=True)
class Shipping:
    """Shipping lines with the sums of their prices and taxes."""

    lines: list[ShippingLine]
    price: Pair
    tax: Pair


def read_lines(shop: Shop, till: Till, order: dict[str, Any]) -> Lines:
    """All lines; what is wrong with them goes to the till's refusals."""
    given = order.get("lineItems") or []
    if not given:
        till.refusals.add(("order", "lineItems"), "Line items must have at least one line item")
    if order.get("taxLines") and any(line.get("taxLines") for line in given):
        message = "Tax lines can be on the order or on its line items, but not on both"
        till.refusals.add(("order", "taxLines"), message)
    lines, goods, tax = [], ZERO, ZERO
    for place, line in enumerate(given):
        item, line_tax = _read_line(shop, till, line, ("order", "lineItems", place))
        lines.append(item)
        bag = item.original_total_set
        goods = plus(goods, (bag.shop_money.amount, bag.presentment_money.amount))
        tax = plus(tax, line_tax)
    return Lines(lines, goods, tax)


def _variant(shop: Shop, till: Till, line: dict[str, Any], path: Path) -> Variant | None:
    wanted = line.get("variantId")
    if wanted is None:
        return None
    number = number_of(wanted, "ProductVariant")
    variant = shop.variants.get(number) if number else None
    if variant is None:
        till.refusals.add((*path, "variantId"), "Variant does not exist")
    return variant


def _unit_price(till: Till, line: dict[str, Any], variant: Variant | None, path: Path) -> Pair:
    if line.get("priceSet"):
        return till.read(line["priceSet"], (*path, "priceSet"))
    if line.get("variantId") is None:
        till.refusals.add((*path, "priceSet"), "Price set can't be blank for a custom line item")
    elif variant is not None:
        if till.presentment != till.currency:
            message = "Price set is required when the presentment currency differs"
            till.refusals.add((*path, "priceSet"), message)
        amount = rounded(variant.amount, till.currency)
        return (amount, amount)
    return ZERO


def _read_line(shop: Shop, till: Till, line: dict[str, Any], path: Path) -> tuple[LineItem, Pair]:
    variant = _variant(shop, till, line, path)
    title = (line.get("title") or "").strip()
    if line.get("variantId") is None and not title:
        till.refusals.add((*path, "title"), "Title can't be blank for a custom line item")
    quantity: int = line["quantity"]
    if quantity < 1:
        till.refusals.add((*path, "quantity"), "Quantity must be greater than 0")
    if line.get("fulfillmentService") not in (None, "manual"):
        message = "Fulfillment service is invalid"
        till.refusals.add((*path, "fulfillmentService"), message, "FULFILLMENT_SERVICE_INVALID")
    unit = _unit_price(till, line, variant, path)
    total = (unit[0] * quantity, unit[1] * quantity)
    zero_ok = shop.knobs.text("zero_tax_rate") == "accept"
    taxes, tax = till.taxes(line.get("taxLines"), total, path, zero_rate_ok=zero_ok)
    item = LineItem(
        shop.number("LineItem"),
        title or (variant.product.title if variant else ""),
        quantity,
        till.bag(unit),
        till.bag(total),
        taxes,
        [{"key": p["name"], "value": p["value"]} for p in line.get("properties") or ()],
        variant.legacy_resource_id if variant else None,
        line.get("sku") or (variant.sku if variant else None),
        line.get("variantTitle") or _own_title(variant),
        line.get("vendor") or (variant.product.vendor if variant else None),
        bool(line.get("requiresShipping")),
        bool(line.get("taxable", True)),
        bool(line.get("giftCard")),
        quantity,
    )
    return item, tax


def _own_title(variant: Variant | None) -> str | None:
    return variant.title if variant and variant.title != "Default Title" else None


def read_shipping(shop: Shop, till: Till, order: dict[str, Any]) -> Shipping:
    """All shipping lines; what is wrong with them goes to the till's refusals."""
    lines, price, tax = [], ZERO, ZERO
    zero_ok = shop.knobs.text("zero_tax_rate") == "accept"
    for place, line in enumerate(order.get("shippingLines") or ()):
        path: Path = ("order", "shippingLines", place)
        if not line["title"].strip():
            till.refusals.add((*path, "title"), "Title can't be blank")
        amount = till.read(line["priceSet"], (*path, "priceSet"))
        taxes, line_tax = till.taxes(line.get("taxLines"), amount, path, zero_rate_ok=zero_ok)
        bag = till.bag(amount)
        code, source = line.get("code"), line.get("source")
        number = shop.number("ShippingLine")
        lines.append(ShippingLine(number, line["title"], bag, bag, taxes, code, source))
        price, tax = plus(price, amount), plus(tax, line_tax)
    return Shipping(lines, price, tax)


def ordered_units(lines: list[LineItem]) -> dict[int, int]:
    """Units of each variant; custom lines have none."""
    units: dict[int, int] = {}
    for line in lines:
        if line.variant_id is not None:
            units[line.variant_id] = units.get(line.variant_id, 0) + line.quantity
    return units
