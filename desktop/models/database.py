"""Open the encrypted database; `read()` and `write()` are the only ways to a connection.

One connection a thread, kept open until `close_connection()` or `close_database()`. `write()` is
BEGIN IMMEDIATE, so that a read followed by a write never meets "database is locked" half way.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Protocol, cast

from peewee import SqliteDatabase
from sqlcipher3 import dbapi2

from desktop import clock
from desktop.models import key_id, migrations
from desktop.models.database_errors import file_errors, is_locked, translated

BUSY_MS = 5000
CACHE_KIB = 65536
KEY_BYTES = 32


class Cursor(Protocol):
    """What a statement answers with."""

    rowcount: int
    lastrowid: int | None

    def fetchone(self) -> Any: ...

    def fetchall(self) -> list[Any]: ...

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """A raw connection of SQLCipher, in autocommit but for `write()`."""

    @property
    def in_transaction(self) -> bool: ...

    def execute(self, sql: str, values: Sequence[object] = ...) -> Cursor: ...

    def executemany(self, sql: str, rows: Sequence[Sequence[object]]) -> Cursor: ...

    def interrupt(self) -> None: ...

    def close(self) -> None: ...


class _EncryptedDatabase(SqliteDatabase):
    """peewee's SQLite on a connection that was given the key."""

    def _connect(self) -> Connection:
        return _OPEN.connect()

    def rollback(self) -> None:
        """Undo; nothing to do where SQLite already has, as it does when the disk is full."""
        if cast(Connection, DATABASE.connection()).in_transaction:
            super().rollback()


class _Open:
    """Which database is open, and the connections that its threads have."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.key = b""
        self.generation = 0
        self.lock = threading.Lock()
        self.connections: list[tuple[threading.Thread, Connection]] = []

    def connect(self) -> Connection:
        """A new connection for this thread; those of ended threads are closed."""
        if self.path is None:
            raise RuntimeError("no database is open: call open_database first")
        connection = keyed_connection(self.path, self.key)
        with self.lock:
            ended = [one for one in self.connections if not one[0].is_alive()]
            self.connections = [one for one in self.connections if one[0].is_alive()]
            self.connections.append((threading.current_thread(), connection))
        for _, old in ended:
            old.close()
        return connection

    def forget(self, connection: Connection) -> None:
        """Close one connection."""
        with self.lock:
            self.connections = [one for one in self.connections if one[1] is not connection]
        connection.close()

    def interrupt(self, connection: Connection) -> None:
        """Stop what runs on a connection, if it is still open."""
        with self.lock:
            if any(one is connection for _, one in self.connections):
                connection.interrupt()

    def close(self) -> None:
        """Close all connections; threads notice by the generation."""
        with self.lock:
            connections, self.connections = self.connections, []
            self.path, self.key = None, b""
            self.generation += 1
        for _, connection in connections:
            connection.close()


_OPEN = _Open()
_THREAD = threading.local()
DATABASE: Any = _EncryptedDatabase(None)


def keyed_connection(path: Path, key: bytes) -> Connection:
    """A connection of its own with key and pragmas set, autocommit.

    Raises the driver's errors; inside `translated` they become ProfileProblem.
    """
    connection = dbapi2.connect(
        str(path), isolation_level=None, check_same_thread=False, timeout=BUSY_MS / 1000
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS:d}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        _to_wal(connection)
        for pragma in (
            "synchronous = NORMAL",
            "foreign_keys = ON",
            "secure_delete = ON",
            f"cache_size = -{CACHE_KIB:d}",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchone()
    except BaseException:
        connection.close()
        raise
    return cast(Connection, connection)


def _to_wal(connection: Connection) -> None:
    """Write ahead. The switch does not heed the busy timeout, so two first starts would clash."""
    end = clock.now() + BUSY_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except dbapi2.OperationalError as error:
            if not is_locked(error) or clock.now() > end:
                raise
            clock.wait(0.02, threading.Event())
        else:
            return


def database_exists(path: Path) -> bool:
    """Whether a database was ever made at `path`: a file with content, or a key fingerprint."""
    return (path.exists() and path.stat().st_size > 0) or key_id.file_of(path).exists()


def open_database(path: Path, key: bytes | None) -> None:
    """Open or make the database; always encrypted, with a raw key of 32 bytes.

    Raises ProfileProblem key_missing, key_wrong, database_damaged, database_newer, database_locked,
    disk_full, read_only. An existing file is never replaced.
    """
    close_database()
    with file_errors(path):
        key_id.check(path, key)
    if key is None or len(key) != KEY_BYTES:
        raise ValueError(f"the database needs a key of {KEY_BYTES} bytes")
    known = key_id.file_of(path).exists()
    with file_errors(path), translated(path, key_known=known, seconds=BUSY_MS // 1000):
        connection = keyed_connection(path, key)
        try:
            migrations.migrate(connection, path)
        finally:
            connection.close()
        if not known:
            key_id.write(path, key)
    _OPEN.path, _OPEN.key = path, key
    DATABASE.init(str(path))


def close_database() -> None:
    """Close every thread's connection and forget the key."""
    _OPEN.close()
    DATABASE.dispose()


def close_connection() -> None:
    """Close this thread's connection, at the end of a job."""
    if getattr(_THREAD, "generation", None) == _OPEN.generation and not DATABASE.is_closed():
        _OPEN.forget(DATABASE.connection())
    DATABASE.dispose()


def database_path() -> Path:
    """Where the open database lies."""
    if _OPEN.path is None:
        raise RuntimeError("no database is open: call open_database first")
    return _OPEN.path


def _here() -> Connection:
    """This thread's connection, opened when it has none of the open database."""
    path = database_path()
    if getattr(_THREAD, "generation", None) != _OPEN.generation:
        DATABASE.dispose()
        _THREAD.generation = _OPEN.generation
    if DATABASE.is_closed():
        with translated(path, key_known=True, seconds=BUSY_MS // 1000):
            DATABASE.connect()
    return cast(Connection, DATABASE.connection())


@contextmanager
def write() -> Iterator[Connection]:
    """This thread's connection in a BEGIN IMMEDIATE transaction; nested calls are savepoints.

    Raises ProfileProblem database_locked, disk_full, read_only, database_damaged.
    """
    connection = _here()
    with (
        translated(database_path(), key_known=True, seconds=BUSY_MS // 1000),
        DATABASE.atomic("IMMEDIATE"),
    ):
        yield connection


@contextmanager
def read() -> Iterator[Connection]:
    """This thread's connection; each statement sees one state of the database.

    Raises ProfileProblem like `write`, and Cancelled when an interrupter stopped it.
    """
    connection = _here()
    with translated(database_path(), key_known=True, seconds=BUSY_MS // 1000):
        yield connection


def interrupter() -> Callable[[], None]:
    """A function that any thread may call to stop this thread's query: it raises Cancelled.

    It does nothing once the connection is closed.
    """
    return partial(_OPEN.interrupt, _here())
