"""What the SKUs of some orders are in Shopify: the seller's links, then exact matches, cached.

Variants are asked for in batches, so that a thousand orders of fifty products cost a few calls.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.channels.shopify.products import variants_by_gid, variants_by_sku
from desktop.clock import Clock
from desktop.clock import now as real_now
from desktop.models import sku_link, variant_cache
from desktop.sync.connection import Connection
from desktop.trade import Order, SkuLink, Variant

FOUND_LIFE_S = 6 * 3600.0  # how long a found variant is believed
ABSENT_LIFE_S = 600.0  # how long "there is none" is believed; a person's retry asks anew


@dataclass(frozen=True, slots=True)
class KnownSkus:
    """Links and variants for a batch of orders."""

    links: dict[str, SkuLink]
    by_sku: dict[str, tuple[Variant, ...]]
    by_gid: dict[str, Variant]


def look_up(
    connection: Connection,
    orders: Iterable[Order],
    *,
    asked_again: frozenset[str] = frozenset(),
    gids: Iterable[str] = (),
    clock: Clock = real_now,
) -> KnownSkus:
    """All that is needed to link the lines of these orders.

    SKUs in `asked_again` are not taken from the cache; the variants `gids` are looked up, too.
    Raises TryLater, AccountProblem, Cancelled.
    """
    account_id = connection.account.id
    skus = sorted({line.sku for order in orders for line in order.lines if line.sku})
    links = sku_link.links(account_id, skus)
    unlinked = [sku for sku in skus if sku not in links]
    by_sku = _variants(connection, unlinked, asked_again, clock())
    by_gid = {v.gid: v for variants in by_sku.values() for v in variants}
    linked = sorted({p.variant_gid for link in links.values() for p in link.parts} | {*gids})
    by_gid.update(_linked_variants(connection, linked, clock()))
    return KnownSkus(links, by_sku, by_gid)


def _variants(
    connection: Connection, skus: Sequence[str], asked_again: frozenset[str], at: float
) -> dict[str, tuple[Variant, ...]]:
    account_id = connection.account.id
    here = connection.pace.here
    trusted = [sku for sku in skus if sku not in asked_again]
    known = variant_cache.known(account_id, trusted, int(at - here(FOUND_LIFE_S)))
    fresh = variant_cache.known(account_id, trusted, int(at - here(ABSENT_LIFE_S)))
    usable = {sku: found for sku, found in known.items() if found or sku in fresh}
    missing = [sku for sku in skus if sku not in usable]
    if missing:
        asked = variants_by_sku(connection.shopify, missing, currency=_currency(connection))
        variant_cache.save(account_id, asked, int(at))
        usable.update(asked)
    return usable


def _linked_variants(connection: Connection, gids: Sequence[str], at: float) -> dict[str, Variant]:
    account_id = connection.account.id
    since = int(at - connection.pace.here(FOUND_LIFE_S))
    known = variant_cache.by_gid(account_id, gids, since)
    missing = [gid for gid in gids if gid not in known]
    if missing:
        found = variants_by_gid(connection.shopify, missing, currency=_currency(connection))
        variant_cache.save_by_gid(account_id, found.values(), int(at))
        known.update(found)
    return known


def _currency(connection: Connection) -> str:
    facts = connection.account.facts
    return facts.currency if facts is not None else "USD"
