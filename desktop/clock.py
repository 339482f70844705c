"""What time it is, and waiting that can be cut short.

All times in the program are UTC seconds since 1970 as integers. `Pace` is how fast time runs for
one account: 1 with the real services, faster only against the sandbox on a loopback address.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event

Clock = Callable[[], float]


def now() -> float:
    """UTC seconds since 1970, with fractions."""
    return time.time()


def parse_iso(text: str) -> int:
    """UTC seconds of an ISO 8601 time; a time without an offset is taken as UTC.

    Raises ValueError where the text is no such time.
    """
    moment = datetime.fromisoformat(text.strip())
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return int(moment.timestamp())


def to_iso(seconds: float) -> str:
    """ISO 8601 in UTC with a Z, as both services expect it."""
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Pace:
    """How many of a service's seconds pass in one second here."""

    speed: float = 1.0

    def __post_init__(self) -> None:
        if not 1.0 <= self.speed <= 1_000_000:
            raise ValueError(f"speed {self.speed}: give a number from 1 to 1000000")

    def here(self, service_seconds: float) -> float:
        """Seconds to wait here for that many seconds of the service."""
        return service_seconds / self.speed


def wait(seconds: float, cancel: Event) -> bool:
    """Wait, or return at once when cancelled. True when it was cancelled."""
    return cancel.wait(max(0.0, seconds))
