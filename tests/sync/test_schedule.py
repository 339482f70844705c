"""The background schedule: forward, again, on after errors, and stopped within seconds."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from desktop.actions.sync_once import sync_once
from desktop.clock import Pace, now
from desktop.errors import TryLater
from desktop.models import import_request
from desktop.models.database import close_connection, write
from desktop.models.setting import set_setting
from desktop.profile import Profile
from desktop.rows import RunSummary
from desktop.sandbox.run import Sandbox
from desktop.sync import schedule
from desktop.sync.progress import silent
from desktop.sync.report import RunReport
from desktop.sync.schedule import Schedule
from tests.actions.stand import connect_object, connect_with, opened_profile, running_sandbox

SOON_S = 20.0  # only ever waited for in full where a test fails


class Runs:
    """Stands for `run_account`: says when a run began, and holds it until it is let go."""

    def __init__(self) -> None:
        self.began: list[int] = []
        self.changed = Event()
        self.go = Event()
        self.fails: dict[int, Exception] = {}
        self.waits_for_cancel = False

    def __call__(
        self, account_id: int, vault: Any, profile_id: str, cancel: Event, **_: Any
    ) -> RunReport:
        self.began.append(account_id)
        self.changed.set()
        if self.waits_for_cancel:
            cancel.wait(SOON_S)
        else:
            self.go.wait(SOON_S)
        if account_id in self.fails:
            raise self.fails[account_id]
        return RunReport()

    def wait_for(self, account_id: int, times: int) -> bool:
        for _ in range(int(SOON_S * 50)):
            if self.began.count(account_id) >= times:
                return True
            self.changed.wait(0.02)
            self.changed.clear()
        return False


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox(orders=4) as running:
        yield running


@pytest.fixture
def profile(profile_folder: Path, sandbox: Sandbox) -> Iterator[Profile]:
    with opened_profile(profile_folder) as opened:
        connect_with(opened, connect_object(sandbox))
        connect_with(
            opened, connect_object(sandbox, name="Two", amazon__seller_id="A2222222222222")
        )
        yield opened


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    made = Runs()
    monkeypatch.setattr(schedule, "run_account", made)
    return made


@pytest.fixture
def running(profile: Profile, runs: Runs) -> Iterator[Schedule]:
    summaries: list[RunSummary] = []
    made = Schedule(profile.vault, profile.profile_id, tell=silent, on_summary=summaries.append)
    yield made
    runs.go.set()
    assert made.stop(grace_s=SOON_S)  # a second time where the test has stopped it


def test_every_account_runs_at_once(running: Schedule, runs: Runs) -> None:
    running.start()
    assert runs.wait_for(1, 1)
    assert runs.wait_for(2, 1)


def test_asked_for_while_it_runs_it_runs_once_more(running: Schedule, runs: Runs) -> None:
    running.start()
    assert runs.wait_for(1, 1)
    running.run_now(1)
    running.run_now(1)
    assert runs.began.count(1) == 1  # never two of one account
    runs.go.set()
    assert runs.wait_for(1, 2)


def test_asked_for_while_it_rests_it_runs_at_once(running: Schedule, runs: Runs) -> None:
    runs.go.set()
    running.start()
    assert runs.wait_for(1, 1)
    assert runs.wait_for(2, 1)
    running.run_now(2)
    assert runs.wait_for(2, 2)


@pytest.mark.parametrize("error", [RuntimeError("a bug"), TryLater(1, "offline", "no network")])
def test_an_error_ends_neither_the_schedule_nor_the_other_account(
    error: Exception, running: Schedule, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "LONGEST_PAUSE_S", 0.1)
    runs.fails[1] = error
    runs.go.set()
    running.start()
    assert runs.wait_for(1, 3)
    assert runs.wait_for(2, 2)


def test_a_stop_cuts_waits_short_and_nothing_runs_afterwards(running: Schedule, runs: Runs) -> None:
    runs.waits_for_cancel = True
    running.start()
    assert runs.wait_for(1, 1)
    assert running.stop(grace_s=SOON_S)
    ran = len(runs.began)
    running.run_now()
    Event().wait(0.2)
    assert len(runs.began) == ran


def test_a_stop_does_not_wait_for_what_hangs(running: Schedule, runs: Runs) -> None:
    running.start()
    assert runs.wait_for(1, 1)
    assert not running.stop(grace_s=0.1)  # the caller is told that something is in flight


def test_what_a_dead_run_had_taken_up_is_asked_again(running: Schedule, runs: Runs) -> None:
    (asked,) = import_request.ask(["112-1234567-1234567"], "create", at=1)
    assert import_request.claim(asked)
    running.start()
    assert [one.id for one in import_request.pending()] == [asked]


def test_only_a_run_that_was_asked_for_reads_what_is_not_due(
    profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[bool] = []
    enough = Event()

    def run(account_id: int, *_: Any, asked: bool, **__: Any) -> RunReport:
        if account_id == 1:
            told.append(asked)
            if len(told) == 3:
                made.run_now(1)  # while it works: the next one is asked for
            if len(told) == 5:
                enough.set()
        return RunReport()

    monkeypatch.setattr(schedule, "run_account", run)
    monkeypatch.setattr(schedule, "LONGEST_PAUSE_S", 0.1)
    monkeypatch.setattr(schedule, "pace_of", lambda _: Pace())
    made = Schedule(profile.vault, profile.profile_id, tell=silent, on_summary=lambda _: None)
    try:
        made.start()
        assert enough.wait(SOON_S)
    finally:
        assert made.stop(grace_s=SOON_S)
    assert told[:5] == [True, False, False, True, False]


def _task(state: str) -> None:
    """As a person in another process makes it."""
    with write() as connection:
        connection.execute(
            "UPDATE task SET state = ?, hold = '', due_at = ?, changed_at = changed_at + 1"
            " WHERE id = (SELECT min(id) FROM task WHERE account_id = 1)",
            (state, int(now())),
        )


@pytest.fixture
def looking(
    profile: Profile, running: Schedule, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], None]:
    """An idle schedule with a task that waits; what is called looks as the caller's loop does."""
    sync_once(profile, Event(), silent, wait_s=900)
    in_another_thread(lambda: _task("FAILED"))
    monkeypatch.setattr(schedule, "_LOOK_EVERY_S", 0.0)
    runs.go.set()
    running.start()
    assert runs.wait_for(1, 1)
    assert runs.wait_for(2, 1)
    while running.is_working:
        Event().wait(0.01)

    def look() -> None:
        for _ in range(3):
            running.look()

    return look


def in_another_thread(work: Callable[[], None]) -> None:
    def write_and_close() -> None:
        work()
        close_connection()

    thread = Thread(target=write_and_close)
    thread.start()
    thread.join()


@pytest.mark.parametrize("state", ["READY", "CHECK"])
def test_what_another_made_due_is_picked_up_at_once(
    state: str, looking: Callable[[], None], runs: Runs
) -> None:
    looking()
    assert runs.began.count(1) == 1
    in_another_thread(lambda: _task(state))
    looking()
    assert runs.wait_for(1, 2)
    assert runs.began.count(2) == 1


@pytest.mark.parametrize("state", ["FAILED", "SKIPPED", "DONE", "WAITING"])
def test_what_asks_for_nothing_brings_no_run(
    state: str, looking: Callable[[], None], runs: Runs
) -> None:
    in_another_thread(lambda: _task(state))
    looking()
    Event().wait(0.2)
    assert runs.began.count(1) == 1


def test_what_a_run_had_to_leave_is_not_run_again_and_again(
    looking: Callable[[], None], running: Schedule, runs: Runs
) -> None:
    in_another_thread(lambda: _task("READY"))
    looking()
    assert runs.wait_for(1, 2)
    while running.is_working:
        Event().wait(0.01)
    in_another_thread(lambda: set_setting("plan.name", "another thing is written"))
    looking()
    Event().wait(0.2)
    assert runs.began.count(1) == 2


def test_it_looks_every_two_seconds_and_only_after_something_was_written(
    running: Schedule, monkeypatch: pytest.MonkeyPatch, profile: Profile
) -> None:
    asked: list[int] = []

    def nothing_due(account_id: int, _: float) -> tuple[int, int]:
        asked.append(account_id)
        return 0, 0

    monkeypatch.setattr(schedule, "due_mark", nothing_due)
    running._left = {1: (0, 0)}
    at = [1000.0]
    monkeypatch.setattr(schedule, "now", lambda: at[0])
    running.look()
    asked.clear()
    at[0] += 60
    running.look()
    assert asked == []
    for moved, looks in ((0.0, 1), (1.0, 1), (1.1, 2)):
        in_another_thread(partial(set_setting, "plan.name", f"written after {moved}"))
        at[0] += moved
        running.look()
        assert len(asked) == looks
