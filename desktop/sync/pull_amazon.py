"""Pull orders from Amazon: a page, its tasks and the cursor in one transaction.

The first import goes by creation date, once; from then on by last update, from a watermark that
was taken, in Amazon's time, before the import began. A step is one page, so that sending goes on
while a long import waits for quota. Where a window took so long that Amazon forgot its place, it is
begun anew in parts, each of which stays read: a computer that is off every night gets through too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from desktop.channels.amazon.mapping import Unreadable, read_order
from desktop.channels.amazon.orders import (
    FoundOrders,
    OrderSearch,
    PaginationExpired,
    search_orders,
)
from desktop.clock import Clock
from desktop.clock import now as real_now
from desktop.models import account as accounts
from desktop.models import cursor as cursors
from desktop.models import setting_change, task_find
from desktop.models.incoming import Incoming, StoredPage, TaskPlan
from desktop.models.setting import order_rules
from desktop.models.setting_change import SettingChange
from desktop.sync.connection import Connection
from desktop.sync.keep_orders import keep_orders
from desktop.sync.part import is_due
from desktop.sync.plan import plan_order
from desktop.trade import Order, OrderRules

CURSOR = "amazon"
POLL_S = 180.0  # one searchOrders call per 178.6 s is what the usage plan refills
OVERLAP_S = 300.0
TOKEN_LIFE_S = 23 * 3600.0  # Amazon says 24 h, of each page's token
_DAY_S = 86_400
_PARTS = 4


@dataclass(frozen=True, slots=True)
class PullCursor:
    """Where the pull stands. `after` opens the window; `token` continues it; times UTC seconds."""

    phase: str = "first"  # first: by creation date; watch: by last update
    after: int = 0
    token: str = ""
    window_at: float = 0.0  # when the window's first page was read
    watermark: int = 0  # the next window's beginning, in Amazon's time; 0 between windows
    read: int = 0  # orders read in this window
    token_at: float = 0.0  # when `token` was given; a long history takes days, at 3 min a page
    part_s: int = 0  # how long a part of the window is; 0: the window is read as one
    until: int = 0  # where the part that is being read ends; 0: it is open, and the last

    @classmethod
    def load(cls, account_id: int) -> "PullCursor | None":
        """The stored cursor, or None before the first page."""
        stored = cursors.cursor(account_id, CURSOR)
        return None if stored is None else cls(**stored)

    def as_dict(self) -> dict[str, object]:
        """For storing."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class PulledPage:
    """What one step brought."""

    stored: StoredPage
    window_is_done: bool
    read_in_window: int
    expected_in_window: int | None = None  # estimated from the days read so far
    clock_ahead_s: float = 0.0  # this computer's clock against Amazon's; negative: behind


class AmazonPull:
    """One account's pull, a page a step."""

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
        """Whether this run has read a window to its end."""
        return not self._asked_for

    @property
    def due_at(self) -> float:
        """When the next page may be asked for, UTC seconds."""
        cursor = PullCursor.load(self._connection.account.id)
        if cursor is None or cursor.token or self._asked_for:
            return self.not_before
        return max(self.not_before, cursor.window_at + self._connection.pace.here(POLL_S))

    def step(self) -> PulledPage:
        """Read and store one page.

        Raises TryLater (quota, offline), AccountProblem, Cancelled.
        """
        account_id = self._connection.account.id
        at = self._clock()
        cursor = self._opened(PullCursor.load(account_id), at)
        try:
            found = search_orders(self._connection.amazon, self._search(cursor), cursor.token)
        except PaginationExpired:
            cursor = _in_parts(cursor, at)
            found = search_orders(self._connection.amazon, self._search(cursor), "")
        ahead_s = self._clock() - found.server_time
        return replace(self._keep(cursor, found, at), clock_ahead_s=ahead_s)

    def _opened(self, cursor: PullCursor | None, at: float) -> PullCursor:
        """The window to read from: a running one goes on, unless its token is too old."""
        if cursor is None:
            reach = self._connection.account.reach_back_days * _DAY_S
            return PullCursor(after=int(at - reach))
        given_at = cursor.token_at or cursor.window_at
        if cursor.token and at - given_at > self._connection.pace.here(TOKEN_LIFE_S):
            return _in_parts(cursor, at)
        if not cursor.token and cursor.part_s:
            return _next_part(cursor, at)
        return cursor

    def _search(self, cursor: PullCursor) -> OrderSearch:
        first = cursor.phase == "first"
        return OrderSearch(
            created_after=cursor.after if first else None,
            last_updated_after=None if first else cursor.after,
            marketplaces=self._connection.account.amazon.marketplaces,
            before=cursor.until or None,
        )

    def _begun(self, cursor: PullCursor, found: FoundOrders, at: float) -> PullCursor:
        """A window, or a part of it, whose first page was read; the watermark is the window's."""
        if cursor.watermark and cursor.part_s:
            return replace(cursor, window_at=at)
        told = found.server_time if cursor.until else found.before or found.server_time
        overlap = max(1, round(self._connection.pace.here(OVERLAP_S)))
        return replace(cursor, window_at=at, read=0, watermark=int(told) - overlap)

    def _keep(self, cursor: PullCursor, found: FoundOrders, at: float) -> PulledPage:
        account = accounts.account(self._connection.account.id)
        if not cursor.token:
            cursor = self._begun(cursor, found, at)
        read = cursor.read + len(found.records)
        cursor = replace(cursor, read=read, token=found.next_token, token_at=at)
        ends_window = not found.next_token and not cursor.until
        was_first = cursor.phase == "first"
        kept = cursor
        if ends_window:
            after = cursor.watermark if was_first else max(cursor.after, cursor.watermark)
            kept = replace(cursor, phase="watch", after=after, part_s=0, watermark=0)
        elif not found.next_token:
            kept = replace(cursor, after=cursor.until)
        incoming, unreadable = _read(found.records)
        stored = keep_orders(
            self._connection,
            incoming,
            planner(account.id, at),
            cursor=(CURSOR, kept.as_dict()),
            at=at,
            unreadable=unreadable,
        )
        accounts.mark_checked(account.id, "amazon", int(at))
        if ends_window:
            self._asked_for = False
        tells = was_first and not ends_window and not cursor.part_s
        expected = expected_orders(cursor, incoming) if tells else None
        return PulledPage(stored, ends_window, cursor.read, expected)


def _in_parts(cursor: PullCursor, at: float) -> PullCursor:
    """Amazon forgot how far the reading was: begin anew, with a part that is read sooner."""
    whole = cursor.part_s or int(at) - cursor.after
    shorter = replace(cursor, token="", read=0, part_s=max(_DAY_S, whole // _PARTS))
    return _next_part(shorter, at)


def _next_part(cursor: PullCursor, at: float) -> PullCursor:
    """The part that begins where the last one ended; without an end where that is near."""
    until = cursor.after + cursor.part_s
    return replace(cursor, until=until if until < at - _DAY_S else 0)


def expected_orders(cursor: PullCursor, page: Sequence[Incoming]) -> int | None:
    """How many orders a window by creation date will hold, judged by the part of it read so far.

    Amazon tells no total. None where the page does not tell how far the reading has come.
    """
    if not page or cursor.window_at <= cursor.after:
        return None
    first, last = page[0].order.created_at, page[-1].order.created_at
    way = last - cursor.after if last >= first else cursor.window_at - last
    part = way / (cursor.window_at - cursor.after)
    return max(cursor.read, round(cursor.read / part)) if 0.01 < part <= 1 else None


def read_anew(account_id: int, since: int) -> None:
    """Let the next window begin at `since` (UTC seconds, by last update) at the latest.

    Only where the first import is through and no window is being read.
    """
    cursor = PullCursor.load(account_id)
    if cursor is not None and cursor.phase == "watch" and not cursor.token:
        after = min(cursor.after, since)
        cursors.save_cursor(account_id, CURSOR, replace(cursor, after=after).as_dict())


def planner(account_id: int, at: float) -> Callable[[Order, str | None], TaskPlan]:
    """The planning function of one account, with the rules of each marketplace read once.

    An order that is planned already keeps the rules that it was planned with.
    """
    account = accounts.account(account_id)
    changed = setting_change.changes(account_id)
    rules: dict[tuple[str, tuple[int, ...]], OrderRules] = {}

    def plan(order: Order, held_as: str | None) -> TaskPlan:
        undone = _not_taken_in(account_id, order, changed) if changed else ()
        key = (order.marketplace_id, tuple(one.id for one in undone))
        if key not in rules:
            rules[key] = order_rules(account_id, order.marketplace_id, undone)
        return plan_order(order, account, rules[key], at, held_as)

    return plan


def _not_taken_in(
    account_id: int, order: Order, changed: tuple[SettingChange, ...]
) -> tuple[SettingChange, ...]:
    held = task_find.creation_of(account_id, order.amazon_order_id)
    return setting_change.since(changed, held.id, held.plan) if held is not None else ()


def _read(
    records: tuple[bytes, ...],
) -> tuple[list[Incoming], list[tuple[str, bytes, str]]]:
    """Each record on its own: one that cannot be read never spoils the page."""
    incoming: list[Incoming] = []
    unreadable: list[tuple[str, bytes, str]] = []
    for record in records:
        try:
            incoming.append(Incoming(read_order(record), record))
        except Unreadable as error:
            unreadable.append((error.amazon_order_id, record, error.detail))
    return incoming, unreadable
