"""Feeds to Amazon: due tasks of a kind are gathered into one, and each feed is seen to its end."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from desktop.channels.amazon.feeds import feed_failure
from desktop.clock import Clock
from desktop.clock import now as real_now
from desktop.errors import AccountProblem, Cancelled, CrossdockError, TryLater
from desktop.models import account as accounts
from desktop.models import feed_queue, feeds
from desktop.models import task as tasks
from desktop.models.database import write
from desktop.models.feeds import FeedRow
from desktop.models.task import DueTask
from desktop.sync import feed_check
from desktop.sync.connection import Connection
from desktop.sync.feed_check import Fit, Refusal
from desktop.sync.feed_kinds import KINDS, Kind
from desktop.sync.feed_life import FeedLife, is_under_way
from desktop.sync.feed_outcome import STUCK
from desktop.sync.lease import LeaseKeeper, looks_before
from desktop.sync.progress import Progress, Tell
from desktop.sync.telling import told

_log = logging.getLogger(__name__)

MOST_MESSAGES = 500
GAP_S = 120.0  # Amazon takes a feed every two minutes; what comes meanwhile goes in one
_LOOK_LASTS_S = 600.0  # a look before leaving is good for so long
_PATIENCE_S = 300.0  # looks that Amazon's quota delays keep the others back no longer
_NOT_TAKEN = ("NEW", "DOCUMENT", "UPLOADED", "UNKNOWN")


@dataclass(frozen=True, slots=True)
class _Look:
    """A task that may leave, as it was when it was looked at."""

    at: float
    plan: object
    fit: Fit


class FeedRun:
    """One account's feeds: cancellations, refunds, and shipments without a number."""

    def __init__(
        self,
        connection: Connection,
        tell: Tell,
        *,
        clock: Clock = real_now,
        lease: LeaseKeeper | None = None,
    ) -> None:
        """`lease` is looked at before anything is sent; without one nothing hinders it."""
        self._connection = connection
        self._lease = lease
        self._tell = tell
        self._clock = clock
        self._life = FeedLife(connection, clock, lease)
        self._last: dict[str, float] = {}  # when the last feed of a verb was made
        self._looks: dict[int, _Look] = {}
        self.not_before = 0.0
        self.settled = 0

    @property
    def is_up_to_date(self) -> bool:
        """Nothing must be done in every run: what is due is done."""
        return True

    @property
    def due_at(self) -> float | None:
        """When a feed's next step is due, or a new one; None where nothing is to be sent."""
        account = accounts.account(self._connection.account.id)
        if not account.is_started:
            return None
        rows = feeds.open_feeds(account.id)
        times = [self._life.due_at(row) for row in rows]
        times += [at for kind in KINDS if (at := self._next(kind, rows)) is not None]
        return max(self.not_before, min(times)) if times else None

    def _next(self, kind: Kind, rows: tuple[FeedRow, ...]) -> float | None:
        """When a new feed of a kind is due. One whose fate is open lets no other one start, so that
        Amazon's list of feeds stays plain."""
        if any(row.feed_type == kind.feed_type and row.state in _NOT_TAKEN for row in rows):
            return None
        due = feed_queue.ready_at(self._connection.account.id, kind.verb)
        if due is None:
            return None
        gap = self._connection.pace.here(GAP_S)
        return max(float(due), self._last.get(kind.verb, -gap) + gap)

    def step(self) -> None:
        """Do what is due: each open feed's next step, then the new ones.

        One that must wait keeps no other one back. Raises TryLater, AccountProblem, Cancelled.
        """
        troubles: list[CrossdockError] = []
        due = self._due()
        if due and self._lease is not None:
            self._lease.look()
        for work in due:
            if self._connection.cancel.is_set():
                raise Cancelled
            try:
                with told(payloads=False):
                    work()
            except (TryLater, AccountProblem) as error:
                troubles.append(error)
            except CrossdockError:
                raise
            except Exception as error:  # noqa: BLE001 - one bad feed never stops the others
                _log.error("bug in a feed: %s", type(error).__name__, exc_info=error)
                self.not_before = self._clock() + max(1.0, self._connection.pace.here(GAP_S))
        if not troubles:
            return
        first = next((one for one in troubles if isinstance(one, AccountProblem)), troubles[0])
        if isinstance(first, AccountProblem):
            # The other side's trouble does not stop this part, so that it must wait by itself.
            self.not_before = self._clock() + max(1.0, self._connection.pace.here(GAP_S))
        raise first

    def _due(self) -> list[Callable[[], None]]:
        at = self._clock()
        rows = feeds.open_feeds(self._connection.account.id)
        due = [self._advancing(row.id) for row in rows if self._life.due_at(row) <= at]
        for kind in KINDS:
            when = self._next(kind, rows)
            if when is not None and when <= at:
                due.append(self._beginning(kind))
        return due

    def _advancing(self, row_id: int) -> Callable[[], None]:
        return lambda: self._advance(row_id)

    def _beginning(self, kind: Kind) -> Callable[[], None]:
        return lambda: self._begin(kind)

    def _advance(self, row_id: int) -> None:
        self.settled += self._life.advance(feeds.feed(row_id))
        orders = tuple({one.order_id for one in feed_queue.carried(row_id)})
        name = self._connection.account.name
        self._tell(Progress(name, "send", "a file with Amazon", orders=orders))

    def _begin(self, kind: Kind) -> None:
        """Look at what is due, keep the intent with the claims, and send."""
        account, at = self._connection.account, self._clock()
        chosen = self._fit(kind, self._candidates(kind, at))
        if not chosen:
            return
        body = kind.body(account.amazon.seller_id, [fit.message for _, fit in chosen])
        ids = [task.id for task, _ in chosen]
        try:
            row_id = feeds.intent(account.id, str(kind.feed_type), body, ids, at=int(at))
        except ValueError:
            _log.info("a task was withdrawn while its feed was made")  # due again at once
            return
        self._life.begin(row_id)
        self._last[kind.verb] = at
        for one in ids:
            self._looks.pop(one, None)
        self._advance(row_id)

    def _candidates(self, kind: Kind, at: float) -> list[DueTask]:
        """Due tasks, one of an order: the next one is looked at when the first has left."""
        by_order: dict[int, DueTask] = {}
        account_id = self._connection.account.id
        for task in feed_queue.ready(account_id, kind.verb, at, MOST_MESSAGES):
            if is_under_way(task):
                error = feed_failure(kind.feed_type, STUCK, since="earlier")
                tasks.refail(task.id, task.plan, error, int(at))
            else:
                by_order.setdefault(task.order_id, task)
        return list(by_order.values())

    def _fit(self, kind: Kind, due: list[DueTask]) -> list[tuple[DueTask, Fit]]:
        """Those that may leave now. Looks that Amazon delays are waited for, but not for long."""
        chosen: list[tuple[DueTask, Fit]] = []
        oldest = self._clock()
        for task in due:
            try:
                look = self._look(kind, task)
            except TryLater as error:
                patience = self._connection.pace.here(_PATIENCE_S)
                if chosen and error.code == "quota" and self._clock() - oldest >= patience:
                    break
                raise
            if look is not None:
                chosen.append((task, look.fit))
                oldest = min(oldest, look.at)
        return chosen

    def _look(self, kind: Kind, task: DueTask) -> _Look | None:
        """A look at one task, or the one made before; None where it does not leave."""
        at = self._clock()
        held = self._looks.get(task.id)
        oldest = at - self._connection.pace.here(_LOOK_LASTS_S)
        oldest = max(oldest, looks_before(self._connection.account))
        if held is not None and held.plan == task.plan and held.at >= oldest:
            return held
        try:
            found = feed_check.look(self._connection, kind, task, at)
        except CrossdockError:
            raise
        except Exception as error:  # noqa: BLE001 - one bad task never stops the others
            _log.error("bug in %s: %s", kind.verb, type(error).__name__, exc_info=error)
            found = Refusal(kind.failure("bug"))
        if isinstance(found, Refusal):
            tasks.refail(task.id, {**task.plan, **found.plan}, found.error, int(at))
            return None
        if found.is_settled:
            with write():
                if tasks.claim(task.id, int(at)):
                    tasks.settled(task.id, int(at), "it stands on Amazon already")
                    self.settled += 1
            return None
        self._looks[task.id] = look = _Look(at, task.plan, found)
        return look
