"""The Amazon side of a sandbox without a server, with a clock that stands until it is moved."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from desktop.clock import to_iso
from desktop.sandbox.amazon.heads import head_of
from desktop.sandbox.amazon.lwa import LwaPart
from desktop.sandbox.amazon.part import ORDERS, AmazonPart, usual_knobs
from desktop.sandbox.amazon.store import OrderStore
from desktop.sandbox.events import AmazonEvents
from desktop.sandbox.timing import SandboxTime
from desktop.sandbox.wire import Request, Response, json_response
from desktop.sandbox.world.maker import MARKETPLACES, WorldMaker
from desktop.sandbox.world.products import catalogue

START = 1_780_000_020  # a full minute
ALL_DATA = (
    "BUYER,RECIPIENT,PROCEEDS,EXPENSE,PROMOTION,CANCELLATION,FULFILLMENT,PACKAGES,TAX,PAYMENT,"
    "FULFILLMENT_ORDERS"
)


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self, at: float = START) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


class SilentShopify:
    """A Shopify part that only answers."""

    def __init__(self) -> None:
        self.knobs: dict[str, Any] = {"id_metafield": "refuse", "search_lag_s": 5.0}
        self.handled = 0

    def operation(self, request: Request) -> str:
        return "shopify.orderCreate"

    def handle(self, request: Request) -> Response:
        self.handled += 1
        if request.path == "/bug":
            raise KeyError("bug")
        return json_response(200, {"data": {"handled": self.handled, "path": request.path}})

    def ledger(self) -> list[dict[str, Any]]:
        return [{"id": "gid://shopify/Order/1"}]

    def shop_ledger(self) -> dict[str, Any]:
        return {"leases": {}}

    def event(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        return {"kind": kind, **body}


@dataclass
class Stand:
    """One Amazon side."""

    amazon: AmazonPart
    lwa: LwaPart
    events: AmazonEvents
    clock: Clock
    token: str = field(default="")

    def ask(
        self,
        path: str,
        query: Mapping[str, str] | None = None,
        *,
        headers: dict[str, str] | None = None,
    ) -> Response:
        """A GET with a good token, unless other headers are given."""
        usual = {"x-amz-access-token": self.token, "user-agent": "Test/1.0 (Language=Python)"}
        lists = {name: [value] for name, value in (query or {}).items()}
        return self.amazon.handle(
            Request("GET", path, lists, usual if headers is None else headers)
        )

    def search(self, **query: str) -> Any:
        """The answer of searchOrders; by default all orders of two years, all data."""
        if "createdAfter" not in query and "lastUpdatedAfter" not in query:
            query["lastUpdatedAfter"] = to_iso(START - 730 * 86_400)
        answer = self.ask(ORDERS, {"includedData": ALL_DATA, **query})
        assert answer.status == 200, answer.body
        return json.loads(answer.body)

    def refused(self, **query: str) -> str:
        """The details of the 400 that a search meets."""
        answer = self.ask(ORDERS, query)
        assert answer.status == 400, answer.body
        error = json.loads(answer.body)["errors"][0]
        assert error["code"] == "InvalidInput"
        return str(error["details"])

    def order(self, order_id: str, included: str = ALL_DATA) -> Any:
        """The order as getOrder answers it."""
        answer = self.ask(f"{ORDERS}/{order_id}", {"includedData": included})
        assert answer.status == 200, answer.body
        return json.loads(answer.body)["order"]

    def sign_in(self, **changes: str) -> Response:
        """Ask LWA for a token; a good one is kept."""
        mine = self.lwa.credentials
        form = {
            "grant_type": "refresh_token",
            "client_id": mine.client_id,
            "client_secret": mine.client_secret,
            "refresh_token": mine.refresh_token,
            **changes,
        }
        kind = {"content-type": "application/x-www-form-urlencoded;charset=UTF-8"}
        body = urlencode({name: value for name, value in form.items() if value}).encode()
        answer = self.lwa.handle(Request("POST", "/auth/o2/token", {}, kind, body))
        if answer.status == 200:
            self.token = json.loads(answer.body)["access_token"]
        return answer


def stand(
    orders: int = 60, *, seed: int = 1, speed: float = 1.0, loaded: list[Any] | None = None
) -> Stand:
    """An Amazon side that is signed in to."""
    clock = Clock()
    timing = SandboxTime(speed, clock)
    knobs = usual_knobs()
    lwa = LwaPart(seed, timing, knobs)
    maker = WorldMaker(seed, orders, START * 1000, catalogue(seed))
    store = OrderStore(maker.heads(), maker.body)
    if loaded is not None:
        bodies = {str(order["orderId"]): order for order in loaded}
        heads = [head_of(order, key, START * 1000) for key, order in bodies.items()]
        store = OrderStore(heads, lambda head: bodies[head.key])
    amazon = AmazonPart(
        store, lwa, timing, knobs, seed=seed, marketplaces=tuple(MARKETPLACES.values())
    )
    made = Stand(amazon, lwa, AmazonEvents(amazon, maker if loaded is None else None), clock)
    assert made.sign_in().status == 200
    return made
