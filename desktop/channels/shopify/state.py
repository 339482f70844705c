"""All that the way back needs of one order: small readings, merged into one moment's state.

An order that changes between two readings is read again, so that a cancellation's refund is never
seen without the cancellation.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.promises import Node, all_nodes, promised
from desktop.channels.shopify.queries_state import FULFILLMENTS_AT_ONCE, REFUNDS_AT_ONCE
from desktop.channels.shopify.state_reading import (
    marks_of,
    read_fulfillment,
    read_refund,
    read_state,
    text,
)
from desktop.errors import TryLater
from desktop.trade.returns import ShopFulfillment, ShopRefund, ShopState

_READINGS = 3
_AGAIN_S = 10.0
_Part = TypeVar("_Part")


class _Changed(Exception):
    """The order changed, or went away, between two readings."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One attempt: what was asked of which order, and the marks that all answers must show."""

    client: ShopifyClient
    gid: str
    marks: tuple[object, ...]

    def order(self, operation: str, **more: object) -> Node:
        """The order by another document. Raises _Changed where it is not the same any more."""
        node = _ask(self.client, operation, self.gid, "order", **more)
        if node is None or marks_of(node) != self.marks:
            raise _Changed
        return node


def order_state(client: ShopifyClient, gid: str) -> ShopState | None:
    """The order, or None where the shop no longer shows it (deleted, or too old to be seen).

    Amounts are in the order's presentment currency. Raises TryLater, also where the order keeps
    changing while it is read; AccountProblem; Cancelled.
    """
    for _ in range(_READINGS):
        try:
            with promised(client, "OrderState"):
                return _read(client, gid)
        except _Changed:
            continue
    wait = client.pace.here(_AGAIN_S)
    raise TryLater(wait, "unavailable", "The order in Shopify changes while it is read.")


def one_fulfillment(client: ShopifyClient, gid: str) -> ShopFulfillment | None:
    """A fulfilment with all its lines, however many; None where there is none."""
    operation = "OneFulfillment"
    with promised(client, operation):
        found = _whole(client, operation, gid, "fulfillment", "fulfillmentLineItems")
        return None if found is None else read_fulfillment(*found)


def one_refund(client: ShopifyClient, gid: str, *, tax_inside: bool) -> ShopRefund | None:
    """A refund with all its lines, however many; None where there is none."""
    operation = "OneRefund"
    with promised(client, operation):
        found = _whole(client, operation, gid, "refund", "refundLineItems")
        return None if found is None else read_refund(*found, tax_inside=tax_inside)


def _read(client: ShopifyClient, gid: str) -> ShopState | None:
    node = _ask(client, "OrderState", gid, "order")
    if node is None:
        return None
    reading = _Reading(client, gid, marks_of(node))
    return read_state(
        node,
        _lines(reading, node),
        _fulfillments(reading) if node["fulfillments"] else (),
        _refunds(reading, bool(node["taxesIncluded"])) if node["refunds"] else (),
    )


def _lines(reading: _Reading, node: Node) -> tuple[Node, ...]:
    def more(cursor: str) -> Node:
        page: Node = reading.order("MoreOrderLines", after=cursor)["lineItems"]
        return page

    return all_nodes(node["lineItems"], more) or ()


def _fulfillments(reading: _Reading) -> tuple[ShopFulfillment, ...]:
    def read(node: Node) -> ShopFulfillment | None:
        page = node["fulfillmentLineItems"]
        if page["pageInfo"]["hasNextPage"]:
            return None
        return read_fulfillment(node, page["nodes"])

    first: Sequence[Node] = reading.order("OrderFulfillments")["fulfillments"]
    ids = _ids(reading, first, FULFILLMENTS_AT_ONCE, "FulfillmentIds", "fulfillments")
    known = {node["id"]: read(node) for node in first}
    return _completed(ids, known, lambda gid: one_fulfillment(reading.client, gid))


def _refunds(reading: _Reading, tax_inside: bool) -> tuple[ShopRefund, ...]:
    def read(node: Node) -> ShopRefund | None:
        page = node["refundLineItems"]
        if page["pageInfo"]["hasNextPage"]:
            return None
        return read_refund(node, page["nodes"], tax_inside=tax_inside)

    first: Sequence[Node] = reading.order("OrderRefunds")["refunds"]
    ids = _ids(reading, first, REFUNDS_AT_ONCE, "RefundIds", "refunds")
    known = {node["id"]: read(node) for node in first}
    return _completed(
        ids, known, lambda gid: one_refund(reading.client, gid, tax_inside=tax_inside)
    )


def _ids(
    reading: _Reading, first: Sequence[Node], at_once: int, operation: str, field: str
) -> list[str]:
    """The ids of a plain list: it cannot be paged, so a full one is asked for by ids only."""
    if len(first) < at_once:
        return [text(node["id"]) for node in first]
    return [text(node["id"]) for node in reading.order(operation)[field]]


def _completed(
    ids: Sequence[str],
    known: dict[str, _Part | None],
    ask: Callable[[str], _Part | None],
) -> tuple[_Part, ...]:
    """Each entry as it was listed, or read by itself where the list left lines or it out."""
    entries: list[_Part] = []
    for gid in ids:
        entry = known.get(gid) or ask(gid)
        if entry is None:
            raise _Changed
        entries.append(entry)
    return tuple(entries)


def _whole(
    client: ShopifyClient, operation: str, gid: str, field: str, lines: str
) -> tuple[Node, tuple[Node, ...]] | None:
    def more(cursor: str) -> Node | None:
        again = _ask(client, operation, gid, field, after=cursor)
        return None if again is None else again[lines]

    node = _ask(client, operation, gid, field)
    nodes = None if node is None else all_nodes(node[lines], more)
    return None if node is None or nodes is None else (node, nodes)


def _ask(
    client: ShopifyClient, operation: str, gid: str, field: str, **more: object
) -> Node | None:
    node: Node | None = client.execute(operation, {"id": gid, **more}, writes=False).get(field)
    return node
