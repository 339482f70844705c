"""Marks that the way back sets on an order: oversold, a cancel wish that was settled."""

from typing import Literal

from desktop.models import history
from desktop.models.blob import unpack_order
from desktop.models.database import write
from desktop.models.standing import restand

OVERSOLD = "oversold"


def set_oversold(order_id: int, is_oversold: bool, at: int, detail: str = "") -> bool:
    """Whether the order took stock that was not there; `detail` names the SKUs. Told once.

    Whether the mark changed.
    """
    with write() as connection:
        changed = connection.execute(
            "UPDATE orders SET oversold = ? WHERE id = ? AND oversold <> ?",
            (int(is_oversold), order_id, int(is_oversold)),
        ).rowcount
        if changed and is_oversold:
            history.add_once(order_id, at, OVERSOLD, detail)
    return bool(changed)


def settle_wish(order_id: int, how: Literal["accepted", "declined"], at: int) -> None:
    """The buyer's cancel wish is answered: it no longer presses, until there is another one.

    Raises LookupError without such an order.
    """
    with write() as connection:
        row = connection.execute(
            "SELECT facts FROM order_payload WHERE order_id = ?", (order_id,)
        ).fetchone()
        if row is None:
            raise LookupError(f"there is no order {order_id}")
        lines = unpack_order(row[0]).lines
        wishing = " ".join(one.item_id for one in lines if one.has_cancel_wish)
        connection.execute(
            "UPDATE orders SET cancel_wish = 0, wish_settled = ? WHERE id = ?", (wishing, order_id)
        )
        restand(connection, [order_id])
        history.add_many(connection, [(order_id, at, f"cancel wish {how}", "", "seller")])
