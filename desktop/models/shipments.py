"""Shipments of an order on either side, and the reference that Amazon knows a package by."""

from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from desktop.models.database import read, write
from desktop.models.tables import ShipmentTable

Side = Literal["shopify", "amazon"]
State = Literal["seen", "sent", "confirmed", "mirrored", "cancelled"]
Maker = Literal["app", "other"]
Items = tuple[tuple[str, int], ...]

_SAVE = """
INSERT INTO shipment (order_id, side, foreign_id, reference, carrier, number, shipped_at, state,
    items, made_by)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (order_id, side, foreign_id) DO UPDATE SET reference = excluded.reference,
    carrier = excluded.carrier, number = excluded.number, shipped_at = excluded.shipped_at,
    state = excluded.state, items = excluded.items, made_by = excluded.made_by
RETURNING id
"""
# Counted up and kept, so that a number is never given twice; and past what Amazon shows already.
_NEXT = """
UPDATE orders SET last_reference = 1 + max(
    last_reference,
    coalesce((SELECT max(CAST(reference AS INTEGER)) FROM shipment WHERE order_id = orders.id), 0),
    coalesce((SELECT max(CAST(reference AS INTEGER)) FROM package
        WHERE order_id = orders.id AND reference NOT GLOB '*[^0-9]*'
            AND length(reference) <= 9), 0))
WHERE id = ? RETURNING last_reference
"""

_OF_ORDER = """
SELECT id, order_id, side, foreign_id, reference, carrier, number, shipped_at, state, items, made_by
FROM shipment WHERE order_id = ? ORDER BY id
"""
_UNNUMBERED = """
SELECT min(orders.created_at) FROM orders JOIN shipment ON shipment.order_id = orders.id
WHERE orders.account_id = ? AND orders.created_at > ? AND orders.fba = 1
    AND shipment.side = 'shopify' AND shipment.made_by = 'app' AND shipment.number = ''
    AND shipment.state = 'mirrored'
"""


@dataclass(frozen=True, slots=True)
class ShipmentRecord:
    """One shipment: a Shopify fulfilment or an Amazon package. Items are (item id, quantity)."""

    id: int
    order_id: int
    side: Side
    foreign_id: str
    reference: str
    carrier: str
    number: str
    shipped_at: int
    state: State
    items: Items
    made_by: Maker


def save(record: ShipmentRecord) -> int:
    """Keep a shipment, one for each order, side and foreign id; its id, whatever it was given."""
    with write() as connection:
        row = connection.execute(
            _SAVE,
            (
                record.order_id,
                record.side,
                record.foreign_id,
                record.reference,
                record.carrier,
                record.number,
                record.shipped_at,
                record.state,
                msgspec.json.encode(record.items).decode(),
                record.made_by,
            ),
        ).fetchone()
    return int(row[0])


def of_order(order_id: int) -> tuple[ShipmentRecord, ...]:
    """The shipments of an order, in the order they were first seen."""
    with read() as connection:
        return tuple(_record(row) for row in connection.execute(_OF_ORDER, (order_id,)))


def lacks_number(order_id: int) -> bool:
    """Whether a fulfilment that the app made in Shopify has no tracking number yet."""
    return any(
        one.side == "shopify" and one.made_by == "app" and not one.number
        for one in of_order(order_id)
    )


def oldest_unnumbered(account_id: int, after: int) -> int | None:
    """When the oldest FBA order with such a fulfilment was made, since `after` (UTC seconds)."""
    with read() as connection:
        (at,) = connection.execute(_UNNUMBERED, (account_id, after)).fetchone()
    return None if at is None else int(at)


def _record(row: tuple[Any, ...]) -> ShipmentRecord:
    values = [*row]
    values[9] = msgspec.json.decode(row[9], type=Items)
    return ShipmentRecord(*values)


def next_reference(order_id: int) -> str:
    """A package reference of the order that was never given before: positive digits.

    Raises LookupError without such an order.
    """
    with write() as connection:
        row = connection.execute(_NEXT, (order_id,)).fetchone()
    if row is None:
        raise LookupError(f"there is no order {order_id}")
    return str(row[0])


def set_state(shipment_id: int, state: State) -> None:
    """Where a shipment stands now. Raises LookupError."""
    with write():
        changed = ShipmentTable.update(state=state).where(ShipmentTable.id == shipment_id).execute()
    if not changed:
        raise LookupError(f"there is no shipment {shipment_id}")
