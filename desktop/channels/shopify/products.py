"""Product variants of the shop, by SKU, by ID, and by what a person types.

Shopify's search finds near ones too and ignores case, and SKUs are not unique there: what counts
as found is compared here, character by character.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.errors import SearchIgnored
from desktop.trade import Variant, exponent

SKU_LIMIT = 255  # characters that Shopify keeps of a SKU
_SKUS_AT_ONCE = 20
_IDS_AT_ONCE = 100
_FIRST_LIMIT = 100
_WORDS_LIMIT = 8
_MISSHAPEN = (KeyError, TypeError, ValueError, AttributeError)


def quoted(value: str) -> str:
    """A value for Shopify's search, so that nothing in it is taken for syntax."""
    plain = "".join(c if c.isprintable() else " " for c in value)
    for special in ("\\", '"', "'"):
        plain = plain.replace(special, "\\" + special)
    return f'"{plain}"'


def variants_by_sku(
    client: ShopifyClient, skus: Iterable[str], currency: str
) -> dict[str, tuple[Variant, ...]]:
    """For every SKU asked the variants that carry exactly it; prices in the shop's `currency`.

    A SKU that Shopify cannot hold or search for has none.
    """
    found: dict[str, tuple[Variant, ...]] = dict.fromkeys(skus, ())
    askable = [sku for sku in found if sku.strip() and len(sku) <= SKU_LIMIT]
    for batch in _batches(askable, _SKUS_AT_ONCE):
        for variant in _search_skus(client, batch, currency):
            if variant.sku in found and variant not in found[variant.sku]:
                found[variant.sku] = (*found[variant.sku], variant)
    return found


def variants_by_gid(
    client: ShopifyClient, gids: Iterable[str], currency: str
) -> dict[str, Variant]:
    """The variants that still exist, by their gid."""
    found: dict[str, Variant] = {}
    for batch in _batches(list(dict.fromkeys(gids)), _IDS_AT_ONCE):
        data = client.execute("VariantsById", {"ids": batch}, writes=False)
        for variant in _read_all(client, "VariantsById", data.get("nodes"), currency):
            found[variant.gid] = variant
    return found


def search_variants(
    client: ShopifyClient, text: str, currency: str, first: int = 20
) -> tuple[Variant, ...]:
    """Variants with every word a person typed in title, SKU or barcode; at most 100."""
    words = [word for part in text.split() if (word := _bare(part))][:_WORDS_LIMIT]
    if not words:
        return ()
    search = " ".join(_like(word[:SKU_LIMIT]) for word in words)
    variables = {"search": search, "first": max(1, min(first, _FIRST_LIMIT))}
    try:
        data = client.execute("SearchVariants", variables, writes=False)
    except SearchIgnored:
        return ()
    nodes = (data.get("productVariants") or {}).get("nodes")
    return _read_all(client, "SearchVariants", nodes, currency)


def _bare(word: str) -> str:
    """A word without the punctuation around it."""
    kept = [place for place, letter in enumerate(word) if letter.isalnum()]
    return word[kept[0] : kept[-1] + 1] if kept else ""


def _like(word: str) -> str:
    """Terms for what begins with a word, wherever a person may have read it."""
    escaped = "".join(c if c.isalnum() else f"\\{c}" for c in word if c.isprintable())
    return f"({escaped}* OR title:{escaped}* OR sku:{escaped}* OR barcode:{escaped}*)"


def read_variant(node: Mapping[str, Any], currency: str) -> Variant:
    """One variant. Raises KeyError, TypeError or ValueError where the schema is not kept."""
    product, item = node["product"], node["inventoryItem"]
    return Variant(
        gid=str(node["id"]),
        sku=node["sku"] or "",
        title=node["title"],
        product_title=product["title"],
        price=_minor(node["price"], currency),
        barcode=node["barcode"] or "",
        inventory=node["inventoryQuantity"],
        tracked=bool(item["tracked"]),
        sells_below_zero=node["inventoryPolicy"] == "CONTINUE",
        requires_shipping=bool(item["requiresShipping"]),
        product_status=product["status"],
    )


def _search_skus(client: ShopifyClient, batch: Sequence[str], currency: str) -> tuple[Variant, ...]:
    """All variants that a search for the SKUs gives, near ones included."""
    search = " OR ".join(f"sku:{quoted(sku)}" for sku in batch)
    try:
        return tuple(_pages(client, search, currency))
    except SearchIgnored:
        if len(batch) == 1:
            return ()  # no search can name it: it counts as not linked, the others go on
        return tuple(variant for sku in batch for variant in _search_skus(client, [sku], currency))


def _pages(client: ShopifyClient, search: str, currency: str) -> Iterator[Variant]:
    operation = "VariantsBySku"
    after: str | None = None
    while True:
        data = client.execute(operation, {"search": search, "after": after}, writes=False)
        page = data.get("productVariants") or {}
        yield from _read_all(client, operation, page.get("nodes"), currency)
        info = page.get("pageInfo") or {}
        cursor = info.get("endCursor")
        if not info.get("hasNextPage"):
            return
        if not cursor or cursor == after:
            raise client.misshapen(operation, "pageInfo.endCursor")
        after = cursor


def _read_all(
    client: ShopifyClient, operation: str, nodes: Any, currency: str
) -> tuple[Variant, ...]:
    """Variants of a list of nodes; what is gone is null there, or another type without parts."""
    if not isinstance(nodes, list):
        raise client.misshapen(operation, "nodes")
    try:
        return tuple(read_variant(node, currency) for node in nodes if node)
    except _MISSHAPEN as error:
        raise client.misshapen(operation, f"variant: {type(error).__name__}") from error


def _minor(price: Any, currency: str) -> int:
    """A price in minor units; Shopify writes more decimals than some currencies have."""
    try:
        scaled = Decimal(price).scaleb(exponent(currency))
        return int(scaled.to_integral_value(ROUND_HALF_UP))
    except (InvalidOperation, OverflowError) as error:
        raise ValueError("the price is no number") from error


def _batches(values: Sequence[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(values), size):
        yield list(values[start : start + size])
