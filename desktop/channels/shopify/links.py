"""Which Shopify variant an Amazon SKU is: the seller's link first, then the exact SKU."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.catalogue import order_failure
from desktop.errors import NeedsPerson, Technical
from desktop.trade import LinkPart, Order, OrderLine, OrderRules, SkuLink, Variant

_NAMED = 2


@dataclass(frozen=True, slots=True)
class _Miss:
    """A SKU without a link, and how many variants carry it."""

    code: str
    sku: str
    item_id: str
    count: int


def resolve_links(
    order: Order,
    links: Mapping[str, SkuLink],
    by_sku: Mapping[str, tuple[Variant, ...]],
    rules: OrderRules,
) -> dict[str, SkuLink]:
    """A link for every SKU of the order (also for the empty one, where custom lines are allowed).

    `links` are the seller's; `by_sku` are the variants that carry exactly that SKU. Raises
    NeedsPerson (sku_unknown, sku_ambiguous, sku_missing) for the first SKU without one; its text
    names the others that fail for the same reason.
    """
    found: dict[str, SkuLink] = {}
    misses: dict[str, _Miss] = {}
    for line in order.lines:
        if line.quantity <= 0 or line.sku in found or line.sku in misses:
            continue
        link = _link(line, links, by_sku, rules)
        if isinstance(link, SkuLink):
            found[line.sku] = link
        else:
            misses[line.sku] = link
    if misses:
        raise _failure(list(misses.values()))
    return found


def _link(
    line: OrderLine,
    links: Mapping[str, SkuLink],
    by_sku: Mapping[str, tuple[Variant, ...]],
    rules: OrderRules,
) -> SkuLink | _Miss:
    by_seller = links.get(line.sku)
    if by_seller is not None:
        return by_seller
    variants = by_sku.get(line.sku, ()) if line.sku.strip() else ()
    if len(variants) == 1:
        return SkuLink(line.sku, (LinkPart(variants[0].gid, 1),), by="exact")
    if rules.unlinked == "custom_line" and not variants:
        return SkuLink(line.sku, (), by="exact")
    code = "sku_ambiguous" if variants else "sku_unknown" if line.sku.strip() else "sku_missing"
    return _Miss(code, line.sku, line.item_id, len(variants))


def _failure(misses: list[_Miss]) -> NeedsPerson:
    first = misses[0]
    skus = [miss.sku for miss in misses if miss.code == first.code]
    technical = Technical(operation="resolve_links", field=first.sku, words="\n".join(skus))
    return order_failure(
        first.code, technical, sku=_listed(skus), item=first.item_id, count=first.count
    )


def _listed(skus: list[str]) -> str:
    """ "A", "A and B", "A, B and 2 more"."""
    if len(skus) <= _NAMED:
        return " and ".join(skus)
    return f"{', '.join(skus[:_NAMED])} and {len(skus) - _NAMED} more"
