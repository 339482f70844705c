"""Feeds 2021-06-30: documents, submission, state, list and report."""

import re
from dataclasses import dataclass
from typing import Any

from desktop.sandbox.amazon.documents import Documents
from desktop.sandbox.amazon.feed_schema import FEED_TYPES
from desktop.sandbox.amazon.feed_work import Outcome, report, work
from desktop.sandbox.amazon.finances import Books
from desktop.sandbox.amazon.ground import Ground
from desktop.sandbox.amazon.json_body import read_object
from desktop.sandbox.amazon.params import Query, list_of, one_value, only, read_date
from desktop.sandbox.amazon.replies import invalid_words, not_found, unauthorized
from desktop.sandbox.timing import iso_ms
from desktop.sandbox.wire import Request

PATH = "/feeds/2021-06-30"
_STATUSES = ("CANCELLED", "DONE", "FATAL", "IN_PROGRESS", "IN_QUEUE")
_FILTERS = {"feedTypes", "marketplaceIds", "pageSize", "processingStatuses", "createdSince"}
_KNOWN = {*_FILTERS, "createdUntil", "nextToken"}
_MOST_MARKETPLACES = 25
_TYPE = "text/xml; charset=UTF-8"
_KEPT_MS = 90 * 86_400_000


@dataclass(slots=True)
class Feed:
    """One feed; times are UTC seconds. `by`: app, or another program of the seller's."""

    id: str
    type: str
    marketplaces: list[str]
    document_id: str
    created: float
    by: str = "app"
    status: str = "IN_QUEUE"
    started: float | None = None
    ended: float | None = None
    result_id: str = ""
    outcome: Outcome | None = None
    messages: int = 1  # of another program, whose file is not read

    def as_model(self) -> dict[str, Any]:
        """Feed, as Amazon tells it."""
        times = {"processingStartTime": self.started, "processingEndTime": self.ended}
        return {
            "feedId": self.id,
            "feedType": self.type,
            "marketplaceIds": self.marketplaces,
            "createdTime": _iso(self.created),
            "processingStatus": self.status,
            **{name: _iso(at) for name, at in times.items() if at is not None},
            **({"resultFeedDocumentId": self.result_id} if self.result_id else {}),
        }

    def told(self) -> dict[str, Any]:
        """For the ledger."""
        return {
            "feed_id": self.id,
            "type": self.type,
            "by": self.by,
            "status": self.status,
            "created": _iso(self.created),
            "messages": self.outcome.count if self.outcome else None,
            "errors": self.outcome.told() if self.outcome else [],
        }


class Feeds:
    """All feeds of the account, its other programs' too."""

    def __init__(self, ground: Ground, documents: Documents, books: Books) -> None:
        self._ground = ground
        self._documents = documents
        self._books = books
        self._feeds: dict[str, Feed] = {}
        self.companions = 0  # so many next feeds come with one of another program
        self._tokens: dict[str, tuple[Query, int]] = {}

    def create_document(self, request: Request) -> dict[str, Any]:
        """createFeedDocument."""
        body = read_object(request.body, {"contentType": str}, {})
        kind = body["contentType"]
        if not re.fullmatch(r"[\w.+-]+/[\w.+-]+(;\s*charset=[\w-]+)?", kind, re.IGNORECASE):
            raise invalid_words("contentType: is invalid.")
        made = self._documents.new(kind)
        return {"feedDocumentId": made, "url": self._documents.address(made, "PUT", request)}

    def create(self, body: bytes) -> dict[str, Any]:
        """createFeed."""
        needed = {"feedType": str, "marketplaceIds": list, "inputFeedDocumentId": str}
        asked = read_object(body, needed, {"feedOptions": dict})
        marketplaces = asked["marketplaceIds"]
        if asked["feedType"] not in FEED_TYPES:
            raise invalid_words(f"feedType: {asked['feedType'][:60]} is invalid.")
        if not 1 <= len(marketplaces) <= _MOST_MARKETPLACES:
            raise invalid_words("marketplaceIds: give 1 to 25.")
        if set(map(str, marketplaces)) - self._ground.marketplaces:
            raise unauthorized("The marketplaces you provided are not valid for region")
        if self._documents.find(asked["inputFeedDocumentId"]) is None:
            raise invalid_words("inputFeedDocumentId: is invalid.")
        feed = self.add(asked["feedType"], list(marketplaces), asked["inputFeedDocumentId"])
        if self.companions:
            self.companions -= 1
            self.add_other(feed.type, marketplaces=feed.marketplaces)
        return {"feedId": feed.id}

    def add_other(
        self, kind: str, messages: int = 1, marketplaces: list[str] | None = None
    ) -> Feed:
        """A feed of another program of the seller's, all of whose messages are accepted."""
        document = self._documents.new(_TYPE, b"")
        places = marketplaces or sorted(self._ground.marketplaces)[:1]
        feed = self.add(kind, places, document, by="other")
        feed.messages = messages
        return feed

    def add(self, kind: str, marketplaces: list[str], document_id: str, by: str = "app") -> Feed:
        """A feed in the queue, to be worked on in time."""
        ground = self._ground
        number = 50_000_000_000 + ground.seed * 100_000 + len(self._feeds) * 7 + 1
        now = ground.now()
        feed = Feed(str(number), kind, marketplaces, document_id, now, by)
        self._feeds[feed.id] = feed
        ground.agenda.at(now + ground.timing.here(ground.knob("feed_queue_s")), self._begin(feed))
        return feed

    def cancel(self, feed_id: str) -> None:
        """cancelFeed."""
        feed = self._find(feed_id)
        if feed.status != "IN_QUEUE":
            raise invalid_words("The feed is being processed already and cannot be cancelled.")
        feed.status = "CANCELLED"

    def get(self, feed_id: str, query: Query) -> dict[str, Any]:
        """getFeed."""
        only(query, set())
        return self._find(feed_id).as_model()

    def get_document(self, document_id: str, request: Request) -> dict[str, Any]:
        """getFeedDocument."""
        only(request.query, {"enableContentEncodingUrlHeader"})
        document = self._documents.find(document_id)
        if document is None:
            raise not_found()
        url = self._documents.address(document_id, "GET", request)
        packed = {"compressionAlgorithm": "GZIP"} if document.packed else {}
        return {"feedDocumentId": document_id, "url": url, **packed}

    def search(self, query: Query) -> dict[str, Any]:
        """getFeeds: newest first."""
        only(query, _KNOWN)
        token, at = one_value(query, "nextToken"), 0
        if token is not None:
            if len(query) > 1:
                raise invalid_words("nextToken: no other parameter may stand beside it.")
            if token not in self._tokens:
                raise invalid_words("nextToken: is invalid.")
            query, at = self._tokens[token]
        _check_filters(query)
        size = _page_size(query)
        found = [feed for feed in reversed(self._feeds.values()) if self._fits(feed, query)]
        answer: dict[str, Any] = {"feeds": [feed.as_model() for feed in found[at : at + size]]}
        if at + size < len(found):
            name = f"{self._ground.seed:x}.{len(self._tokens):x}.feeds"
            self._tokens[name] = (query, at + size)
            answer["nextToken"] = name
        return answer

    def ledger(self) -> list[dict[str, Any]]:
        """Every feed as it stands."""
        return [feed.told() for feed in self._feeds.values()]

    def _fits(self, feed: Feed, query: Query) -> bool:
        types = list_of(query, "feedTypes")
        statuses = list_of(query, "processingStatuses")
        marketplaces = list_of(query, "marketplaceIds")
        since, until = one_value(query, "createdSince"), one_value(query, "createdUntil")
        created = int(feed.created * 1000)
        oldest = int(self._ground.now() * 1000) - _KEPT_MS
        return (
            feed.type in types
            and (not statuses or feed.status in statuses)
            and (not marketplaces or bool(set(marketplaces) & set(feed.marketplaces)))
            and created >= (read_date("createdSince", since) if since else oldest)
            and (until is None or created <= read_date("createdUntil", until))
        )

    def _find(self, feed_id: str) -> Feed:
        feed = self._feeds.get(feed_id)
        if feed is None:
            raise not_found()
        return feed

    def _begin(self, feed: Feed) -> Any:
        def begin(at: float) -> None:
            if feed.status == "CANCELLED":
                return
            feed.status, feed.started = "IN_PROGRESS", at
            later = self._ground.timing.here(self._ground.knob("feed_work_s"))
            self._ground.agenda.at(at + later, lambda then: self._end(feed, then))

        return begin

    def _end(self, feed: Feed, at: float) -> None:
        ground, document = self._ground, self._documents.find(feed.document_id)
        if ground.knobs["feeds_stuck"]:
            again = max(ground.timing.here(60), 0.05)
            ground.agenda.at(max(at, ground.now()) + again, lambda then: self._end(feed, then))
            return
        feed.ended = at
        if document is None or document.content is None or ground.knobs["feeds_fatal"]:
            feed.status = "FATAL"
            return
        feed.status = "DONE"
        if feed.by != "app":
            feed.outcome = Outcome(feed.messages)
        else:
            feed.outcome = work(ground, self._books, feed.id, feed.type, document.content, at)
        told = report(feed.outcome, feed.id, ground.seller_id)
        feed.result_id = self._documents.new(_TYPE, told, pack=bool(ground.knobs["feed_gzip"]))


def _check_filters(query: Query) -> None:
    """Raises Refusal."""
    if not 1 <= len(list_of(query, "feedTypes")) <= 10:
        raise invalid_words("feedTypes: 1 to 10 are required without a nextToken.")
    if len(list_of(query, "marketplaceIds")) > 10:
        raise invalid_words("marketplaceIds: at most 10 are allowed.")
    if set(list_of(query, "processingStatuses")) - set(_STATUSES):
        raise invalid_words("processingStatuses: is invalid.")


def _page_size(query: Query) -> int:
    text = one_value(query, "pageSize") or "10"
    if not text.isdigit() or not 1 <= int(text) <= 100:
        raise invalid_words("pageSize: give a number from 1 to 100.")
    return int(text)


def _iso(at: float) -> str:
    return iso_ms(int(at * 1000))
