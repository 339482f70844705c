"""Answers about product variants, and the search for them: near, never exact."""

from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from desktop.sandbox.shopify.call import call_of, number_of, require, shop_of
from desktop.sandbox.shopify.paging import Row, connect
from desktop.sandbox.shopify.records import Product, Variant
from desktop.sandbox.shopify.registry import Info, resolves
from desktop.sandbox.shopify.search_match import (
    Test,
    has_phrase,
    number_matches,
    same_text,
    select,
    time_matches,
    warnings_of,
)
from desktop.sandbox.shopify.search_terms import Node, Term, parse_search
from desktop.sandbox.shopify.shop import Shop

TIMES = frozenset({"updated_at"})
read_search = lru_cache(maxsize=256)(parse_search)


def near(text: str) -> str:
    """Letters and digits only, small: how the search compares SKUs and barcodes."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _phrase_text(variant: Variant) -> str:
    parts = (variant.product.title, variant.title, variant.sku or "", variant.barcode or "")
    return " ".join(parts)


def _begins(value: str | None, term: Term) -> bool:
    want = near(term.value)
    return value is not None and (near(value).startswith(want) if want else same_text(value, term))


TESTS: dict[str, Test] = {
    "": lambda v, term: all(
        has_phrase(_phrase_text(v), Term("", "", word)) for word in term.value.split()
    ),
    "barcode": lambda v, term: _begins(v.barcode, term),
    "id": lambda v, term: number_matches(v.legacy_resource_id, term),
    "product_id": lambda v, term: number_matches(v.product.legacy_resource_id, term),
    "product_status": lambda v, term: same_text(v.product.status, term),
    "sku": lambda v, term: _begins(v.sku, term),
    "title": lambda v, term: has_phrase(f"{v.title} {v.product.title}", term),
    "updated_at": lambda v, term: time_matches(v.updated_at, term),
    "vendor": lambda v, term: same_text(v.product.vendor, term),
}
TESTS["default"] = TESTS[""]


class _Skus:
    """The SKUs in order, so that twenty of them are found without reading all."""

    def __init__(self, variants: Mapping[int, Variant], version: int) -> None:
        self.version = version
        self.rows = sorted((near(v.sku), n) for n, v in variants.items() if v.sku)
        self.variants = variants

    def __call__(self, term: Term) -> set[int]:
        want = near(term.value)
        if not want:  # nothing but signs: only the very same
            return {n for n, v in self.variants.items() if same_text(v.sku, term)}
        place = bisect_left(self.rows, (want, 0))
        found = set()
        while place < len(self.rows) and self.rows[place][0].startswith(want):
            found.add(self.rows[place][1])
            place += 1
        return found


_SKUS: WeakKeyDictionary[Shop, _Skus] = WeakKeyDictionary()


def find_variants(node: Node, here: Shop) -> set[int]:
    """Numbers of the variants that a search picks."""
    skus = _SKUS.get(here)
    if skus is None or skus.version != here.catalogue_changes:
        skus = _SKUS[here] = _Skus(here.variants, here.catalogue_changes)
    return select(node, here.variants, TESTS, {"sku": skus})


def _sort_value(variant: Variant, key: str) -> Any:
    if key == "SKU":
        return variant.sku or ""
    if key in ("TITLE", "FULL_TITLE", "NAME"):
        return f"{variant.product.title} {variant.title}"
    if key == "INVENTORY_QUANTITY":
        return variant.stock
    return variant.legacy_resource_id


@resolves("QueryRoot", "productVariants")
def product_variants(
    _root: Any,
    info: Info,
    *,
    query: str | None = None,
    sortKey: str | None = "ID",  # noqa: N803
    **page: Any,
) -> dict[str, Any]:
    """Variants that a search text picks; all without one."""
    require(info, "read_products")
    page.pop("savedSearchId", None)
    held = shop_of(info).variants
    numbers = set(held)
    if query and query.strip():
        node = read_search(query)
        note_warnings(info, query, warnings_of(node, TESTS, TIMES))
        numbers = find_variants(node, shop_of(info))
    key = sortKey or "ID"
    rows = [Row(_sort_value(held[number], key), number, held[number]) for number in numbers]
    return connect(rows, sort=key, **page)


def note_warnings(info: Info, query: str, warnings: list[dict[str, str]]) -> None:
    """Let the answer say under `extensions.search` what was passed over in a search text."""
    if warnings:
        path = [str(step) for step in info.path.as_list()]
        call_of(info).searches.append({"path": path, "query": query, "warnings": warnings})


@resolves("QueryRoot", "productVariant")
def product_variant(_root: Any, info: Info, id: str) -> Variant | None:
    """One variant."""
    require(info, "read_products")
    number = number_of(id, "ProductVariant")
    return shop_of(info).variants.get(number) if number else None


@resolves("ProductVariant", "price")
def price(variant: Variant, _info: Info) -> str:
    """The catalogue price with two places, as the service writes plain prices."""
    return f"{variant.amount:.2f}"


@resolves("ProductVariant", "displayName")
def display_name(variant: Variant, _info: Info) -> str:
    """Product and variant in one."""
    return f"{variant.product.title} - {variant.title}"


@resolves("ProductVariant", "inventoryQuantity")
def inventory_quantity(variant: Variant, _info: Info) -> int:
    """What can be sold now, below zero where more was sold."""
    return variant.stock


@resolves("ProductVariant", "availableForSale")
def available_for_sale(variant: Variant, _info: Info) -> bool:
    """Whether a buyer could have it."""
    open_end = variant.inventory_policy == "CONTINUE" or not variant.inventory_item.tracked
    return open_end or variant.stock > 0


@resolves("Product", "hasOnlyDefaultVariant")
def has_only_default_variant(product: Product, info: Info) -> bool:
    """Whether the product comes in one form."""
    return sum(1 for v in shop_of(info).variants.values() if v.product is product) == 1
