"""Quick writes that the window asks for: archive, restore, again, settings."""

from collections.abc import Sequence

from desktop import clock
from desktop.actions.retry import retry_rows
from desktop.actions.take_over import take_over_these
from desktop.app.news import News
from desktop.app.syncing import Syncing
from desktop.models import archive as stored
from desktop.models import order_list, setting

_SLICE = 200


class Deeds:
    """What a person did to orders and settings; each tells the window what changed."""

    def __init__(self, news: News, syncing: Syncing) -> None:
        self._news = news
        self._syncing = syncing

    def archive(self, order_ids: Sequence[int]) -> int:
        """Hide orders."""
        changed = stored.archive(order_ids, int(clock.now()))
        self._news.orders_changed(order_ids)
        return changed

    def restore(self, order_ids: Sequence[int]) -> int:
        """Show hidden orders again."""
        changed = stored.restore(order_ids, int(clock.now()))
        self._news.orders_changed(order_ids)
        return changed

    def retry(self, order_ids: Sequence[int]) -> int:
        """Try what failed again, with what is held."""
        asked = 0
        for start in range(0, len(order_ids), _SLICE):
            rows = order_list.rows(list(order_ids[start : start + _SLICE]))
            asked += sum(one.outcome == "retrying" for one in retry_rows(rows))
        self._news.orders_changed(order_ids)
        self._syncing.sync_now()
        return asked

    def take_over(self, account_ids: Sequence[int]) -> int:
        """Have this computer sync accounts that another one syncs; how many."""
        take_over_these(account_ids)
        self._news.accounts_changed()
        self._syncing.sync_now()
        return len(account_ids)

    def set_setting(
        self, key: str, value: str | None, account_id: int | None, marketplace_id: str
    ) -> int:
        """Keep a value on a level; None unsets it. Raises ValueError."""
        if value is None:
            setting.unset_setting(key, account_id, marketplace_id)
        else:
            setting.set_setting(key, value, account_id, marketplace_id)
        self._syncing.stir()
        self._news.accounts_changed()
        return 1
