"""What a benchmark says, and how it takes its samples: interleaved, medians, ranges."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured; `quick` for a look, `tiny` to see only that all of it works."""

    storing_orders: int = 5_000
    storing_repeats: int = 7
    sync_orders: int = 1_000
    memory_orders: int = 100_000
    memory_step: int = 10_000
    list_sizes: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    list_repeats: int = 25
    grid_repeats: int = 25
    start_orders: int = 100_000
    start_repeats: int = 11


QUICK = Scale(
    storing_orders=1_000,
    storing_repeats=5,
    sync_orders=300,
    memory_orders=10_000,
    memory_step=1_000,
    list_sizes=(10_000, 100_000),
    list_repeats=7,
    grid_repeats=7,
    start_orders=10_000,
    start_repeats=5,
)
TINY = Scale(
    storing_orders=120,
    storing_repeats=2,
    sync_orders=20,
    memory_orders=300,
    memory_step=100,
    list_sizes=(400,),
    list_repeats=2,
    grid_repeats=2,
    start_orders=100,
    start_repeats=1,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `ratio` is to what `beside` names, measured in the same run.

    `goal` is the most that is wanted of `goal_of`, the median or the ratio.
    """

    benchmark: str
    what: str
    unit: str
    median: float
    low: float
    high: float
    p99: float | None = None
    ratio: float | None = None
    beside: str = ""
    goal: float | None = None
    goal_of: Literal["median", "ratio"] = "median"
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        """Whether the goal is met; None without one."""
        if self.goal is None:
            return None
        found = self.median if self.goal_of == "median" else self.ratio
        return found is not None and found <= self.goal

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "is_met": self.is_met}


@dataclass(slots=True)
class Run:
    """What the benchmarks of one run share: the scale, a folder, and what is made once."""

    scale: Scale
    folder: Path
    made: dict[str, Path] = field(default_factory=dict)
    tell: Callable[[str], None] = lambda _: None


Samples = dict[str, list[float]]


def interleaved(
    tasks: Mapping[str, Callable[[], float]], repeats: int, *, warm_up: bool = True
) -> Samples:
    """Run each task in turn, `repeats` rounds, beginning each round with another one.

    A task answers what it measured itself. The first round, where everything is cold, is left out.
    """
    names = list(tasks)
    samples: Samples = {name: [] for name in names}
    for number in range(repeats + warm_up):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            gc.collect()
            value = tasks[name]()
            if number >= warm_up:
                samples[name].append(value)
    return samples


def timed(work: Callable[[], object]) -> float:
    """How many seconds it took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def figure(
    benchmark: str,
    what: str,
    unit: str,
    samples: Sequence[float],
    *,
    beside: tuple[str, Sequence[float]] | None = None,
    goal: float | None = None,
    goal_of: Literal["median", "ratio"] = "median",
    with_p99: bool = False,
    note: str = "",
) -> Figure:
    """A line from samples; `beside` is what it is compared with, by the medians."""
    median = statistics.median(samples)
    return Figure(
        benchmark,
        what,
        unit,
        median,
        min(samples),
        max(samples),
        p99=percentile(samples, 0.99) if with_p99 else None,
        ratio=None if beside is None else median / max(statistics.median(beside[1]), 1e-9),
        beside="" if beside is None else beside[0],
        goal=goal,
        goal_of=goal_of,
        note=note,
    )


def percentile(samples: Sequence[float], part: float) -> float:
    """The sample that so great a part lies at or below."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, round(part * (len(ordered) - 1)))]
