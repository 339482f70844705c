"""The searchable text of an order: both IDs, Shopify's name, the buyer's name; lower case.

Lines of one text are separate words, so a search never matches across two of them. SKUs and titles
are searched over distinct products (product.py), not here.
"""

from collections.abc import Sequence

from desktop.models.database import Connection

_DROP = "INSERT INTO order_fts (order_fts, rowid, body) VALUES ('delete', ?, ?)"
_INDEX = "INSERT INTO order_fts (rowid, body) VALUES (?, ?)"
_KEEP = "INSERT OR REPLACE INTO order_text (order_id, body) VALUES (?, ?)"

Row = tuple[int, str]


def folded(text: str) -> str:
    """A text as it is searched: lower case, white space made single spaces."""
    return " ".join(text.lower().split())


def body(*parts: str) -> str:
    """The parts as one searchable text."""
    return "\n".join(folded(part) for part in parts if part.strip())


def add_new(connection: Connection, rows: Sequence[Row]) -> None:
    """Keep and index the texts of orders that had none."""
    connection.executemany(_KEEP, rows)
    connection.executemany(_INDEX, rows)


def replace(connection: Connection, rows: Sequence[Row]) -> None:
    """Keep and index other texts for orders that had one; unchanged ones cost nothing."""
    old = {row[0]: held(connection, row[0]) for row in rows}
    changed = [row for row in rows if old[row[0]] != row[1]]
    connection.executemany(_DROP, [(row[0], old[row[0]]) for row in changed if old[row[0]]])
    add_new(connection, changed)


def held(connection: Connection, order_id: int) -> str:
    """The text that is kept for an order."""
    row = connection.execute(
        "SELECT body FROM order_text WHERE order_id = ?", (order_id,)
    ).fetchone()
    return "" if row is None else str(row[0])


def add(connection: Connection, order_id: int, parts: Sequence[str]) -> None:
    """Add words to an order's text that it has not yet."""
    lines = held(connection, order_id).split("\n")
    lines += [folded(part) for part in parts if folded(part) not in lines and part.strip()]
    replace(connection, [(order_id, "\n".join(line for line in lines if line))])
