"""Reads a `--load` file: Amazon orders as they stand, and optionally the shop to try them on."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from desktop.sandbox.amazon.totals import dig
from desktop.sandbox.seeds import CatalogueItem, ShopSeed, World
from desktop.sandbox.world.products import barcode
from desktop.sandbox.world.regions import COUNTRY_OF_CURRENCY, sold_in

_TEXTS = ("domain", "name", "currency", "country", "timezone")
_FLAGS = ("taxes_included", "trial")


def load_world(path: Path) -> World:
    """The world of a file. Raises ValueError that names the file and the field."""
    try:
        return read_world(json.loads(path.read_bytes()))
    except OSError as error:
        raise ValueError(f"{path}: {error.strerror}") from None
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None


def read_world(value: Any) -> World:
    """The world of a file's JSON. Raises ValueError that names the field."""
    top = {"orders": value} if isinstance(value, list) else _object(value, "the file")
    if "orders" not in top:
        raise ValueError("orders: missing; give a list of Amazon orders")
    orders = _orders(top["orders"])
    shop = _shop(top.get("shop", {}), orders)
    listed = top.get("catalogue")
    catalogue = _guessed(orders, shop) if listed is None else _catalogue(listed, shop)
    region, marketplaces = sold_in(_marketplaces(orders))
    return World(orders, catalogue, shop, marketplaces, region)


def _orders(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        raise ValueError("orders: give a list of Amazon orders")
    seen: set[str] = set()
    for at, order in enumerate(value):
        if not isinstance(order, dict):
            raise ValueError(f"orders[{at}]: give an object")
        if isinstance(order.get("order"), dict) and "orderId" not in order:
            raise ValueError(f"orders[{at}].orderId: missing; give the order without its wrapper")
        order_id = order.get("orderId")
        if isinstance(order_id, str) and order_id in seen:
            raise ValueError(f"orders[{at}].orderId: {order_id} is there twice")
        seen.add(str(order_id))
        if not isinstance(order.get("orderItems", []), list):
            raise ValueError(f"orders[{at}].orderItems: give a list")
    return value


def _shop(value: Any, orders: list[dict[str, Any]]) -> ShopSeed:
    given = _object(value, "shop")
    fields = {name: given[name] for name in (*_TEXTS, *_FLAGS) if name in given}
    currencies = Counter(dig(order, "proceeds", "grandTotal", "currencyCode") for order in orders)
    found = [code for code, _ in currencies.most_common() if isinstance(code, str)]
    fields.setdefault("currency", found[0] if found else "USD")
    fields.setdefault("country", COUNTRY_OF_CURRENCY.get(str(fields["currency"]), "US"))
    for name in _TEXTS:
        if name in fields and (not isinstance(fields[name], str) or not fields[name]):
            raise ValueError(f"shop.{name}: give a text")
    for name in _FLAGS:
        if not isinstance(fields.get(name, False), bool):
            raise ValueError(f"shop.{name}: give true or false")
    enabled = given.get("presentment_currencies")
    if enabled is None:
        enabled = sorted({fields["currency"], *found})
    if not isinstance(enabled, list) or not all(isinstance(code, str) for code in enabled):
        raise ValueError("shop.presentment_currencies: give a list of currency codes")
    return ShopSeed(**fields, presentment_currencies=tuple(enabled))


def _catalogue(value: Any, shop: ShopSeed) -> tuple[CatalogueItem, ...]:
    if not isinstance(value, list):
        raise ValueError("catalogue: give a list of variants")
    return tuple(_item(entry, f"catalogue[{at}]", shop) for at, entry in enumerate(value))


def _item(value: Any, where: str, shop: ShopSeed) -> CatalogueItem:
    fields = _object(value, where)
    for name in ("sku", "title", "variant_title", "price", "currency", "barcode"):
        if not isinstance(fields.get(name, ""), str):
            raise ValueError(f"{where}.{name}: give a text")
    if "sku" not in fields:
        raise ValueError(f"{where}.sku: missing")
    inventory = fields.get("inventory", 100)
    if isinstance(inventory, bool) or not isinstance(inventory, int):
        raise ValueError(f"{where}.inventory: give a whole number")
    return CatalogueItem(
        sku=fields["sku"],
        title=fields.get("title") or fields["sku"] or "Product",
        variant_title=fields.get("variant_title", ""),
        price=_price(fields.get("price", "10.00"), where),
        currency=fields.get("currency") or shop.currency,
        inventory=inventory,
        barcode=fields.get("barcode", ""),
    )


def _price(text: str, where: str) -> str:
    try:
        price = Decimal(text)
    except InvalidOperation:
        price = Decimal(-1)
    if not price.is_finite() or price < 0:
        raise ValueError(f'{where}.price: give a decimal number as text, such as "24.99"')
    return text


def _guessed(orders: list[dict[str, Any]], shop: ShopSeed) -> tuple[CatalogueItem, ...]:
    """One variant for each SKU that was ordered, at the price it was ordered for."""
    items: dict[str, CatalogueItem] = {}
    for line in _lines(orders):
        sku = dig(line, "product", "sellerSku")
        if not isinstance(sku, str) or not sku.strip() or sku in items:
            continue
        title = dig(line, "product", "title")
        items[sku] = CatalogueItem(
            sku,
            title if isinstance(title, str) and title.strip() else sku,
            "",
            _unit_price(line),
            shop.currency,
            100_000,
            barcode(sku),
        )
    return tuple(items.values())


def _lines(orders: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for order in orders:
        for line in order.get("orderItems", []):
            if isinstance(line, dict):
                yield line


def _unit_price(line: dict[str, Any]) -> str:
    amount = dig(line, "product", "price", "unitPrice", "amount")
    try:
        price = Decimal(str(amount))
    except InvalidOperation:
        price = Decimal(10)
    return f"{price:f}" if price.is_finite() and price >= 0 else "10.00"


def _marketplaces(orders: list[dict[str, Any]]) -> list[str]:
    found = (dig(order, "salesChannel", "marketplaceId") for order in orders)
    return [one for one in found if isinstance(one, str)]


def _object(value: Any, where: str) -> Mapping[str, Any]:
    """The fields that say something; null says as little as leaving it out."""
    if not isinstance(value, dict):
        raise ValueError(f"{where}: give an object")
    return {name: one for name, one in value.items() if one is not None}
