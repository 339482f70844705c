"""A feed's life on Amazon: document, upload, submission, state, report."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

import msgspec

from desktop.catalogue import cancellation_failure, refund_failure, shipment_failure
from desktop.channels.amazon.client import AmazonClient
from desktop.channels.amazon.documents import fetch_document, refused_address
from desktop.channels.amazon.plans import (
    CREATE_FEED,
    CREATE_FEED_DOCUMENT,
    GET_FEED,
    GET_FEED_DOCUMENT,
    GET_FEEDS,
)
from desktop.channels.amazon.refusals import Refused, request_refused
from desktop.channels.http import Answer
from desktop.clock import parse_iso, to_iso
from desktop.errors import NeedsPerson, OutcomeUnknown, Technical

PATH = "/feeds/2021-06-30"
CONTENT_TYPE = "text/xml; charset=UTF-8"
FINISHED = frozenset({"DONE", "FATAL", "CANCELLED"})
GONE = "GONE"  # our word: Amazon knows no such feed (any more)
_MOST_MARKETPLACES = 25
_MOST_PAGES = 20


class FeedType(StrEnum):
    """The feeds that we send."""

    CANCEL = "POST_ORDER_ACKNOWLEDGEMENT_DATA"
    REFUND = "POST_PAYMENT_ADJUSTMENT_DATA"
    FULFILLMENT = "POST_ORDER_FULFILLMENT_DATA"


_FAILURES = {
    FeedType.CANCEL: cancellation_failure,
    FeedType.REFUND: refund_failure,
    FeedType.FULFILLMENT: shipment_failure,
}


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """Where the content of a feed goes; the address is good for five minutes and is a secret."""

    id: str
    url: str


@dataclass(frozen=True, slots=True)
class FeedState:
    """A feed as Amazon tells it; `document_id` is its report, where there is one already."""

    id: str
    status: str  # IN_QUEUE | IN_PROGRESS | DONE | CANCELLED | FATAL, or GONE
    document_id: str = ""
    feed_type: str = ""
    created_at: int = 0
    marketplaces: tuple[str, ...] = ()

    @property
    def is_finished(self) -> bool:
        """Whether Amazon will not work on it any more."""
        return self.status in FINISHED


class _Document(msgspec.Struct, rename="camel"):
    feed_document_id: str
    url: str


class _Created(msgspec.Struct, rename="camel"):
    feed_id: str


class _Feed(msgspec.Struct, rename="camel"):
    feed_id: str
    processing_status: str
    feed_type: str = ""
    created_time: str = ""
    marketplace_ids: list[str] | None = None
    result_feed_document_id: str | None = None


class _Feeds(msgspec.Struct, rename="camel"):
    feeds: list[_Feed]
    next_token: str | None = None


_document = msgspec.json.Decoder(_Document)
_created = msgspec.json.Decoder(_Created)
_feed = msgspec.json.Decoder(_Feed)
_feeds = msgspec.json.Decoder(_Feeds)
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError)


def feed_failure(
    feed_type: str, code: str, technical: Technical | None = None, **facts: object
) -> NeedsPerson:
    """The error for what a feed carries, from the catalogue of that kind of work."""
    return _FAILURES[FeedType(feed_type)](code, technical, **facts)


def create_document(client: AmazonClient) -> FeedDocument:
    """A place to upload to; one that stays empty does no harm.

    Raises TryLater, AccountProblem, Cancelled.
    """
    try:
        answer = client.post(
            CREATE_FEED_DOCUMENT, f"{PATH}/documents", {"contentType": CONTENT_TYPE}, writes=False
        )
    except Refused as refused:
        raise request_refused(refused.technical) from None
    try:
        given = _document.decode(answer.body)
    except _UNREADABLE:
        raise _unreadable(client, CREATE_FEED_DOCUMENT, answer) from None
    return FeedDocument(given.feed_document_id, given.url)


def upload(client: AmazonClient, url: str, body: bytes) -> None:
    """Put the content in its place. To do it again is harmless.

    Raises DocumentExpired (begin anew with a new document), TryLater, Cancelled.
    """
    answer = client.store("feed upload", url, body, content_type=CONTENT_TYPE)
    if answer.status >= 400:
        raise refused_address(client, "feed upload", answer)


def submit(
    client: AmazonClient, feed_type: str, marketplaces: Sequence[str], document_id: str
) -> str:
    """Have Amazon work on the document; the feed's ID. Never to be repeated blindly.

    Raises OutcomeUnknown where it may have been taken (see `feeds_since`), NeedsPerson where it
    was refused (`feed_refused`), TryLater, AccountProblem, Cancelled.
    """
    if not 0 < len(marketplaces) <= _MOST_MARKETPLACES:
        raise ValueError(f"{len(marketplaces)} marketplaces: a feed is for 1 to 25")
    body = {
        "feedType": str(feed_type),
        "marketplaceIds": list(marketplaces),
        "inputFeedDocumentId": document_id,
    }
    try:
        answer = client.post(CREATE_FEED, f"{PATH}/feeds", body)
    except Refused as refused:
        raise feed_failure(feed_type, "feed_refused", refused.technical) from None
    try:
        feed_id = _created.decode(answer.body).feed_id
    except _UNREADABLE:
        feed_id = ""
    if not feed_id:
        technical = Technical(CREATE_FEED, answer.status, request_id=answer.request_id)
        why = "Amazon took the feed, and its answer could not be read."
        raise OutcomeUnknown(why, technical=technical)
    return feed_id


def feed(client: AmazonClient, feed_id: str) -> FeedState:
    """How a feed stands; GONE where Amazon knows none of this ID.

    Raises TryLater, AccountProblem, Cancelled.
    """
    try:
        answer = client.get(GET_FEED, f"{PATH}/feeds/{quote(feed_id, safe='')}", {})
    except Refused as refused:
        if refused.status in (400, 404):
            return FeedState(feed_id, GONE)
        raise request_refused(refused.technical) from None
    try:
        return _state(_feed.decode(answer.body))
    except _UNREADABLE:
        raise _unreadable(client, GET_FEED, answer) from None


def feeds_since(client: AmazonClient, feed_type: str, since: int) -> tuple[FeedState, ...]:
    """All feeds of a type that were created since then (UTC seconds), oldest first.

    Raises TryLater (also where a page is missing: half an answer proves no absence),
    AccountProblem, Cancelled.
    """
    params = {"feedTypes": str(feed_type), "pageSize": "100", "createdSince": to_iso(since)}
    found: dict[str, FeedState] = {}
    for _ in range(_MOST_PAGES):
        try:
            answer = client.get(GET_FEEDS, f"{PATH}/feeds", params)
        except Refused as refused:
            raise request_refused(refused.technical) from None
        try:
            page = _feeds.decode(answer.body)
        except _UNREADABLE:
            raise _unreadable(client, GET_FEEDS, answer) from None
        found |= {one.feed_id: _state(one) for one in page.feeds}
        if not page.next_token:
            return tuple(sorted(found.values(), key=lambda state: (state.created_at, state.id)))
        params = {"nextToken": page.next_token}  # and nothing beside it
    raise client.later(GET_FEEDS, "Amazon's list of feeds does not end.", wait_s=600)


def report(client: AmazonClient, document_id: str) -> bytes:
    """A feed's report, unpacked; see feed_xml.read_report.

    Raises documents.DocumentUnreadable (too large, damaged, or gone), TryLater, AccountProblem,
    Cancelled.
    """
    path = f"{PATH}/documents/{quote(document_id, safe='')}"
    return fetch_document(client, GET_FEED_DOCUMENT, path)


def _state(given: _Feed) -> FeedState:
    try:
        created_at = parse_iso(given.created_time) if given.created_time else 0
    except (ValueError, OverflowError):
        created_at = 0
    return FeedState(
        given.feed_id,
        given.processing_status,
        given.result_feed_document_id or "",
        given.feed_type,
        created_at,
        tuple(given.marketplace_ids or ()),
    )


def _unreadable(client: AmazonClient, operation: str, answer: Answer) -> Exception:
    return client.later(operation, "Amazon's answer was not of the documented shape.", answer)
