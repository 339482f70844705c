"""Amazon's feeds and books and Shopify's notes as a script plays them, and a death at any call."""

import gzip
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring

from desktop.channels.amazon.refusals import Refused
from desktop.channels.http import Answer
from desktop.channels.shopify.client import Reply
from desktop.clock import Pace, parse_iso, to_iso
from desktop.errors import OutcomeUnknown, Technical, TryLater
from desktop.models import account as accounts
from desktop.models import feeds, order_store, setting, task
from desktop.models.account import start_account
from desktop.models.database import write
from desktop.rows import TaskState
from desktop.sync.back import refund_records
from desktop.sync.connection import Connection
from desktop.sync.feed_run import FeedRun
from desktop.sync.progress import silent
from desktop.trade import Order
from desktop.trade.order import AmazonStatus
from tests.models.orders import NOW, connect_account, order, store

Json = dict[str, Any]


class Killed(BaseException):
    """The process died here."""


@dataclass
class World:
    """Both services, and the time."""

    at: float = float(NOW)
    documents: dict[str, bytes] = field(default_factory=dict)
    feeds: list[Json] = field(default_factory=list)
    books: list[Json] = field(default_factory=list)
    notes: dict[str, dict[str, str]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)  # by Amazon order ID: why
    done: Counter[str] = field(default_factory=Counter)  # by Amazon order ID
    calls: Counter[str] = field(default_factory=Counter)
    faults: dict[str, list[Callable[[], None]]] = field(default_factory=dict)
    late: dict[str, list[Callable[[], None]]] = field(default_factory=dict)
    takes_s: float = 60.0
    end: str = "DONE"

    def clock(self) -> float:
        return self.at

    def call(self, operation: str, effect: Callable[[], Any]) -> Any:
        """One call: a fault before it has no effect, one after it loses the answer."""
        self.calls[operation] += 1
        self._trouble(self.faults, operation)
        told = effect()
        self._trouble(self.late, operation)
        return told

    def _trouble(self, faults: dict[str, list[Callable[[], None]]], operation: str) -> None:
        if faults.get(operation):
            faults[operation].pop(0)()

    def put_feed(self, kind: str, document: str) -> str:
        feed_id = f"F{len(self.feeds) + 1}"
        self.feeds.append({"id": feed_id, "type": kind, "document": document, "at": self.at})
        return feed_id

    def work(self) -> None:
        """Amazon works on what lies there long enough."""
        for one in self.feeds:
            if "end" not in one and self.at >= one["at"] + self.takes_s:
                one["end"] = self.end
                if self.end == "DONE":
                    self._process(one)

    def _process(self, feed: Json) -> None:
        root = fromstring(self.documents.get(feed["document"], b"<AmazonEnvelope/>"))
        messages = root.findall("Message")
        errors = []
        for message in messages:
            order_id = next(message.iter("AmazonOrderID")).text or ""
            if order_id in self.refused:
                errors.append((message.findtext("MessageID"), self.refused[order_id]))
            else:
                self.done[order_id] += 1
        feed["report"] = report(len(messages), errors)


def report(count: int, errors: list[tuple[str | None, str]]) -> bytes:
    told = "".join(
        f"<Result><MessageID>{number}</MessageID><ResultCode>Error</ResultCode>"
        f"<ResultMessageCode>8000</ResultMessageCode><ResultDescription>{why}</ResultDescription>"
        "</Result>"
        for number, why in errors
    )
    return (
        "<AmazonEnvelope><Message><ProcessingReport><StatusCode>Complete</StatusCode>"
        f"<ProcessingSummary><MessagesProcessed>{count}</MessagesProcessed>"
        f"<MessagesSuccessful>{count - len(errors)}</MessagesSuccessful>"
        f"<MessagesWithError>{len(errors)}</MessagesWithError>"
        "<MessagesWithWarning>0</MessagesWithWarning></ProcessingSummary>"
        f"{told}</ProcessingReport></Message></AmazonEnvelope>"
    ).encode()


@dataclass
class FakeAmazon:
    """What the channels ask of a client."""

    world: World
    access: Any
    pace: Pace = field(default_factory=Pace)

    @property
    def clock(self) -> Callable[[], float]:
        return self.world.clock

    def service_now(self) -> float:
        return self.world.clock()

    def later(self, operation: str, why: str, answer: Any = None, *, wait_s: float = 1) -> TryLater:
        return TryLater(wait_s, "unavailable", why)

    def post(self, operation: str, path: str, body: Json, *, writes: bool = True) -> Answer:
        world = self.world

        def effect() -> Json:
            if operation == "createFeedDocument":
                name = f"D{len(world.documents) + 1}"
                world.documents[name] = b""
                return {"feedDocumentId": name, "url": f"http://127.0.0.1:1/{name}"}
            feed_id = world.put_feed(body["feedType"], body["inputFeedDocumentId"])
            return {"feedId": feed_id}

        return answer(world.call(operation, effect))

    def store(
        self, operation: str, url: str, body: bytes | None = None, *, content_type: str = ""
    ) -> Answer:
        name = url.rsplit("/", 1)[-1]
        if body is not None:
            self.world.call("upload", lambda: self.world.documents.update({name: body}))
            return Answer(200, {}, b"", 1, "")
        feed = next(one for one in self.world.feeds if one["id"] == name)
        return Answer(200, {}, gzip.compress(feed["report"]), 1, "")

    def get(self, operation: str, path: str, params: Json) -> Answer:
        return answer(self.world.call(operation, lambda: self._told(operation, path, params)))

    def _told(self, operation: str, path: str, params: Json) -> Json:
        world = self.world
        name = path.rsplit("/", 1)[-1]
        if operation == "listTransactions":
            asked = params.get("relatedIdentifierValue")
            found = [one for one in world.books if asked in (None, one["order"])]
            return {"payload": {"transactions": [one["told"] for one in found]}}
        world.work()
        if operation == "getFeedDocument":
            url = f"http://127.0.0.1:1/{name}"
            return {"feedDocumentId": name, "url": url, "compressionAlgorithm": "GZIP"}
        if operation == "getFeeds":
            since = parse_iso(params["createdSince"])
            mine = [one for one in world.feeds if one["type"] == params["feedTypes"]]
            return {"feeds": [_feed(one) for one in mine if one["at"] >= since]}
        found = [one for one in world.feeds if one["id"] == name]
        if not found:
            raise Refused(404, Technical(operation, 404))
        return _feed(found[0])


def _feed(one: Json) -> Json:
    told = {
        "feedId": one["id"],
        "feedType": one["type"],
        "createdTime": to_iso(one["at"]),
        "processingStatus": one.get("end", "IN_PROGRESS"),
    }
    return told | ({"resultFeedDocumentId": one["id"]} if "report" in one else {})


def answer(told: Json) -> Answer:
    return Answer(200, {}, json.dumps(told).encode(), 1, "")


@dataclass
class FakeShopify:
    """Only what a Shopify order keeps of our intents."""

    world: World
    pace: Pace = field(default_factory=Pace)

    def ask(
        self, operation: str, variables: Json, *, writes: bool, deadline_s: float = 20
    ) -> Reply:
        def effect() -> Json:
            (field,) = variables["metafields"]
            notes = self.world.notes.setdefault(field["ownerId"], {})
            notes[field["key"]] = field["value"]
            return {"metafieldsSet": {"metafields": [{}], "userErrors": []}}

        return Reply(self.world.call(operation, effect), Technical())

    def execute(
        self, operation: str, variables: Json, *, writes: bool, deadline_s: float = 20
    ) -> Json:
        notes = self.world.notes.get(variables["id"], {})
        nodes = [{"key": key, "value": value} for key, value in notes.items()]
        page = {"nodes": nodes, "pageInfo": {"hasNextPage": False, "endCursor": None}}
        return {"order": {"metafields": page}}


class Stand:
    """An account with shipped orders, and the run that is looked at."""

    def __init__(self) -> None:
        self.world = World()
        self.account_id = connect_account("Main")
        start_account(self.account_id, "all", NOW)
        setting.set_setting("refund.to_amazon", "true", self.account_id)
        self.connection = self.connect()
        self.run = self.begin()

    def connect(self) -> Connection:
        account = accounts.account(self.account_id)
        amazon: Any = FakeAmazon(self.world, account.amazon)
        shopify: Any = FakeShopify(self.world)
        nothing: Any = None
        return Connection(account, nothing, amazon, amazon, shopify, Pace(), Event())

    def begin(self) -> FeedRun:
        """A new process."""
        self.run = FeedRun(self.connection, silent, clock=self.world.clock)
        return self.run

    def order(self, number: int = 1, **more: Any) -> tuple[int, Order]:
        given = {"status": AmazonStatus.SHIPPED, "raw_status": "SHIPPED", **more}
        made = order(number, **given)
        (order_id,) = store(self.account_id, made).imported
        with write() as connection:
            connection.execute(
                "UPDATE orders SET shopify_gid = ? WHERE id = ?",
                (f"gid://shopify/Order/{order_id}", order_id),
            )
        return order_id, made

    def refund(self, number: int = 1, minor: int = 500, **more: Any) -> int:
        order_id, made = self.order(number, **more)
        return self.refund_of(order_id, made, minor)

    def refund_of(self, order_id: int, made: Order, minor: int, gid: str = "7", **part: int) -> int:
        parts = {"principal": minor, **part}
        item = {
            "item_id": made.lines[0].item_id,
            "quantity": 0,
            "reason": "CustomerReturn",
            **parts,
        }
        plan = {"total": sum(parts.values()), "currency": made.currency, "items": [item]}
        task_id = task.plan_task(
            self.account_id,
            order_id,
            "send_refund",
            foreign_id=f"gid://shopify/Refund/{gid}",
            plan=plan,
            state=TaskState.READY,
            due_at=int(self.world.at),
            at=int(self.world.at),
        )
        assert task_id is not None
        return task_id

    def cancel(self, number: int = 1, plan: Json | None = None, **more: Any) -> int:
        order_id, made = self.order(number, **{"status": AmazonStatus.UNSHIPPED, **more})
        told = {"reason": "NoInventory", "items": [made.lines[0].item_id], **(plan or {})}
        at = int(self.world.at)
        task_id = task.plan_task(
            self.account_id, order_id, "cancel_on_amazon", plan=told,
            state=TaskState.READY, due_at=at, at=at,
        )  # fmt: skip
        assert task_id is not None
        return task_id

    def book(self, order_id: int, minor: int, key: str = "T1", sku: str = "") -> None:
        """Amazon's books show a refund."""
        made = order_store.order(order_id)
        money = {"currencyAmount": -minor / 100, "currencyCode": made.currency}
        names = {"ORDER_ID": made.amazon_order_id, "REFUND_ID": key}
        told = {
            "transactionType": "Refund",
            "transactionId": key,
            "postedDate": to_iso(self.world.at),
            "totalAmount": money,
            "relatedIdentifiers": [
                {"relatedIdentifierName": name, "relatedIdentifierValue": value}
                for name, value in names.items()
            ],
            "items": [{"totalAmount": money, "contexts": [{"sku": sku, "quantityShipped": 1}]}]
            if sku
            else [],
        }
        self.world.books.append({"order": made.amazon_order_id, "told": told})

    def go(self, hours: float = 2.0) -> None:
        """Work until nothing is due for so long."""
        end = self.world.at + hours * 3600
        for _ in range(500):
            due = self.run.due_at
            if due is None or due > end:
                return
            self.world.at = max(self.world.at + 0.5, due)
            try:
                self.run.step()
            except TryLater as error:
                self.run.not_before = self.world.at + max(1.0, error.seconds)
        raise AssertionError("it never comes to rest")

    def states(self, *ids: int) -> list[TaskState]:
        return [task.task(one).state for one in ids]


def lost() -> None:
    raise OutcomeUnknown("lost")


def offline() -> None:
    raise TryLater(5, "offline", "no network")


class Killer:
    """Dies before or after the n-th effect; the dead do nothing any more."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, world: World, at: int) -> None:
        self.at, self.count, self.is_dead = at, 0, False
        for module, names in (
            (feeds, ("intent", "document_made", "uploaded", "unknown", "submitted", "finished")),
            (feeds, ("abandon",)),
            (task, ("settled", "failed", "refail", "claim")),
            (refund_records, ("mark", "see_amazon")),
        ):
            for name in names:
                monkeypatch.setattr(module, name, self._wrapped(getattr(module, name)))
        plain = world.call
        monkeypatch.setattr(world, "call", self._wrapped(plain))

    def _wrapped(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*given: Any, **named: Any) -> Any:
            self._tick()
            told = function(*given, **named)
            self._tick()
            return told

        return wrapped

    def _tick(self) -> None:
        self.count += 1
        self.is_dead = self.is_dead or self.count == self.at
        if self.is_dead:
            raise Killed

    def revive(self) -> None:
        self.at, self.is_dead = -1, False
