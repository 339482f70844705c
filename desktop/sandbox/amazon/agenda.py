"""What Amazon does later: each thing at its time, done when somebody next asks."""

import heapq
from collections.abc import Callable
from itertools import count

Deed = Callable[[float], None]


class Agenda:
    """Deeds by time (UTC seconds). Not locked: the server's lock guards it."""

    def __init__(self) -> None:
        self._numbers = count()
        self._due: list[tuple[float, int, Deed]] = []

    def at(self, due: float, deed: Deed) -> None:
        """Do it at that time; it is told the time."""
        heapq.heappush(self._due, (due, next(self._numbers), deed))

    def run(self, now: float) -> None:
        """Do all that is due by now, in the order of its times."""
        while self._due and self._due[0][0] <= now:
            due, _, deed = heapq.heappop(self._due)
            deed(due)
