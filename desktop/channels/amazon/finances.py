"""Refunds as Amazon's books show them, up to 48 hours late (Finances 2024-06-19)."""

import re
from dataclasses import dataclass

import msgspec

from desktop.catalogue import account_problem
from desktop.channels.amazon.client import AmazonClient
from desktop.channels.amazon.orders import PaginationExpired
from desktop.channels.amazon.plans import LIST_TRANSACTIONS
from desktop.channels.amazon.refusals import Refused, request_refused
from desktop.channels.amazon.transactions import order_named, read_refund
from desktop.channels.http import Answer
from desktop.clock import to_iso
from desktop.errors import AccountProblem
from desktop.trade.returns import AmazonRefund

PATH = "/finances/2024-06-19/transactions"
_LAG_S = 120.0  # Amazon's books are asked up to two minutes ago
_MARGIN_S = 10.0
_WIDEST_S = 179 * 86400  # more than 180 days and Amazon says nothing at all
_TOKEN = re.compile(r"(\d+)\.(\d+)\.(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class RefundPage:
    """One page; it may be empty while there is a next one.

    `before` is the time, by Amazon's clock, up to which the whole search looks: from there on the
    next one begins, going back as far as Amazon's books may lag. `is_limited` where that is a part
    of the time until now only. `unreadable` counts refunds that could not be read, and
    `unreadable_of` are the orders that they name.
    """

    refunds: tuple[AmazonRefund, ...]
    next_token: str
    before: int
    unreadable: int = 0
    is_limited: bool = False
    unreadable_of: tuple[str, ...] = ()


class _Payload(msgspec.Struct, rename="camel"):
    transactions: list[msgspec.Raw] | None = None
    next_token: str | None = None


class _Answer(msgspec.Struct):
    payload: _Payload


_answer = msgspec.json.Decoder(_Answer)


def refunds(
    client: AmazonClient,
    posted_after: int | None = None,
    order_id: str | None = None,
    token: str = "",
) -> RefundPage:
    """A page of the refunds posted since then (UTC seconds), or of those of one order.

    A refund that is deferred and released comes several times with the same key, which is the
    caller's to notice. Next pages: the same arguments with the `next_token` of the last one.

    Raises PaginationExpired where the token is no longer taken, AccountProblem
    (`finance_role_missing` concerns refunds only), TryLater, Cancelled.
    """
    if (posted_after is None) == (not order_id):
        raise ValueError("refunds since a time or of an order, exactly one of them")
    until, before, amazons = _opened(client, posted_after, token)
    params = _params(client, posted_after, order_id, until, amazons)
    try:
        answer = client.get(LIST_TRANSACTIONS, PATH, params)
    except Refused as refused:
        if amazons and refused.status == 400:
            raise PaginationExpired("Amazon no longer takes the token of the page") from None
        if order_id and refused.status in (400, 404):
            return RefundPage((), "", before)
        raise request_refused(refused.technical) from None
    except AccountProblem as problem:
        if problem.code != "access_denied":
            raise
        raise account_problem("amazon", "finance_role_missing", problem.technical) from None
    return _page(client, answer, until, before)


def _opened(client: AmazonClient, posted_after: int | None, token: str) -> tuple[int, int, str]:
    """Up to when the question is limited (0: it is not), up to when it looks, Amazon's token."""
    if token:
        found = _TOKEN.fullmatch(token)
        if found is None:
            raise PaginationExpired("the token of the page is none of ours")
        return int(found[1]), int(found[2]), found[3]
    before = int(client.service_now() - client.pace.here(_LAG_S + _MARGIN_S))
    if posted_after is not None and before - posted_after > _WIDEST_S:
        return posted_after + _WIDEST_S, posted_after + _WIDEST_S, ""
    return 0, before, ""


def _params(
    client: AmazonClient, posted_after: int | None, order_id: str | None, until: int, amazons: str
) -> dict[str, str]:
    params: dict[str, str] = {}
    if order_id:
        params = {"relatedIdentifierName": "ORDER_ID", "relatedIdentifierValue": order_id}
    elif posted_after is not None:
        latest = int(client.service_now() - client.pace.here(_LAG_S + _MARGIN_S))
        after = posted_after if amazons else min(posted_after, latest)
        params = {"postedAfter": to_iso(after)}
        if until:
            params["postedBefore"] = to_iso(until)
    if amazons:
        params["nextToken"] = amazons
    return params


def _page(client: AmazonClient, answer: Answer, until: int, before: int) -> RefundPage:
    try:
        payload = _answer.decode(answer.body).payload
    except (msgspec.DecodeError, UnicodeDecodeError):
        why = "Amazon's answer was not of the documented shape."
        raise client.later(LIST_TRANSACTIONS, why, answer) from None
    found: list[AmazonRefund] = []
    unreadable: list[str] = []
    for raw in payload.transactions or ():
        try:
            refund = read_refund(bytes(raw))
        except ValueError:
            unreadable.append(order_named(bytes(raw)))
            continue
        if refund is not None:
            found.append(refund)
    more = payload.next_token or ""
    token = more and f"{until}.{before}.{more}"
    return RefundPage(
        tuple(found),
        token,
        before,
        len(unreadable),
        is_limited=until > 0,
        unreadable_of=tuple(dict.fromkeys(one for one in unreadable if one)),
    )
