"""Memory while a long history is imported; the sandbox is another process."""

import json
from typing import Any

from tests.benchmarks.measure import Figure, Run
from tests.benchmarks.processes import answer_of, sandbox_process

MOST_GROWTH_MIB = 16.0


def run(asked: Run) -> list[Figure]:
    """Growth from the first sample after the page cache is full to the last."""
    scale = asked.scale
    with sandbox_process(scale.memory_orders) as sandbox:
        connect = {**sandbox["connect"], "start": None}  # import only: nothing is created
        told: dict[str, Any] = answer_of(
            "tests.benchmarks.app_child", str(scale.memory_step), given=json.dumps(connect)
        )
    assert told["imported"] == scale.memory_orders, told
    return _figures(told)


def _figures(told: dict[str, Any]) -> list[Figure]:
    samples = [mib for _, mib in told["memory"]]
    # The database may keep 64 MiB of pages; the first third of the run fills them.
    settled = samples[len(samples) // 3 :]
    growth = max(settled) - settled[0]
    words = ", ".join(f"{done:,}: {mib:.0f}" for done, mib in told["memory"])
    low, high = min(samples), max(samples)
    rate = told["imported"] / told["wall_s"]
    name = "memory"
    return [
        Figure(
            name,
            f"resident over {told['imported']:,} orders",
            "MiB",
            samples[-1],
            low,
            high,
            note=words,
        ),
        Figure(
            name,
            "growth after the first third",
            "MiB",
            growth,
            growth,
            growth,
            goal=MOST_GROWTH_MIB,
        ),
        Figure(name, "imported", "orders/s", rate, rate, rate),
        Figure(name, "the app's CPU", "ms/order", *[told["cpu_s"] / told["imported"] * 1000] * 3),
        Figure(name, "size of the database", "MiB", *[told["database_mib"]] * 3),
    ]
