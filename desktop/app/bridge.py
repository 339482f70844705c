"""Turns the work's news into signals of the window; any thread may call it."""

from collections.abc import Iterable

from shiboken6 import isValid

from desktop.rows import RunSummary, SyncState
from desktop.sync.progress import Progress
from desktop.ui.signals import AppSignals


class Bridge:
    """News as signals; silent once the window's signals are gone."""

    def __init__(self, signals: AppSignals) -> None:
        self._signals = signals

    def progress(self, news: Progress) -> None:
        """A run says what it does."""
        if isValid(self._signals):
            self._signals.progress.emit(news)

    def summary(self, summary: RunSummary) -> None:
        """A run has ended."""
        if isValid(self._signals):
            self._signals.summary.emit(summary)
            for problem in summary.problems:
                self._signals.problem.emit(problem)
            self._signals.accounts_changed.emit()
            self._signals.counts_changed.emit()

    def sync_state(self, state: SyncState) -> None:
        """The background work stands otherwise than before."""
        if isValid(self._signals):
            self._signals.sync_state.emit(state)

    def orders_changed(self, order_ids: Iterable[int] = ()) -> None:
        """These orders changed; none: unknown which."""
        if isValid(self._signals):
            self._signals.orders_changed.emit(tuple(order_ids))
            self._signals.counts_changed.emit()

    def accounts_changed(self) -> None:
        """An account, or a setting of one, is not as it was."""
        if isValid(self._signals):
            self._signals.accounts_changed.emit()
            self._signals.counts_changed.emit()
