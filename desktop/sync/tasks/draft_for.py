"""The very order that will be sent: rules, links, rate and what a person decided, put together."""

from collections.abc import Iterable, Mapping
from typing import Any

from desktop.catalogue import order_failure
from desktop.channels.amazon.regions import seller_central_url
from desktop.channels.shopify.draft import draft_order
from desktop.channels.shopify.draft_types import OrderDraft
from desktop.channels.shopify.links import resolve_links
from desktop.sync.connection import Connection
from desktop.sync.rates import rate_for
from desktop.sync.skus import KnownSkus
from desktop.trade import Address, LinkPart, Order, OrderRules, ShopFacts, SkuLink


def draft_for(
    connection: Connection,
    order: Order,
    rules: OrderRules,
    facts: ShopFacts,
    known: KnownSkus,
    decided: Mapping[str, Any],
) -> OrderDraft:
    """Draft one order; `decided` is the task's plan.

    Its keys: links, custom_skus, address, without, stock_anyway; all for this order alone.
    Raises NeedsPerson (what is missing), TryLater (no exchange rate to be had now).
    """
    links = resolve_links(order, {**known.links, **_decided_links(decided)}, known.by_sku, rules)
    rate = rate_for(connection, rules, order.currency, facts.currency)
    if rate is None and order.currency and order.currency != facts.currency:
        raise order_failure(
            "currency_no_rate", currency=order.currency, shop_currency=facts.currency
        )
    return draft_order(
        order,
        rules=rules,
        facts=facts,
        links=links,
        variants=known.by_gid,
        rate=rate,
        without=frozenset(decided.get("without", ())),
        address=_address(decided.get("address")),
        stock_anyway=bool(decided.get("stock_anyway", False)),
        source_url=seller_central_url(order.marketplace_id, order.amazon_order_id),
    )


def decided_gids(plans: Iterable[Mapping[str, Any]]) -> set[str]:
    """The variants that plans link to for their own order, to be looked up with the rest."""
    links = (link for plan in plans for link in _decided_links(plan).values())
    return {part.variant_gid for link in links for part in link.parts}


def _decided_links(decided: Mapping[str, Any]) -> dict[str, SkuLink]:
    """What a person decided for this order alone."""
    custom = {sku: SkuLink(sku, ()) for sku in decided.get("custom_skus", ())}
    linked = {
        sku: SkuLink(sku, tuple(LinkPart(str(gid), int(count)) for gid, count in parts))
        for sku, parts in decided.get("links", {}).items()
    }
    return {**custom, **linked}


def _address(decided: Mapping[str, str] | None) -> Address | None:
    return None if decided is None else Address(**decided)
