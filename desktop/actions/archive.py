"""Hides orders from All Orders and Errors; nothing is deleted, and Restore brings them back."""

from collections.abc import Iterable

from desktop import clock
from desktop.actions.held_orders import OrderOutcome, find_named
from desktop.models import archive as stored
from desktop.rows import OrderRow, Status

_TO_SHIP = (Status.UNSHIPPED, Status.PARTIALLY_SHIPPED)


def still_to_ship(texts: str | Iterable[str], account_id: int | None = None) -> tuple[str, ...]:
    """Those of the named orders that are yet to be shipped: a person is asked before."""
    rows = find_named(texts, account_id).rows
    return tuple(row.amazon_order_id for row in rows if is_to_ship(row))


def is_to_ship(row: OrderRow) -> bool:
    """Whether archiving this order should be asked for twice."""
    return row.archived_at is None and row.status in _TO_SHIP


def archive(texts: str | Iterable[str], account_id: int | None = None) -> tuple[OrderOutcome, ...]:
    """Archive the named orders. Raises BadInput where no ID was given."""
    named = find_named(texts, account_id)
    fresh = [row for row in named.rows if row.archived_at is None]
    stored.archive([row.id for row in fresh], int(clock.now()))
    return (*(_outcome(row) for row in named.rows), *named.others)


def _outcome(row: OrderRow) -> OrderOutcome:
    if row.archived_at is None:
        return OrderOutcome(row.amazon_order_id, "archived", "Archived.", row.account)
    return OrderOutcome(
        row.amazon_order_id, "already_archived", "Was in the archive already.", row.account
    )
