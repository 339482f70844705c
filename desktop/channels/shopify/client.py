"""One GraphQL operation at a time: token, points, version, and what the answer means."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.channels.http import Answer, Http
from desktop.channels.kept_token import KeptToken
from desktop.channels.pacing import BucketState, BucketStore
from desktop.channels.service_clock import told_time
from desktop.channels.shopify import queries, throttle
from desktop.channels.shopify.auth import TokenSource
from desktop.channels.shopify.errors import Asked, Misshapen, misshapen, parse_body, status_error
from desktop.channels.shopify.graphql_errors import result_of
from desktop.channels.shopify.secrets import ShopifySecrets
from desktop.clock import Clock, Pace, now, wait
from desktop.errors import AccountProblem, Cancelled, Technical, TryLater
from desktop.trade import ShopifyAccess

__all__ = ["Reply", "ShopifyClient", "ShopifySecrets"]

_log = logging.getLogger(__name__)

_RESERVE = 100.0  # points that background work leaves for what a person waits for
_SHORTEST_WAIT_S = 0.001  # less is lost in the rounding of a time


@dataclass(frozen=True, slots=True)
class Reply:
    """The `data` of an operation, and what support needs to find the call; `told_at` is Shopify's
    time as it answered, UTC seconds, None where the answer had none."""

    data: dict[str, Any]
    technical: Technical
    told_at: int | None = None


class ShopifyClient:
    """Calls Shopify for one account.

    `user_lane` may use the last points too. `patience_s` is how long a call may wait here for
    points before it raises TryLater; the wait ends when the program stops. `kept` is a token from
    before. `warnings` are sentences for the connection check.
    """

    def __init__(
        self,
        access: ShopifyAccess,
        secrets: ShopifySecrets,
        http: Http,
        buckets: BucketStore,
        pace: Pace,
        *,
        clock: Clock = now,
        user_lane: bool = False,
        patience_s: float = 0.0,
        kept: KeptToken | None = None,
    ) -> None:
        self.access = access
        self.pace = pace
        self.warnings: list[str] = []
        self.api_version = queries.API_VERSION
        self.shop_gid = ""  # once an answer has told it
        self._http = http
        self._buckets = buckets
        self._clock = clock
        self._reserve = 0.0 if user_lane else _RESERVE
        self._patience_s = patience_s
        self._tokens = TokenSource(access, secrets, http, pace, clock=clock, kept=kept)
        # A static token stands for an application whose client ID is not known.
        self._bucket = f"shopify:{access.shop}:{access.client_id or 'static'}"
        self._costs: dict[str, float] = {}
        self._maximum = throttle.DEFAULT_MAXIMUM

    def execute(
        self,
        operation: str,
        variables: Mapping[str, object],
        *,
        writes: bool,
        deadline_s: float = 20,
    ) -> dict[str, Any]:
        """Run one operation and give its `data`; null fields and userErrors are the caller's.

        Raises as `ask` does.
        """
        return self.ask(operation, variables, writes=writes, deadline_s=deadline_s).data

    def ask(
        self,
        operation: str,
        variables: Mapping[str, object],
        *,
        writes: bool,
        deadline_s: float = 20,
    ) -> Reply:
        """Run one operation.

        Raises TryLater (quota, network: certainly without effect), OutcomeUnknown (only where
        `writes`), AccountProblem (credentials, scopes, the shop), Cancelled.
        """
        document = queries.document(operation)
        body = {"query": document, "variables": variables, "operationName": operation}
        encoded = json.dumps(body, separators=(",", ":")).encode()
        self._take(operation)
        answer = self._send(operation, encoded, writes, deadline_s)
        payload = parse_body(answer)
        self._learn(operation, payload)
        asked = Asked(operation, writes, self.access.shop, self.access.endpoint, self.pace)
        try:
            data = self._data(answer, payload, asked)
        except AccountProblem:
            self.drop_token()
            raise
        return Reply(data, asked.technical(answer), told_time(answer.headers))

    def drop_token(self) -> None:
        """What is missing may be granted meanwhile, and a token keeps what it was given for."""
        self._tokens.drop()

    def _data(self, answer: Answer, payload: Any, asked: Asked) -> dict[str, Any]:
        if answer.status != 200:
            raise status_error(answer, payload, asked)
        self._compare_version(answer)
        return result_of(answer, payload, asked)

    def misshapen(self, operation: str, detail: str) -> Misshapen:
        """The error for a reading that lacks what the schema promises; `detail` names the field."""
        return misshapen(operation, self.access.shop, self.access.endpoint, detail)

    def _send(self, operation: str, body: bytes, writes: bool, deadline_s: float) -> Answer:
        token = self._tokens.token()
        answer = self._post(operation, token, body, writes, deadline_s)
        if answer.status != 401:
            return answer
        renewed = self._tokens.renewed(token)
        if renewed is None:
            return answer
        return self._post(operation, renewed, body, writes, deadline_s)

    def _post(
        self, operation: str, token: str, body: bytes, writes: bool, deadline_s: float
    ) -> Answer:
        try:
            return self._http.send(
                operation,
                "POST",
                f"{self.access.endpoint}/admin/api/{queries.API_VERSION}/graphql.json",
                headers={
                    "X-Shopify-Access-Token": token,
                    "Content-Type": "application/json",
                    "Accept": "application/json",
                },
                body=body,
                writes=writes,
                read_s=deadline_s,
                deadline_s=deadline_s,
            )
        except TryLater as error:
            error.seconds = self.pace.here(error.seconds)
            raise

    def _take(self, operation: str) -> None:
        """Take the operation's points; while patience lasts, wait for them."""
        patience_s = self._patience_s
        while lacking_s := self._try_take(operation):
            if lacking_s > patience_s:
                raise TryLater(lacking_s, "throttled", "Shopify's points are used up for now.")
            patience_s -= lacking_s
            if wait(max(lacking_s, _SHORTEST_WAIT_S), self._http.cancel):
                raise Cancelled(f"{operation} was not sent")

    def _try_take(self, operation: str) -> float:
        cost = self._costs.get(operation, throttle.FIRST_GUESS)

        def step(state: BucketState | None) -> tuple[BucketState, float]:
            return throttle.take_points(
                state,
                cost,
                self._clock(),
                reserve=self._reserve,
                maximum=self._maximum,
                first_rate=throttle.DEFAULT_RATE * self.pace.speed,
            )

        return self._buckets.change(self._bucket, step)

    def _learn(self, operation: str, payload: Any) -> None:
        """Keep what the answer says about points; it overwrites what was reckoned."""
        told = throttle.read_cost(payload.get("extensions") if isinstance(payload, dict) else None)
        if told.requested is not None:
            self._costs[operation] = told.requested
        if told.maximum is not None:
            self._maximum = told.maximum
        available = told.available
        if available is None:
            return
        default_rate = throttle.DEFAULT_RATE * self.pace.speed

        def step(state: BucketState | None) -> tuple[BucketState, None]:
            # Told in the service's seconds; the bucket is reckoned in ours.
            rate = (told.rate or 0.0) * self.pace.speed or (state[2] if state else default_rate)
            return (available, self._clock(), rate), None

        self._buckets.change(self._bucket, step)

    def _compare_version(self, answer: Answer) -> None:
        """A pinned version that has ended is answered by another one, silently."""
        answered = answer.headers.get("X-Shopify-API-Version", "")
        if not answered or answered == self.api_version:
            return
        self.api_version = answered
        warning = (
            f"Shopify answered with version {answered} instead of {queries.API_VERSION}:"
            " update Crossdock."
        )
        if answered != queries.API_VERSION:
            _log.warning("%s", warning)
            self.warnings.append(warning)
