"""Derive an order's status anew when the way back brought something: refunds, deliveries."""

from collections.abc import Iterable

from desktop.models.database import Connection
from desktop.models.order_status import STATUS_CODE, derive_shipping, derive_status
from desktop.models.order_store import orders_in
from desktop.models.standing import marks, slices

_UPDATE = """
UPDATE orders SET status = ?, ship_status = ?
WHERE id = ? AND (status, ship_status) IS NOT (?, ?)
"""


def restatus(connection: Connection, order_ids: Iterable[int], now: int) -> None:
    """Status and shipping state of these orders; within the caller's transaction."""
    for part in slices(order_ids):
        whole = orders_in(connection, part)
        rows = connection.execute(
            f"SELECT id, refunded_minor, shop_delivered FROM orders WHERE id IN ({marks(part)})",  # noqa: S608
            part,
        ).fetchall()
        for order_id, refunded, delivered in rows:
            if order_id not in whole:
                continue
            order, there = whole[order_id], bool(delivered)
            codes = (
                STATUS_CODE[derive_status(order, now, refunded, shop_delivered=there)],
                STATUS_CODE[derive_shipping(order, now, shop_delivered=there)],
            )
            connection.execute(_UPDATE, (*codes, order_id, *codes))
