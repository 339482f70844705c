"""The app's own work per imported order, beside writing the very same rows with plain sqlite3."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec

from desktop.channels.amazon.mapping import read_order
from desktop.models.database import close_database, open_database, write
from desktop.models.incoming import Incoming, TaskPlan, store_orders
from desktop.rows import TaskState
from desktop.sync.pull_amazon import AmazonPull
from tests.benchmarks import plain_sqlite
from tests.benchmarks.canned_amazon import AT, add_made_account, canned_connection
from tests.benchmarks.measure import Figure, Run, Samples, figure, interleaved, timed
from tests.benchmarks.samples import PAGE, pages

KEY = bytes(range(32))
PLAIN, ENCRYPTED = "plain sqlite3", "the same rows, encrypted"
STORING, EVERYTHING, READING = "storing", "everything", "reading"


def run(asked: Run) -> list[Figure]:
    """Time per order in microseconds, and the two ratios that have goals."""
    count = asked.scale.storing_orders
    bodies = pages(count)
    ready = [[Incoming(read_order(raw), raw) for raw in records(body)] for body in bodies]
    store_fresh(asked.folder, ready)
    rows = plain_sqlite.kept_rows(PAGE)
    close_database()
    tasks: dict[str, Callable[[], float]] = {
        PLAIN: lambda: write_plainly(asked.folder, rows),
        ENCRYPTED: lambda: _closed(write_encrypted(asked.folder, rows)),
        STORING: lambda: _closed(store_fresh(asked.folder, ready)),
        EVERYTHING: lambda: _closed(pull_fresh(asked.folder, bodies)),
        READING: lambda: timed(
            lambda: [read_order(raw) for body in bodies for raw in records(body)]
        ),
    }
    samples = interleaved(tasks, asked.scale.storing_repeats)
    return _figures({name: [s / count * 1e6 for s in taken] for name, taken in samples.items()})


def _figures(samples: Samples) -> list[Figure]:
    name, plain = "storing", (PLAIN, samples[PLAIN])
    return [
        figure(name, "the same rows with plain sqlite3", "us/order", samples[PLAIN]),
        figure(name, "the same rows into SQLCipher", "us/order", samples[ENCRYPTED], beside=plain),
        figure(
            name,
            "store_orders",
            "us/order",
            samples[STORING],
            beside=plain,
            goal=3,
            goal_of="ratio",
        ),
        figure(
            name,
            "everything but the network",
            "us/order",
            samples[EVERYTHING],
            beside=plain,
            goal=10,
            goal_of="ratio",
            note="page, quota, JSON, mapping, compression, encryption, text index, task, cursor",
        ),
        figure(name, "of it: JSON and mapping", "us/order", samples[READING], beside=plain),
    ]


class _Page(msgspec.Struct):
    orders: list[msgspec.Raw]


_page = msgspec.json.Decoder(_Page)


def records(body: bytes) -> list[bytes]:
    """The orders of an answer, as bytes."""
    return [bytes(one) for one in _page.decode(body).orders]


def write_plainly(folder: Path, rows: list[list[plain_sqlite.Batch]]) -> float:
    """Seconds to write the rows into a fresh plain file."""
    with closing(plain_sqlite.empty_file(folder / "plain.db")) as connection:
        return timed(lambda: plain_sqlite.write_all(connection, rows))


def write_encrypted(folder: Path, rows: list[list[plain_sqlite.Batch]]) -> float:
    """Seconds to write them into a fresh database of the app's, which stays open."""
    _fresh(folder)

    def work() -> None:
        for batches in rows:
            with write() as connection:
                for batch in batches:
                    connection.executemany(batch.sql, batch.rows)

    return timed(work)


def _fresh(folder: Path) -> int:
    close_database()
    path = folder / "crossdock.db"
    for old in folder.glob(f"{path.name}*"):
        old.unlink()
    open_database(path, KEY)
    return add_made_account()


def store_fresh(folder: Path, ready: list[list[Incoming]]) -> float:
    """Seconds to store ready orders into a fresh database, which stays open."""
    account_id = _fresh(folder)
    plan = TaskPlan(TaskState.READY)

    def work() -> None:
        for number, page in enumerate(ready):
            cursor = ("amazon", {"token": f"page-{number}"})
            store_orders(account_id, page, lambda *_: plan, cursor=cursor, at=AT)

    return timed(work)


def pull_fresh(folder: Path, bodies: tuple[bytes, ...]) -> float:
    """Seconds to pull Amazon's answers into a fresh database, which stays open."""
    account_id = _fresh(folder)
    connection = canned_connection(account_id, bodies)
    pull = AmazonPull(connection)

    def work() -> None:
        for _ in bodies:
            pull.step()

    with closing(connection):
        return timed(work)


def _closed(seconds: float) -> float:
    close_database()
    return seconds
