"""Amazon's books: refunds that stand there are kept, paired with Shopify's, and recorded there.

The books lag up to two days, so each look reaches back further than that; what comes again is
known by its key. An order that was imported after its refunds were read past is asked for by
itself, or, where there are many, the look begins anew with the oldest of them. Without the role for
finances only this part of the program rests.
"""

import logging
from dataclasses import dataclass, replace

from desktop.channels.amazon import finances
from desktop.channels.amazon.orders import PaginationExpired
from desktop.clock import Clock
from desktop.clock import now as real_now
from desktop.errors import AccountProblem
from desktop.models import account as accounts
from desktop.models import history, order_store
from desktop.models.database import write
from desktop.models.setting import back_rules
from desktop.sync import order_books
from desktop.sync.back import recording
from desktop.sync.connection import Connection
from desktop.sync.late_orders import late_orders
from desktop.sync.part import is_due
from desktop.sync.stored_cursor import StoredCursor
from desktop.trade import Account
from desktop.trade.returns import AmazonRefund
from desktop.trade.rules_back import BackRules

_log = logging.getLogger(__name__)

POLL_S = 1800.0
LAG_S = 50 * 3600.0
UNREADABLE = "a refund in Amazon's books cannot be read"
LOOK_THERE = "look at it in Seller Central"
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class BooksCursor(StoredCursor):
    """Where the look stands; UTC seconds. `problem`: why the books cannot be read, if so."""

    NAME = "finances"
    since: int = 0  # the window that is being read, or is to be read next
    page: str = ""
    looked_at: float = 0.0
    problem: str = ""
    seen_order: int = 0  # up to this order of ours, the windows before `since` were no use


class FinancesPull:
    """One account's look into Amazon's books, a page a step."""

    def __init__(
        self, connection: Connection, *, clock: Clock = real_now, asked: bool = True
    ) -> None:
        """`asked`: this run reads in any case; else only where it is due as the run begins."""
        self._connection = connection
        self._clock = clock
        self._asked_for = False
        self.not_before = 0.0
        self.notice: AccountProblem | None = None  # to be told; importing goes on
        self._asked_for = asked or is_due(self, clock)

    @property
    def is_up_to_date(self) -> bool:
        """Whether this run has looked once to the end, or knows that it may not."""
        return not self._asked_for

    @property
    def due_at(self) -> float | None:
        """When to look next, UTC seconds; None while the account is not started."""
        account = accounts.account(self._connection.account.id)
        if not account.is_started:
            return None
        cursor = BooksCursor.load(account.id)
        if self._asked_for or cursor.page:
            return self.not_before
        return max(self.not_before, cursor.looked_at + self._connection.pace.here(POLL_S))

    def step(self) -> tuple[int, ...]:
        """Read one page; the ids of the orders with refunds that are new.

        Raises TryLater, AccountProblem (but for the missing role: see `notice`), Cancelled.
        """
        account = accounts.account(self._connection.account.id)
        at = self._clock()
        cursor = BooksCursor.load(account.id)
        since = cursor.since or _first(account, at)
        if not cursor.page:
            late = late_orders(account.id, cursor.seen_order, since)
            if late.one is not None:
                return self._read_one(late.one, cursor, at)
            if late.since:
                since = late.since
            cursor = replace(cursor, seen_order=late.seen)
        try:
            page = finances.refunds(self._connection.amazon, posted_after=since, token=cursor.page)
        except PaginationExpired:
            replace(cursor, page="").save(account.id, at)
            return ()
        except AccountProblem as problem:
            if problem.code != order_books.NO_ROLE:
                raise
            self._rest(account.id, cursor, problem, at)
            return ()
        return self._store(page, replace(cursor, since=since, problem=""), at)

    def _store(self, page: finances.RefundPage, cursor: BooksCursor, at: float) -> tuple[int, ...]:
        """Keep a page with the cursor behind it."""
        account_id, here = self._connection.account.id, self._connection.pace.here
        self.notice = None
        reached = not page.next_token and not page.is_limited
        behind = replace(cursor, page=page.next_token)
        if not page.next_token:
            since = max(cursor.since, int(page.before - max(1.0, here(LAG_S))))
            behind = replace(behind, since=since, looked_at=at if reached else cursor.looked_at)
        with write():
            new = tuple(self._keep(account_id, page.refunds, at))
            _tell_unreadable(account_id, page, at)
            behind.save(account_id, at)
        if reached:
            self._asked_for = False
        return tuple(dict.fromkeys(new))

    def _read_one(
        self, order: order_store.LateOrder, cursor: BooksCursor, at: float
    ) -> tuple[int, ...]:
        """The books of one order that came late; with them it is kept that they were read."""
        account_id = self._connection.account.id
        try:
            found = order_books.refunds_of(self._connection, order.amazon_order_id)
        except order_books.BooksUnclear as error:
            _log.warning("the books of a late order are left out: %s", error)
            found = ()
        except AccountProblem as problem:
            if problem.code != order_books.NO_ROLE:
                raise
            self._rest(account_id, cursor, problem, at)
            return ()
        with write():
            new = tuple(self._keep(account_id, found, at))
            replace(cursor, seen_order=order.id).save(account_id, at)
        return tuple(dict.fromkeys(new))

    def _rest(
        self, account_id: int, cursor: BooksCursor, problem: AccountProblem, at: float
    ) -> None:
        """The books are closed to the app: told, and tried again at the usual time."""
        self.notice = problem
        self._asked_for = False
        replace(cursor, page="", looked_at=at, problem=problem.code).save(account_id, at)

    def _keep(self, account_id: int, found: tuple[AmazonRefund, ...], at: float) -> list[int]:
        """Within the page's transaction: keep, pair, and plan what Shopify is to record."""
        held = order_store.order_ids([one.amazon_order_id for one in found], account_id)
        rules: dict[str, BackRules] = {}
        new: list[int] = []
        for one in found:
            for order_id in held[one.amazon_order_id]:
                place = order_store.marketplace_of(order_id)
                if place not in rules:
                    rules[place] = back_rules(account_id, place)
                pace, asked = self._connection.pace, rules[place]
                if recording.see(pace, account_id, order_id, one, asked, at):
                    new.append(order_id)
        return new


def _first(account: Account, at: float) -> int:
    """The first look goes back as far as the orders do."""
    return int(at) - max(1, account.reach_back_days) * _DAY_S


def _tell_unreadable(account_id: int, page: finances.RefundPage, at: float) -> None:
    """An entry that cannot be read is told of once, by its order, and keeps no other one back."""
    if page.unreadable:
        _log.warning("%d refunds in Amazon's books cannot be read", page.unreadable)
    for found in order_store.order_ids(page.unreadable_of, account_id).values():
        for order_id in found:
            history.add_once(order_id, int(at), UNREADABLE, LOOK_THERE, "amazon")
