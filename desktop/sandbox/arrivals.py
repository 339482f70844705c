"""Life goes on: new orders arrive and old ones move on, in an order that the seed decides."""

from collections.abc import Callable
from threading import Event, RLock, Thread

from desktop.clock import wait
from desktop.sandbox.events import AmazonEvents


class Arrivals:
    """A thread that makes something happen so many times a (real) minute."""

    def __init__(self, events: AmazonEvents, lock: RLock, per_minute: float) -> None:
        self._events = events
        self._lock = lock
        self._every = 60.0 / per_minute
        self._stopping = Event()
        self._done = 0
        self._thread = Thread(target=self._run, name="sandbox-arrivals", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, at once."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def step(self) -> None:
        """A new order; with every third one an old one moves on, with every fourth a sent one."""
        happenings: list[Callable[[], object]] = [self._events.arrive]
        if self._done % 3 == 2:
            happenings.append(self._events.move_on)
        if self._done % 4 == 3:
            happenings.append(self._events.look_back)
        with self._lock:
            for happen in happenings:
                happen()
        self._done += 1

    def _run(self) -> None:
        while not wait(self._every, self._stopping):
            self.step()
