"""How fast the services' own time runs in the sandbox.

The wall clock stays real. What is divided by the speed is every span that a service imposes:
quota refill, index lag, token life, the "two minutes before now" rule.
"""

from datetime import UTC, datetime

from desktop.clock import Clock, now


def iso_ms(milliseconds: int) -> str:
    """ISO 8601 in UTC with milliseconds and a Z, as Amazon writes creation and update."""
    moment = datetime.fromtimestamp(milliseconds // 1000, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03d}Z"


class SandboxTime:
    """The clock all parts share, and the speed factor."""

    def __init__(self, speed: float = 1.0, clock: Clock = now) -> None:
        if not 1.0 <= speed <= 1_000_000:
            raise ValueError(f"speed {speed}: give a number from 1 to 1000000")
        self.speed = speed
        self._clock = clock

    def now(self) -> float:
        """UTC seconds since 1970."""
        return self._clock()

    def here(self, seconds: float) -> float:
        """Seconds here for that many seconds of the service."""
        return seconds / self.speed
