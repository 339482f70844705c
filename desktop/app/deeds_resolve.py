"""Quick writes of Resolve: what a person decided, skipped, or did by hand."""

from collections.abc import Sequence

from desktop.actions import decide as deciding
from desktop.actions import done_by_hand as settling
from desktop.actions import skip as skipping
from desktop.app.news import News
from desktop.app.syncing import Syncing
from desktop.rows import Decision


class ResolveDeeds:
    """Each tells the window what changed; what is asked for again is sent at once."""

    def __init__(self, news: News, syncing: Syncing) -> None:
        self._news = news
        self._syncing = syncing

    def decide(self, decision: Decision) -> int:
        """Carry a decision out; how many orders are tried again. Raises BadInput, LookupError."""
        asked = deciding.decide(decision)
        self._news.orders_changed()
        self._syncing.sync_now()
        return asked

    def skip(self, order_ids: Sequence[int], reason: str) -> int:
        """Leave orders out, with a reason. Raises BadInput."""
        skipped = skipping.skip(order_ids, reason)
        self._news.orders_changed(order_ids)
        return skipped

    def done_by_hand(self, order_ids: Sequence[int], note: str) -> int:
        """Mark failures as done by a person. Raises BadInput."""
        settled = settling.done_by_hand(order_ids, note)
        self._news.orders_changed(order_ids)
        return settled
