"""Watch Shopify: orders that changed there become tasks for Amazon, or notices.

The shop is asked for everything that changed since a moment before the last look, whatever its
tags; what is ours is known by its id, and what shows anything new is read, many orders at once. How
far that has come goes by Shopify's own time, so that in a quiet shop nothing is shown again. A wide
sweep a day, and a look at open orders that were not read for a day, catch what a search may have
missed.
"""

from dataclasses import dataclass, replace

from desktop.channels.shopify.changes import ChangedPage, changed_orders
from desktop.clock import Clock
from desktop.clock import now as real_now
from desktop.models import account as accounts
from desktop.models import shop_state
from desktop.sync.back import planning
from desktop.sync.back.reading import read_all, to_read
from desktop.sync.connection import Connection
from desktop.sync.part import is_due
from desktop.sync.stored_cursor import StoredCursor

POLL_S = 120.0
OVERLAP_S = 600.0  # how far the search index may lag
SWEEP_S = 86_400.0
SWEEP_BACK_S = 45 * 86_400.0
UNSEEN_S = 86_400.0
_UNSEEN_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class ShopCursor(StoredCursor):
    """Where the watch stands; times UTC seconds, `newest` by Shopify's clock."""

    NAME = "shopify"
    newest: int = 0
    since: int = 0  # the window that is being read
    whole_to: int = 0  # once that is through, all before this has been shown; 0: not known
    page: str = ""
    looked_at: float = 0.0
    swept_at: float = 0.0


class ShopifyPull:
    """One account's watch, a page a step."""

    def __init__(
        self, connection: Connection, *, clock: Clock = real_now, asked: bool = True
    ) -> None:
        """`asked`: this run reads in any case; else only where it is due as the run begins."""
        self._connection = connection
        self._clock = clock
        self._asked_for = False
        self.not_before = 0.0
        self._asked_for = asked or is_due(self, clock)

    @property
    def is_up_to_date(self) -> bool:
        """Whether this run has looked once to the end."""
        return not self._asked_for

    @property
    def due_at(self) -> float | None:
        """When to look next, UTC seconds; None while the account is not started."""
        account = accounts.account(self._connection.account.id)
        if not account.is_started:
            return None
        cursor = ShopCursor.load(account.id)
        if cursor.page or self._asked_for:
            return self.not_before
        return max(self.not_before, cursor.looked_at + self._connection.pace.here(POLL_S))

    def step(self) -> tuple[int, ...]:
        """Read one page of changes; the ids of the orders that changed.

        Raises TryLater, AccountProblem, Cancelled.
        """
        account_id, at = self._connection.account.id, self._clock()
        cursor = self._opened(ShopCursor.load(account_id), at)
        page = changed_orders(self._connection.shopify, cursor.since, cursor.page)
        changed = tuple(to_read(account_id, page.orders, page.unclear))
        read_all(self._connection, changed, self._clock)
        newest = max((one.updated_at for one in page.orders), default=0)
        if not cursor.page:
            cursor = replace(cursor, whole_to=_whole_to(page, at))
        cursor = replace(cursor, page=page.next_cursor, newest=max(cursor.newest, newest))
        if not page.next_cursor:
            newest = max(cursor.newest, cursor.whole_to)
            cursor = replace(cursor, newest=newest, looked_at=at)
            self._look_at_unseen(at)
            self._asked_for = False
        cursor.save(account_id, at)
        return changed

    def _opened(self, cursor: ShopCursor, at: float) -> ShopCursor:
        """The window to read: the running one, the daily sweep, or what changed since."""
        if cursor.page:
            return cursor
        here = self._connection.pace.here
        if not cursor.newest or at - cursor.swept_at > here(SWEEP_S):
            return replace(cursor, since=int(at - SWEEP_BACK_S), swept_at=at)
        return replace(cursor, since=int(cursor.newest - max(1.0, here(OVERLAP_S))))

    def _look_at_unseen(self, at: float) -> None:
        """Open orders that were not read for a day are read directly, and those that changed while
        a change of ours was under way, or of which Amazon told news and nothing was read yet."""
        since = int(at - self._connection.pace.here(UNSEEN_S))
        account_id = self._connection.account.id
        unseen = shop_state.not_seen_since(account_id, since, _UNSEEN_AT_ONCE, planning.OUR_CHANGES)
        read_all(self._connection, [order_id for order_id, _ in unseen], self._clock)


def _whole_to(first: ChangedPage, at: float) -> int:
    """Whatever had changed before a window was asked for, it shows, but for the search's lag.

    By Shopify's time; by this computer's where that is behind it, for a Date may come from a cache
    or a proxy. 0 where Shopify told none.
    """
    return 0 if first.told_at is None else min(first.told_at, int(at))
