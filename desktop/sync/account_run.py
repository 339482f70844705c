"""One account's run: what is due first is done first; the two sides never stop each other."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext

from desktop.clock import Clock, wait
from desktop.clock import now as real_now
from desktop.errors import AccountProblem, Cancelled, CrossdockError, Side, TryLater
from desktop.models import account as accounts
from desktop.models import import_request
from desktop.sync import addresses, carriers_ready, import_orders, outbox
from desktop.sync.connection import Connection
from desktop.sync.fba_report import FbaReport
from desktop.sync.feed_run import FeedRun
from desktop.sync.lease import HELD, LeaseHeld, LeaseKeeper
from desktop.sync.notices import Notices, clock_notice
from desktop.sync.part import Part
from desktop.sync.progress import Progress, Tell
from desktop.sync.pull_amazon import AmazonPull
from desktop.sync.pull_finances import FinancesPull
from desktop.sync.pull_shopify import ShopifyPull
from desktop.sync.report import RunReport
from desktop.sync.senders import Senders
from desktop.sync.side_reading import reading
from desktop.sync.troubles import Troubles

_log = logging.getLogger(__name__)

_POLITE_PAUSE_S = 0.2  # between looks at the cancel event and at what people asked for
Company = Callable[[], AbstractContextManager[Sequence[Connection]]]


class AccountRun:
    """Does one account's work until nothing is due soon."""

    def __init__(
        self,
        connection: Connection,
        report: RunReport,
        tell: Tell,
        *,
        company: Company | None = None,
        clock: Clock = real_now,
        asked: bool = True,
    ) -> None:
        """`company` opens the other accounts' connections, for what is asked of any account. A run
        that nobody `asked` for reads only what is due."""
        self._connection = connection
        self._company = company or (lambda: nullcontext(()))
        self._report, self._tell, self._clock = report, tell, clock
        self._notices = Notices(connection.account.name, report, tell)
        self._asked = asked
        self._pull = AmazonPull(connection, clock=clock, asked=asked)
        self._watch = ShopifyPull(connection, clock=clock, asked=asked)
        self._lease = lease = LeaseKeeper(connection, clock=clock)
        self._feeds = FeedRun(connection, tell, clock=clock, lease=lease)
        self._senders = Senders(connection, tell, clock=clock, lease=lease)
        self._parts = self._made_parts()
        self._last = -1  # the place of the part that worked last
        self._troubles = Troubles(connection, self._notices, clock)
        self._is_elsewhere = False  # another computer syncs this account: nothing is sent

    def _made_parts(self) -> tuple[Part, ...]:
        pull = Part("amazon", self._pull, self._pull_page, is_core=True)
        return (
            *self._senders.parts,
            Part("amazon", self._feeds, self._feeds.step, sends=True),
            pull,
            Part("shopify", self._watch, self._watch_shop),
            *self._readings(),
        )

    def _readings(self) -> Iterator[Part]:
        """What may lack a role of its own."""
        connection, notices = self._connection, self._notices
        books = FinancesPull(connection, clock=self._clock, asked=self._asked)
        for work, what in (
            (books, "refunds in Amazon's books"),
            (FbaReport(connection, clock=self._clock), "orders shipped by Amazon"),
        ):
            step = reading(work, what, connection.account.name, notices, self._tell)
            yield Part("amazon", work, step)

    def run(self, wait_s: float) -> None:
        """Work until nothing is due within `wait_s` (service seconds), or cancelled."""
        horizon = self._connection.pace.here(wait_s)
        carriers_ready.prefill(self._connection.account.id)
        self._senders.recover()
        try:
            self._take_lease(self._clock() + horizon)
            self._look_for_addresses()
            while not self._connection.cancel.is_set():
                self._answer_people()
                outbox.release(self._connection.account.id, self._connection.pace, self._clock())
                at = self._clock()
                due, part = self._next(at + horizon)
                if part is None:
                    break
                if due > at:
                    self._wait(due, part)
                else:
                    self._do(part)
        except Cancelled:
            _log.info("a run was cancelled")
        self._sum_up()

    def _next(self, until: float) -> tuple[float, Part | None]:
        """What is due first, and no later than `until`; sending goes before pulling, and of what is
        due alike each in turn.

        Once everything was read to its end, the next poll alone does not keep a run going.
        """
        open_parts = [part for part in self._parts if self._is_open(part)]
        due = [(at, part) for part in open_parts if (at := part.work.due_at) is not None]
        self._report.next_due = min((at for at, _ in due), default=None)
        sending = any(part.sends and at <= until for at, part in due)
        choices = [
            (at, part)
            for at, part in due
            if (part.sends and at <= until)
            or (not part.sends and (sending or not part.work.is_up_to_date))
        ]
        if not choices:
            return 0.0, None
        now = self._clock()
        return min(choices, key=lambda it: (max(it[0], now), not it[1].sends, self._turn(it[1])))

    def _sends(self, until: float) -> bool:
        """Whether something is to be sent by then."""
        due = (part.work.due_at for part in self._parts if part.sends)
        return any(at is not None and at <= until for at in due)

    def _turn(self, part: Part) -> int:
        """How many others are before it, counted from the one that worked last."""
        return (self._parts.index(part) - self._last - 1) % len(self._parts)

    def _is_open(self, part: Part) -> bool:
        """What sends needs the lease; without Shopify it lasts until it must be renewed there."""
        if not self._troubles.is_open(part):
            return False
        if not part.sends:
            return True
        shop_is_open = "shopify" not in self._troubles.stopped
        return not self._is_elsewhere and (shop_is_open or self._lease.is_fresh)

    def _wait(self, due: float, part: Part) -> None:
        seconds = due - self._clock()
        words = self._troubles.words(part)
        self._tell(Progress(self._connection.account.name, "wait", words, wait_s=seconds))
        wait(min(seconds, _POLITE_PAUSE_S), self._connection.cancel)

    def _do(self, part: Part) -> None:
        """Run one step; what it raises concerns the part, and the side only where it must."""
        self._last = self._parts.index(part)
        try:
            part.step()
        except LeaseHeld as error:
            self._leave_to(error)
        except TryLater as error:
            self._troubles.later(part, error)
        except AccountProblem as error:
            self._troubles.refused(part, error)
        except CrossdockError:
            raise
        except Exception as error:
            if part.is_core:
                raise
            self._troubles.bug(part, error)
        else:
            self._troubles.works(part)
            if part.sends and part.side == "shopify":
                self._works("shopify")

    def _take_lease(self, until: float) -> None:
        """Once a run, also where nothing is to be sent by then: else it would lapse."""
        if not accounts.account(self._connection.account.id).is_started:
            return
        try:
            if self._sends(until):
                self._lease.look()
            else:
                self._lease.keep_up()
        except LeaseHeld as error:
            self._leave_to(error)
        except TryLater as error:  # asked again before anything is sent
            _log.info("the lease was not looked at: %s", error.code)
        except AccountProblem as error:
            self._troubles.noticed(error)

    def _leave_to(self, error: LeaseHeld) -> None:
        """Another computer syncs the account; this run only reads."""
        self._is_elsewhere = True
        accounts.set_problem(self._connection.account.id, "shopify", HELD)
        self._notices.tell(error.problem)

    def _pull_page(self) -> None:
        page = self._pull.step()
        self._works("amazon")
        self._report.imported += len(page.stored.imported)
        self._report.refreshed += len(page.stored.refreshed)
        name = self._connection.account.name
        self._tell(
            Progress(
                name,
                "import",
                f"{page.read_in_window} orders read",
                page.read_in_window,
                page.expected_in_window,
                orders=(*page.stored.imported, *page.stored.refreshed),
            )
        )
        if page.window_is_done:
            addresses.release(self._connection, self._clock())
        wrong = clock_notice(page.clock_ahead_s)
        if wrong is not None:
            self._notices.tell(wrong, is_notice=True)

    def _look_for_addresses(self) -> None:
        """Where orders are held for lack of addresses: does Amazon give them now?"""
        try:
            addresses.look_again(self._connection)
        except TryLater as error:
            _log.info("addresses were not looked for: %s", error.code)
        except AccountProblem as error:
            self._troubles.noticed(error)

    def _watch_shop(self) -> None:
        changed = self._watch.step()
        self._works("shopify")
        if changed:
            words = f"{len(changed)} orders changed in Shopify"
            self._tell(Progress(self._connection.account.name, "look", words, orders=changed))

    def _works(self, side: Side) -> None:
        account_id = self._connection.account.id
        is_held = side == "shopify" and self._is_elsewhere
        accounts.set_problem(account_id, side, HELD if is_held else "")
        if side == "shopify":
            accounts.mark_checked(account_id, side, int(self._clock()))

    def _answer_people(self) -> None:
        """Orders that somebody asked for by ID; they do not wait for the background work."""
        asked = import_request.pending([self._connection.account.id])
        if not asked:
            return
        with ExitStack() as ends:
            everyone = [self._connection]
            if any(request.account_id is None for request in asked):
                everyone += ends.enter_context(self._company())
            self._report.imported += import_orders.answer_import_requests(
                everyone, clock=self._clock
            )

    def _sum_up(self) -> None:
        tally = self._senders.tally
        self._report.created += tally.created
        self._report.adopted += tally.adopted
        self._report.settled += tally.settled + self._feeds.settled
        for part in self._parts:
            self._troubles.sum_up(part)
        notice = addresses.notice(self._connection)
        if notice is not None:
            self._notices.tell(notice, is_notice=True)
