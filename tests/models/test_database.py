"""Opening, keys, transactions, and errors in plain words."""

import sqlite3
import threading
from pathlib import Path

import pytest

from desktop.errors import Cancelled, ProfileProblem
from desktop.models import database, key_id, migrations
from desktop.models.database import (
    close_connection,
    close_database,
    database_exists,
    interrupter,
    open_database,
    read,
    write,
)
from desktop.models.integrity import faults
from tests.models.orders import KEY, connect_account, order, store

OTHER_KEY = bytes(32)


def problem_of(path: Path, key: bytes | None) -> ProfileProblem:
    with pytest.raises(ProfileProblem) as caught:
        open_database(path, key)
    return caught.value


def filled(path: Path) -> bytes:
    """A closed database with an order in it; its bytes."""
    open_database(path, KEY)
    store(connect_account("Lumen"), order(1))
    close_database()
    return path.read_bytes()


def test_it_keeps_what_was_written(path: Path) -> None:
    filled(path)
    open_database(path, KEY)
    with read() as connection:
        assert connection.execute("SELECT count(*) FROM orders").fetchone() == (1,)
    close_database()


def test_the_file_is_encrypted_and_no_buyer_can_be_read(path: Path) -> None:
    content = filled(path)
    assert not content.startswith(b"SQLite format 3")
    assert b"Hauptstr" not in content
    assert KEY.hex().encode() not in key_id.file_of(path).read_bytes()
    with pytest.raises(sqlite3.DatabaseError), sqlite3.connect(path) as plain:
        plain.execute("SELECT * FROM orders")
    plain.close()


def test_pragmas(database: Path) -> None:
    with read() as connection:
        values = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in (
                "journal_mode",
                "synchronous",
                "busy_timeout",
                "foreign_keys",
                "secure_delete",
            )
        }
        assert connection.execute(
            "SELECT v FROM order_fts_config WHERE k = 'secure-delete'"
        ).fetchone() == (1,)
    assert values == {
        "journal_mode": "wal",
        "synchronous": 1,
        "busy_timeout": 5000,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


def test_a_wrong_key_is_told_from_damage(path: Path) -> None:
    before = filled(path)
    assert problem_of(path, OTHER_KEY).code == "key_wrong"
    assert path.read_bytes() == before


def test_a_damaged_first_page_with_the_right_key(path: Path) -> None:
    content = filled(path)
    path.write_bytes(b"\0" * 100 + content[100:])
    assert problem_of(path, KEY).code == "database_damaged"


@pytest.mark.parametrize("how", ["empty", "gone"])
def test_a_database_that_vanished_is_never_made_anew(path: Path, how: str) -> None:
    filled(path)
    path.unlink()
    if how == "empty":
        path.touch()
    problem = problem_of(path, KEY)
    assert problem.code == "database_damaged"
    assert "missing or empty" in problem.cause
    assert not path.exists() or path.stat().st_size == 0
    assert database_exists(path)


def test_without_fingerprint_the_right_key_opens_and_gets_one(path: Path) -> None:
    filled(path)
    key_id.file_of(path).unlink()
    assert problem_of(path, OTHER_KEY).code == "key_wrong"
    assert not key_id.file_of(path).exists()
    open_database(path, KEY)
    close_database()
    assert key_id.fits(path, KEY) is True


def test_a_strange_file_is_left_alone(path: Path) -> None:
    path.write_text("my shopping list, a long one: " + "eggs, milk, " * 400)
    before = path.read_bytes()
    assert problem_of(path, KEY).code == "key_wrong"
    assert path.read_bytes() == before


def test_without_a_key(path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        open_database(path, None)
    with pytest.raises(ValueError, match="32 bytes"):
        open_database(path, b"short")
    assert not database_exists(path)
    filled(path)
    assert problem_of(path, None).code == "key_missing"


def test_a_newer_format_is_refused(path: Path) -> None:
    filled(path)
    connection = database.keyed_connection(path, KEY)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    problem = problem_of(path, KEY)
    assert problem.code == "database_newer"
    assert "999" in problem.cause


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert problem_of(tmp_path / "no" / "crossdock.db", KEY).code == "read_only"


def test_locked_by_another_program(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = sqlite_other(database)
    other.execute("BEGIN IMMEDIATE")
    with read() as connection:
        connection.execute("PRAGMA busy_timeout = 20")
    with pytest.raises(ProfileProblem) as caught, write():
        pytest.fail("two writers at once")
    assert caught.value.code == "database_locked"
    other.execute("ROLLBACK")
    other.close()
    with write() as connection:
        connection.execute("INSERT INTO bucket VALUES ('a', 1, 1, 1)")


def sqlite_other(path: Path) -> database.Connection:
    return database.keyed_connection(path, KEY)


def test_disk_full_and_read_only(database: Path) -> None:
    with read() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(ProfileProblem) as full, write() as connection:
        connection.execute("INSERT INTO bucket VALUES (hex(zeroblob(100000)), 1, 1, 1)")
    assert full.value.code == "disk_full"
    with pytest.raises(ProfileProblem) as nested, write(), write() as connection:
        connection.execute("INSERT INTO bucket VALUES (hex(zeroblob(100000)), 1, 1, 1)")
    assert nested.value.code == "disk_full"
    with read() as connection:
        connection.execute("PRAGMA query_only = ON")
    with pytest.raises(ProfileProblem) as refused, write() as connection:
        connection.execute("INSERT INTO bucket VALUES ('a', 1, 1, 1)")
    assert refused.value.code == "read_only"
    with read() as connection:
        assert connection.execute("SELECT count(*) FROM bucket").fetchone() == (0,)


def test_bugs_are_not_dressed_up(database: Path) -> None:
    with pytest.raises(Exception, match="no such table") as caught, read() as connection:
        connection.execute("SELECT * FROM nowhere")
    assert not isinstance(caught.value, ProfileProblem)


def fail_after(sql: str) -> None:
    with write() as connection:
        connection.execute(sql)
        raise KeyError


def test_writes_nest_and_roll_back(database: Path) -> None:
    with write() as connection:
        connection.execute("INSERT INTO bucket VALUES ('outer', 1, 1, 1)")
        with pytest.raises(KeyError):
            fail_after("INSERT INTO bucket VALUES ('inner', 1, 1, 1)")
        with read() as same:
            assert same.execute("SELECT key FROM bucket").fetchall() == [("outer",)]
    with pytest.raises(KeyError):
        fail_after("DELETE FROM bucket")
    with read() as connection:
        assert connection.execute("SELECT key FROM bucket").fetchall() == [("outer",)]


def test_each_thread_has_a_connection_and_all_are_closed(path: Path) -> None:
    open_database(path, KEY)
    seen: list[int] = []

    def look() -> None:
        with read() as connection:
            seen.append(id(connection))

    workers = [threading.Thread(target=look) for _ in range(3)]
    for worker in workers:
        worker.start()
        worker.join()
    look()
    assert len(database._OPEN.connections) <= 2  # those of ended threads are swept
    close_connection()
    look()
    close_database()
    assert database._OPEN.connections == []
    with pytest.raises(RuntimeError, match="no database is open"), read():
        pytest.fail("there is none")


def test_several_first_starts_at_once(path: Path) -> None:
    """Each makes the database or finds it made; none fails."""
    start, versions = threading.Barrier(6), []

    def open_it() -> None:
        start.wait()
        connection = database.keyed_connection(path, KEY)
        migrations.migrate(connection, path)
        versions.append(migrations.version_of(connection))
        connection.close()

    workers = [threading.Thread(target=open_it) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert versions == [len(migrations.STEPS)] * 6


def test_a_thread_notices_another_database(path: Path, tmp_path: Path) -> None:
    open_database(path, KEY)
    with write() as connection:
        connection.execute("INSERT INTO bucket VALUES ('first', 1, 1, 1)")
    open_database(tmp_path / "second.db", OTHER_KEY)
    with read() as connection:
        assert connection.execute("SELECT count(*) FROM bucket").fetchone() == (0,)
    close_database()


def test_an_outdated_query_can_be_stopped(database: Path) -> None:
    stop = interrupter()
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
    timer = threading.Timer(0.05, stop)
    timer.start()
    with pytest.raises(Cancelled), read() as connection:
        connection.execute(endless).fetchone()
    timer.join()
    with read() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_the_doctor_finds_it_sound(account_id: int) -> None:
    store(account_id, order(1), order(2))
    assert faults() == ()


def test_the_doctor_finds_a_damaged_page(path: Path) -> None:
    content = bytearray(filled(path))
    content[-2000:-1900] = b"\0" * 100
    path.write_bytes(bytes(content))
    open_database(path, KEY)
    assert faults()
    close_database()
