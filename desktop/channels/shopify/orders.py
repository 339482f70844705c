"""Orders in Shopify: create one, find it again, and see what other apps have made.

Creating is not repeatable; all else here is. An order is found exactly by its unique metafield,
and by search only as a second look, because the search index lags behind.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from desktop.catalogue import order_failure
from desktop.channels.shopify.client import Reply, ShopifyClient
from desktop.channels.shopify.draft_types import KEY_NAME, KEY_NAMESPACE, KEY_TYPE, OrderDraft
from desktop.channels.shopify.errors import VariablesRefused, scrubbed
from desktop.channels.shopify.products import quoted
from desktop.channels.shopify.reading import amazon_ids, oversold_in, read_order, seen_in
from desktop.channels.shopify.states import small_state
from desktop.channels.shopify.user_errors import (
    KeyTaken,
    SendWithout,
    of_variables,
    read_user_errors,
    refusal,
)
from desktop.clock import Pace, parse_iso, to_iso
from desktop.errors import OutcomeUnknown
from desktop.trade import SeenOrder, ShopOrder
from desktop.trade.returns import ShopState

__all__ = [
    "KeyTaken",
    "RecentOrders",
    "SendWithout",
    "create_order",
    "find_order",
    "recent_orders",
    "search_by_source",
    "set_key",
]

CREATE_DEADLINE_S = 60.0
_KEY = {"namespace": KEY_NAMESPACE, "key": KEY_NAME}
_MOST_LINES = 100
_MISSHAPEN = (KeyError, TypeError, ValueError, AttributeError, ArithmeticError)


@dataclass(frozen=True, slots=True)
class RecentOrders:
    """One page of the shop's orders by creation; `count` of them were looked at.

    `next_cursor` is empty on the last page, `newest_created_at` 0 on an empty one.
    """

    seen: tuple[SeenOrder, ...]
    next_cursor: str
    newest_created_at: int
    count: int


def create_order(
    client: ShopifyClient, draft: OrderDraft, *, deadline_s: float = CREATE_DEADLINE_S
) -> ShopOrder:
    """Create the order; its lines beyond the hundredth are left to a later read.

    Nothing was created where it raises KeyTaken, SendWithout, NeedsPerson, TryLater or
    AccountProblem. OutcomeUnknown: look it up before anything else.
    """
    order_input = draft.variables["order"]
    first = min(_MOST_LINES, max(1, draft.lines))
    variables = {**draft.variables, **_KEY, "first": first}
    try:
        reply = client.ask("CreateOrder", variables, writes=True, deadline_s=deadline_s)
    except VariablesRefused as refused:
        raise of_variables(refused, order_input) from None
    return _created(reply, order_input, client.pace)


def oversold_of(client: ShopifyClient, gid: str) -> tuple[str, ...]:
    """SKUs of an order of which the shop now has less than nothing."""
    data = client.execute("StockLeft", {"id": gid}, writes=False)
    try:
        return oversold_in(data.get("order") or {})
    except _MISSHAPEN as error:
        raise client.misshapen("StockLeft", f"lines: {type(error).__name__}") from error


def find_order(client: ShopifyClient, amazon_order_id: str) -> ShopOrder | None:
    """The order that carries this Amazon order ID as its unique key; exact, no search.

    What has become of it comes along, where that is short enough to be all of it.
    """
    data = client.execute("OrderByAmazonId", {**_KEY, "value": amazon_order_id}, writes=False)
    node = data.get("orderByIdentifier")
    if node is None:
        return None
    return replace(_read(client, "OrderByAmazonId", node), state=_state(node))


def search_by_source(client: ShopifyClient, amazon_order_id: str) -> tuple[ShopOrder, ...]:
    """Orders whose source identifier names this Amazon order ID. Finding none proves nothing."""
    search = f"source_identifier:{quoted(amazon_order_id)}"
    data = client.execute("OrdersBySource", {**_KEY, "search": search}, writes=False)
    found = [
        _read(client, "OrdersBySource", node) for node in _nodes(client, "OrdersBySource", data)
    ]
    return tuple(order for order in found if amazon_order_id in amazon_ids(order.source_identifier))


def recent_orders(client: ShopifyClient, created_from: int, cursor: str = "") -> RecentOrders:
    """A page of the orders created since then (UTC seconds), oldest first, 250 a page."""
    operation = "RecentOrders"
    variables = {"search": f"created_at:>='{to_iso(created_from)}'", "after": cursor or None}
    data = client.execute(operation, variables, writes=False)
    nodes = _nodes(client, operation, data)
    try:
        seen = tuple(order for node in nodes for order in seen_in(node))
        newest = max((parse_iso(node["createdAt"]) for node in nodes), default=0)
        page = data["orders"]["pageInfo"]
        next_cursor = page["endCursor"] if page["hasNextPage"] else ""
    except _MISSHAPEN as error:
        raise client.misshapen(operation, f"orders: {type(error).__name__}") from error
    return RecentOrders(seen, next_cursor or "", newest, len(nodes))


def set_key(client: ShopifyClient, order_gid: str, amazon_order_id: str) -> None:
    """Give an order that another app made our unique key; repeating it is harmless.

    Raises KeyTaken where another order has this key, or this order another one.
    """
    metafield = {
        "ownerId": order_gid,
        "namespace": KEY_NAMESPACE,
        "key": KEY_NAME,
        "type": KEY_TYPE,
        "value": amazon_order_id,
        "compareDigest": None,  # only where there is none yet
    }
    reply = client.ask("SetOrderKey", {"metafields": [metafield]}, writes=False)
    errors = read_user_errors((reply.data.get("metafieldsSet") or {}).get("userErrors"))
    if not errors:
        return
    holder = find_order(client, amazon_order_id)
    if holder is not None and holder.gid == order_gid:
        return
    if holder is not None or any(error.code in ("TAKEN", "STALE_OBJECT") for error in errors):
        raise KeyTaken("Another order has this Amazon order ID, or this order another one.")
    said = replace(
        reply.technical,
        code=errors[0].code,
        words=scrubbed(errors[0].message),
        field=errors[0].field,
    )
    raise order_failure("refused", said)


def _read(client: ShopifyClient, operation: str, node: Any) -> ShopOrder:
    try:
        return read_order(node)
    except _MISSHAPEN as error:
        raise client.misshapen(operation, f"order: {type(error).__name__}") from error


def _state(node: Any) -> ShopState | None:
    """None also where it cannot be read: whoever needs it reads it anew, and says so."""
    try:
        return small_state(node)
    except _MISSHAPEN:
        return None


def _nodes(client: ShopifyClient, operation: str, data: dict[str, Any]) -> list[dict[str, Any]]:
    try:
        nodes = data["orders"]["nodes"]
        return [node for node in nodes if node is not None]
    except _MISSHAPEN as error:
        raise client.misshapen(operation, "orders.nodes") from error


def _created(reply: Reply, order_input: Mapping[str, Any], pace: Pace) -> ShopOrder:
    technical = reply.technical
    result = reply.data.get("orderCreate")
    if not isinstance(result, dict):
        raise OutcomeUnknown("Shopify gave no result for the order.", technical=technical)
    errors = read_user_errors(result.get("userErrors"))
    made = result.get("order")
    if errors and not made:
        raise refusal(errors, order_input, pace, technical)
    if errors or not made:
        why = "Shopify's answer does not say whether the order was created."
        raise OutcomeUnknown(why, technical=technical)
    try:
        return read_order(made)
    except _MISSHAPEN as error:
        why = "Shopify's answer about the new order could not be read."
        raise OutcomeUnknown(why, technical=technical) from error
