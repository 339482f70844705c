"""A made-up Amazon and Shopify in a process of its own, which outlives the program under test."""

import json
import urllib.request
from collections import Counter
from typing import Any

from tests.e2e.desktop_session import DesktopSession
from tests.e2e.program import CHECKOUT, command_line
from tests.e2e.waiting import until

SPEED = 300


class Shop:
    """Started with `orders` orders; `connect_file` is what the window's dialog opens."""

    def __init__(self, session: DesktopSession, orders: int) -> None:
        self.connect_file = session.folder / "connect.json"
        options = ["--orders", str(orders), "--speed", str(SPEED)]
        command = [*command_line(), "sandbox", *options]
        session.start(command, {"PYTHONPATH": str(CHECKOUT)}, self.connect_file)
        until(lambda: b"\n" in self.connect_file.read_bytes(), "the sandbox is ready")
        self._control = json.loads(self.connect_file.read_bytes())["control"]

    def new_order(self) -> str:
        """Another order comes in; its ID."""
        return str(self._ask("events", {"kind": "amazon.new_order"})["amazon_order_id"])

    def hold_creations(self, seconds: float) -> None:
        """Let each creation wait so long for its answer, in this computer's seconds; 0: no more."""
        slow = {"operation": "shopify.orderCreate", "kind": "latency", "probability": 1}
        faults = [{**slow, "seconds": seconds * SPEED}] if seconds else []
        self._ask("faults", {"seed": 1, "faults": faults}, "PUT")

    def creations(self) -> int:
        """How often a creation was asked for."""
        return int(self._ask("ledger?side=shopify")["requests"].get("shopify.orderCreate", 0))

    def created(self) -> Counter[str]:
        """How many Shopify orders there truly are for each Amazon order."""
        orders = self._ask("ledger?side=shopify")["shopify"]["orders"]
        return Counter(one["source_identifier"] for one in orders)

    def _ask(self, path: str, body: dict[str, Any] | None = None, verb: str = "") -> Any:
        data = None if body is None else json.dumps(body).encode()
        url = f"{self._control}/{path}"
        request = urllib.request.Request(url, data, method=verb or None)  # noqa: S310
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return json.loads(answer.read())
