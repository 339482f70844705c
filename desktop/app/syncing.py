"""Keeps the profile in sync while the window is open: a thread that holds lock and schedule.

off        no account, or switched off in the settings
paused     until a time, then it goes on by itself
elsewhere  another Crossdock holds the lock: this one reads, and tries again
working    a run is under way
idle       everything is done until `next_at`
"""

import logging
from threading import Event, Lock, Thread

from desktop import clock, profile_lock
from desktop.actions.sync_once import sync_once
from desktop.actions.sync_watch import bring_forward
from desktop.app.news import News
from desktop.errors import CrossdockError, ProfileProblem
from desktop.models import account as accounts
from desktop.models import setting
from desktop.models.change_mark import change_mark
from desktop.models.database import close_connection
from desktop.profile import Profile
from desktop.rows import RunSummary, SyncState
from desktop.sync.progress import Progress
from desktop.sync.schedule import Schedule

_log = logging.getLogger(__name__)

_LOOK_S = 0.25
_TRY_AGAIN_S = 2.0
_OFF_S = 1.0
PAUSED_UNTIL = "sync.paused_until"
ENABLED = "sync.enabled"


class Syncing:
    """The background work of one open profile. `start` once, `stop` once."""

    def __init__(self, profile: Profile, news: News) -> None:
        self._profile = profile
        self._news = news
        self._stop = Event()
        self._stirred = Event()
        self._asked = Event()
        self._lock = Lock()
        self._state = SyncState("off")
        self._mark = 0
        self._ended_well = True
        self._thread = Thread(target=self._run, name="syncing", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def sync_now(self) -> None:
        """Bring the next run forward; ends a pause."""
        if setting.get(PAUSED_UNTIL):
            self.pause(None)
        self._asked.set()
        self._stirred.set()

    def pause(self, until: int | None) -> None:
        """Pause until a UTC second; None goes on."""
        setting.set_setting(PAUSED_UNTIL, until or 0)
        self._stirred.set()

    def stir(self) -> None:
        """Something was asked for or changed: look at once."""
        self._stirred.set()

    def stop(self, grace_s: float = 3.0) -> bool:
        """End; waits up to `grace_s` for calls in flight. False when some still are."""
        self._stop.set()
        self._stirred.set()
        self._thread.join(grace_s + 0.5)
        return self._ended_well and not self._thread.is_alive()

    @property
    def state(self) -> SyncState:
        """How it stands now."""
        with self._lock:
            return self._state

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self._stirred.clear()
                try:
                    self._turn()
                except CrossdockError as error:
                    self._news.progress(Progress("", "wait", str(error)))
                    self._rest(_TRY_AGAIN_S)
                except Exception as error:  # noqa: BLE001 - the thread must outlive a bug
                    _log.error("bug in syncing: %s", type(error).__name__, exc_info=error)
                    self._rest(_TRY_AGAIN_S)
        finally:
            close_connection()

    def _turn(self) -> None:
        until = self._paused_until()
        if until is not None:
            self._tell(SyncState("paused", until=until))
            self._rest(min(30.0, max(0.0, until - clock.now())))
        elif not accounts.accounts():
            self._tell(SyncState("off"))
            self._rest(_OFF_S)
        elif not setting.get(ENABLED):
            self._work_if_asked()
        else:
            self._hold_and_work()

    def _work_if_asked(self) -> None:
        """Switched off: a person who asks gets one run all the same."""
        if self._asked.is_set():
            self._asked.clear()
            self._tell(SyncState("working"))
            self._news.summary(sync_once(self._profile, self._stop, self._tell_progress, wait_s=5))
        self._tell(SyncState("off", "switched off in the settings"))
        self._rest(_OFF_S)

    def _paused_until(self) -> int | None:
        until = int(setting.get(PAUSED_UNTIL))
        return until if until > clock.now() else None

    def _hold_and_work(self) -> None:
        try:
            with profile_lock.hold(self._profile.folder, "window"):
                self._work()
        except ProfileProblem as problem:
            if problem.code != "in_use":
                raise
            self._wait_for(problem)

    def _wait_for(self, problem: ProfileProblem) -> None:
        """Another one syncs (for a moment perhaps this window's own import): read on, try again."""
        if self.state.kind != "idle" and self.state.kind != "working":
            self._tell(SyncState("elsewhere", problem.cause))
        else:
            self._tell(SyncState("working"))
            self._rest(_LOOK_S)
            self._tell(SyncState("elsewhere", problem.cause))
        mark = change_mark()
        if mark != self._mark:
            self._mark = mark
            self._news.orders_changed()
        self._rest(_TRY_AGAIN_S)

    def _work(self) -> None:
        schedule = Schedule(
            self._profile.vault,
            self._profile.profile_id,
            tell=self._tell_progress,
            on_summary=self._tell_summary,
        )
        known = {one.id for one in accounts.accounts()}
        schedule.start()
        try:
            while self._goes_on():
                self._stirred.wait(_LOOK_S)
                self._stirred.clear()
                if self._asked.is_set():
                    self._asked.clear()
                    schedule.run_now()
                known |= bring_forward(schedule, self._profile, known)
                self._tell(_standing(schedule))
        finally:
            self._ended_well = schedule.stop()

    def _goes_on(self) -> bool:
        is_stopped = self._stop.is_set() or self._paused_until() is not None
        return not is_stopped and bool(setting.get(ENABLED))

    def _tell_progress(self, news: Progress) -> None:
        self._news.progress(news)
        if news.orders:
            self._news.orders_changed(news.orders)

    def _tell_summary(self, summary: RunSummary) -> None:
        self._news.summary(summary)

    def _tell(self, state: SyncState) -> None:
        with self._lock:
            if state == self._state:
                return
            self._state = state
        self._news.sync_state(state)

    def _rest(self, seconds: float) -> None:
        if not self._stop.is_set():
            self._stirred.wait(seconds)


def _standing(schedule: Schedule) -> SyncState:
    if schedule.is_working:
        return SyncState("working")
    at = schedule.next_at
    return SyncState("idle", next_at=None if at is None else int(at))
