"""Line items: the pieces of a sale as variants and custom lines, each with an exact unit price."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.catalogue import order_failure
from desktop.channels.shopify.money import Amounts, bag, divide, split_units
from desktop.channels.shopify.sale import GOODS, Piece
from desktop.channels.shopify.tax import TaxName
from desktop.trade import LinkPart, OrderLine, SkuLink, Variant

ITEM_PROPERTY = "_amazon_order_item_id"
SKU_PROPERTY = "_amazon_sku"
# A charge carries other names than goods, so that nothing ships or counts it as an item.
CHARGE_PROPERTY = "_amazon_charge"
CHARGE_ITEM_PROPERTY = "_amazon_charge_item_id"
PACK_PROPERTY = "_amazon_pack_quantity"

_TITLES = {
    "gift_wrap": "Gift wrap",
    "cod_fee": "Cash on delivery fee",
    "other": "Other Amazon charge",
    "delivery_tip": "Delivery tip",
    "order_other": "Other Amazon charge",
}
_LONGEST = 255


@dataclass(frozen=True, slots=True)
class Priced:
    """A piece with its amounts per currency (shop first) and what its tax line says."""

    piece: Piece
    gross: Amounts
    tax: Amounts
    tax_name: TaxName


class Catalogue:
    """The links and variants that the goods of one order are looked up in."""

    def __init__(self, links: Mapping[str, SkuLink], variants: Mapping[str, Variant]) -> None:
        self._links = links
        self._variants = variants

    def parts(self, line: OrderLine) -> tuple[tuple[LinkPart, Variant], ...]:
        """What the line's SKU is in Shopify; nothing for a custom line.

        Raises NeedsPerson: sku_missing or sku_unknown without a link, variant_gone.
        """
        link = self._links.get(line.sku)
        if link is None or any(part.quantity < 1 for part in link.parts):
            code = "sku_unknown" if line.sku.strip() else "sku_missing"
            raise order_failure(code, sku=line.sku, item=line.item_id)
        gone = [part for part in link.parts if part.variant_gid not in self._variants]
        if gone:
            raise order_failure("variant_gone", sku=line.sku)
        return tuple((part, self._variants[part.variant_gid]) for part in link.parts)


def line_items(
    priced: Priced, catalogue: Catalogue, currencies: Sequence[str]
) -> list[dict[str, Any]]:
    """The OrderCreateLineItemInputs of one piece; their amounts add up to the piece's."""
    line = priced.piece.line
    if priced.piece.kind != GOODS or line is None:
        return _with_tax(priced, [(_charge(priced.piece), 1, priced.gross)], currencies)
    parts = catalogue.parts(line)
    if not parts:
        return _with_tax(priced, [(_custom(line), line.quantity, priced.gross)], currencies)
    weights = [tuple([variant.price * part.quantity] * len(currencies)) for part, variant in parts]
    shares = divide(priced.gross, weights)
    goods = [
        (_variant(line, part), line.quantity * part.quantity, share)
        for (part, _), share in zip(parts, shares, strict=True)
    ]
    return _with_tax(priced, goods, currencies)


def _with_tax(
    priced: Priced, goods: list[tuple[dict[str, Any], int, Amounts]], currencies: Sequence[str]
) -> list[dict[str, Any]]:
    """Each part split to whole unit prices, and the tax divided over the lines by their worth."""
    rows = [
        (fields, count, units)
        for fields, quantity, gross in goods
        for count, units in split_units(gross, quantity)
    ]
    worth = [tuple(unit * count for unit in units) for _, count, units in rows]
    items = []
    for (fields, count, units), tax in zip(rows, divide(priced.tax, worth), strict=True):
        item = {**fields, "quantity": count, "priceSet": bag(units, currencies)}
        if any(tax):
            item["taxLines"] = [priced.tax_name.line(tax, currencies)]
        items.append(item)
    return items


def _variant(line: OrderLine, part: LinkPart) -> dict[str, Any]:
    properties = _properties(line)
    if part.quantity != 1:
        properties.append({"name": PACK_PROPERTY, "value": str(part.quantity)})
    return {
        "variantId": part.variant_gid,
        "requiresShipping": True,
        "properties": properties,
    }


def _custom(line: OrderLine) -> dict[str, Any]:
    title = line.title.strip() or line.sku.strip() or line.asin or "Amazon item"
    fields = {
        "title": title[:_LONGEST],
        "requiresShipping": True,
        "properties": _properties(line),
    }
    if line.sku.strip():
        fields["sku"] = line.sku
    return fields


def _charge(piece: Piece) -> dict[str, Any]:
    properties = [{"name": CHARGE_PROPERTY, "value": piece.kind}]
    if piece.line is not None:
        properties.append({"name": CHARGE_ITEM_PROPERTY, "value": piece.line.item_id})
    return {
        "title": _TITLES[piece.kind],
        "requiresShipping": False,
        "properties": properties,
    }


def _properties(line: OrderLine) -> list[dict[str, str]]:
    properties = [{"name": ITEM_PROPERTY, "value": line.item_id}]
    if line.sku.strip():
        properties.append({"name": SKU_PROPERTY, "value": line.sku})
    return properties
