"""Token buckets: how many calls a service's quota still allows, and how long to wait for the next.

Pure functions on a bucket's state, and the one operation that a store of buckets must offer. A
state outlives the program, so a restart refills no more than the time in between allows.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

# tokens · at (UTC seconds) · rate (tokens a second here)
BucketState = tuple[float, float, float]

T = TypeVar("T")

_FIRST_FILL = 0.8  # of the burst: another computer may have used some
_ROUNDING = 1e-9


class BucketStore(Protocol):
    """Where buckets live: shared by accounts and kept over restarts."""

    def change(self, key: str, step: Callable[[BucketState | None], tuple[BucketState, T]]) -> T:
        """Put what `step` makes of the bucket in its place, atomically; gives its answer back."""
        ...


class MemoryBuckets:
    """Buckets that live as long as this object."""

    def __init__(self) -> None:
        self._states: dict[str, BucketState] = {}
        self._lock = threading.Lock()

    def change(self, key: str, step: Callable[[BucketState | None], tuple[BucketState, T]]) -> T:
        """See BucketStore."""
        with self._lock:
            self._states[key], answer = step(self._states.get(key))
        return answer


@dataclass(frozen=True, slots=True)
class UsagePlan:
    """A quota: tokens that come back a second, and how many there can be at most."""

    rate: float
    burst: int

    def scaled(self, speed: float) -> "UsagePlan":
        """The plan where time runs that many times as fast."""
        return UsagePlan(self.rate * speed, self.burst)


def refilled(state: BucketState | None, plan: UsagePlan, now: float) -> BucketState:
    """The bucket as it is now; one never seen starts at 80 % of the burst.

    A clock that was set back refills nothing.
    """
    if state is None:
        return plan.burst * _FIRST_FILL, now, plan.rate
    tokens, at, rate = state
    gained = max(0.0, now - at) * rate
    return min(float(plan.burst), tokens + gained), now, rate


def take(
    state: BucketState | None,
    plan: UsagePlan,
    now: float,
    cost: float = 1.0,
    reserve: float = 0.0,
) -> tuple[BucketState, float]:
    """Take `cost` tokens and leave `reserve` for others, or take none and say how long to wait.

    The wait is in seconds, 0.0 where the tokens were taken. What can never be there at once asks
    for a full bucket instead, and may leave it in debt.
    """
    tokens, at, rate = refilled(state, plan, now)
    missing = min(cost + reserve, float(plan.burst)) - tokens
    if missing <= _ROUNDING:
        return (tokens - cost, at, rate), 0.0
    return (tokens, at, rate), missing / rate


def emptied(state: BucketState | None, plan: UsagePlan, now: float) -> BucketState:
    """The bucket after the service said that there is nothing left."""
    tokens, at, rate = refilled(state, plan, now)
    return min(0.0, tokens), at, rate


def with_rate(state: BucketState | None, plan: UsagePlan, now: float, rate: float) -> BucketState:
    """The bucket from now on refilled at the rate that the service told."""
    tokens, at, _ = refilled(state, plan, now)
    return tokens, at, rate


def with_tokens(
    state: BucketState | None, plan: UsagePlan, now: float, tokens: float
) -> BucketState:
    """The bucket with as many tokens as the service told."""
    _, at, rate = refilled(state, plan, now)
    return min(float(plan.burst), tokens), at, rate


def given_back(
    state: BucketState | None, plan: UsagePlan, now: float, cost: float = 1.0
) -> BucketState:
    """The bucket after a call that was paid for and never went out."""
    tokens, at, rate = refilled(state, plan, now)
    return min(float(plan.burst), tokens + cost), at, rate
