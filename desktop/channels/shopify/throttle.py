"""Shopify's cost bucket: how many points an operation may take now (pure).

The bucket belongs to shop and application. Shopify tells its true state with every answer; between
answers it is reckoned from the rate at which it refills. A state is (points, at, points a second).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop.channels.pacing import BucketState, UsagePlan, take

FIRST_GUESS = 50.0
# The smallest bucket and slowest refill of the plans; each answer corrects them.
DEFAULT_MAXIMUM = 2000.0
DEFAULT_RATE = 100.0


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer said about cost: points of the request, and the bucket's true state."""

    requested: float | None = None
    available: float | None = None
    maximum: float | None = None
    rate: float | None = None

    @property
    def is_beyond_reach(self) -> bool:
        """Whether a full bucket holds less than the request costs: waiting is of no use."""
        if self.requested is None or self.maximum is None:
            return False
        return self.requested > self.maximum


def read_cost(extensions: object) -> Told:
    """The cost report of an answer; what is absent or no positive number stays None."""
    cost = _part(extensions, "cost")
    status = _part(cost, "throttleStatus")
    return Told(
        requested=_number(cost.get("requestedQueryCost")),
        available=_number(status.get("currentlyAvailable")),
        maximum=_number(status.get("maximumAvailable")) or None,
        rate=_number(status.get("restoreRate")) or None,
    )


def take_points(
    state: BucketState | None,
    cost: float,
    now: float,
    *,
    reserve: float = 0.0,
    maximum: float = DEFAULT_MAXIMUM,
    first_rate: float = DEFAULT_RATE,
) -> tuple[BucketState, float]:
    """Take points for one request, leaving `reserve`. The second value is the wait in seconds.

    0.0 means taken; otherwise nothing was taken. `maximum` is what the bucket holds when full.
    """
    if state is not None and state[2] <= 0:
        state = (state[0], state[1], first_rate)
    return take(state, UsagePlan(first_rate, int(maximum)), now, cost, reserve)


def throttled_wait(told: Told, at_least: float) -> float:
    """Seconds until a throttled request may go again."""
    lacking = (told.requested or FIRST_GUESS) - (told.available or 0.0)
    return max(at_least, lacking / (told.rate or DEFAULT_RATE))


def _part(value: object, name: str) -> Mapping[str, Any]:
    inner = value.get(name) if isinstance(value, Mapping) else None
    return inner if isinstance(inner, Mapping) else {}


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        return None
    return float(value)
