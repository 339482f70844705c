"""Which orders of the shop changed: ids and times only, all orders, whatever their tags."""

from dataclasses import dataclass

from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.promises import promised
from desktop.channels.shopify.state_reading import text
from desktop.clock import parse_iso, to_iso


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """One page of changed orders, oldest change first; `next_cursor` is empty on the last one."""

    orders: tuple[tuple[str, int], ...]  # gid, updated at by Shopify's clock
    next_cursor: str


def changed_orders(client: ShopifyClient, since: int, cursor: str = "") -> ChangedPage:
    """A page of the orders that changed since then (UTC seconds), 100 a page.

    The search index lags and orders move while one pages, so the caller starts some minutes early
    and keeps `since` the same to the last page. A search that Shopify took only in part raises
    AccountProblem (SearchIgnored), for its answer would be all orders.
    """
    operation = "ChangedOrders"
    variables = {"search": f"updated_at:>='{to_iso(since)}'", "after": cursor or None}
    data = client.execute(operation, variables, writes=False)
    with promised(client, operation):
        nodes = [node for node in data["orders"]["nodes"] if node is not None]
        page = data["orders"]["pageInfo"]
        next_cursor = text(page["endCursor"]) if page["hasNextPage"] else ""
        if cursor and next_cursor == cursor:
            raise ValueError("a page without an end")
        orders = tuple((text(node["id"]), parse_iso(node["updatedAt"])) for node in nodes)
    return ChangedPage(orders, next_cursor)
