"""The real program, killed at random moments while the services err, loses and doubles nothing."""

import json
import random
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from desktop.sandbox.run import Sandbox, SandboxOptions, start_sandbox
from tests.crash.judge import judge
from tests.crash.seller import Seller

SPEED = 3000.0

BAD_DAY = [
    {"operation": "shopify.orderCreate", "kind": "cut_after", "probability": 0.12},
    {"operation": "shopify.orderCreate", "kind": "cut_before", "probability": 0.06},
    {"operation": "shopify.orderCreate", "kind": "status", "status": 502, "probability": 0.05},
    {"operation": "shopify.orderCreate", "kind": "truncate", "probability": 0.05},
    {"operation": "shopify.*", "kind": "status", "status": 429, "probability": 0.03},
    {"operation": "shopify.orderByIdentifier", "kind": "status", "status": 503, "probability": 0.1},
    {"operation": "amazon.searchOrders", "kind": "status", "status": 429, "probability": 0.05},
    {"operation": "amazon.searchOrders", "kind": "truncate", "probability": 0.05},
]


def call(url: str, method: str = "GET", body: Any = None) -> Any:
    """One call of the sandbox's control endpoint."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(  # noqa: S310 - a loopback address
        url, data, {"content-type": "application/json"}, method=method
    )
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        return json.loads(answer.read() or b"null")


def connected(sandbox: Sandbox, folder: Path, environment: dict[str, str]) -> Seller:
    """A seller whose profile is connected to the sandbox and started."""
    seller = Seller(folder, environment)
    done = seller.run("connect", "--from", "-", given=json.dumps(sandbox.connect))
    assert done.returncode == 0, done.stderr
    return seller


def settle(seller: Seller, rounds: int = 12) -> dict[str, Any]:
    """Run until nothing waits any more; returns the last run's summary."""
    summary: dict[str, Any] = {}
    for _ in range(rounds):
        summary = seller.json("sync", "--once", "--wait", str(12 * SPEED))
        stages = {row["stage"] for row in seller.json("list")}
        if not stages & {"waiting", "sending", "checking"}:
            break
    return summary


def prove(
    folder: Path,
    environment: dict[str, str],
    *,
    seed: int,
    kills: int,
    orders: int,
    id_metafield: str,
    search_lag_s: float,
) -> str:
    """One whole history; returns its figures, and fails where the sides disagree."""
    dice = random.Random(seed)
    sandbox = start_sandbox(SandboxOptions(seed=seed, orders=orders, speed=SPEED))
    try:
        control = sandbox.urls["control"]
        seller = connected(sandbox, folder, environment)
        knobs = {"id_metafield": id_metafield, "search_lag_s": search_lag_s}
        call(f"{control}/faults", "PUT", {"seed": seed, "faults": BAD_DAY, "shopify": knobs})
        killed = 0
        for turn in range(kills):
            killed += seller.kill_while(dice, "sync", "--once", longest_s=2.6)
            if turn % 3 == 0:
                call(f"{control}/events", "POST", {"kind": "amazon.new_order"})
        call(f"{control}/faults", "DELETE")
        summary = settle(seller)
        ledger = call(f"{control}/ledger")
        rows = seller.json("list", "--limit", "100000")
    finally:
        sandbox.stop()
    verdict = judge(ledger, rows)
    assert verdict.is_clean, verdict
    totals = summary["totals"]
    accounted = totals["done"] + totals["waiting"] + totals["failed"] + totals["skipped"]
    assert totals["imported"] == accounted == len(ledger["amazon"]["orders"])
    return (
        f"seed {seed}, {id_metafield}: {killed} of {kills} runs killed,"
        f" {verdict.created} orders created once each, {totals['failed']} failed for a person,"
        f" {ledger['requests'].get('shopify.orderCreate', 0)} creations were asked for"
    )


@pytest.mark.timeout(300)
@pytest.mark.parametrize("id_metafield", ["refuse", "twin"])
def test_a_few_kills_lose_and_double_nothing(
    id_metafield: str, profile_folder: Path, child_environment: dict[str, str]
) -> None:
    print(
        prove(
            profile_folder,
            child_environment,
            seed=7 if id_metafield == "refuse" else 8,
            kills=8,
            orders=60,
            id_metafield=id_metafield,
            search_lag_s=600.0,
        )
    )


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(1, 9))
def test_hundreds_of_kills_lose_and_double_nothing(
    seed: int, profile_folder: Path, child_environment: dict[str, str]
) -> None:
    print(
        prove(
            profile_folder,
            child_environment,
            seed=seed,
            kills=40,
            orders=150,
            id_metafield=("refuse", "twin")[seed % 2],
            search_lag_s=(0.0, 600.0)[seed // 2 % 2],
        )
    )
