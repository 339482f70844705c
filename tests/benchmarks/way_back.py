"""The way back on a made-up clock: how late Amazon hears of a parcel, calls a day, feeds."""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest

from desktop.models.setting import set_setting
from desktop.sandbox.run import Sandbox, SandboxOptions, start_sandbox
from desktop.sync.pull_shopify import POLL_S
from tests.actions.stand import connect_object, connect_with, opened_profile
from tests.benchmarks.measure import Figure, Run, figure
from tests.sync.simulated import Fate, LeftAlone, live
from tests.sync.test_histories import bound

DAY_S = 86_400.0
SETTLES_S = 7200.0  # after the import, and after a heap of refunds
MOST, NONE = (700, 1500), (None, None)  # calls to Amazon and Shopify in a day without news
REFUNDED, CANCELLED = 0.05, 0.02  # of the orders that a day ships
WHOLE = 1_000  # with fewer orders what each run asks once weighs more
FEW = 50  # with fewer orders an hour stands for the day: only to see that all of it works
_Happening = tuple[float, Callable[[], None]]
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
            for name in ("refund.to_amazon", "cancel.to_amazon"):
                set_setting(name, True)
            day = _Day(sandbox, fate, profile, 1.0 if count > FEW else 1 / 24)
            return [*day.created(count), *day.figures()]
    finally:
        sandbox.stop()


class _Day:
    """Days of the background schedule, and what happens in them."""

    def __init__(self, sandbox: Sandbox, fate: Fate, profile: Any, part: float) -> None:
        self._sandbox, self._fate, self._profile = sandbox, fate, profile
        self._part = part  # of a day; what is counted is a day's
        self._left_at: dict[str, float] = {}

    def created(self, count: int) -> list[Figure]:
        """All orders are imported and created, and looked at once."""
        before = self._counts()
        live(self._sandbox, self._fate, self._profile, wait_s=0.0)
        self._fate.forward(POLL_S)
        live(self._sandbox, self._fate, self._profile, wait_s=0.0)
        self._background = LeftAlone(self._sandbox, self._fate, self._profile)
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
        self._pass(SETTLES_S)
        quiet = self._calls_of_a_day([])
        happens = self._happenings()
        lively = self._calls_of_a_day(happens)
        per = 1000 / max(len(self._left_at), 1)
        many = [calm + (more - calm) * per for calm, more in zip(quiet, lively, strict=True)]
        late = self._lateness()
        feeds, refunds = self._refund_all()
        name = "way back: a day"
        is_whole = self._part == 1.0
        return [
            figure(name, "shipment told to Amazon after", "poll intervals", late, goal=1.5),
            *(figure(name, f"{side}, without news", "calls", [n], goal=most, note=_OF_A_DAY)
              for side, n, most in zip(_SIDES, quiet, MOST if is_whole else NONE, strict=True)),
            *(figure(name, f"{side}, with 1,000 orders", "calls", [n], note=_OF_LIFE)
              for side, n in zip(_SIDES, many, strict=True)),
            figure(name, "feeds per 1,000 refunds at once", "feeds", [feeds / refunds * 1000]),
        ]  # fmt: skip

    def _pass(self, seconds: float) -> None:
        self._background.until(self._fate.at + seconds)

    def _counts(self) -> Counter[str]:
        return Counter(self._sandbox.server.counts)

    def _calls_of_a_day(self, happens: list[_Happening]) -> list[float]:
        """Calls to each side, in a day in which this happens: (when, what), from its beginning."""
        before, began = self._counts(), self._fate.at
        for after_s, what in sorted(happens, key=itemgetter(0)):
            self._background.until(began + after_s)
            what()
        self._background.until(began + DAY_S * self._part)
        return [n / self._part for n in _sides(self._counts() - before)]

    def _to_ship(self) -> list[str]:
        shop = {one["source_identifier"] for one in self._sandbox.ledger()["shopify"]["orders"]}
        return [
            head.key
            for head in self._sandbox.amazon.store
            if (head.status, head.fulfilled_by) == ("UNSHIPPED", "MERCHANT")
            and head.key in shop
            and not self._sandbox.amazon.store.body(head).get("programs")
        ]

    def _happenings(self) -> list[_Happening]:
        """Orders leave or are cancelled in the first two thirds; some are refunded afterwards."""
        dice, found = self._fate.dice, list[_Happening]()
        for key in self._to_ship():
            at = dice.uniform(0.0, DAY_S * self._part * 2 / 3)
            if dice.random() < CANCELLED:
                found.append((at, partial(self._cancel, key)))
                continue
            found.append((at, partial(self._fulfil, key)))
            if dice.random() < REFUNDED:
                later = dice.uniform(at, DAY_S * self._part * 0.9)
                found.append((later, partial(self._refund, key)))
        return found

    def _cancel(self, key: str) -> None:
        with suppress(ValueError):  # on hold for a buyer's wish
            self._sandbox.shopify.event("shopify.cancel", {"order": key})

    def _fulfil(self, key: str) -> None:
        number = f"1Z999AA1{len(self._left_at):010d}"
        body = {"order": key, "company": "UPS", "number": number}
        with suppress(ValueError):  # on hold for a buyer's wish
            self._sandbox.shopify.event("shopify.fulfil", body)
            self._left_at[key] = self._fate.at

    def _refund(self, key: str) -> None:
        with suppress(ValueError):  # refunded already, or never sent
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
        self._pass(SETTLES_S)
        after = self._refunded()
        return after[0] - before[0], max(1, after[1] - before[1])

    def _refunded(self) -> tuple[int, int]:
        ledger = self._sandbox.ledger()["amazon"]
        refunds = [r for one in ledger["orders"] for r in one["refunds"] if r["by"] == "feed"]
        return len(ledger["feeds"]), len(refunds)


_SIDES = ("Amazon", "Shopify")
_OF_A_DAY = "a whole day of the background schedule"
_OF_LIFE = "another whole day: each shipped in Shopify; 5% refunded, 2% cancelled"


def _sides(calls: Counter[str]) -> tuple[int, int]:
    """Calls to Amazon, and to Shopify."""
    shopify = sum(n for name, n in calls.items() if name.startswith("shopify."))
    return sum(calls.values()) - shopify, shopify
