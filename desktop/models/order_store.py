"""One order as it is kept: in our words, and the very bytes that Amazon sent."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from desktop.models.blob import unpack, unpack_order
from desktop.models.database import Connection, read
from desktop.models.standing import marks
from desktop.trade import Order


def _blob(order_id: int, column: str) -> bytes:
    with read() as connection:
        row = connection.execute(
            f"SELECT {column} FROM order_payload WHERE order_id = ?",  # noqa: S608
            (order_id,),
        ).fetchone()
    if row is None:
        raise LookupError(f"there is no order {order_id}")
    return bytes(row[0])


def _column(order_id: int, column: str) -> Any:
    with read() as connection:
        row = connection.execute(
            f"SELECT {column} FROM orders WHERE id = ?",  # noqa: S608
            (order_id,),
        ).fetchone()
    if row is None:
        raise LookupError(f"there is no order {order_id}")
    return row[0]


def order(order_id: int) -> Order:
    """The order in our words. Raises LookupError."""
    return unpack_order(_blob(order_id, "facts"))


def payload(order_id: int) -> bytes:
    """Amazon's own bytes; empty once scrubbed. Raises LookupError."""
    return unpack(_blob(order_id, "payload"))


def was_created_fulfilled(order_id: int) -> bool:
    """Whether its Shopify order was made already fulfilled, so that the fulfilment is ours."""
    with read() as connection:
        row = connection.execute(
            "SELECT shopify_fulfilled FROM orders WHERE id = ?", (order_id,)
        ).fetchone()
    return row is not None and bool(row[0])


def account_of(order_id: int) -> int:
    """The account that holds the order. Raises LookupError."""
    return int(_column(order_id, "account_id"))


def marketplace_of(order_id: int) -> str:
    """The marketplace that the order was placed on. Raises LookupError."""
    return str(_column(order_id, "marketplace_id"))


def amazon_id_of(order_id: int) -> str:
    """Amazon's ID of the order. Raises LookupError."""
    return str(_column(order_id, "amazon_order_id"))


def has_undecided_wish(order_id: int) -> bool:
    """Whether the buyer wishes to cancel and nobody has answered. Raises LookupError."""
    return bool(_column(order_id, "cancel_wish"))


def shop_gid(order_id: int) -> str:
    """The gid of the Shopify order; empty while there is none. Raises LookupError."""
    return str(_column(order_id, "shopify_gid"))


def orders_in(connection: Connection, order_ids: Sequence[int]) -> dict[int, Order]:
    """Several orders at once, within the caller's connection."""
    rows = connection.execute(
        f"SELECT order_id, facts FROM order_payload WHERE order_id IN ({marks(order_ids)})",  # noqa: S608
        order_ids,
    )
    return {order_id: unpack_order(facts) for order_id, facts in rows}


def order_ids(
    amazon_order_ids: Sequence[str], account_id: int | None = None
) -> dict[str, tuple[int, ...]]:
    """Row ids by Amazon order ID: several where several accounts hold it, none where none does."""
    found: dict[str, list[int]] = {one: [] for one in amazon_order_ids}
    with read() as connection:
        for one in found:
            rows = connection.execute(
                "SELECT id FROM orders WHERE amazon_order_id = ?"
                " AND (? IS NULL OR account_id = ?) ORDER BY id",
                (one, account_id, account_id),
            )
            found[one] = [row[0] for row in rows]
    return {one: tuple(ids) for one, ids in found.items()}


class LateOrder(NamedTuple):
    """An order that was imported long after it was made."""

    id: int
    amazon_order_id: str


def newest_order(account_id: int) -> int:
    """The row id of the order that was imported last; 0 where there is none."""
    with read() as connection:
        row = connection.execute(
            "SELECT id FROM orders NOT INDEXED WHERE account_id = ? ORDER BY id DESC LIMIT 1",
            (account_id,),
        ).fetchone()
    return 0 if row is None else int(row[0])


_LATE = "FROM orders NOT INDEXED WHERE id > ? AND account_id = ? AND created_at < ?"


def late_orders(account_id: int, after: int, before: int, limit: int) -> tuple[LateOrder, ...]:
    """Orders imported after that row id, and made before that time (UTC seconds)."""
    with read() as connection:
        rows = connection.execute(
            f"SELECT id, amazon_order_id {_LATE} ORDER BY id LIMIT ?",
            (after, account_id, before, limit),
        )
        return tuple(LateOrder(*row) for row in rows)


def oldest_since(account_id: int, after: int, before: int) -> int:
    """When the oldest of those late orders was made, UTC seconds; `before` where there is none."""
    with read() as connection:
        (at,) = connection.execute(
            f"SELECT min(created_at) {_LATE}", (after, account_id, before)
        ).fetchone()
    return before if at is None else int(at)


def count_addresses(account_id: int) -> tuple[int, int]:
    """How many FBM orders to ship have a street, and how many have none; without the archive."""
    with read() as connection:
        row = connection.execute(
            "SELECT coalesce(sum(has_address), 0), count(*) FROM orders INDEXED BY orders_status"
            " WHERE status IN (1, 2) AND account_id = ? AND archived_at IS NULL AND fba = 0"
            " AND scrubbed_at IS NULL AND updated_at > 0",
            (account_id,),
        ).fetchone()
    return int(row[0]), int(row[1] - row[0])


_HELD = """
SELECT task.id, order_payload.facts
FROM task JOIN order_payload ON order_payload.order_id = task.order_id
WHERE task.account_id = ? AND task.hold = ? AND task.state = 'WAITING' AND task.id > ?
ORDER BY task.id LIMIT ?
"""


def held_orders(account_id: int, hold: str, size: int = 200) -> Iterator[tuple[Order, ...]]:
    """The orders that a hold keeps waiting, slice by slice."""
    last = 0
    while True:
        with read() as connection:
            rows = connection.execute(_HELD, (account_id, hold, last, size)).fetchall()
        if rows:
            yield tuple(unpack_order(facts) for _, facts in rows)
            last = rows[-1][0]
        if len(rows) < size:
            return
