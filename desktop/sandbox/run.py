"""Starts and stops a whole sandbox: Amazon, Shopify, the ECB's rates and the control endpoint."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from desktop.clock import now as wall_clock
from desktop.sandbox.amazon.heads import head_of
from desktop.sandbox.amazon.lwa import LwaPart
from desktop.sandbox.amazon.part import AmazonPart, usual_knobs
from desktop.sandbox.amazon.store import Head, Order, OrderStore
from desktop.sandbox.arrivals import Arrivals
from desktop.sandbox.control import ControlPart
from desktop.sandbox.ecb import EcbPart
from desktop.sandbox.events import AmazonEvents
from desktop.sandbox.faults import Faults
from desktop.sandbox.load import load_world
from desktop.sandbox.seeds import ShopSeed, World
from desktop.sandbox.server import SandboxServer
from desktop.sandbox.shopify.part import ShopifyPart
from desktop.sandbox.timing import SandboxTime
from desktop.sandbox.wire import Part
from desktop.sandbox.world.maker import MARKETPLACES, WorldMaker
from desktop.sandbox.world.products import catalogue
from desktop.sandbox.world.regions import marketplaces_of

MAX_REACH_BACK_DAYS = 730
DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class SandboxOptions:
    """What kind of sandbox. `now` is the UTC second that the made-up world is dated by."""

    port: int = 0
    seed: int = 1
    orders: int = 60
    speed: float = 1.0
    load: Path | None = None
    arrivals_per_minute: float = 0.0
    now: int | None = None
    stock: Literal["enough", "low"] = "enough"
    native_currency: bool = False  # orders in their marketplace's currency, not all in the shop's
    trial: bool = False  # a shop that may create five orders a minute
    life: float = 0.0  # what the merchant does in the shop by himself, doings a minute
    knobs: Mapping[str, Mapping[str, Any]] | None = None  # {"amazon": {…}, "shopify": {…}}


class Sandbox:
    """A running sandbox. All its threads are daemons; `stop` ends them and closes every socket."""

    def __init__(self, options: SandboxOptions) -> None:
        self.options = options
        timing = SandboxTime(options.speed)
        self.world, self._store, maker = _world_of(options)
        knobs = usual_knobs()
        self.lwa = LwaPart(options.seed, timing, knobs)
        self.amazon = AmazonPart(
            self._store,
            self.lwa,
            timing,
            knobs,
            seed=options.seed,
            marketplaces=marketplaces_of(self.world.region),
        )
        self.shopify = ShopifyPart(self.world.shop, self.world.catalogue, timing, options.seed)
        faults = Faults()
        self.events = AmazonEvents(self.amazon, maker, faults)
        parts: dict[str, Part] = {
            "/amazon": self.amazon,
            "/lwa": self.lwa,
            "/shopify": self.shopify,
            "/ecb": EcbPart(timing),
        }
        self.server = SandboxServer(parts, faults, options.port)
        self.control = ControlPart(
            faults,
            self.server.counts,
            self.events,
            self.shopify,
            seed=options.seed,
            speed=options.speed,
        )
        self.server.parts["/control"] = self.control
        self._arrivals = _arrivals(self, options.arrivals_per_minute)
        self.control.begin_with(_knobs(options))

    def start(self) -> None:
        """Begin to answer, and let orders arrive."""
        self.server.start()
        if self._arrivals is not None:
            self._arrivals.start()

    def stop(self) -> None:
        """End every thread and close every socket. May be called twice."""
        if self._arrivals is not None:
            self._arrivals.stop()
        self.server.stop()

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def urls(self) -> dict[str, str]:
        """Where each part answers."""
        base = self.server.url
        return {
            "amazon": f"{base}/amazon",
            "lwa": f"{base}/lwa/auth/o2/token",
            "shopify": f"{base}/shopify",
            "control": f"{base}/control",
        }

    @property
    def connect(self) -> dict[str, Any]:
        """What `crossdock connect --from -` takes."""
        mine, urls = self.lwa.credentials, self.urls
        return {
            "name": self.world.shop.name,
            "amazon": {
                "region": self.world.region,
                "marketplaces": list(self.world.marketplaces),
                "seller_id": mine.seller_id,
                "client_id": mine.client_id,
                "client_secret": mine.client_secret,
                "refresh_token": mine.refresh_token,
                "endpoint": urls["amazon"],
                "lwa_endpoint": urls["lwa"],
            },
            "shopify": {**self.shopify.connect(), "endpoint": urls["shopify"]},
            "rates_endpoint": f"{self.server.url}/ecb/daily.xml",
            "speed": self.options.speed,
            "reach_back_days": self._reach_back_days(),
            "settings": _settings(self.world, self.options),
            "start": {"create": "all"},
        }

    def ready_line(self) -> str:
        """One line of JSON: the URLs and the object for `connect`."""
        return json.dumps({**self.urls, "connect": self.connect})

    def ledger(self) -> dict[str, Any]:
        """What truly happened, as the control endpoint tells it."""
        with self.server.lock:
            return self.control.ledger()

    def _reach_back_days(self) -> int:
        """Days that cover every order, at the least a month, at the most Amazon's two years."""
        oldest = next(iter(self._store), None)
        if oldest is None:
            return 30
        days = (wall_clock() - oldest.created / 1000) / DAY_S
        return min(max(int(days) + 2, 30), MAX_REACH_BACK_DAYS)


def start_sandbox(options: SandboxOptions) -> Sandbox:
    """Build a sandbox and let it answer. Raises ValueError for a `load` file that is broken."""
    sandbox = Sandbox(options)
    sandbox.start()
    return sandbox


def _world_of(options: SandboxOptions) -> tuple[World, OrderStore, WorldMaker | None]:
    if options.load is not None:
        world = load_world(options.load)
        return world, _loaded_store(world), None
    at = int(wall_clock()) if options.now is None else options.now
    items = catalogue(options.seed, options.stock)
    maker = WorldMaker(
        options.seed, options.orders, at // 60 * 60_000, items, options.native_currency
    )
    enabled = ("USD", "CAD", "MXN") if options.native_currency else ("USD",)
    shop = ShopSeed(presentment_currencies=enabled, trial=options.trial)
    world = World((), items, shop, tuple(MARKETPLACES.values()), "na")
    return world, OrderStore(maker.heads(), maker.body), maker


def _loaded_store(world: World) -> OrderStore:
    now_ms = int(wall_clock() * 1000)
    bodies: dict[str, Order] = {}
    heads: list[Head] = []
    for at, order in enumerate(world.orders):
        order_id = order.get("orderId")
        key = order_id if isinstance(order_id, str) and order_id else f"#{at}"
        bodies[key] = dict(order)
        heads.append(head_of(bodies[key], key, now_ms))
    return OrderStore(heads, lambda head: bodies[head.key])


def _knobs(options: SandboxOptions) -> Mapping[str, Mapping[str, Any]]:
    given = options.knobs or {}
    if not options.life:
        return given
    return {**given, "shopify": {"life": options.life, **given.get("shopify", {})}}


def _settings(world: World, options: SandboxOptions) -> dict[str, Any]:
    """Rates of the European Central Bank where orders are in other currencies than the shop."""
    currencies = {_currency(order) for order in world.orders} - {"", world.shop.currency}
    foreign = options.native_currency or bool(currencies)
    return {"order.currency_policy": "ecb"} if foreign else {}


def _currency(order: Mapping[str, Any]) -> str:
    proceeds = order.get("proceeds")
    total = proceeds.get("grandTotal") if isinstance(proceeds, Mapping) else None
    code = total.get("currencyCode") if isinstance(total, Mapping) else None
    return code if isinstance(code, str) else ""


def _arrivals(sandbox: Sandbox, per_minute: float) -> Arrivals | None:
    if per_minute <= 0:
        return None
    return Arrivals(sandbox.events, sandbox.server.lock, per_minute)
