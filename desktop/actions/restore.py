"""Brings archived orders back into All Orders and Errors."""

from collections.abc import Iterable

from desktop import clock
from desktop.actions.held_orders import OrderOutcome, find_named
from desktop.models import archive as stored
from desktop.rows import OrderRow


def restore(texts: str | Iterable[str], account_id: int | None = None) -> tuple[OrderOutcome, ...]:
    """Restore the named orders. Raises BadInput where no ID was given."""
    named = find_named(texts, account_id)
    hidden = [row for row in named.rows if row.archived_at is not None]
    stored.restore([row.id for row in hidden], int(clock.now()))
    return (*(_outcome(row) for row in named.rows), *named.others)


def _outcome(row: OrderRow) -> OrderOutcome:
    if row.archived_at is not None:
        return OrderOutcome(row.amazon_order_id, "restored", "Restored.", row.account)
    return OrderOutcome(row.amazon_order_id, "not_archived", "Was not in the archive.", row.account)
