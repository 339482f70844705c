"""The archive: hidden from All Orders and Errors, never deleted, restorable."""

from collections.abc import Iterable

from desktop.models import history
from desktop.models.database import write
from desktop.models.standing import marks, slices


def archive(order_ids: Iterable[int], at: int) -> int:
    """Hide orders; how many were not hidden before."""
    return _set(order_ids, at, "archived_at IS NULL", at, "archived")


def restore(order_ids: Iterable[int], at: int) -> int:
    """Show hidden orders again; how many were hidden."""
    return _set(order_ids, None, "archived_at IS NOT NULL", at, "restored")


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
