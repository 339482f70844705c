"""Asking Amazon: access token, quota, and what each refusal means."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from desktop.channels.amazon.auth import AccessTokens, AmazonSecrets
from desktop.channels.amazon.patience import at_pace, patiently
from desktop.channels.amazon.plans import PLANS, RESERVES, told_rate
from desktop.channels.amazon.refusals import (
    EDGE_WAIT_S,
    is_page,
    read_403,
    refusal,
    technical_of,
)
from desktop.channels.http import Answer, Http
from desktop.channels.kept_token import KeptToken
from desktop.channels.pacing import (
    BucketState,
    BucketStore,
    UsagePlan,
    emptied,
    given_back,
    take,
    with_rate,
)
from desktop.clock import Clock, Pace, now
from desktop.errors import CrossdockError, OutcomeUnknown, Technical, TryLater
from desktop.trade import AmazonAccess, is_loopback

_jitter = random.SystemRandom()
_NOT_SENT = ("offline", "tls")
_LONGEST_PAUSE_S = 256.0
ADDRESS_UNUSABLE = "address_unusable"
_ADDRESS_WAIT_S = 30.0


@dataclass(frozen=True, slots=True)
class _Request:
    """One thing asked; `writes` where doing it twice would not be the same as once."""

    operation: str
    method: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    writes: bool = False
    deadline_s: float = 60.0

    @property
    def headers(self) -> dict[str, str]:
        told = {"accept": "application/json"}
        return told if self.body is None else {**told, "content-type": "application/json"}


@dataclass(frozen=True, slots=True)
class _Quota:
    """The bucket of one operation."""

    key: str
    plan: UsagePlan
    store: BucketStore
    clock: Clock

    def take(self, reserve: float) -> float:
        """Seconds to wait; 0.0 where a call may go out."""
        return self.store.change(
            self.key, lambda state: take(state, self.plan, self.clock(), reserve=reserve)
        )

    def give_back(self) -> None:
        """The call never went out."""
        self.store.change(
            self.key, lambda state: (given_back(state, self.plan, self.clock()), None)
        )

    def empty(self) -> float:
        """Amazon says that nothing is left; seconds until the next token."""

        def step(state: BucketState | None) -> tuple[BucketState, float]:
            after = emptied(state, self.plan, self.clock())
            return after, (1.0 - after[0]) / after[2]

        return self.store.change(self.key, step)

    def learn(self, rate: float) -> None:
        """Amazon says what the rate is."""
        self.store.change(
            self.key, lambda state: (with_rate(state, self.plan, self.clock(), rate), None)
        )


class AddressUnusable(TryLater):
    """An address for a document is none that may be asked: a new one is asked for, a few times."""


class AmazonClient:
    """One account's way to Amazon. Threads share the access token through `in_person`."""

    def __init__(
        self,
        access: AmazonAccess,
        secrets: AmazonSecrets,
        http: Http,
        buckets: BucketStore,
        pace: Pace,
        *,
        clock: Clock = now,
        user_lane: bool = False,
        tokens: AccessTokens | None = None,
        kept: KeptToken | None = None,
    ) -> None:
        """`kept` is a token from before; `tokens` are another client's, which it shares."""
        self.access = access
        self.clock = clock
        # Real quotas and real waits for the real Amazon, whatever the account says.
        self.pace = pace if is_loopback(access.endpoint) else Pace()
        self._secrets = secrets
        self._http = http
        self._buckets = buckets
        self._user_lane = user_lane
        self._tokens = tokens or AccessTokens(access, secrets, http, self.pace, clock, kept)
        self._refusals: dict[str, int] = {}  # 429s in a row, by operation
        self._rates: dict[str, float] = {}  # as last told, by operation

    def in_person(self) -> "AmazonClient":
        """The same for what a person waits for: it may use up the last of the quota."""
        return AmazonClient(
            self.access,
            self._secrets,
            self._http,
            self._buckets,
            self.pace,
            clock=self.clock,
            user_lane=True,
            tokens=self._tokens,
        )

    def service_now(self) -> float:
        """UTC seconds by Amazon's clock, as its last answer told it; the first is the token's.

        Raises AccountProblem, TryLater.
        """
        self._tokens.token()
        return self._tokens.service_clock.now()

    def check_token(self) -> None:
        """Get an access token, if there is none yet. Raises AccountProblem, TryLater."""
        self._tokens.token()

    def get(self, operation: str, path: str, params: Mapping[str, str]) -> Answer:
        """Ask for something; the answer is a 2xx with a body that is no page for people.

        Raises TryLater (quota, unavailable, captive_portal and what Http raises), AccountProblem,
        Refused (400, 404, 413, 415), Cancelled.
        """
        return self._answered(_Request(operation, "GET", path, params))

    def post(
        self,
        operation: str,
        path: str,
        body: Mapping[str, object],
        *,
        writes: bool = True,
        deadline_s: float = 60.0,
    ) -> Answer:
        """Tell Amazon something; the answer is a 2xx, whose body may be empty.

        Raises what `get` raises, where certainly nothing was done; and OutcomeUnknown where
        `writes` and it may have been. Without `writes` it is asked again like a question.
        """
        content = msgspec.json.encode(body)
        request = _Request(operation, "POST", path, {}, content, writes, deadline_s)
        return self._answered(request)

    def store(
        self, operation: str, url: str, body: bytes | None = None, *, content_type: str = ""
    ) -> Answer:
        """Fetch what lies at an address that Amazon gave, or put `body` there.

        Any answer below 500 is one. Neither token nor quota belongs to it, and to do it again is
        harmless. Raises AddressUnusable where the address is not to be trusted, TryLater,
        Cancelled.
        """
        unusable = AddressUnusable(
            self.pace.here(_ADDRESS_WAIT_S),
            ADDRESS_UNUSABLE,
            "Amazon gave an address that cannot be used.",
            technical=Technical(operation),
        )
        if is_loopback(url) and not is_loopback(self.access.endpoint):
            raise unusable
        method = "GET" if body is None else "PUT"
        headers = {"content-type": content_type} if content_type else {}

        def ask() -> Answer:
            try:
                return self._http.send(
                    operation, method, url, headers=headers, body=body, writes=False, deadline_s=120
                )
            except TryLater as error:
                raise at_pace(error, self.pace) from None
            except ValueError:
                raise unusable from None

        return patiently(ask, operation, self._http.cancel, self.pace)

    def later(
        self, operation: str, why: str, answer: Answer | None = None, *, wait_s: float = 30.0
    ) -> TryLater:
        """The error for an answer that is of no use, where asking again is harmless."""
        technical = Technical(operation)
        if answer is not None:
            technical = Technical(operation, answer.status, request_id=answer.request_id)
        return TryLater(self.pace.here(wait_s), "unavailable", why, technical=technical)

    def _answered(self, request: _Request) -> Answer:
        operation = request.operation
        token = self._tokens.token()
        answer = self._asked(request, token)
        if _token_is_stale(operation, answer):
            token = self._tokens.token(not_this=token)
            answer = self._asked(request, token)
        technical = technical_of(operation, answer) if answer.status >= 400 else Technical()
        if answer.status == 429:
            raise self._too_many(operation, answer, technical)
        self._refusals.pop(operation, None)
        if answer.status in (401, 403):
            self._tokens.drop()
        if answer.status >= 400:
            raise self._refusal(request, answer, technical)
        if is_page(answer):
            raise self._page(request, answer)
        return answer

    def _refusal(self, request: _Request, answer: Answer, technical: Technical) -> CrossdockError:
        if request.writes and answer.status == 408:
            return _lost(request, answer)
        return at_pace(refusal(answer, technical, self.access), self.pace)

    def _page(self, request: _Request, answer: Answer) -> CrossdockError:
        if request.writes:
            return _lost(request, answer)
        technical = Technical(request.operation, answer.status, request_id=answer.request_id)
        why = "A page for people came instead of Amazon's answer."
        wait_s = self.pace.here(EDGE_WAIT_S)
        return TryLater(wait_s, "captive_portal", why, technical=technical)

    def _asked(self, request: _Request, token: str) -> Answer:
        if request.writes:
            answer = self._once(request, token)
            if answer.status >= 500:
                raise _lost(request, answer)
            return answer
        return patiently(
            lambda: self._once(request, token), request.operation, self._http.cancel, self.pace
        )

    def _once(self, request: _Request, token: str) -> Answer:
        operation = request.operation
        quota = self._quota(operation)
        wait_s = quota.take(0.0 if self._user_lane else RESERVES[operation])
        if wait_s:
            why = f"Amazon's quota for {operation} is used up for now."
            raise TryLater(wait_s, "quota", why, technical=Technical(operation))
        try:
            answer = self._http.send(
                operation,
                request.method,
                self.access.endpoint + request.path,
                headers={"x-amz-access-token": token, **request.headers},
                params=request.params,
                body=request.body,
                writes=request.writes,
                deadline_s=request.deadline_s,
            )
        except TryLater as error:
            if error.code in _NOT_SENT:
                quota.give_back()
            raise at_pace(error, self.pace) from None
        self._tokens.service_clock.learn(answer.headers)
        rate = told_rate(answer.headers.get("x-amzn-RateLimit-Limit"))
        if rate is not None and rate != self._rates.get(operation):
            self._rates[operation] = rate
            quota.learn(rate * self.pace.speed)
        return answer

    def _quota(self, operation: str) -> _Quota:
        parts = ["amazon", self.access.seller_id, self.access.client_id, operation]
        if self.pace.speed != 1:
            parts.append(f"x{self.pace.speed:g}")  # its times are not those of the real service
        plan = PLANS[operation].scaled(self.pace.speed)
        return _Quota("|".join(parts), plan, self._buckets, self.clock)

    def _too_many(self, operation: str, answer: Answer, technical: Technical) -> TryLater:
        """Throttled: wait for a token, or longer each time it happens again."""
        times = self._refusals[operation] = self._refusals.get(operation, 0) + 1
        next_token_s = self._quota(operation).empty()
        pause_s = self.pace.here(min(2.0**times, _LONGEST_PAUSE_S))
        told_s = self.pace.here(_retry_after(answer))
        wait_s = max(next_token_s, pause_s, told_s) + _jitter.uniform(0, pause_s)
        why = f"Amazon's quota for {operation} is used up for now."
        return TryLater(wait_s, "quota", why, technical=technical)


def _lost(request: _Request, answer: Answer) -> OutcomeUnknown:
    technical = technical_of(request.operation, answer)
    why = f"Amazon answered {request.operation} with {answer.status}: it may have been done."
    return OutcomeUnknown(why, technical=technical)


def _token_is_stale(operation: str, answer: Answer) -> bool:
    if is_page(answer):
        return False
    if answer.status == 401:
        return True
    return answer.status == 403 and read_403(technical_of(operation, answer)) in (
        "token_expired",
        "token_invalid",
    )


def _retry_after(answer: Answer) -> float:
    """Seconds that a Retry-After asks for, should one ever come; never more than an hour."""
    text = answer.headers.get("Retry-After", "").strip()
    return min(float(text), 3600.0) if text.isascii() and text.isdigit() else 0.0
