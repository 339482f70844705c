"""A seller's day: the real engine on a real profile, against the real sandbox, all in process."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from desktop.actions.connect import ConnectOutcome
from desktop.actions.import_orders import import_orders
from desktop.actions.retry import retry_named
from desktop.actions.sync_once import sync_once
from desktop.models import account as stored
from desktop.models import order_detail, order_store, reconciliation
from desktop.profile import Profile
from desktop.rows import FailureRow, ImportOutcome, OrderRow, RunSummary
from desktop.sandbox.run import Sandbox, SandboxOptions, start_sandbox
from desktop.sandbox.wire import Request
from desktop.sync.progress import silent
from tests.actions.stand import connect_object, connect_with, opened_profile
from tests.bad_days.sales import Json, order_id

SPEED = 2000.0
LONG = 3600.0 * 4  # of the services' seconds: a look-up after a lost answer fits in


@dataclass(slots=True)
class Day:
    """One profile, one sandbox."""

    profile: Profile
    sandbox: Sandbox

    def connect(self, **changed: Any) -> ConnectOutcome:
        """Connect and start, as the sandbox's own object says but for what is changed."""
        return connect_with(self.profile, connect_object(self.sandbox, **changed))

    def sync(self, wait_s: float = 60.0) -> RunSummary:
        """One sync; the counts must add up whatever happened."""
        summary = sync_once(self.profile, Event(), silent, wait_s=wait_s)
        assert reconciliation.reconcile().adds_up
        return summary

    def bring(self, *numbers: int) -> tuple[ImportOutcome, ...]:
        """Import sales by their IDs."""
        return import_orders([order_id(one) for one in numbers], self.profile)

    def retry(self, number: int) -> str:
        """Ask again for a failed sale; what came of it."""
        (outcome,) = retry_named([order_id(number)])
        return outcome.outcome

    def control(self, method: str, path: str, body: Json) -> Json:
        """Ask the sandbox's control endpoint."""
        request = Request(method, path, body=json.dumps(body).encode())
        with self.sandbox.server.lock:
            answer = self.sandbox.control.handle(request)
        told: Json = json.loads(answer.body)
        assert answer.status == 200, told
        return told

    def faults(self, *rules: Json, **knobs: Any) -> None:
        """The faults from now on; `amazon` and `shopify` are knobs, which stay until turned."""
        self.control("PUT", "/faults", {"faults": list(rules), **knobs})

    def event(self, kind: str, **body: Any) -> Json:
        """Make something happen."""
        return self.control("POST", "/events", {"kind": kind, **body})

    def row(self, number: int = 1) -> OrderRow:
        """The sale as the grid shows it."""
        (detail,) = order_detail.detail(order_id(number))
        return detail.row

    def failure(self, number: int = 1) -> FailureRow:
        """The one failure of the sale; it says what to do."""
        (failure,) = self.row(number).failures
        assert failure.title
        assert failure.cause
        assert failure.cure
        assert "unknown)" not in failure.title + failure.cause + failure.cure
        return failure

    def payload(self, number: int = 1) -> Any:
        """What is kept of what Amazon sent."""
        ((order,),) = order_store.order_ids([order_id(number)]).values()
        return json.loads(order_store.payload(order))

    def shop(self, number: int | None = None) -> list[Json]:
        """The shop's orders as they truly are; of one sale or all."""
        orders: list[Json] = self.sandbox.ledger()["shopify"]["orders"]
        if number is None:
            return orders
        key = order_id(number)
        return [one for one in orders if key in (one["source_identifier"], one["unique_key"])]

    def made(self, *numbers: int) -> None:
        """Each of these sales stands in the shop once, and is known to."""
        for number in numbers:
            (order,) = self.shop(number)
            assert self.row(number).shopify_order_id == order["legacy_id"]
            assert self.row(number).stage == "in Shopify"

    def problem(self, side: str) -> str:
        """The code of what pauses that side of the first account."""
        first = stored.accounts()[0]
        return first.amazon_problem if side == "amazon" else first.shopify_problem


def codes(summary: RunSummary) -> list[str]:
    """The codes of a run's problems; each says what to do."""
    for one in summary.problems:
        assert one.account
        assert one.title
        assert one.cure
        assert "unknown)" not in one.title + one.cause + one.cure
    return [one.code for one in summary.problems]


@contextmanager
def a_day(
    folder: Path,
    orders: Sequence[Json] = (),
    *,
    connected: bool = True,
    catalogue: Sequence[Json] | None = None,
    shop: Json | None = None,
    **options: Any,
) -> Iterator[Day]:
    """A day on which these orders are there; their SKUs are in the shop unless `catalogue` says."""
    world: Json = {"orders": list(orders)}
    if catalogue is not None:
        world["catalogue"] = list(catalogue)
    if shop is not None:
        world["shop"] = shop
    file = folder.parent / "world.json"
    file.write_text(json.dumps(world), encoding="utf-8")
    at_once = {"amazon": {"index_lag_s": 0.0}, "shopify": {"search_lag_s": 0.0}}
    settings = {"speed": SPEED, "knobs": at_once, **options}
    sandbox = start_sandbox(SandboxOptions(load=file, **settings))
    try:
        with opened_profile(folder) as profile:
            day = Day(profile, sandbox)
            if connected:
                assert day.connect().is_connected
            yield day
    finally:
        sandbox.stop()
