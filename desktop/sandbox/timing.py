"""How fast the services' own time runs in the sandbox.

The wall clock stays real. What is divided by the speed is every span that a service imposes:
quota refill, index lag, token life, the "two minutes before now" rule.
"""

from desktop.clock import Clock, now


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
