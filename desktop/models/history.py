"""The story of an order: what happened, when, by whom. Never a secret or a buyer's data."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from desktop.models.database import Connection, read, write
from desktop.models.tables import HistoryTable
from desktop.rows import HistoryRow

_INSERT = (
    "INSERT INTO history (order_id, at, what, detail, by, request_id, took_ms, payload)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)

Entry = tuple[int, int, str, str, str]  # order id, at, what, detail, by


@dataclass(frozen=True, slots=True)
class Cause:
    """The request that did it; `payload` is what was sent, without a buyer's data."""

    request_id: str = ""
    took_ms: int | None = None
    payload: str = ""


_CAUSE: ContextVar[Callable[[], Cause | None] | None] = ContextVar("cause", default=None)


@contextmanager
def caused_by(find: Callable[[], Cause | None]) -> Iterator[None]:
    """What the app itself writes until the end of the block has the cause that is found then."""
    token = _CAUSE.set(find)
    try:
        yield
    finally:
        _CAUSE.reset(token)


def _cause_of(by: str) -> Cause:
    find = _CAUSE.get()
    found = find() if find is not None and by == "app" else None
    return found or Cause()


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
    found = _cause_of(by)
    with write():
        HistoryTable.insert(
            order_id=order_id,
            at=at,
            what=what,
            detail=detail,
            by=by,
            request_id=request_id or found.request_id,
            took_ms=found.took_ms if took_ms is None else took_ms,
            payload=found.payload,
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


def add_many(connection: Connection, entries: Sequence[Entry], payload: str = "") -> None:
    """Keep many at once, within the caller's transaction; `payload` in place of the cause's."""
    causes = {by: _cause_of(by) for by in {entry[4] for entry in entries}}
    connection.executemany(
        _INSERT,
        [
            (*one, found.request_id, found.took_ms, payload or found.payload)
            for one in entries
            for found in (causes[one[4]],)
        ],
    )


def of_order(order_id: int) -> tuple[HistoryRow, ...]:
    """What happened to an order, oldest first."""
    with read():
        rows = (
            HistoryTable.select().where(HistoryTable.order_id == order_id).order_by(HistoryTable.id)
        )
        return tuple(
            HistoryRow(
                row.at, row.what, row.detail, row.by, row.request_id, row.took_ms, row.payload
            )
            for row in rows
        )
