"""Random histories of orders on both sides, with the real engine between that errs and dies.

Whatever happens in whatever order: in the end both services and the app agree, all of it exactly
once, and at every quiet moment a warehouse sees what is to be packed and nothing else.
"""

import itertools
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop import clock
from desktop.channels.amazon import patience
from desktop.channels.shopify import client as shopify_client
from desktop.models import database, task
from desktop.models.setting import set_setting
from desktop.models.sku_link import save_link
from desktop.sandbox.run import Sandbox, SandboxOptions, start_sandbox
from desktop.sync import account_run, pull_amazon
from desktop.sync.keep_orders import keep_orders
from desktop.sync.tasks import (
    cancel_in_shopify,
    confirm_shipment,
    refund_in_shopify,
)
from desktop.trade import LinkPart, SkuLink
from desktop.trade.returns import PackageToConfirm
from tests.actions.stand import connect_object, connect_with, opened_profile
from tests.sync.both_sides import disagreements
from tests.sync.happenings import Happenings
from tests.sync.simulated import Died, Fate, live, mortal

LONG = pytest.mark.long
_STEPS = (
    "claim",
    "keep_plan",
    "again",
    "check",
    "failed",
    "done",
    "orphans",
    "settled",
    "submitted",
)
_BAD_TURNS, _QUIET_TURNS = 9, 40
_BOOKS_S = 50 * 3600.0
_OPEN = "state IN ('READY', 'SENDING', 'CHECK', 'SUBMITTED') OR hold = 'outbox'"


def bound(patch: pytest.MonkeyPatch, fate: Fate) -> None:
    """Lay all waits, all clocks and all commits into fate's hands."""
    for module in (account_run, patience, shopify_client):
        patch.setattr(module, "wait", fate.forward)
    for tasks in (cancel_in_shopify, confirm_shipment, refund_in_shopify):
        patch.setattr(tasks, "real_now", fate)
    patch.setattr(clock, "now", fate)
    patch.setattr(account_run, "_POLITE_PAUSE_S", 1e9)
    for name in _STEPS:
        patch.setattr(task, name, mortal(fate, getattr(task, name)))
    patch.setattr(pull_amazon, "keep_orders", mortal(fate, keep_orders))


class History:
    """One seller's life on both sides."""

    def __init__(self, sandbox: Sandbox, fate: Fate, profile: Any) -> None:
        self.sandbox, self.fate, self._profile = sandbox, fate, profile
        self.happenings = Happenings(sandbox, fate)
        self.deaths = 0
        self.wrong: list[str] = []

    def bad_days(self, turns: int) -> None:
        """Things happen on both sides while requests are lost and the process dies."""
        self.fate.bad = True
        for _ in range(turns):
            for _ in range(self.fate.dice.randrange(6)):
                self.happenings.one()
                self.fate.forward(self.fate.dice.uniform(0.0, 60.0))
            self._turn()
            self.fate.forward(self.fate.dice.uniform(0.0, 700.0))

    def quiet(self) -> None:
        """Nothing happens and nothing errs until all is settled; then both sides are compared,
        and once more when Amazon's books are complete."""
        self.fate.bad = False
        self._settle()
        self._compare(books_are_late=True)
        self.fate.forward(_BOOKS_S)
        self._settle()
        self._compare(books_are_late=False)

    def _settle(self) -> None:
        for turn in range(_QUIET_TURNS):
            self._turn()
            self.fate.forward(1_000.0)
            if turn > 11 and not _unfinished():
                break

    def _compare(self, *, books_are_late: bool) -> None:
        both = self.happenings.both
        self.wrong += disagreements(self.sandbox, both, books_are_late=books_are_late)
        if books_are_late:
            return
        before = self._ledgers()
        for _ in range(2):
            self._turn()
            self.fate.forward(1_000.0)
        if self._ledgers() != before:
            self.wrong.append("it goes on for ever")

    def _turn(self) -> None:
        try:
            live(self.sandbox, self.fate, self._profile)
        except Died:
            self.deaths += 1

    def _ledgers(self) -> tuple[Any, Any, Any]:
        told = self.sandbox.ledger()
        return told["amazon"]["orders"], told["amazon"]["feeds"], told["shopify"]["orders"]


def _unfinished() -> int:
    with database.read() as connection:
        (count,) = connection.execute(f"SELECT count(*) FROM task WHERE {_OPEN}").fetchone()  # noqa: S608
    return int(count)


@contextmanager
def history(folder: Path, fate: Fate, orders: int = 14) -> Iterator[History]:
    """A connected seller, whose orders stand in the shop, with a day's rules drawn."""
    dice = fate.dice
    knobs: dict[str, dict[str, Any]] = {
        "amazon": {
            "index_lag_s": 60.0,
            "finances_lag_h": dice.choice((0.1, 2.0, 40.0)),
            "deferred_share": dice.choice((0.0, 0.5)),
            "deferred_h": 1.0,
            "shipment_lag_s": dice.choice((0.0, 180.0)),
        },
        "shopify": {"id_metafield": "refuse", "search_lag_s": dice.choice((0.0, 300.0))},
    }
    seed = dice.choice((4, 4, 5, 7))
    sandbox = start_sandbox(SandboxOptions(seed=seed, orders=orders, knobs=knobs))
    try:
        with opened_profile(folder) as profile:
            assert connect_with(profile, connect_object(sandbox)).is_connected
            sandbox.amazon.timing._clock = fate
            _sell_a_set(sandbox, dice)
            set_setting("refund.to_amazon", dice.choice((True, True, False)))
            set_setting("cancel.to_amazon", dice.choice((True, True, False)))
            set_setting("refund.to_shopify", dice.choice(("automatic", "offer")))
            lived = History(sandbox, fate, profile)
            fate.bad = False
            lived._turn()
            yield lived
    finally:
        sandbox.stop()


def _sell_a_set(sandbox: Sandbox, dice: random.Random) -> None:
    """One SKU is a set of a product and two of another; one order is of Ship+."""
    open_ones = [head for head in sandbox.amazon.store
                 if (head.status, head.fulfilled_by) == ("UNSHIPPED", "MERCHANT")]  # fmt: skip
    first, second = dice.sample(open_ones[:5], 2)
    sku = sandbox.amazon.store.body(first)["orderItems"][0]["product"]["sellerSku"]
    one, other = dice.sample(sorted(v.id for v in sandbox.shopify.shop.variants.values()), 2)
    save_link(1, SkuLink(sku, (LinkPart(one, 1), LinkPart(other, 2))), int(clock.now()))
    body = {"order_id": second.key, "path": "programs", "value": ["FBM_SHIP_PLUS"]}
    sandbox.events.happen("amazon.set_field", body)


def lived_through(folder: Path, fate: Fate, days: int = 2) -> History:
    """A whole history: bad days, each with a quiet end."""
    with history(folder, fate) as lived:
        for _ in range(days):
            lived.bad_days(_BAD_TURNS)
            lived.quiet()
            if lived.wrong:
                break
    return lived


@pytest.mark.parametrize("seed", [*range(4), *(pytest.param(n, marks=LONG) for n in range(4, 300))])
def test_both_sides_agree_in_the_end(
    seed: int, profile_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fate = Fate(random.Random(seed), lost=0.25, loses_all=True)  # noqa: S311
    bound(monkeypatch, fate)
    lived = lived_through(profile_folder, fate)
    assert not lived.wrong, "\n".join(lived.wrong)
    assert lived.happenings.happened


def test_the_histories_can_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reference that belongs to the attempt, and not to the fulfilment, makes second packages."""
    package_of, numbers = confirm_shipment.package_of, itertools.count(1)

    def another(*given: Any) -> PackageToConfirm:
        return replace(package_of(*given), reference=str(next(numbers)))

    for seed in range(8):  # not every history loses the answer to a confirmation
        folder = tmp_path / f"life {seed}"
        folder.mkdir()
        with monkeypatch.context() as patch:
            fate = Fate(random.Random(seed), lost=0.5, loses_all=True)  # noqa: S311
            bound(patch, fate)
            patch.setattr(confirm_shipment, "package_of", another)
            wrong = lived_through(folder, fate, days=1).wrong
        if any("stands for no fulfilment" in one for one in wrong):
            return
    pytest.fail("eight histories went well in spite of it")
