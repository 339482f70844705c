"""The rows of a filled database, and writing the very same ones with plain sqlite3."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.models import schema_1, schema_2, schema_3
from desktop.models.database import CACHE_KIB, read
from desktop.models.migrations import statements

# Table and the column that says to which order a row belongs; products go with their first order.
TABLES = {
    "orders": "id",
    "order_payload": "order_id",
    "order_text": "order_id",
    "order_line": "order_id",
    "package": "order_id",
    "task": "order_id",
    "history": "order_id",
}
_SEARCHED = {"order_fts": "order_text", "product_fts": "product"}
_FIRST_SEEN = """
SELECT product.*, (SELECT min(order_id) FROM order_line WHERE product_id = product.id) FROM product
"""


@dataclass(frozen=True, slots=True)
class Batch:
    """One table's rows within one transaction."""

    sql: str
    rows: list[tuple[Any, ...]]


def kept_rows(size: int) -> list[list[Batch]]:
    """What the open database holds, as transactions of `size` orders in the order of their ids."""
    found: dict[int, list[Batch]] = {}
    with read() as connection:
        parts: dict[str, list[tuple[int, tuple[Any, ...]]]] = {
            "product": [(row[-1], row[:-1]) for row in connection.execute(_FIRST_SEEN)]
        }
        for table, owner in TABLES.items():
            sql = f"SELECT {owner}, * FROM {table} ORDER BY {owner}"
            parts[table] = [(row[0], row[1:]) for row in connection.execute(sql)]
        for table, rows in parts.items():
            columns = _told(connection.execute(f"PRAGMA table_info({table})").fetchall(), rows)
            for number, batch in _batches(table, columns, rows, size).items():
                found.setdefault(number, []).append(batch)
    return [_with_search(found[number]) for number in sorted(found)]


def _told(
    described: Sequence[Any], rows: Sequence[tuple[int, tuple[Any, ...]]]
) -> list[tuple[int, str]]:
    """The columns that are not left to their defaults in every row."""
    defaults = [None if one[4] is None else str(one[4]).strip("'") for one in described]
    return [
        (at, one[1])
        for at, one in enumerate(described)
        if one[3] != 1
        or defaults[at] is None
        or any(str(row[at]) != defaults[at] for _, row in rows)
    ]


def _batches(
    table: str,
    columns: list[tuple[int, str]],
    rows: Sequence[tuple[int, tuple[Any, ...]]],
    size: int,
) -> dict[int, Batch]:
    names, marks = ", ".join(name for _, name in columns), ",".join("?" * len(columns))
    batches: dict[int, Batch] = {}
    for owner, row in rows:
        batch = batches.setdefault(
            (owner - 1) // size, Batch(f"INSERT INTO {table} ({names}) VALUES ({marks})", [])
        )
        batch.rows.append(tuple(row[at] for at, _ in columns))
    return batches


def _with_search(batches: list[Batch]) -> list[Batch]:
    """The text indexes beside what they index."""
    more = []
    for index, table in _SEARCHED.items():
        for batch in batches:
            if batch.sql.startswith(f"INSERT INTO {table} "):
                rows = [(row[0], row[-1]) for row in batch.rows]
                more.append(Batch(f"INSERT INTO {index} (rowid, body) VALUES (?, ?)", rows))
    order = ("orders", "product")
    first = [one for one in batches if one.sql.split()[2] in order]
    return [*first, *(one for one in batches if one not in first), *more]


def empty_file(path: Path) -> sqlite3.Connection:
    """A plain database with the app's tables, indexes and settings, but for the encryption."""
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "secure_delete = ON",
        f"cache_size = -{CACHE_KIB}",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchone()
    formats = (schema_1, schema_2, schema_3)
    script = [one for part in formats for one in statements(part.TABLES + part.INDEXES)]
    for statement in script:
        if "secure-delete" not in statement:  # an option of newer versions, of no use to inserts
            connection.execute(statement)
    return connection


def write_all(connection: sqlite3.Connection, transactions: Sequence[Sequence[Batch]]) -> None:
    """Insert everything, a transaction at a time."""
    for batches in transactions:
        connection.execute("BEGIN IMMEDIATE")
        for batch in batches:
            connection.executemany(batch.sql, batch.rows)
        connection.execute("COMMIT")


def row_counts(path: Path) -> dict[str, int]:
    """How many rows a plain file holds, by table."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in (*TABLES, "product")
        }
