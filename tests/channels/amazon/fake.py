"""A small Amazon on this computer: answers what a test has lined up, and keeps what was asked."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from desktop.channels.amazon.auth import AmazonSecrets
from desktop.channels.amazon.client import AmazonClient
from desktop.channels.http import Http
from desktop.channels.pacing import BucketStore, MemoryBuckets
from desktop.clock import Pace
from desktop.trade import AmazonAccess

LWA_PATH = "/lwa/auth/o2/token"


@dataclass
class Reply:
    """One answer; a body that is no bytes goes out as JSON."""

    status: int = 200
    body: Any = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    lost: bool = False  # the connection breaks before it is told

    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass
class Asked:
    """One request as it came in."""

    method: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    body: str

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body))


def errors(code: str, message: str, details: str | None = None) -> dict[str, Any]:
    """The body of a refusal by the Selling Partner API."""
    told = {"code": code, "message": message}
    return {"errors": [told if details is None else {**told, "details": details}]}


def page(*orders: Any, **more: Any) -> Reply:
    """A page of searchOrders."""
    return Reply(body={"orders": list(orders), **more})


class FakeAmazon:
    """`tokens` and `answers` are used up in turn; the last answer is given again and again."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[Asked] = []
        self.tokens: list[Reply] = []
        self.answers: list[Reply] = [page()]
        self.given = 0
        self._lock = threading.Lock()

    @property
    def logins(self) -> list[Asked]:
        return [one for one in self.asked if one.path == LWA_PATH]

    @property
    def calls(self) -> list[Asked]:
        return [one for one in self.asked if one.path != LWA_PATH]

    def reply(self, asked: Asked) -> Reply:
        with self._lock:
            self.asked.append(asked)
            if asked.path == LWA_PATH:
                if self.tokens:
                    return self.tokens.pop(0)
                self.given += 1
                granted = {"access_token": f"Atza|{self.given}", "expires_in": 3600}
                return Reply(body={**granted, "token_type": "bearer"})
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class _Handler(BaseHTTPRequestHandler):
    """Serves what the `amazon` of its class replies."""

    amazon: FakeAmazon

    def answer(self) -> None:
        split = urlsplit(self.path)
        query = parse_qs(split.query, keep_blank_values=True)
        params = {name: ",".join(values) for name, values in query.items()}
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.amazon.reply(Asked(self.command, split.path, params, headers, body))
        if reply.lost:
            self.close_connection = True
            return
        content = b"" if reply.status == 204 else reply.content()
        self.send_response_only(reply.status)
        for name, value in {"Content-Type": reply.content_type, **reply.headers}.items():
            self.send_header(name, value)
        if reply.status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self) -> None:
        self.answer()

    def do_POST(self) -> None:
        self.answer()

    def do_PUT(self) -> None:
        self.answer()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def fake_amazon() -> Iterator[FakeAmazon]:
    """Serve until the end of the block."""
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    amazon = FakeAmazon(f"http://127.0.0.1:{server.server_address[1]}")
    handler.amazon = amazon  # type: ignore[attr-defined]
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01))
    thread.start()
    try:
        yield amazon
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Watch:
    """A clock that a test moves."""

    def __init__(self, seconds: float = 1_790_000_000.0) -> None:
        self.seconds = seconds

    def __call__(self) -> float:
        return self.seconds


def access_to(url: str) -> AmazonAccess:
    """The seller's access, as it would be kept."""
    return AmazonAccess(
        region="eu",
        marketplaces=("A1PA6795UKMFR9",),
        seller_id="A1SELLER",
        client_id="amzn1.application-oa2-client.x",
        endpoint=url,
        lwa_endpoint=url + LWA_PATH,
    )


@dataclass
class Bench:
    """A client with all that is around it."""

    amazon: FakeAmazon
    http: Http
    watch: Watch
    buckets: BucketStore
    secrets: AmazonSecrets

    def client(
        self,
        *,
        speed: float = 1_000_000.0,
        user_lane: bool = False,
        buckets: BucketStore | None = None,
    ) -> AmazonClient:
        return AmazonClient(
            access_to(self.amazon.url),
            self.secrets,
            self.http,
            buckets or self.buckets,
            Pace(speed),
            clock=self.watch,
            user_lane=user_lane,
        )


@contextmanager
def bench() -> Iterator[Bench]:
    """A fake Amazon and what a client needs, closed at the end."""
    http = Http(threading.Event())
    secrets = AmazonSecrets("amzn1.oa2-cs.v1.hidden", "Atzr|hidden")
    with fake_amazon() as amazon:
        try:
            yield Bench(amazon, http, Watch(), MemoryBuckets(), secrets)
        finally:
            http.close()
