"""Finding orders: by time, a page at a time, and by their ID."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

import msgspec

from desktop.channels.amazon.client import AmazonClient
from desktop.channels.amazon.plans import GET_ORDER, SEARCH_ORDERS
from desktop.channels.amazon.refusals import Refused, request_refused
from desktop.channels.http import Answer
from desktop.channels.service_clock import told_time
from desktop.clock import parse_iso, to_iso
from desktop.errors import CrossdockError, Technical, TryLater

PATH = "/orders/2026-01-01/orders"
INCLUDED = "BUYER,RECIPIENT,PROCEEDS,PROMOTION,CANCELLATION,FULFILLMENT,PACKAGES,TAX"
PAGE_SIZE = 100
_UNREADABLE_WAIT_S = 30.0


class PaginationExpired(CrossdockError):
    """The token for the next page is too old or not of this search: begin the search anew."""


@dataclass(frozen=True, slots=True)
class OrderSearch:
    """Which orders: by creation or by last update, from a time on (UTC seconds, inclusive).

    No marketplaces means all of the region; `before` (inclusive) bounds the same kind of time, and
    Amazon takes none later than two minutes ago.
    """

    created_after: int | None = None
    last_updated_after: int | None = None
    marketplaces: tuple[str, ...] = ()
    before: int | None = None

    def __post_init__(self) -> None:
        if (self.created_after is None) == (self.last_updated_after is None):
            raise ValueError("search by creation or by last update, exactly one of them")

    def params(self) -> dict[str, str]:
        """The query; the same for every page of one search."""
        params = {"includedData": INCLUDED, "maxResultsPerPage": str(PAGE_SIZE)}
        kind, after = "created", self.created_after
        if after is None:
            kind, after = "lastUpdated", self.last_updated_after
        params[f"{kind}After"] = to_iso(after or 0)
        if self.before is not None:
            params[f"{kind}Before"] = to_iso(self.before)
        if self.marketplaces:
            params["marketplaceIds"] = ",".join(self.marketplaces)
        return params


@dataclass(frozen=True, slots=True)
class FoundOrders:
    """One page. `before` is the time up to which Amazon has looked; `server_time` Amazon's now."""

    records: tuple[bytes, ...]
    next_token: str
    before: int | None
    server_time: int


class _Pagination(msgspec.Struct, rename="camel"):
    next_token: str | None = None


class _Page(msgspec.Struct, rename="camel"):
    orders: list[msgspec.Raw]
    pagination: _Pagination | None = None
    last_updated_before: str | None = None
    created_before: str | None = None


class _One(msgspec.Struct):
    order: msgspec.Raw


_page = msgspec.json.Decoder(_Page)
_one = msgspec.json.Decoder(_One)


def search_orders(
    client: AmazonClient, search: OrderSearch, pagination_token: str = ""
) -> FoundOrders:
    """One page of a search, each order as Amazon wrote it.

    Raises PaginationExpired where the token of the page is refused, AccountProblem, TryLater (also
    for a page that is cut short), Cancelled.
    """
    params = search.params()
    if pagination_token:
        params["paginationToken"] = pagination_token
    try:
        answer = client.get(SEARCH_ORDERS, PATH, params)
    except Refused as refused:
        if pagination_token and refused.status == 400:
            raise PaginationExpired("Amazon no longer takes the token of the page") from None
        raise request_refused(refused.technical) from None
    try:
        page = _page.decode(answer.body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise _unreadable(client, SEARCH_ORDERS, answer) from None
    before = page.last_updated_before or page.created_before
    return FoundOrders(
        records=tuple(bytes(order) for order in page.orders),
        next_token=(page.pagination and page.pagination.next_token) or "",
        before=_time(before),
        server_time=_server_time(answer.headers, client.clock()),
    )


def get_order(client: AmazonClient, amazon_order_id: str) -> bytes | None:
    """One order as Amazon wrote it; None where Amazon knows none of this ID for this seller.

    Raises AccountProblem, TryLater, Cancelled.
    """
    path = f"{PATH}/{quote(amazon_order_id, safe='')}"
    try:
        answer = client.get(GET_ORDER, path, {"includedData": INCLUDED})
    except Refused as refused:
        # Our part of the request is always the same, so a 400 is about the ID.
        if refused.status in (400, 404):
            return None
        raise request_refused(refused.technical) from None
    try:
        return bytes(_one.decode(answer.body).order)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise _unreadable(client, GET_ORDER, answer) from None


def _unreadable(client: AmazonClient, operation: str, answer: Answer) -> TryLater:
    technical = Technical(operation, answer.status, request_id=answer.request_id)
    why = f"Amazon's answer to {operation} was cut short or not of the documented shape."
    return TryLater(client.pace.here(_UNREADABLE_WAIT_S), "unavailable", why, technical=technical)


def _time(text: str | None) -> int | None:
    try:
        return parse_iso(text) if text else None
    except (ValueError, OverflowError):
        return None


def _server_time(headers: Mapping[str, str], here: float) -> int:
    there = told_time(headers)
    return int(here) if there is None else there
