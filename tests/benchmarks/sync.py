"""Whole syncs on the sandbox: calls per 1,000 orders, orders a second, the app's own CPU."""

import json
from typing import Any

from tests.benchmarks.measure import Figure, Run, figure
from tests.benchmarks.processes import answer_of, sandbox_process

AMAZON_CALLS = ("lwaToken", "searchOrders", "getOrder")
SEEDS = (1, 2, 3)


def run(asked: Run) -> list[Figure]:
    """Three made-up shops, each pulled and created from nothing."""
    count = asked.scale.sync_orders
    runs = [_run(count, seed) for seed in SEEDS]
    return [*_calls(runs), *_speed(runs)]


def _run(count: int, seed: int) -> dict[str, Any]:
    with sandbox_process(count, seed) as sandbox:
        told: dict[str, Any] = answer_of(
            "tests.benchmarks.app_child", str(count), given=json.dumps(sandbox["connect"])
        )
    assert told["imported"] == count, told
    assert not told["problems"], told
    return told


def _calls(runs: list[dict[str, Any]]) -> list[Figure]:
    amazon, shopify, wanted = [], [], []
    for one in runs:
        of_amazon = sum(n for name, n in one["calls"].items() if name in AMAZON_CALLS)
        rest = sum(one["calls"].values()) - of_amazon
        amazon.append(of_amazon / one["imported"] * 1000)
        shopify.append(rest / one["created"] * 1000)
        made = one["calls"]["CreateOrder"] + one["calls"]["OrderByAmazonId"]
        wanted.append(made / one["created"] * 1000)
    names = "sync: calls"
    return [
        figure(names, "Amazon, per 1,000 imported", "calls", amazon, goal=12),
        figure(names, "Shopify, per 1,000 created", "calls", shopify, goal=2100),
        figure(names, "of it: create, check for twins", "calls", wanted),
    ]


def _speed(runs: list[dict[str, Any]]) -> list[Figure]:
    name = "sync: speed"
    rate = [one["created"] / one["wall_s"] for one in runs]
    each = [one["cpu_s"] / one["created"] * 1000 for one in runs]
    share = [one["cpu_s"] / one["wall_s"] * 100 for one in runs]
    return [
        figure(name, "orders pulled and created", "orders/s", rate, note=_OF_SPEED),
        figure(name, "the app's CPU", "ms/order", each),
        figure(name, "the app's share of the time", "% of a core", share),
    ]


_OF_SPEED = "the sandbox works on the other core and takes the rest of the time"
