"""The real engine on a made-up clock and a wire without sockets that loses what it likes.

The engine, its clients, its database and the sandbox are the real ones. Requests may also land
long after their answer was given up; the process may die at any of them and at every commit.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from requests.structures import CaseInsensitiveDict

from desktop.channels.amazon.auth import AmazonSecrets
from desktop.channels.amazon.client import AmazonClient
from desktop.channels.http import Answer, Http
from desktop.channels.shopify.client import ShopifyClient, ShopifySecrets
from desktop.clock import Pace, now
from desktop.errors import OutcomeUnknown, TryLater
from desktop.models import account as accounts
from desktop.models.bucket import StoredBuckets
from desktop.sandbox.run import Sandbox
from desktop.sandbox.wire import Request, Response
from desktop.sync.account_run import AccountRun
from desktop.sync.connection import Connection
from desktop.sync.kept_tokens import KeptTokens
from desktop.sync.progress import silent
from desktop.sync.report import RunReport
from desktop.sync.schedule import HORIZON_S, LONGEST_PAUSE_S

_CREATE = "CreateOrder"
_LONGEST_LANDING_S = 115.0  # within the call's deadline and what the service may take beyond it


class Died(BaseException):
    """The process ends here, as if its plug were pulled."""


@dataclass(slots=True)
class Fate:
    """What goes wrong, drawn from one seed; and the clock that all parts go by."""

    dice: random.Random
    at: float = field(default_factory=now)
    bad: bool = True
    lost: float = 0.45  # of the requests that change something
    loses_all: bool = False  # every request that changes something, not only creations
    landing: list[tuple[float, Callable[[], object]]] = field(default_factory=list)

    def __call__(self) -> float:
        return self.at

    def forward(self, seconds: float, _: Event | None = None) -> bool:
        """Time passes, and what was under way lands."""
        until = self.at + max(seconds, 0.0)
        for entry in sorted((one for one in self.landing if one[0] <= until), key=_when):
            self.landing.remove(entry)
            self.at = entry[0]
            entry[1]()
        self.at = until
        return False

    def strikes(self, probability: float) -> bool:
        return self.bad and self.dice.random() < probability

    def may_die(self) -> None:
        if self.strikes(0.03):
            raise Died


def _when(entry: tuple[float, object]) -> float:
    return entry[0]


class Wire(Http):
    """Carries requests to the sandbox without sockets, and loses some."""

    def __init__(self, sandbox: Sandbox, fate: Fate) -> None:
        super().__init__(Event())
        self._sandbox = sandbox
        self._fate = fate

    def send(self, operation: str, method: str, url: str, **given: Any) -> Answer:
        fate = self._fate
        fate.forward(fate.dice.uniform(0.01, 0.3))
        fate.may_die()
        carry = self._carrier(method, url, given)
        loses = operation == _CREATE or (fate.loses_all and given["writes"])
        answer = self._change(carry) if loses else self._read(operation, carry)
        fate.may_die()
        headers = CaseInsensitiveDict(answer.headers)
        return Answer(answer.status, headers, answer.body, 1, headers.get("X-Request-Id", ""))

    def _read(self, operation: str, carry: Callable[[], Response]) -> Response:
        if self._fate.strikes(0.04):
            raise TryLater(5.0, "offline", f"{operation} did not leave")
        if self._fate.strikes(0.03):
            raise TryLater(5.0, "unavailable", f"{operation} was cut short")
        return Response(503) if self._fate.strikes(0.03) else carry()

    def _change(self, carry: Callable[[], Response]) -> Response:
        fate = self._fate
        lost = OutcomeUnknown("the answer was lost")
        if not fate.strikes(fate.lost):
            return carry()
        match fate.dice.choice(
            ("offline", "before", "after", "late", "late death", "502", "502 made")
        ):
            case "offline":
                raise TryLater(5.0, "offline", "it did not leave")
            case "before":
                raise lost
            case "after":
                carry()
                raise lost
            case "502":
                return Response(502)
            case "502 made":
                carry()
                return Response(502)
            case how:
                lands_at = fate.at + fate.dice.uniform(1.0, _LONGEST_LANDING_S)
                fate.landing.append((lands_at, carry))
                raise Died if how == "late death" else lost

    def _carrier(self, method: str, url: str, given: dict[str, Any]) -> Callable[[], Response]:
        found = self._sandbox.server.find(urlsplit(url).path)
        assert found is not None
        prefix, part = found
        query = parse_qs(urlsplit(url).query, keep_blank_values=True)
        request = Request(
            method,
            unquote(urlsplit(url).path[len(prefix) :]) or "/",
            query | parse_qs(urlencode(given.get("params") or {})),
            {name.lower(): value for name, value in given["headers"].items()},
            given.get("body") or b"",
        )
        self._sandbox.server.counts[part.operation(request)] += 1
        return lambda: part.handle(request)


def mortal(fate: Fate, step: Callable[..., Any]) -> Callable[..., Any]:
    """The process may die just before a commit, or just after it."""

    def mortal(*args: Any, **kwargs: Any) -> Any:
        fate.may_die()
        done = step(*args, **kwargs)
        fate.may_die()
        return done

    return mortal


def live(
    sandbox: Sandbox,
    fate: Fate,
    profile: Any,
    wait_s: float = 900.0,
    *,
    tokens: KeptTokens | None = None,
    asked: bool = True,
) -> RunReport:
    """One process: built anew, it works until nothing is due, or dies. With the `tokens` of an
    earlier run it is another run of the same one, that perhaps nobody `asked` for."""
    account = accounts.account(1)
    wire, pace, buckets = Wire(sandbox, fate), Pace(), StoredBuckets()

    def secret(name: str) -> str:
        return profile.vault.get(profile.profile_id, f"1/{name}") or ""

    of_amazon = AmazonSecrets(secret("amazon-client-secret"), secret("amazon-refresh-token"))
    of_shopify = ShopifySecrets(secret("shopify-client-secret"), secret("shopify-access-token"))
    kept = (tokens or KeptTokens()).of(account, of_amazon, of_shopify)
    amazon = AmazonClient(account.amazon, of_amazon, wire, buckets, pace, clock=fate, kept=kept[0])
    shopify = ShopifyClient(
        account.shopify,
        of_shopify,
        wire,
        buckets,
        pace,
        clock=fate,
        patience_s=10.0,
        kept=kept[1],
    )
    connection = Connection(account, wire, amazon, amazon.in_person(), shopify, pace, wire.cancel)
    report = RunReport()
    try:
        AccountRun(connection, report, silent, clock=fate, asked=asked).run(wait_s=wait_s)
    finally:
        wire.close()
    return report


class LeftAlone:
    """The background schedule of one process by the made-up clock: a run when something is due."""

    def __init__(self, sandbox: Sandbox, fate: Fate, profile: Any) -> None:
        self._sandbox, self._fate, self._profile = sandbox, fate, profile
        self._tokens = KeptTokens()
        self._next = fate.at

    def until(self, at: float) -> None:
        """Time passes until then, UTC seconds."""
        while self._next <= at:
            self._fate.forward(self._next - self._fate.at)
            self._run()
        self._fate.forward(at - self._fate.at)

    def _run(self) -> None:
        given = self._sandbox, self._fate, self._profile
        report = live(*given, HORIZON_S, tokens=self._tokens, asked=False)
        latest = self._fate.at + LONGEST_PAUSE_S
        due = latest if report.next_due is None else min(report.next_due, latest)
        self._next = max(due, self._fate.at + 0.5)
