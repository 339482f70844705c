"""The way back on a made-up clock: how late Amazon hears of a parcel, calls a day, feeds."""

import random
from collections import Counter
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
POLLS = 30  # lived through without news, and with; the rest of a day is like those without
REFUNDED, CANCELLED = 0.05, 0.02  # of the orders that a day ships
WHOLE = 1_000  # with fewer orders what each run asks once weighs more
FEW = 50  # with fewer orders fewer polls do
_TOLD = ("order", "fulfillmentCreate", "fulfillmentOrderHold", "fulfillmentTrackingInfoUpdate")


def run(asked: Run) -> list[Figure]:
    """A first import, a day without news, a day's life, and a heap of refunds at once."""
    folder = asked.folder / "way back"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        fate = Fate(random.Random(1), bad=False)
        bound(patch, fate)
        return _measured(folder, fate, asked.scale.sync_orders)


def _measured(folder: Path, fate: Fate, count: int) -> list[Figure]:
    sandbox = start_sandbox(SandboxOptions(seed=1, orders=count))
    try:
        with opened_profile(folder) as profile:
            assert connect_with(profile, connect_object(sandbox)).is_connected
            sandbox.amazon.timing._clock = fate
            sandbox.amazon.knobs["finances_lag_h"] = 0.0
            for name in ("back.enabled", "refund.to_amazon", "cancel.to_amazon"):
                set_setting(name, True)
            day = _Day(sandbox, fate, profile, POLLS if count > FEW else 6)
            return [*day.created(count), *day.figures()]
    finally:
        sandbox.stop()


class _Day:
    """Polls, and what happens between them."""

    def __init__(self, sandbox: Sandbox, fate: Fate, profile: Any, polls: int) -> None:
        self._sandbox, self._fate, self._profile, self._polls = sandbox, fate, profile, polls
        self._left_at: dict[str, float] = {}

    def created(self, count: int) -> list[Figure]:
        """All orders are imported and created, and looked at once."""
        before = self._counts()
        live(self._sandbox, self._fate, self._profile, wait_s=0.0)
        self._poll(lambda: None)
        calls = self._counts() - before
        made = calls["shopify.orderCreate"]
        of_amazon, of_shopify = _sides(calls)
        told = sum(calls[f"shopify.{name}"] for name in _TOLD)
        name, per = "way back: a first import", 1000 / max(made, 1)
        few, most = (20, 2100) if count >= WHOLE else (None, None)
        amazon, shopify = of_amazon / count * 1000, (of_shopify - told) * per
        top, why = "on top: parcels, numbers, holds", "what Amazon shipped or a buyer wished before"
        return [
            figure(name, "Amazon, per 1,000 imported", "calls", [amazon], goal=few),
            figure(name, "Shopify, per 1,000 created", "calls", [shopify], goal=most),
            figure(name, top, "calls", [told * per], note=why),
        ]

    def figures(self) -> list[Figure]:
        """A day without news, and one in which each order is shipped."""
        for _ in range(8):  # until the watch looks back past the import
            self._poll(lambda: None)
        quiet = [n / self._polls for n in _sides(self._calls(lambda: None))]
        once = [max(0.0, n - usual) for n, usual in zip(self._next_day(), quiet, strict=True)]
        still = [q * DAY_POLLS + more for q, more in zip(quiet, once, strict=True)]
        keys = self._to_ship()
        many = len(keys)
        lively = _sides(self._calls(lambda: self._happens(keys, many)) + self._calls(lambda: None))
        told = [n - q * 2 * self._polls for n, q in zip(lively, quiet, strict=True)]
        late = self._lateness()
        feeds, refunds = self._refund_all()
        name, per = "way back: a day", 1000 / max(many, 1)
        return [
            figure(name, "shipment told to Amazon after", "poll intervals", late, goal=1.5),
            *(figure(name, f"{side}, without news", "calls", [n], note=_OF_POLLS)
              for side, n in zip(_SIDES, still, strict=True)),
            *(figure(name, f"{side}, with 1,000 orders", "calls", [n + t * per], note=_OF_LIFE)
              for side, n, t in zip(_SIDES, still, told, strict=True)),
            figure(name, "feeds per 1,000 refunds at once", "feeds", [feeds / refunds * 1000]),
        ]  # fmt: skip

    def _poll(self, happens: Callable[[], None]) -> None:
        """What happens does so somewhere within the interval."""
        until = self._fate.at + POLL_S
        self._fate.forward(self._fate.dice.uniform(0.0, POLL_S * 0.99))
        happens()
        self._fate.forward(until - self._fate.at)
        live(self._sandbox, self._fate, self._profile, wait_s=0.0)

    def _counts(self) -> Counter[str]:
        return Counter(self._sandbox.server.counts)

    def _calls(self, happens: Callable[[], None]) -> Counter[str]:
        before = self._counts()
        for _ in range(self._polls):
            self._poll(happens)
        return self._counts() - before

    def _next_day(self) -> tuple[int, int]:
        """The first polls of another day: its wide sweep, and the looks at open orders."""
        self._fate.forward(86_400.0)
        before = self._counts()
        self._poll(lambda: None)
        after = self._counts() - before
        return _sides(after)

    def _to_ship(self) -> list[str]:
        shop = {one["source_identifier"] for one in self._sandbox.ledger()["shopify"]["orders"]}
        return [
            head.key
            for head in self._sandbox.amazon.store
            if (head.status, head.fulfilled_by) == ("UNSHIPPED", "MERCHANT")
            and head.key in shop
            and not self._sandbox.amazon.store.body(head).get("programs")
        ]

    def _happens(self, keys: list[str], all_of_them: int) -> None:
        """Some orders leave in this interval, some are cancelled, some that left are refunded."""
        for key in [keys.pop() for _ in range(min(-(-all_of_them // self._polls), len(keys)))]:
            with suppress(ValueError):  # on hold for a buyer's wish
                if self._fate.dice.random() < CANCELLED:
                    self._sandbox.shopify.event("shopify.cancel", {"order": key})
                    continue
                number = f"1Z999AA1{len(self._left_at):010d}"
                body = {"order": key, "company": "UPS", "number": number}
                self._sandbox.shopify.event("shopify.fulfil", body)
                self._left_at[key] = self._fate.at
        for key in self._left_at:
            if self._fate.dice.random() < REFUNDED / self._polls:
                self._refund(key)

    def _refund(self, key: str) -> None:
        with suppress(ValueError):  # refunded already
            self._sandbox.shopify.event("shopify.refund", {"order": key})

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
        before = self._refunded()
        for key in self._left_at:
            self._refund(key)
        for _ in range(30):
            self._poll(lambda: None)
        after = self._refunded()
        return after[0] - before[0], max(1, after[1] - before[1])

    def _refunded(self) -> tuple[int, int]:
        ledger = self._sandbox.ledger()["amazon"]
        refunds = [r for one in ledger["orders"] for r in one["refunds"] if r["by"] == "feed"]
        return len(ledger["feeds"]), len(refunds)


_SIDES = ("Amazon", "Shopify")
_OF_POLLS = "720 polls, and what each day asks once"
_OF_LIFE = "each shipped in Shopify; 5% refunded, 2% cancelled"


def _sides(calls: Counter[str]) -> tuple[int, int]:
    """Calls to Amazon, and to Shopify."""
    shopify = sum(n for name, n in calls.items() if name.startswith("shopify."))
    return sum(calls.values()) - shopify, shopify
