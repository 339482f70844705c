"""The archive: hidden from All Orders and Errors, never deleted, restorable."""

from collections.abc import Iterable

from desktop.models import history
from desktop.models.database import read, write
from desktop.models.standing import marks, slices

_NEARS = """
SELECT id FROM orders INDEXED BY orders_archive
WHERE archived_at IS NOT NULL AND ship_status IN (1, 2) AND fba = 0 AND ship_by > ?
    AND archived_at < ship_by - ? AND ship_by - ? <= ?
"""


def archive(order_ids: Iterable[int], at: int) -> int:
    """Hide orders; how many were not hidden before."""
    return _set(order_ids, at, "archived_at IS NULL", at, "archived")


def restore(order_ids: Iterable[int], at: int) -> int:
    """Show hidden orders again; how many were hidden."""
    return _set(order_ids, None, "archived_at IS NOT NULL", at, "restored")


def come_back(now: int, hours: Iterable[int]) -> tuple[int, ...]:
    """Hidden orders that came within a ship-by warning since they were hidden; their ids."""
    found: list[int] = []
    with read() as connection:
        for hour in hours:
            rows = connection.execute(_NEARS, (now, hour * 3600, hour * 3600, now)).fetchall()
            found += [order_id for (order_id,) in rows]
    ids = tuple(dict.fromkeys(found))
    if ids:
        with write() as connection:
            connection.executemany(
                "UPDATE orders SET archived_at = NULL WHERE id = ?", [(one,) for one in ids]
            )
            why = "its ship-by time is near"
            history.add_many(connection, [(one, now, "restored", why, "app") for one in ids])
    return ids


def _set(
    order_ids: Iterable[int], archived_at: int | None, condition: str, at: int, what: str
) -> int:
    changed = 0
    for part in slices(order_ids):
        with write() as connection:
            rows = connection.execute(
                f"UPDATE orders SET archived_at = ? WHERE {condition}"  # noqa: S608
                f" AND id IN ({marks(part)}) RETURNING id",
                (archived_at, *part),
            ).fetchall()
            history.add_many(connection, [(one, at, what, "", "seller") for (one,) in rows])
            changed += len(rows)
    return changed
