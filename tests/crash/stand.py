"""A whole history: a sandbox with bad days, a seller who is struck again and again, a verdict."""

import json
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.sandbox.run import Sandbox, SandboxOptions, start_sandbox
from desktop.sandbox.wire import Request
from tests.crash.assassin import Assassin, Moment
from tests.crash.judge import Stock, Verdict, judge, stock_of
from tests.crash.seller import Seller

SPEED = 3000.0
WAIT = str(12 * SPEED)  # long enough for a look-up of what was cut off
FOREIGN = 4  # orders that another app has made before

BAD_DAY = (
    {"operation": "shopify.orderCreate", "kind": "cut_after", "probability": 0.06},
    {"operation": "shopify.orderCreate", "kind": "status_after", "probability": 0.05},
    {"operation": "shopify.orderCreate", "kind": "cut_before", "probability": 0.04},
    {"operation": "shopify.orderCreate", "kind": "status", "status": 502, "probability": 0.03},
    {"operation": "shopify.orderCreate", "kind": "truncate", "probability": 0.03},
    {"operation": "shopify.orderCreate", "kind": "latency", "seconds": 0.03},
    {"operation": "shopify.*", "kind": "status", "status": 429, "probability": 0.02},
    {"operation": "shopify.orderByIdentifier", "kind": "status", "probability": 0.05},
    {"operation": "amazon.searchOrders", "kind": "status", "status": 429, "probability": 0.05},
    {"operation": "amazon.searchOrders", "kind": "truncate", "probability": 0.05},
    {"operation": "amazon.searchOrders", "kind": "latency", "seconds": 0.03},
)


@dataclass(slots=True)
class Scene:
    """One sandbox, one seller, and who strikes."""

    sandbox: Sandbox
    seller: Seller
    assassin: Assassin
    stock_before: Stock
    foreign: dict[str, str]
    aimed: int = 0
    killed: int = 0
    moments: Counter[str] = field(default_factory=Counter)

    def bad_day(self, seed: int, **knobs: Any) -> None:
        """Let the services err from now on."""
        self.control({"seed": seed, "faults": list(BAD_DAY), "shopify": knobs})

    def good_day(self, **knobs: Any) -> None:
        """No more faults; what the shop is like stays."""
        self.control({"faults": [], "shopify": knobs})

    def control(self, body: dict[str, Any]) -> None:
        """Turn faults and knobs by the control endpoint."""
        request = Request("PUT", "/faults", body=json.dumps(body).encode())
        with self.sandbox.server.lock:
            answer = self.sandbox.control.handle(request)
        assert answer.status == 200, answer.body

    def arrive(self, orders: int) -> None:
        """So many new orders come in on Amazon."""
        for _ in range(orders):
            with self.sandbox.server.lock:
                self.sandbox.events.arrive()

    def strike(self, moment: Moment, *words: str) -> int:
        """Run the program and strike at that moment; its exit code."""
        hit, code = self.seller.struck(self.assassin, moment, *words)
        self.aimed += 1
        self.killed += hit
        if hit:
            self.moments[moment.name] += 1
        return code

    def settle(self, rounds: int = 12) -> dict[str, Any]:
        """Run until nothing waits any more; the last run's summary."""
        summary: dict[str, Any] = {}
        for _ in range(rounds):
            summary = self.seller.json("sync", "--once", "--wait", WAIT)
            stages = {row["stage"] for row in self.seller.json("list", "--limit", "100000")}
            if not stages & {"waiting", "sending", "checking"}:
                break
        return summary

    def verdict(self) -> Verdict:
        """What truly happened against what the program believes."""
        rows = self.seller.json("list", "--limit", "100000")
        ledger = self.sandbox.ledger()
        books = self.seller.books()
        return judge(self.sandbox, ledger, rows, books, self.stock_before, self.foreign)

    def asked_for(self) -> int:
        """How many creations were asked for in all."""
        return int(self.sandbox.server.counts["shopify.orderCreate"])


@contextmanager
def scene(
    folder: Path,
    environment: dict[str, str],
    *,
    seed: int,
    orders: int,
    foreign: int = FOREIGN,
    start: bool = True,
) -> Iterator[Scene]:
    """A running sandbox and a connected seller; some orders stand in the shop already."""
    sandbox = start_sandbox(SandboxOptions(seed=seed, orders=orders, speed=SPEED))
    try:
        made = _foreign_orders(sandbox, random.Random(seed), foreign)  # noqa: S311
        seller = Seller(folder, environment)
        data = {name: value for name, value in sandbox.connect.items() if start or name != "start"}
        done = seller.run("connect", "--from", "-", given=json.dumps(data))
        assert done.returncode == 0, done.stderr
        yield Scene(sandbox, seller, Assassin(sandbox), stock_of(sandbox), made)
    finally:
        sandbox.stop()


def _foreign_orders(sandbox: Sandbox, dice: random.Random, many: int) -> dict[str, str]:
    """Another app has made some of the orders, and names them where it likes.

    Shopify's IDs and the Amazon orders that they stand for.
    """
    made = {}
    to_send = [
        order
        for order in sandbox.ledger()["amazon"]["orders"]
        if order["status"] == "UNSHIPPED"
        and order["fulfilled_by"] == "MERCHANT"
        and "trouble" not in order
    ]
    for order in dice.sample(to_send, min(many, len(to_send))):
        body = {
            "amazon_order_id": order["amazon_order_id"],
            "where": dice.choice(("name", "tag", "note", "attribute", "source")),
            "total": order["total"],
            "age_days": 1,
        }
        with sandbox.server.lock:
            made[sandbox.shopify.event("shopify.other_app_order", body)["id"]] = str(
                order["amazon_order_id"]
            )
    return made
