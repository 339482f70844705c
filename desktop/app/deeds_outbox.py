"""Quick writes of the outbox and the carrier map; each tells the window what changed."""

from collections.abc import Sequence

from desktop.actions import outbox as acting
from desktop.actions.bad_input import BadInput
from desktop.actions.record_refunds import record_refunds
from desktop.app.news import News
from desktop.app.syncing import Syncing
from desktop.models import carrier_map


class OutboxDeeds:
    """What leaves, what does not, and what carriers are called on Amazon."""

    def __init__(self, news: News, syncing: Syncing) -> None:
        self._news = news
        self._syncing = syncing

    def withdraw(self, task_id: int) -> int:
        """It will not leave. Raises BadInput where it already may have."""
        acting.withdraw(task_id)
        return self._told()

    def send_now(self, task_id: int) -> int:
        """It leaves at the next sync, which is brought forward. Raises BadInput."""
        acting.send_now(task_id)
        self._syncing.sync_now()
        return self._told()

    def send_after_all(self, task_id: int) -> int:
        """Put it into the outbox; when it leaves, UTC seconds. Raises BadInput."""
        leaves_at = acting.send_after_all(task_id)
        self._syncing.stir()
        self._told()
        return leaves_at

    def settle_not_sent(self, task_id: int, how: str) -> int:
        """It is never to be sent: it stands there "already", or is "ignored". Raises BadInput."""
        if how == "already":
            acting.settle_not_sent(task_id, "already")
        elif how == "ignored":
            acting.settle_not_sent(task_id, "ignored")
        else:
            raise BadInput("outbox", f"{how} is not known.", "Choose already or ignored.")
        return self._told()

    def record_refunds(self, refund_ids: Sequence[int]) -> int:
        """Record these refunds of Amazon's in Shopify at the next sync; how many."""
        planned = record_refunds(refund_ids)
        self._syncing.sync_now()
        self._told()
        return planned

    def remove_carrier(self, account_id: int, company: str, country: str) -> int:
        """Forget an entry."""
        return int(carrier_map.remove_carrier(account_id, company, country))

    def _told(self) -> int:
        self._news.orders_changed()
        return 1
