"""Random histories of creations: the engine dies and loses answers at every step, time flies.

The engine, its clients, its database and the sandbox are the real ones. Between them stands a wire
without sockets that loses what it likes, also requests that land long after their answer was
given up; the clock is a made-up one, so that minutes of settling cost nothing.
"""

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from desktop.channels.amazon import patience
from desktop.channels.shopify import client as shopify_client
from desktop.models import database, reconciliation, task
from desktop.sandbox.run import Sandbox, SandboxOptions, start_sandbox
from desktop.sync import account_run, pull_amazon, retry
from desktop.sync.keep_orders import keep_orders
from tests.actions.stand import connect_object, connect_with, opened_profile
from tests.sync.simulated import Died, Fate, live, mortal

LONG = pytest.mark.long
_STEPS = ("claim", "again", "check", "failed", "done", "orphans")
_BAD_TURNS = 25


@pytest.fixture
def fate(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Fate:
    """Fate by the test's seed, with all waits and all commits in its hands."""
    drawn = Fate(random.Random(request.getfixturevalue("seed")))  # noqa: S311
    for module in (account_run, patience, shopify_client):
        monkeypatch.setattr(module, "wait", drawn.forward)
    monkeypatch.setattr(account_run, "_POLITE_PAUSE_S", 1e9)
    for name in _STEPS:
        monkeypatch.setattr(task, name, mortal(drawn, getattr(task, name)))
    monkeypatch.setattr(pull_amazon, "keep_orders", mortal(drawn, keep_orders))
    return drawn


def _history(
    folder: Path, fate: Fate, knobs: dict[str, Any], *, believes: bool = True
) -> tuple[Sandbox, int]:
    """Live through one history to its quiet end; the sandbox and how often the process died."""
    settings = {"amazon": {"index_lag_s": 60.0}, "shopify": knobs}
    sandbox = start_sandbox(SandboxOptions(seed=4, orders=14, knobs=settings))
    try:
        with opened_profile(folder) as profile:
            assert connect_with(profile, connect_object(sandbox)).is_connected
            sandbox.amazon.timing._clock = fate
            deaths = 0
            for turn in range(60):
                fate.bad = turn < _BAD_TURNS
                try:
                    live(sandbox, fate, profile)
                except Died:
                    deaths += 1
                if fate.bad and fate.strikes(0.4):
                    sandbox.events.arrive()
                fate.forward(fate.dice.uniform(0.0, 400.0) if fate.bad else 400.0)
                if turn > _BAD_TURNS and not _unfinished():
                    break  # one whole quiet turn after the last order came
            if believes:
                _believes(sandbox)
    finally:
        sandbox.stop()
    return sandbox, deaths


def _unfinished() -> int:
    with database.read() as connection:
        (open_tasks,) = connection.execute(
            "SELECT count(*) FROM task WHERE state IN ('READY', 'SENDING', 'CHECK')"
        ).fetchone()
    return int(open_tasks)


def _believes(sandbox: Sandbox) -> None:
    """Nothing is lost: each order of Amazon's is held, and stands where it says it stands."""
    totals = reconciliation.reconcile()
    assert totals.adds_up
    assert totals.imported == len(sandbox.ledger()["amazon"]["orders"])
    assert _unfinished() == 0
    in_shop = Counter(one["source_identifier"] for one in sandbox.ledger()["shopify"]["orders"])
    with database.read() as connection:
        done = {
            row[0]
            for row in connection.execute(
                "SELECT amazon_order_id FROM orders JOIN task ON task.order_id = orders.id"
                " WHERE state = 'DONE'"
            )
        }
        (counted,) = connection.execute("SELECT count(*) FROM plan_use").fetchone()
    assert done == set(in_shop)
    assert counted == len(done) > 0


def _duplicates(sandbox: Sandbox) -> list[str]:
    made = Counter(one["source_identifier"] for one in sandbox.ledger()["shopify"]["orders"])
    return [key for key, count in made.items() if count > 1]


@pytest.mark.parametrize("seed", [*range(8), *(pytest.param(n, marks=LONG) for n in range(8, 400))])
def test_no_history_doubles_or_loses_an_order(seed: int, fate: Fate, profile_folder: Path) -> None:
    knobs = {
        "id_metafield": ("refuse", "twin")[seed % 2],
        "search_lag_s": (0.0, 590.0)[seed // 2 % 2],
        "exact_lag_s": (0.0, 50.0)[seed // 4 % 2],
    }
    sandbox, deaths = _history(profile_folder, fate, knobs)
    assert deaths > 0
    assert _duplicates(sandbox) == []


def test_the_model_can_fail(profile_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking up at once, before the request can have landed, doubles orders."""
    doubled = 0
    for seed in range(20):
        with monkeypatch.context() as patched:
            fate = Fate(random.Random(seed))  # noqa: S311
            for module in (account_run, patience, shopify_client):
                patched.setattr(module, "wait", fate.forward)
            patched.setattr(account_run, "_POLITE_PAUSE_S", 1e9)
            patched.setattr(retry, "settled_at", lambda sent_at, pace: sent_at)
            knobs = {"id_metafield": "twin", "search_lag_s": 590.0}
            folder = profile_folder / str(seed)
            folder.mkdir()
            sandbox, _ = _history(folder, fate, knobs, believes=False)
            doubled += len(_duplicates(sandbox))
        if doubled:
            break
    assert doubled > 0
