"""A service's own time, learnt from the Date of its answers: this computer's clock may be wrong."""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from desktop.clock import Clock

_TOLERANCE_S = 30.0  # a Date has whole seconds and was a while on its way


def told_time(headers: Mapping[str, str]) -> int | None:
    """The Date of an answer, UTC seconds; None where it has none that can be read."""
    try:
        return int(parsedate_to_datetime(headers.get("Date", "")).timestamp())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


class ServiceClock:
    """Tells the service's time; this computer's until an answer told another one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead_s = 0.0  # of the service's clock; negative: behind

    def learn(self, headers: Mapping[str, str]) -> None:
        """Compare with the Date of an answer that came just now; without one nothing is learnt."""
        there = told_time(headers)
        if there is None:
            return
        ahead_s = there - self._clock()
        self._ahead_s = ahead_s if abs(ahead_s) > _TOLERANCE_S else 0.0

    def now(self) -> float:
        """UTC seconds by the service's clock."""
        return self._clock() + self._ahead_s
