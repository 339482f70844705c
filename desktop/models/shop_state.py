"""Shopify's side of each order, as it was last read; and which orders were not seen for long."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from desktop.models import history
from desktop.models.database import read, write
from desktop.models.order_store import shop_gid
from desktop.models.restatus import restatus
from desktop.models.standing import marks, slices
from desktop.trade.returns import ShopState

GONE = "deleted in Shopify"
_MISSED = 2  # times missing in a row before it is believed: a reading may lag
_SAVE = """
INSERT INTO shop_state (order_id, account_id, updated_at, seen_at, is_open, missing, data)
SELECT id, account_id, ?, ?, ?, 0, ? FROM orders WHERE id = ?
ON CONFLICT (order_id) DO UPDATE SET updated_at = excluded.updated_at, seen_at = excluded.seen_at,
    is_open = excluded.is_open, missing = 0, data = excluded.data
"""
_MISS = """
INSERT INTO shop_state (order_id, account_id, updated_at, seen_at, is_open, missing, data)
SELECT id, account_id, 0, 0, 1, 1, x'' FROM orders WHERE id = ?
ON CONFLICT (order_id) DO UPDATE SET missing = missing + 1
RETURNING missing
"""
# Unseen since ever, and open: the next look that may read it does, and what it saves ends this.
_READ_AGAIN = """
INSERT INTO shop_state (order_id, account_id, updated_at, seen_at, is_open, missing, data)
SELECT id, account_id, 0, 0, 1, 0, x'' FROM orders WHERE id = ?
ON CONFLICT (order_id) DO UPDATE SET seen_at = 0, is_open = 1
"""
# Looked at, and not read: what is held of it is not the latest, so that no glance is known by it.
_NOT_READ = """
INSERT INTO shop_state (order_id, account_id, updated_at, seen_at, is_open, missing, data)
SELECT id, account_id, 0, ?, 1, 0, x'' FROM orders WHERE id = ?
ON CONFLICT (order_id) DO UPDATE SET seen_at = excluded.seen_at, updated_at = 0, is_open = 1
"""
_HELD = """
SELECT order_id, data, seen_at, shopify_fulfilled
FROM shop_state JOIN orders ON orders.id = order_id
WHERE data <> x'' AND shop_state.updated_at > 0
"""
_DELIVERED = "UPDATE orders SET shop_delivered = ? WHERE id = ? AND shop_delivered <> ?"
_BY_GID = "SELECT shopify_gid, min(id) FROM orders WHERE account_id = ? AND shopify_gid <> ''"
_UNSEEN = """
SELECT order_id, shopify_gid FROM shop_state JOIN orders ON orders.id = shop_state.order_id
WHERE shop_state.account_id = ? AND is_open = 1 AND seen_at < ? AND shopify_gid <> ''
    AND NOT EXISTS (SELECT 1 FROM task WHERE task.order_id = shop_state.order_id
        AND task.verb IN ({marks}) AND task.state IN ('SENDING', 'CHECK', 'SUBMITTED'))
ORDER BY seen_at, order_id LIMIT ?
"""
_NEVER = """
SELECT id, shopify_gid FROM orders INDEXED BY orders_shipping
WHERE ship_status IN (0, 1, 2) AND account_id = ? AND shopify_gid <> '' AND imported_at < ?
    AND NOT EXISTS (SELECT 1 FROM shop_state WHERE order_id = orders.id)
ORDER BY id LIMIT ?
"""


def save(order_id: int, state: ShopState, at: int) -> None:
    """Keep what Shopify shows; the order's status follows. Raises LookupError for no order."""
    data = msgspec.json.encode(state)
    delivered = int(is_delivered(state))
    with write() as connection:
        kept = connection.execute(
            _SAVE, (state.updated_at, at, int(_is_open(state)), data, order_id)
        )
        if not kept.rowcount:
            raise LookupError(f"there is no order {order_id}")
        if connection.execute(_DELIVERED, (delivered, order_id, delivered)).rowcount:
            restatus(connection, [order_id], at)


def _is_open(state: ShopState) -> bool:
    """Whether something may still have to be packed or stopped."""
    return state.cancelled_at is None and not state.closed and state.fulfillment != "FULFILLED"


def is_delivered(state: ShopState) -> bool:
    """Everything is fulfilled, and Shopify says of each fulfilment that it was delivered."""
    live = [one for one in state.fulfillments if one.is_live]
    if not live or any(one.unfulfilled for one in state.lines if not one.is_charge):
        return False
    return all(one.display_status == "DELIVERED" for one in live)


def load(order_id: int) -> ShopState | None:
    """What Shopify showed last; None where it was never read."""
    with read() as connection:
        row = connection.execute(
            "SELECT data FROM shop_state WHERE order_id = ?", (order_id,)
        ).fetchone()
    return msgspec.json.decode(row[0], type=ShopState) if row is not None and row[0] else None


@dataclass(frozen=True, slots=True)
class Held:
    """What Shopify showed last of an order, when that was read (UTC seconds), and whether the
    order was made with everything sent already.
    """

    state: ShopState
    read_at: int
    was_made_sent: bool = False


def held(order_ids: Iterable[int]) -> dict[int, Held]:
    """What is held of each order; those that were never read are left out."""
    found: dict[int, Held] = {}
    with read() as connection:
        for part in slices(order_ids):
            for order_id, data, read_at, sent in connection.execute(
                f"{_HELD} AND order_id IN ({marks(part)})", part
            ):
                state = msgspec.json.decode(data, type=ShopState)
                found[order_id] = Held(state, read_at, bool(sent))
    return found


def by_gid(account_id: int, gids: Iterable[str]) -> dict[str, int]:
    """Our orders by the gid of their Shopify order; a gid that is not ours is left out."""
    asked = list(gids)
    found: dict[str, int] = {}
    with read() as connection:
        for start in range(0, len(asked), 500):
            part = asked[start : start + 500]
            sql = f"{_BY_GID} AND shopify_gid IN ({marks(part)}) GROUP BY shopify_gid"
            found |= dict(connection.execute(sql, (account_id, *part)).fetchall())
    return found


def gid_of(order_id: int) -> str:
    """The gid of an order's Shopify order. Raises LookupError where it has none."""
    gid = shop_gid(order_id)
    if not gid:
        raise LookupError(f"order {order_id} has no Shopify order")
    return gid


def mark_missing(order_id: int, at: int) -> bool:
    """Shopify did not show the order. Twice in a row means deleted: told once, not looked for.

    Whether it is believed deleted by now.
    """
    with write() as connection:
        row = connection.execute(_MISS, (order_id,)).fetchone()
        if row is None:
            raise LookupError(f"there is no order {order_id}")
        if row[0] >= _MISSED:
            close(order_id)
            history.add_once(order_id, at, GONE, "", "shopify")
    return bool(row[0] >= _MISSED)


def close(order_id: int) -> None:
    """Nothing of it is to be looked for any more, until Shopify shows it again."""
    with write() as connection:
        connection.execute("UPDATE shop_state SET is_open = 0 WHERE order_id = ?", (order_id,))


def read_again(order_id: int) -> None:
    """It is read at the next look that may: what was shown cannot be told apart from a change of
    ours under way, or nothing was ever read. Joins a caller's write(). Raises LookupError.
    """
    with write() as connection:
        if not connection.execute(_READ_AGAIN, (order_id,)).rowcount:
            raise LookupError(f"there is no order {order_id}")


def not_read(order_id: int, at: int) -> None:
    """The look at `at` (UTC seconds) could not read it: it comes again when it shows a change, or
    with what was not seen for long. Joins a caller's write(). Raises LookupError.
    """
    with write() as connection:
        if not connection.execute(_NOT_READ, (at, order_id)).rowcount:
            raise LookupError(f"there is no order {order_id}")


def is_missing(order_id: int) -> bool:
    """Whether the Shopify order is believed deleted."""
    with read() as connection:
        row = connection.execute(
            "SELECT missing FROM shop_state WHERE order_id = ?", (order_id,)
        ).fetchone()
    return row is not None and row[0] >= _MISSED


def not_seen_since(
    account_id: int, at: int, limit: int, but_while: Sequence[str] = ()
) -> tuple[tuple[int, str], ...]:
    """Open orders that no look has shown since `at`, (order id, gid), the longest unseen first.

    Not those of which a task of the verbs `but_while` is in flight. Those that were created before
    the app watched Shopify come last.
    """
    unseen = _UNSEEN.format(marks=marks(but_while))
    with read() as connection:
        rows = connection.execute(unseen, (account_id, at, *but_while, limit)).fetchall()
        rows += connection.execute(_NEVER, (account_id, at, limit - len(rows))).fetchall()
    return tuple((order_id, gid) for order_id, gid in rows)
