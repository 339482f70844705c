"""One account's run: what is due first is done first; the two sides never stop each other."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext

from desktop.catalogue import account_problem
from desktop.clock import Clock, wait
from desktop.clock import now as real_now
from desktop.errors import AccountProblem, Cancelled, Side, TryLater
from desktop.models import account as accounts
from desktop.models import import_request
from desktop.models.setting import get
from desktop.sync import addresses, carriers_ready, import_orders, outbox, retry
from desktop.sync.connection import Connection
from desktop.sync.engine import Engine
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
from desktop.sync.shop_ready import make_ready
from desktop.sync.side_reading import reading
from desktop.sync.tasks.registry import CREATIONS, TO_AMAZON, TO_SHOPIFY

_log = logging.getLogger(__name__)

_UNREACHED = ("offline", "tls", "captive_portal", "unavailable")
_POLITE_PAUSE_S = 0.2  # between looks at the cancel event and at what people asked for
_WAITS_FOR: dict[Side, str] = {
    "amazon": "waiting for Amazon's quota",
    "shopify": "waiting for Shopify",
}
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
    ) -> None:
        """`company` opens the other accounts' connections, for what is asked of any account."""
        self._connection = connection
        self._company = company or (lambda: nullcontext(()))
        self._report, self._tell, self._clock = report, tell, clock
        self._notices = Notices(connection.account.name, report, tell)
        self._pull = AmazonPull(connection, clock=clock)
        self._watch = ShopifyPull(connection, clock=clock)
        self._lease = lease = LeaseKeeper(connection, clock=clock)
        self._goes_back = bool(get("back.enabled", connection.account.id))
        verbs, keeper = (TO_SHOPIFY, lease) if self._goes_back else (CREATIONS, None)
        self._to_shopify = Engine(connection, verbs, tell, clock=clock, lease=keeper)
        self._to_amazon = Engine(connection, TO_AMAZON, tell, clock=clock, lease=lease)
        self._feeds = FeedRun(connection, tell, clock=clock, lease=lease)
        self._parts: tuple[Part, ...] = (
            Part("shopify", self._to_shopify, self._send_to_shopify, sends=True),
            Part("amazon", self._pull, self._pull_page),
        )
        if self._goes_back:
            self._parts += (
                Part("amazon", self._to_amazon, self._to_amazon.step, sends=True),
                Part("amazon", self._feeds, self._feeds.step, sends=True),
                Part("shopify", self._watch, self._watch_shop),
                *self._readings(),
            )
        self._failures: dict[Side, int] = {"amazon": 0, "shopify": 0}
        self._trouble: dict[Side, TryLater] = {}  # what a side waits for, until it works again
        self._stopped: set[Side] = set()
        self._shop_is_ready = False
        self._is_elsewhere = False  # another computer syncs this account: nothing is sent

    def _readings(self) -> Iterator[Part]:
        """What may lack a role of its own."""
        connection, notices = self._connection, self._notices
        for work, what in (
            (FinancesPull(connection, clock=self._clock), "refunds in Amazon's books"),
            (FbaReport(connection, clock=self._clock), "orders shipped by Amazon"),
        ):
            step = reading(work, what, connection.account.name, notices, self._tell)
            yield Part("amazon", work, step)

    def run(self, wait_s: float) -> None:
        """Work until nothing is due within `wait_s` (service seconds), or cancelled."""
        horizon = self._connection.pace.here(wait_s)
        carriers_ready.prefill(self._connection.account.id)
        self._to_shopify.recover()
        self._to_amazon.recover()
        try:
            if self._goes_back:
                self._take_lease()
            self._look_for_addresses()
            while not self._connection.cancel.is_set():
                self._answer_people()
                if self._goes_back:
                    outbox.release(
                        self._connection.account.id, self._connection.pace, self._clock()
                    )
                at = self._clock()
                due, part = self._next(at + horizon)
                if part is None:
                    break
                if due > at:
                    self._wait(due, part.side)
                else:
                    self._do(part)
        except Cancelled:
            _log.info("a run was cancelled")
        self._sum_up()

    def _next(self, until: float) -> tuple[float, Part | None]:
        """What is due first, and no later than `until`; sending goes before pulling.

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
        return min(choices, key=lambda choice: (max(choice[0], now), not choice[1].sends))

    def _is_open(self, part: Part) -> bool:
        """What sends needs the lease; without Shopify it lasts until it must be renewed there."""
        if part.side in self._stopped:
            return False
        if not part.sends or not self._goes_back:
            return True
        return not self._is_elsewhere and ("shopify" not in self._stopped or self._lease.is_fresh)

    def _wait(self, due: float, side: Side) -> None:
        seconds = due - self._clock()
        trouble = self._trouble.get(side)
        words = trouble.why if trouble is not None and trouble.why else _WAITS_FOR[side]
        self._tell(Progress(self._connection.account.name, "wait", words, wait_s=seconds))
        wait(min(seconds, _POLITE_PAUSE_S), self._connection.cancel)

    def _do(self, part: Part) -> None:
        """Run one step; what it raises stops or delays its own side only."""
        side = part.side
        try:
            part.step()
        except LeaseHeld as error:
            self._leave_to(error)
        except TryLater as error:
            self._later(part, error)
        except AccountProblem as error:
            self._pause(error)
        else:
            self._failures[side] = 0
            self._trouble.pop(side, None)

    def _later(self, part: Part, error: TryLater) -> None:
        side, seconds = part.side, error.seconds
        self._trouble[side] = error
        if error.code in _UNREACHED:
            self._failures[side] += 1
            if self._failures[side] >= retry.OFFLINE_TRIES:
                self._give_up(side, error)
                return
            seconds = max(seconds, retry.offline_wait(self._failures[side], self._connection.pace))
        part.work.not_before = self._clock() + seconds

    def _take_lease(self) -> None:
        """Once a run, also where nothing is to be sent: else it would lapse."""
        if not accounts.account(self._connection.account.id).is_started:
            return
        try:
            self._lease.look()
        except LeaseHeld as error:
            self._leave_to(error)
        except TryLater as error:  # asked again before anything is sent
            _log.info("the lease was not looked at: %s", error.code)
        except AccountProblem as error:
            self._pause(error)

    def _leave_to(self, error: LeaseHeld) -> None:
        """Another computer syncs the account; this run only reads."""
        self._is_elsewhere = True
        accounts.set_problem(self._connection.account.id, "shopify", HELD)
        self._notices.tell(error.problem)

    def _give_up(self, side: Side, error: TryLater) -> None:
        """No connection: this run leaves the side alone; the next one tries again."""
        self._stopped.add(side)
        self._notices.tell(account_problem(side, error.code, error.technical))

    def _pause(self, error: AccountProblem) -> None:
        self._stopped.add(error.side)
        accounts.set_problem(self._connection.account.id, error.side, error.code)
        self._notices.tell(error)

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
            self._notices.tell(wrong)

    def _look_for_addresses(self) -> None:
        """Where orders are held for lack of addresses: does Amazon give them now?"""
        try:
            addresses.look_again(self._connection)
        except TryLater as error:
            _log.info("addresses were not looked for: %s", error.code)
        except AccountProblem as error:
            self._pause(error)

    def _send_to_shopify(self) -> None:
        if not self._shop_is_ready:
            make_ready(self._connection)
            self._shop_is_ready = True
        self._to_shopify.step()
        self._works("shopify")

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
        self._report.created += self._to_shopify.tally.created
        self._report.adopted += self._to_shopify.tally.adopted
        self._report.settled += self._to_shopify.tally.settled
        self._report.settled += self._to_amazon.tally.settled + self._feeds.settled
        for side, error in self._trouble.items():
            if error.code in _UNREACHED:
                self._notices.tell(account_problem(side, error.code, error.technical))
        notice = addresses.notice(self._connection)
        if notice is not None:
            self._notices.tell(notice)
