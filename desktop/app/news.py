"""What the work tells the window; plain calls that any thread may make."""

from collections.abc import Iterable
from typing import Protocol

from desktop.rows import RunSummary, SyncState
from desktop.sync.progress import Progress


class News(Protocol):
    """Where news go; the window turns them into signals."""

    def progress(self, news: Progress) -> None:
        """A run says what it does."""

    def summary(self, summary: RunSummary) -> None:
        """A run has ended."""

    def sync_state(self, state: SyncState) -> None:
        """The background work stands otherwise than before."""

    def orders_changed(self, order_ids: Iterable[int] = ()) -> None:
        """These orders changed; none: unknown which."""

    def accounts_changed(self) -> None:
        """An account was connected, started, checked, or a setting of one changed."""
