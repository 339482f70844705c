"""The profile itself is in trouble: full disk, locked or read-only database, a second copy."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest

from desktop import profile_lock
from desktop.catalogue import profile_problem
from desktop.cli import exit_codes
from desktop.errors import ProfileProblem
from desktop.models import database, import_request, reconciliation, task
from desktop.models.database import close_database, keyed_connection, open_database
from desktop.sandbox.run import Sandbox, SandboxOptions, start_sandbox
from desktop.sync.progress import silent
from desktop.sync.runner import run_accounts
from tests.bad_days.sales import order_id, sale
from tests.bad_days.stand import SPEED, a_day
from tests.crash.seller import Seller

NOT_WINDOWS = pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions and limits")


@contextmanager
def _connected(folder: Path, environment: dict[str, str]) -> Iterator[tuple[Sandbox, Seller]]:
    sandbox = start_sandbox(SandboxOptions(orders=12, speed=SPEED))
    try:
        seller = Seller(folder, environment)
        done = seller.run("connect", "--from", "-", given=json.dumps(sandbox.connect))
        assert done.returncode == 0, done.stderr
        yield sandbox, seller
    finally:
        sandbox.stop()


def _told(seller: Seller, *words: str) -> tuple[int, str]:
    """The exit code and the code of the error that is shown; it has a cure."""
    done = seller.run(*words, "--json")
    return done.returncode, _error_code(done.stderr)


def _error_code(shown: str) -> str:
    """The code of the error that was shown; it has a cause and a cure."""
    assert "Traceback" not in shown
    error = json.loads(shown.strip().splitlines()[-1])["error"]
    assert error["title"]
    assert error["cure"]
    return str(error["code"])


def test_a_full_disk_loses_nothing(profile_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite is given no more pages, as on a full disk, in the middle of the import."""
    with a_day(profile_folder, [sale(n) for n in range(1, 61)]) as day:
        with database.read() as connection:
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
        close_database()
        whole = database.keyed_connection

        def short_of_space(path: Path, key: bytes) -> database.Connection:
            connection = whole(path, key)
            connection.execute(f"PRAGMA max_page_count = {pages + 12}")
            return connection

        monkeypatch.setattr(database, "keyed_connection", short_of_space)
        open_database(day.profile.database_path, day.profile.key)
        with pytest.raises(ProfileProblem) as caught:
            day.sync()
        assert caught.value.code == "disk_full"
        assert "goes on where it stopped" in caught.value.cure
        close_database()
        monkeypatch.undo()
        open_database(day.profile.database_path, day.profile.key)
        assert reconciliation.reconcile().adds_up
        day.sync(12_000)
        day.made(*range(1, 61))


def test_a_database_that_another_program_holds(
    profile_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_MS", 100)
    with a_day(profile_folder, [sale(1), sale(2)]) as day:
        other = keyed_connection(day.profile.database_path, day.profile.key)
        other.execute("BEGIN IMMEDIATE")
        try:
            with pytest.raises(ProfileProblem) as caught:
                day.sync()
            assert caught.value.code == "database_locked"
            assert caught.value.cure
        finally:
            other.execute("ROLLBACK")
            other.close()
        day.sync()
        day.made(1, 2)


def test_the_database_is_locked_just_as_an_order_was_made(
    profile_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order stands in the shop and could not be written down: it is looked up, not doubled."""
    with a_day(profile_folder, [sale(1), sale(2)]) as day:
        done = task.done

        def locked(*_: object, **__: object) -> None:
            raise profile_problem("database_locked", seconds=5)

        monkeypatch.setattr(task, "done", locked)
        with pytest.raises(ProfileProblem):
            day.sync()
        monkeypatch.setattr(task, "done", done)
        assert len(day.shop()) == 1
        day.sync(12_000)
        day.made(1, 2)


@NOT_WINDOWS
def test_a_profile_that_cannot_be_written_to(
    profile_folder: Path, child_environment: dict[str, str]
) -> None:
    with _connected(profile_folder, child_environment) as (_, seller):
        for path in (*profile_folder.rglob("*"), profile_folder):
            path.chmod(0o555 if path.is_dir() else 0o444)
        try:
            assert _without_privilege(seller, "sync", "--once") == (
                exit_codes.PROFILE,
                "read_only",
            )
        finally:
            for path in (profile_folder, *profile_folder.rglob("*")):
                path.chmod(stat.S_IRWXU)
        assert seller.json("sync", "--once")["imported"] == 12


def _without_privilege(seller: Seller, *words: str) -> tuple[int, str]:
    """As somebody for whom permissions hold; root gives up the right to pass over them."""
    dropped = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--"]
    done = subprocess.run(
        [*(dropped if os.getuid() == 0 else []), *seller.command(*words, "--json")],
        env=seller.environment,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return done.returncode, _error_code(done.stderr)


def test_a_second_copy_says_who_is_at_it_and_everything_else_works(
    profile_folder: Path, child_environment: dict[str, str]
) -> None:
    with _connected(profile_folder, child_environment) as (_, seller):
        seller.json("sync", "--once")
        with profile_lock.hold(profile_folder, "sync"):
            assert _told(seller, "sync", "--once") == (exit_codes.IN_USE, "in_use")
            rows = seller.json("list")
            assert len(rows) == 12
            key = rows[0]["amazon_order_id"]
            assert seller.run("archive", key).returncode == 0
            assert seller.run("restore", key).returncode == 0
            assert seller.run("retry", key).returncode in (0, exit_codes.NEEDS_PERSON)
            assert seller.run("settings", "order.note", "off").returncode == 0
        assert seller.run("sync", "--once").returncode == 0


def test_requests_that_a_dead_run_had_taken_up_are_answered(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(1)]) as day:
        (asked,) = import_request.ask([order_id(1)], "create", at=1)
        assert import_request.claim(asked)
        run_accounts([1], day.profile.vault, day.profile.profile_id, Event(), wait_s=0, tell=silent)
        (answered,) = import_request.outcome([asked])
        assert answered.outcome is not None


def test_what_is_kept_cannot_be_read_without_the_key(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(1)]) as day:
        day.sync()
        with pytest.raises(sqlite3.DatabaseError):
            sqlite3.connect(day.profile.database_path).execute("SELECT * FROM orders")
