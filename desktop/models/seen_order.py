"""Shop orders that name an Amazon order, as the look for other apps' orders found them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from desktop.models.database import read, write
from desktop.models.standing import marks
from desktop.trade import SeenOrder

_OWN = "shopify_gid <> '' AND shopify_gid IN"  # as the partial index has it
_SELECT = "SELECT amazon_order_id, data FROM seen_order WHERE account_id = ? AND amazon_order_id IN"


def seen(account_id: int, amazon_order_ids: Iterable[str]) -> dict[str, tuple[SeenOrder, ...]]:
    """The shop orders that name these Amazon orders; an order nobody names is left out."""
    asked = list(amazon_order_ids)
    found: dict[str, list[SeenOrder]] = defaultdict(list)
    with read() as connection:
        for start in range(0, len(asked), 1000):
            part = asked[start : start + 1000]
            rows = connection.execute(
                f"{_SELECT} ({marks(part)}) ORDER BY gid", (account_id, *part)
            )
            for amazon_order_id, data in rows:
                found[amazon_order_id].append(msgspec.json.decode(data, type=SeenOrder))
    return {key: tuple(orders) for key, orders in found.items()}


def save_seen(account_id: int, orders: Sequence[SeenOrder]) -> None:
    """Keep what a look found; the same shop order once for each Amazon order it names."""
    with write() as connection:
        connection.executemany(
            "INSERT OR REPLACE INTO seen_order (account_id, amazon_order_id, gid, place, data)"
            " VALUES (?, ?, ?, ?, ?)",
            [
                (
                    account_id,
                    one.amazon_order_id,
                    one.order.gid,
                    one.where,
                    msgspec.json.encode(one).decode(),
                )
                for one in orders
            ],
        )


def forget(account_id: int, gid: str) -> None:
    """A shop order that was deleted names nothing any more."""
    with write() as connection:
        connection.execute(
            "DELETE FROM seen_order WHERE account_id = ? AND gid = ?", (account_id, gid)
        )


def count(account_id: int) -> int:
    """How many Amazon orders are named in the shop."""
    with read() as connection:
        (number,) = connection.execute(
            "SELECT count(DISTINCT amazon_order_id) FROM seen_order WHERE account_id = ?",
            (account_id,),
        ).fetchone()
    return int(number)


def own_gids(account_id: int, gids: Iterable[str]) -> set[str]:
    """Which of these shop orders are kept as our orders' own."""
    asked = list(gids)
    found: set[str] = set()
    with read() as connection:
        for start in range(0, len(asked), 1000):
            part = asked[start : start + 1000]
            sql = f"SELECT shopify_gid FROM orders WHERE account_id = ? AND {_OWN} ({marks(part)})"  # noqa: S608
            found |= {gid for (gid,) in connection.execute(sql, (account_id, *part))}
    return found
