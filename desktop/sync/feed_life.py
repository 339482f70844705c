"""One feed's way to Amazon and back, from whatever step it was left at.

The row in the database is always a step ahead of what leaves: a feed found as uploaded may have
been submitted, and then only Amazon's list of feeds tells. What is submitted is never sent again.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.channels.amazon import feeds as amazon_feeds
from desktop.channels.amazon.documents import NO_ADDRESS, DocumentUnreadable
from desktop.channels.amazon.feed_report import read_report
from desktop.channels.amazon.feeds import FeedState, feed_failure
from desktop.channels.shopify.lease import set_intent
from desktop.clock import Clock, to_iso
from desktop.errors import AccountProblem, NeedsPerson, OutcomeUnknown, ProfileProblem, TryLater
from desktop.models import feed_queue, feeds, order_store
from desktop.models import task as tasks
from desktop.models.database import write
from desktop.models.feeds import FeedRow
from desktop.models.task import DueTask
from desktop.rows import TaskState
from desktop.sync import feed_outcome, feed_search
from desktop.sync.back.refunds_of import SEND_REFUND
from desktop.sync.connection import Connection
from desktop.sync.feed_check import intent_text
from desktop.sync.feed_kinds import BY_TYPE, intent_key
from desktop.sync.lease import LeaseKeeper
from desktop.trade.returns import FeedReport

_log = logging.getLogger(__name__)

FRESH_S = 900.0  # an unsent feed that is older is looked up and made anew
LANDS_S = 60.0  # the longest that a request may take to land
LIST_LAG_S = 600.0  # how late Amazon's list of feeds may show one
CLOCKS_S = 120.0  # how far Amazon's clock may be from ours
SHOWS_S = 2 * 3600.0  # how late an order may show what a feed did to it
ADDRESSES = 5  # so many addresses of a document are tried
STUCK_S = 6 * 3600.0
GIVE_UP_S = 28 * 86_400.0  # so long Amazon keeps reports
GONE_S = 3600.0  # a feed that Amazon does not know this long after it was taken is lost
_POLL_S, _POLL_MORE_S, _POLL_MOST_S, _POLL_STUCK_S = 30.0, 5.0, 60.0, 900.0


@dataclass(slots=True)
class FeedLife:
    """The steps of one account's feeds; when each is looked at next is kept for this run."""

    connection: Connection
    clock: Clock
    lease: LeaseKeeper | None = None
    _look_at: dict[int, float] = field(default_factory=dict)
    _polls: dict[int, int] = field(default_factory=dict)
    _addresses: dict[int, int] = field(default_factory=dict)  # refused in this run, by row
    _begun: set[int] = field(default_factory=set)  # rows that this very run has made

    def due_at(self, row: FeedRow) -> float:
        """When the feed's next step is due, UTC seconds."""
        if row.state == "UNKNOWN":
            return max(self._believed_at(row), self._look_at.get(row.id, 0.0))
        return self._look_at.get(row.id, 0.0) if row.state == "SUBMITTED" else 0.0

    def begin(self, row_id: int) -> None:
        """This run has made the row, so that it knows that nothing of it has left."""
        self._begun.add(row_id)

    def advance(self, row: FeedRow) -> int:
        """Go on with a feed from where it stands; how many tasks were done.

        Raises TryLater, AccountProblem, Cancelled; the feed goes on from there later.
        """
        if row.state in ("NEW", "DOCUMENT"):
            self._send(row)
        elif row.state == "UPLOADED":  # left there by a crash: it may have been submitted
            feeds.unknown(row.id, due_at=self._lands_at())
        elif row.state == "UNKNOWN":
            self._find(row)
        elif row.state == "SUBMITTED":
            return self._poll(row)
        return 0

    def _send(self, row: FeedRow) -> None:
        fresh_s = max(60.0, self.connection.pace.here(FRESH_S))
        if row.id not in self._begun or self.clock() - row.intent_at > fresh_s:
            self._doubt(row)
            return
        if not self._tell_shop(row):
            return
        client = self.connection.amazon
        document = amazon_feeds.create_document(client)
        feeds.document_made(row.id, document.id)
        try:
            amazon_feeds.upload(client, document.url, row.body)
        except TryLater as error:
            if not self._has_no_address(row, error):
                raise
            failure = feed_failure(row.feed_type, "feed_address", error.technical)
            feed_outcome.give_up(row, failure, self.clock())
            return
        feeds.uploaded(row.id)
        self._submit(row, document.id)

    def _has_no_address(self, row: FeedRow, error: TryLater) -> bool:
        """Whether address after address was refused, so that one more is not asked for."""
        if error.code not in NO_ADDRESS:
            return False
        tries = self._addresses[row.id] = self._addresses.get(row.id, 0) + 1
        return tries >= ADDRESSES

    def _doubt(self, row: FeedRow) -> None:
        """An old row, or one of an older process: in a restored backup even one that says nothing
        of a submission may have been submitted. It is looked up like a lost answer."""
        with write():
            feeds.document_made(row.id, row.document_id)
            feeds.uploaded(row.id)

    def _tell_shop(self, row: FeedRow) -> bool:
        """Write into each Shopify order what is about to leave for it, for other computers."""
        kind = BY_TYPE[row.feed_type]
        if not kind.moves_money:
            return True
        for one in feed_queue.carried(row.id):
            gid = order_store.shop_gid(one.order_id)
            try:
                if gid:
                    text = intent_text(one, row.intent_at)
                    set_intent(self.connection.shopify, gid, intent_key(one), text, kind.failure)
            except NeedsPerson as error:
                self._abandon(row, "another message of its file could not leave")
                tasks.refail(one.id, one.plan, error, int(self.clock()))
                return False
        return True

    def _submit(self, row: FeedRow, document_id: str) -> None:
        """The one request that counts. The row stands as uploaded: it may have left."""
        client, account = self.connection.amazon, self.connection.account
        try:
            if self.lease is not None:  # writing the intents may have taken long
                self.lease.look()
                self.lease.leaving()
            feed_id = amazon_feeds.submit(
                client, row.feed_type, _marketplaces(row, account.amazon.marketplaces), document_id
            )
        except (TryLater, AccountProblem):
            feeds.document_made(row.id, document_id)  # certainly not taken
            raise
        except NeedsPerson as error:
            feed_outcome.give_up(row, error, self.clock())
            return
        except ProfileProblem:
            raise
        except OutcomeUnknown as error:
            _log.info("the answer to a feed was lost: %s", error.why)
            feeds.unknown(row.id, due_at=self._lands_at())
            return
        except BaseException:  # stopped or broken while under way: looked up, never sent again
            feeds.unknown(row.id, due_at=self._lands_at())
            raise
        self._taken(row, feed_id)

    def _taken(self, row: FeedRow, feed_id: str) -> None:
        at = self.clock()
        look_at = at + self.connection.pace.here(_POLL_S)
        feed_outcome.taken(row, feed_id, at, look_at=look_at)
        self._look_at[row.id] = look_at

    def _lands_at(self) -> int:
        """When a request that left now can no longer land, and Amazon's list may be believed."""
        here = self.connection.pace.here
        return int(self.clock() + max(5.0, here(LANDS_S)) + here(LIST_LAG_S)) + 1

    def _believed_at(self, row: FeedRow) -> float:
        carried = feed_queue.carried(row.id)
        return max((one.due_at for one in carried if one.state is TaskState.CHECK), default=0)

    def _find(self, row: FeedRow) -> None:
        """Did Amazon get it? Only that it lists none since the intent proves that it did not."""
        believed_at = self._believed_at(row)
        if self.clock() < believed_at:
            return
        here = self.connection.pace.here
        margin = max(5.0, here(CLOCKS_S))
        since = int(row.intent_at - margin)
        known = feed_queue.known_ids(row.account_id, row.feed_type)
        listed = amazon_feeds.feeds_since(self.connection.amazon, row.feed_type, since)
        fits = [one for one in listed if _fits(one, known, since, believed_at or self.clock())]
        carried = feed_queue.carried(row.id)
        marketplaces = _marketplaces(row, self.connection.account.amazon.marketplaces)
        found = feed_search.search(self.connection, fits, carried, marketplaces)
        if found.feed_id:
            self._taken(row, found.feed_id)
        elif found.is_absent:
            self._abandon(row, "looked up: Amazon has no such file")
        elif found.waits and self.clock() < believed_at + here(STUCK_S):
            polls = self._polls[row.id] = self._polls.get(row.id, 0) + 1
            wait_s = min(_POLL_S * polls, _POLL_STUCK_S)
            self._look_at[row.id] = self.clock() + max(0.2, here(wait_s))
        elif found.waits and len(fits) == 1:
            self._taken(row, fits[0].id)  # none but this one can be it; it is told as stuck
        elif not self._stands(row, carried):
            self._ask(row, carried, found.count, believed_at)

    def _stands(self, row: FeedRow, carried: Sequence[DueTask]) -> bool:
        """Whether Amazon shows all that the feed was to do; then it is done."""
        since = row.intent_at - max(5.0, self.connection.pace.here(CLOCKS_S))
        there = [feed_search.stands(self.connection, one, since) for one in carried]
        if not all(there):
            return False
        feed_outcome.seen(row, self.clock())
        return True

    def _ask(
        self, row: FeedRow, carried: Sequence[DueTask], count: int, believed_at: float
    ) -> None:
        """It cannot be told. A cancellation or shipment may show a little later; then, and for
        refunds at once, a person looks."""
        shows_late = all(one.verb != SEND_REFUND for one in carried)
        if shows_late and self.clock() < believed_at + self.connection.pace.here(SHOWS_S):
            wait_s = max(0.2, self.connection.pace.here(_POLL_STUCK_S / 3))
            self._look_at[row.id] = self.clock() + wait_s
            return
        error = feed_failure(row.feed_type, "feed_undecided", count=count)
        feed_outcome.give_up(row, error, self.clock())

    def _abandon(self, row: FeedRow, why: str) -> None:
        """Certainly not on Amazon: its tasks go into a new one, after a new look at each."""
        feeds.abandon(row.id, why, due_at=row.intent_at)

    def _poll(self, row: FeedRow) -> int:
        state = amazon_feeds.feed(self.connection.amazon, row.feed_id)
        age = self.clock() - (row.submitted_at or row.intent_at)
        here = self.connection.pace.here
        if state.is_finished:
            return self._finish(row, state)
        is_lost = state.status == amazon_feeds.GONE and age > here(GONE_S)
        if is_lost or age > here(GIVE_UP_S):
            error = feed_failure(row.feed_type, "undecided", amazon_order_id="the order")
            feed_outcome.give_up(row, error, self.clock())
            return 0
        polls = self._polls.get(row.id, 0)
        self._polls[row.id] = polls + 1
        wait_s = min(_POLL_S + _POLL_MORE_S * polls, _POLL_MOST_S)
        if age > here(STUCK_S):
            wait_s = _POLL_STUCK_S
            since = to_iso(row.submitted_at or row.intent_at)
            error = feed_failure(row.feed_type, feed_outcome.STUCK, since=since)
            feed_outcome.stuck(row, error, self.clock())
        self._look_at[row.id] = self.clock() + here(wait_s)
        return 0

    def _finish(self, row: FeedRow, state: FeedState) -> int:
        if state.status == "CANCELLED" and not state.document_id:
            error = feed_failure(row.feed_type, "feed_cancelled")
            feed_outcome.give_up(row, error, self.clock())
            return 0
        report = self._report(row, state)
        is_fatal = state.status != "DONE"
        pace = self.connection.pace
        return feed_outcome.take(row, report, self.clock(), pace=pace, fatal=is_fatal)

    def _report(self, row: FeedRow, state: FeedState) -> FeedReport:
        """What Amazon reports; nothing told where there is none, or it cannot be read."""
        if not state.document_id:
            return feed_outcome.NOTHING_TOLD
        try:
            return read_report(amazon_feeds.report(self.connection.amazon, state.document_id))
        except DocumentUnreadable as error:
            _log.warning("the report on a feed cannot be read: %s", error)
        except TryLater as error:
            if not self._has_no_address(row, error):
                raise
            _log.warning("the report on a feed has no address that can be asked")
        return feed_outcome.NOTHING_TOLD


def _fits(one: FeedState, known: frozenset[str], since: int, until: float) -> bool:
    """Whether a listed feed may be the one whose answer was lost."""
    in_time = not one.created_at or since <= one.created_at <= until
    return one.id not in known and in_time


def _marketplaces(row: FeedRow, of_account: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the orders; the account's where one's is not known."""
    asked = dict.fromkeys(
        order_store.order(one.order_id).marketplace_id for one in feed_queue.carried(row.id)
    )
    return tuple(asked) if all(asked) and len(asked) <= 25 else of_account[:25]


def is_under_way(task: DueTask) -> bool:
    """Whether a feed that carries the task is not over: it must not go into another one."""
    row = feeds.feed_of(task.id)
    return row is not None and row.state not in feeds.OVER
