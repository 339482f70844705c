"""The way back on a made-up clock: how late Amazon hears of a parcel, calls a day, feeds."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from desktop.models.setting import set_setting
from desktop.sandbox.run import Sandbox, SandboxOptions, start_sandbox
from desktop.sync.pull_shopify import POLL_S
from tests.actions.stand import connect_object, connect_with, opened_profile
from tests.benchmarks.measure import Figure, Run, figure
from tests.sync.simulated import Fate, live
from tests.sync.test_histories import bound

DAY_POLLS = 720
SHIPPED = 0.6  # of the orders, in one day
WHOLE_DAY = 300  # with fewer orders only an hour is lived through


def run(asked: Run) -> list[Figure]:
    """A day without news, a day's life, and a heap of refunds at once."""
    count = min(asked.scale.sync_orders, WHOLE_DAY)
    folder = asked.folder / "way back"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        fate = Fate(random.Random(1), bad=False)
        bound(patch, fate)
        return _measured(folder, fate, count)


def _measured(folder: Path, fate: Fate, count: int) -> list[Figure]:
    sandbox = start_sandbox(SandboxOptions(seed=1, orders=count))
    try:
        with opened_profile(folder) as profile:
            assert connect_with(profile, connect_object(sandbox)).is_connected
            sandbox.amazon.timing._clock = fate
            sandbox.amazon.knobs["finances_lag_h"] = 0.0
            set_setting("back.enabled", True)
            set_setting("refund.to_amazon", True)
            day = _Day(sandbox, fate, profile, DAY_POLLS if count >= WHOLE_DAY else 30)
            return day.figures(count)
    finally:
        sandbox.stop()


class _Day:
    """Polls, and what happens between them."""

    def __init__(self, sandbox: Sandbox, fate: Fate, profile: Any, polls: int) -> None:
        self._sandbox, self._fate, self._profile, self._polls = sandbox, fate, profile, polls
        self._left_at: dict[str, float] = {}

    def figures(self, count: int) -> list[Figure]:
        for _ in range(3):
            self._poll(lambda: None)
        quiet = self._calls(lambda: None)
        keys = self._to_ship()
        chosen = keys[: max(2, round(count * SHIPPED))]
        lively = self._calls(lambda: self._ship(chosen, len(chosen) / self._polls))
        late = self._lateness()
        feeds, refunds = self._refund_all()
        per_day = DAY_POLLS / self._polls
        name = "way back"
        return [
            figure(name, "shipment told to Amazon after", "poll intervals", late, goal=1.5),
            figure(name, "calls of a day without news", "calls", [quiet * per_day]),
            figure(
                name,
                "calls of a day's life, per 1,000 orders",
                "calls",
                [lively * per_day / count * 1000],
                note="with the day's polling; most of it does not grow with the orders",
            ),
            figure(name, "feeds per 1,000 refunds at once", "feeds", [feeds / refunds * 1000]),
        ]

    def _poll(self, happens: Callable[[], None]) -> None:
        """What happens does so somewhere within the interval."""
        until = self._fate.at + POLL_S
        self._fate.forward(self._fate.dice.uniform(0.0, POLL_S * 0.99))
        happens()
        self._fate.forward(until - self._fate.at)
        live(self._sandbox, self._fate, self._profile, wait_s=0.0)

    def _calls(self, happens: Callable[[], None]) -> int:
        before = self._sandbox.server.counts.total()
        for _ in range(self._polls):
            self._poll(happens)
        return self._sandbox.server.counts.total() - before

    def _to_ship(self) -> list[str]:
        shop = {one["source_identifier"] for one in self._sandbox.ledger()["shopify"]["orders"]}
        return [
            head.key
            for head in self._sandbox.amazon.store
            if (head.status, head.fulfilled_by) == ("UNSHIPPED", "MERCHANT")
            and head.key in shop
            and not self._sandbox.amazon.store.body(head).get("programs")
        ]

    def _ship(self, keys: list[str], a_poll: float) -> None:
        """So many leave in this interval; a part of one more by chance."""
        many = int(a_poll) + (self._fate.dice.random() < a_poll % 1)
        for key in [keys.pop() for _ in range(min(many, len(keys)))]:
            number = f"1Z999AA1{len(self._left_at):010d}"
            with suppress(ValueError):  # on hold for a buyer's wish
                body = {"order": key, "company": "UPS", "number": number}
                self._sandbox.shopify.event("shopify.fulfil", body)
                self._left_at[key] = self._fate.at

    def _lateness(self) -> list[float]:
        """From the fulfilment to the confirmation, in poll intervals."""
        told = {
            one["amazon_order_id"]: package["confirmed_at"]
            for one in self._sandbox.ledger()["amazon"]["orders"]
            for package in one["packages"]
            if package["by"] == "api"
        }
        return [
            (datetime.fromisoformat(told[key]).timestamp() - at) / POLL_S
            for key, at in self._left_at.items()
            if key in told
        ]

    def _refund_all(self) -> tuple[int, int]:
        for key in self._left_at:
            self._sandbox.shopify.event("shopify.refund", {"order": key})
        for _ in range(30):
            self._poll(lambda: None)
        ledger = self._sandbox.ledger()["amazon"]
        refunds = [r for one in ledger["orders"] for r in one["refunds"] if r["by"] == "feed"]
        return len(ledger["feeds"]), max(1, len(refunds))
