"""Which orders of the shop changed: all orders, whatever their tags, each at a glance."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.promises import MISSHAPEN, Node, promised
from desktop.channels.shopify.state_reading import text
from desktop.clock import parse_iso, to_iso

_log = logging.getLogger(__name__)

UNTOLD = -1


@dataclass(frozen=True, slots=True)
class Glance:
    """An order as the search shows it; times UTC seconds by Shopify's clock.

    `sent` are its fulfilments, cancelled ones too, or UNTOLD. `is_whole`: nothing was ever
    refunded, taken off or edited.
    """

    gid: str
    updated_at: int
    cancelled_at: int | None
    closed: bool
    financial: str
    fulfillment: str
    sent: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """One page of changed orders, oldest change first; `next_cursor` is empty on the last one.

    `unclear` are the gids of those whose glance could not be read. `told_at` is Shopify's time as
    it answered, UTC seconds; None where the answer had none.
    """

    orders: tuple[Glance, ...]
    next_cursor: str
    unclear: tuple[str, ...] = ()
    told_at: int | None = None


def changed_orders(client: ShopifyClient, since: int, cursor: str = "") -> ChangedPage:
    """A page of the orders that changed since then (UTC seconds), 180 a page.

    The search index lags and orders move while one pages, so the caller starts some minutes early
    and keeps `since` the same to the last page. A search that Shopify took only in part raises
    AccountProblem (SearchIgnored), for its answer would be all orders.
    """
    operation = "ChangedOrders"
    variables = {"search": f"updated_at:>='{to_iso(since)}'", "after": cursor or None}
    reply = client.ask(operation, variables, writes=False)
    data = reply.data
    with promised(client, operation):
        nodes = [node for node in data["orders"]["nodes"] if node is not None]
        page = data["orders"]["pageInfo"]
        next_cursor = text(page["endCursor"]) if page["hasNextPage"] else ""
        if cursor and next_cursor == cursor:
            raise ValueError("a page without an end")
        glances, unclear = _glances(nodes)
    return ChangedPage(glances, next_cursor, unclear, reply.told_at)


def _glances(nodes: Sequence[Any]) -> tuple[tuple[Glance, ...], tuple[str, ...]]:
    """Those that can be read, and the gids of the others."""
    found: list[Glance] = []
    unclear: list[str] = []
    for node in nodes:
        try:
            found.append(_glance(node))
        except MISSHAPEN as error:
            if not isinstance(node, Mapping) or not node.get("id"):
                raise
            _log.warning("a changed order cannot be read: %s", type(error).__name__)
            unclear.append(text(node["id"]))
    return tuple(found), tuple(unclear)


def _glance(node: Node) -> Glance:
    cancelled = node["cancelledAt"]
    sent = node["fulfillmentsCount"]
    return Glance(
        gid=text(node["id"]),
        updated_at=parse_iso(node["updatedAt"]),
        cancelled_at=parse_iso(cancelled) if cancelled else None,
        closed=bool(node["closed"]),
        financial=node["displayFinancialStatus"] or "",
        fulfillment=node["displayFulfillmentStatus"] or "",
        sent=UNTOLD if sent is None else int(sent["count"]),
        is_whole=not node["refunds"]
        and not node["edited"]
        and int(node["currentSubtotalLineItemsQuantity"]) == int(node["subtotalLineItemsQuantity"]),
    )
