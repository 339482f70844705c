"""The background schedule: one APScheduler job an account; the only place that knows APScheduler.

Each run ends when nothing is due soon and says when something is due next; the job is then planned
for that moment, and reads only what is due by then. A run that somebody asks for reads everything;
asked for while one works, it follows at once. What a person does while nothing runs, in whichever
process, makes tasks due, and brings a run forward.
"""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event, Lock, Thread

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.date import DateTrigger

from desktop.clock import now
from desktop.errors import CrossdockError
from desktop.models import account as accounts
from desktop.models import housekeeping, import_request
from desktop.models.change_mark import change_mark
from desktop.models.due_mark import DueMark, due_mark
from desktop.models.setting import get
from desktop.rows import RunSummary
from desktop.sync.connection import SecretSource, pace_of
from desktop.sync.kept_tokens import KeptTokens
from desktop.sync.lease import HELD
from desktop.sync.progress import Progress, Tell
from desktop.sync.runner import run_account, summary

_log = logging.getLogger(__name__)

HORIZON_S = 5.0  # a run goes on while something is due within so many service seconds
LONGEST_PAUSE_S = 120.0  # Shopify is looked at every two minutes
PAUSED_PAUSE_S = 900.0  # a side that is paused by a problem is tried again this often
_SHORTEST_PAUSE_S = 0.5
_SLEEP_TOLD_S = 60.0  # the wall clock jumping this far means that the computer slept
_TICK_S = 20.0
_LOOK_EVERY_S = 2.0  # at what others made due, and only after something was written


class Schedule:
    """Runs every account in the background until it is stopped."""

    def __init__(
        self,
        vault: SecretSource,
        profile_id: str,
        *,
        tell: Tell,
        on_summary: Callable[[RunSummary], None],
    ) -> None:
        self._vault = vault
        self._profile_id = profile_id
        self._tell = tell
        self._on_summary = on_summary
        self._tokens = KeptTokens()
        self._cancel = Event()
        self._lock = Lock()
        self._running: set[int] = set()
        self._again: set[int] = set()
        self._asked: set[int] = set()
        self._planned: dict[int, float] = {}
        self._left: dict[int, DueMark] = {}  # what was due when an account's last run ended
        self._written = -1
        self._looked_at = 0.0
        self._stopper: Thread | None = None
        self._scheduler = BackgroundScheduler(
            executors={"default": ThreadPoolExecutor(4)},
            job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
            timezone=UTC,
        )
        self._watch = Thread(target=self._watch_for_sleep, name="wake-up", daemon=True)

    def start(self) -> None:
        """Begin: every account runs at once, then whenever something is due."""
        import_request.reopen()
        self._scheduler.start()
        self._watch.start()
        self.run_now()

    def run_now(self, account_id: int | None = None) -> None:
        """Bring an account's run forward, or all; one that works runs once more afterwards."""
        wanted = [a.id for a in accounts.accounts()] if account_id is None else [account_id]
        with self._lock:
            self._asked.update(wanted)
            self._again.update(self._running.intersection(wanted))
            idle = [each for each in wanted if each not in self._running]
        for each in idle:
            self._plan(each, now())

    def look(self) -> None:
        """Bring forward accounts of which more is due than their last run left.

        Cheap: for one thread to call again and again.
        """
        at = now()
        if 0 <= at - self._looked_at < _LOOK_EVERY_S:
            return
        written = change_mark()
        if written == self._written:
            return
        self._written, self._looked_at = written, at
        with self._lock:
            idle = [each for each in self._left if each not in self._running]
        for each in idle:
            mark = due_mark(each, at)
            if mark != self._left[each]:
                self._left[each] = mark
                if mark[0]:
                    self._plan(each, at)

    @property
    def is_working(self) -> bool:
        """Whether an account's run is under way."""
        return bool(self._running)

    @property
    def next_at(self) -> float | None:
        """When the next run is planned, UTC seconds; None before the first one."""
        return min(self._planned.copy().values(), default=None)

    def stop(self, grace_s: float = 3.0) -> bool:
        """Take no more work, cut waits short, and wait up to `grace_s` for calls in flight.

        False when something is still in flight; it stands as sending, and is looked up at the
        next start.
        """
        self._cancel.set()
        with self._lock:
            if self._stopper is None:
                self._stopper = Thread(target=self._shut_down, name="stop", daemon=True)
                self._stopper.start()
        self._stopper.join(grace_s)
        return not self._stopper.is_alive()

    def _shut_down(self) -> None:
        """Let the scheduler end its round first: one that stops in it loses its own jobs."""
        if self._scheduler.running:
            self._scheduler.pause()
            self._scheduler.get_jobs()
            self._scheduler.shutdown()

    def _plan(self, account_id: int, at: float) -> None:
        if self._cancel.is_set():
            return
        self._planned[account_id] = at
        self._scheduler.add_job(
            self._run,
            DateTrigger(run_date=datetime.fromtimestamp(at, UTC)),
            args=(account_id,),
            id=f"account-{account_id}",
            replace_existing=True,
        )

    def _run(self, account_id: int) -> None:
        with self._lock:
            if account_id in self._running:
                self._again.add(account_id)
                return
            self._running.add(account_id)
            is_asked = account_id in self._asked
            self._asked.discard(account_id)
        at = now() + LONGEST_PAUSE_S
        try:
            at = self._run_once(account_id, is_asked)
        except CrossdockError as error:
            self._tell(Progress("", "wait", str(error)))
        except Exception as error:  # noqa: BLE001 - a bug in one run must not end the schedule
            _log.error("bug in a run: %s", type(error).__name__, exc_info=error)
        finally:
            with self._lock:
                self._running.discard(account_id)
                if account_id in self._again:
                    self._again.discard(account_id)
                    at = now()
            self._plan(account_id, max(at, now() + _SHORTEST_PAUSE_S))

    def _run_once(self, account_id: int, is_asked: bool) -> float:
        """One run; returns when the next one is due."""
        began = now()
        housekeeping.run_due(began)
        if not get("sync.enabled", account_id):
            return began + LONGEST_PAUSE_S
        report = run_account(
            account_id,
            self._vault,
            self._profile_id,
            self._cancel,
            wait_s=HORIZON_S,
            tell=self._tell,
            tokens=self._tokens,
            asked=is_asked,
        )
        self._left[account_id] = due_mark(account_id, now())
        self._on_summary(summary([account_id], [report], began, now()))
        account = accounts.account(account_id)
        is_paused = account.amazon_problem or account.shopify_problem not in ("", HELD)
        pause = pace_of(account).here(PAUSED_PAUSE_S if is_paused else LONGEST_PAUSE_S)
        latest = now() + pause
        return latest if report.next_due is None else min(report.next_due, latest)

    def _watch_for_sleep(self) -> None:
        """After the computer slept, the scheduler's own timer may be late: wake it."""
        last = now()
        while not self._cancel.wait(_TICK_S):
            if now() - last > _TICK_S + _SLEEP_TOLD_S:
                _log.info("the clock jumped; the computer slept, or the clock was set")
                self._scheduler.wakeup()
            last = now()
