"""The story of an order: what happened, when, by whom. Never a secret or a buyer's data."""

from collections.abc import Sequence

from desktop.models.database import Connection, read, write
from desktop.models.tables import HistoryTable
from desktop.rows import HistoryRow

_INSERT = "INSERT INTO history (order_id, at, what, detail, by) VALUES (?, ?, ?, ?, ?)"

Entry = tuple[int, int, str, str, str]  # order id, at, what, detail, by


def add(
    order_id: int,
    what: str,
    *,
    at: int,
    detail: str = "",
    by: str = "app",
    request_id: str = "",
    took_ms: int | None = None,
) -> None:
    """Keep that something happened to an order; `by` is app, seller, amazon or shopify."""
    with write():
        HistoryTable.insert(
            order_id=order_id,
            at=at,
            what=what,
            detail=detail,
            by=by,
            request_id=request_id,
            took_ms=took_ms,
        ).execute()


def add_once(order_id: int, at: int, what: str, detail: str = "", by: str = "app") -> bool:
    """Keep that something happened, unless the same stands there already; whether it was new."""
    with write() as connection:
        found = connection.execute(
            "SELECT 1 FROM history WHERE order_id = ? AND what = ? AND detail = ? LIMIT 1",
            (order_id, what, detail),
        ).fetchone()
        if found is None:
            add_many(connection, [(order_id, at, what, detail, by)])
    return found is None


def add_many(connection: Connection, entries: Sequence[Entry]) -> None:
    """Keep many at once, within the caller's transaction."""
    connection.executemany(_INSERT, entries)


def of_order(order_id: int) -> tuple[HistoryRow, ...]:
    """What happened to an order, oldest first."""
    with read():
        rows = (
            HistoryTable.select().where(HistoryTable.order_id == order_id).order_by(HistoryTable.id)
        )
        return tuple(
            HistoryRow(row.at, row.what, row.detail, row.by, row.request_id, row.took_ms)
            for row in rows
        )
