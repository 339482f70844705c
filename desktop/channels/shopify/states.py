"""The states of many orders in few readings: a small page of each, more only where it is longer.

Nearly all orders are small. One that is not, that changes meanwhile, or that the shop does not show
here, is read by itself.
"""

from collections.abc import Iterator, Sequence

from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.errors import Misshapen
from desktop.channels.shopify.promises import MISSHAPEN, Node, promised
from desktop.channels.shopify.queries_states import (
    NUMBERS_SHOWN,
    PAYMENTS_SHOWN,
    STATE_REFUNDS_AT_ONCE,
    STATES_AT_ONCE,
)
from desktop.channels.shopify.state import order_state
from desktop.channels.shopify.state_reading import (
    marks_of,
    read_fulfillment,
    read_refund,
    read_state,
)
from desktop.trade.returns import ShopFulfillment, ShopRefund, ShopState


def order_states(
    client: ShopifyClient, gids: Sequence[str]
) -> Iterator[tuple[str, ShopState | Misshapen | None]]:
    """Each order's gid and state, as they are read; None as `order_state` gives it.

    One that cannot be read is given as the error and keeps no other one back. Raises TryLater,
    AccountProblem, Cancelled; what was given before is good.
    """
    for start in range(0, len(gids), STATES_AT_ONCE):
        asked = gids[start : start + STATES_AT_ONCE]
        nodes = _nodes(client, "OrderStates", asked)
        refunds = _refunds(client, nodes)
        for gid in asked:
            yield gid, _small(nodes.get(gid), refunds.get(gid, ())) or _by_itself(client, gid)


def _small(node: Node | None, refunds: Sequence[ShopRefund]) -> ShopState | None:
    """None also where it cannot be read: read by itself it may, or says why not."""
    try:
        return None if node is None else small_state(node, refunds)
    except MISSHAPEN:
        return None


def _by_itself(client: ShopifyClient, gid: str) -> ShopState | Misshapen | None:
    try:
        return order_state(client, gid)
    except Misshapen as error:
        return error


def small_state(node: Node, refunds: Sequence[ShopRefund] = ()) -> ShopState | None:
    """The state, where a SmallState and its lines, with these refunds, are all of it (pure).

    Raises as the readings do.
    """
    page, payments = node["lineItems"], node["transactions"]
    if page["pageInfo"]["hasNextPage"] or len(payments) >= PAYMENTS_SHOWN:
        return None
    fulfillments = _fulfillments(node)
    if fulfillments is None or len(refunds) != len(node["refunds"]):
        return None
    return read_state(node, page["nodes"], fulfillments, tuple(refunds))


def _fulfillments(node: Node) -> tuple[ShopFulfillment, ...] | None:
    """All of them; None where there are more, or more of one, than the page holds."""
    shown = node["fulfillments"]
    if (node["fulfillmentsCount"] or {}).get("count") != len(shown):
        return None
    if any(one["fulfillmentLineItems"]["pageInfo"]["hasNextPage"] for one in shown):
        return None
    if any(len(one["trackingInfo"]) >= NUMBERS_SHOWN for one in shown):
        return None
    return tuple(read_fulfillment(one, one["fulfillmentLineItems"]["nodes"]) for one in shown)


def _refunds(client: ShopifyClient, nodes: dict[str, Node]) -> dict[str, tuple[ShopRefund, ...]]:
    """The refund of each order that has just one, where it was whole and of the same moment."""
    operation = "StateRefunds"
    asked = [gid for gid, node in nodes.items() if len(node.get("refunds") or ()) == 1]
    found: dict[str, tuple[ShopRefund, ...]] = {}
    for start in range(0, len(asked), STATE_REFUNDS_AT_ONCE):
        answered = _nodes(client, operation, asked[start : start + STATE_REFUNDS_AT_ONCE])
        for gid, node in answered.items():
            found[gid] = _only(node, nodes[gid])
    return found


def _only(node: Node, head: Node) -> tuple[ShopRefund, ...]:
    """None of it where the order changed meanwhile, or the refund cannot be read like this."""
    try:
        if marks_of(node) != marks_of(head):
            return ()
        return _whole(node, tax_inside=bool(head["taxesIncluded"]))
    except MISSHAPEN:
        return ()


def _whole(node: Node, *, tax_inside: bool) -> tuple[ShopRefund, ...]:
    pages = [(one, one["refundLineItems"]) for one in node["refunds"]]
    if any(page["pageInfo"]["hasNextPage"] for _, page in pages):
        return ()
    return tuple(read_refund(one, page["nodes"], tax_inside=tax_inside) for one, page in pages)


def _nodes(client: ShopifyClient, operation: str, gids: Sequence[str]) -> dict[str, Node]:
    """The orders that were found, by gid."""
    data = client.execute(operation, {"ids": list(gids)}, writes=False)
    with promised(client, operation):
        return {node["id"]: node for node in data["nodes"] if node}
