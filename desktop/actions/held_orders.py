"""Finds the held orders that a person named by pasted Amazon order IDs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop.actions.bad_input import BadInput
from desktop.actions.order_ids import SHAPE, read_ids
from desktop.models import order_list, order_store
from desktop.rows import OrderRow

NOT_HELD = "Crossdock does not hold this order. Fetch it with: crossdock import"
_SLICE = 100


@dataclass(frozen=True, slots=True)
class OrderOutcome:
    """What became of one order that was asked for."""

    amazon_order_id: str
    outcome: str
    words: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """The rows that were found, and an outcome for every ID that names none."""

    rows: tuple[OrderRow, ...]
    others: tuple[OrderOutcome, ...]


def find_named(texts: str | Iterable[str], account_id: int | None = None) -> Named:
    """The rows of pasted IDs, archived ones too. Raises BadInput where no ID was given."""
    ids = read_ids(texts)
    if not ids.good and not ids.bad:
        raise BadInput("ID", "No order ID was given.", SHAPE)
    rows = tuple(_rows(ids.good, account_id))
    found = {row.amazon_order_id for row in rows}
    unknown = [one for one in ids.good if one not in found]
    return Named(
        rows,
        (
            *(OrderOutcome(one[:60], "malformed", SHAPE) for one in ids.bad),
            *(OrderOutcome(one, "not_held", NOT_HELD) for one in unknown),
        ),
    )


def _rows(ids: tuple[str, ...], account_id: int | None) -> Iterator[OrderRow]:
    for start in range(0, len(ids), _SLICE):
        by_id = order_store.order_ids(ids[start : start + _SLICE], account_id)
        yield from order_list.rows([one for found in by_id.values() for one in found])
