"""News that are kept, so that a test can wait for them."""

import threading
from collections.abc import Callable, Iterable

from desktop.rows import RunSummary, SyncState
from desktop.sync.progress import Progress


class Recorder:
    """Takes what the work tells, from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.news: list[Progress] = []
        self.summaries: list[RunSummary] = []
        self.states: list[SyncState] = []
        self.orders: list[tuple[int, ...]] = []
        self.accounts = 0

    def wait_for(self, is_so: Callable[[], bool], seconds: float = 30.0) -> bool:
        """Whether it came about."""
        with self._changed:
            return self._changed.wait_for(is_so, seconds)

    def kinds(self) -> list[str]:
        return [state.kind for state in self.states]

    def progress(self, news: Progress) -> None:
        with self._changed:
            self.news.append(news)
            self._changed.notify_all()

    def summary(self, summary: RunSummary) -> None:
        with self._changed:
            self.summaries.append(summary)
            self._changed.notify_all()

    def sync_state(self, state: SyncState) -> None:
        with self._changed:
            self.states.append(state)
            self._changed.notify_all()

    def orders_changed(self, order_ids: Iterable[int] = ()) -> None:
        with self._changed:
            self.orders.append(tuple(order_ids))
            self._changed.notify_all()

    def accounts_changed(self) -> None:
        with self._changed:
            self.accounts += 1
            self._changed.notify_all()
