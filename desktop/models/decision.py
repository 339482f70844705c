"""Carries out what a person decided about a failed order, and heals those that wait for the same.

One transaction: links kept, the order's plan changed, it and its like asked for again, or nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from desktop.models.database import Connection, read, write
from desktop.models.order_status import CREATE
from desktop.models.sku_link import save_link
from desktop.models.task_find import failed_with_sku
from desktop.models.task_moves import DueTask, select_tasks
from desktop.models.task_person import ask_again
from desktop.trade import SkuLink

PlanChange = Callable[[Mapping[str, Any]], Mapping[str, Any]]
_OPEN = "task.order_id = ? AND task.verb = ? AND task.state IN ('FAILED', 'SKIPPED')"


def open_creation(order_id: int) -> DueTask | None:
    """The creation of this order where it failed or was skipped; None where it is on its way."""
    with read() as connection:
        return _open_creation(connection, order_id)


def carry_out(
    order_id: int, change: PlanChange, remember: Sequence[SkuLink], at: int
) -> tuple[int, ...]:
    """Ask for the order again with a changed plan; the ids of all orders asked for again.

    `remember` are links to keep; what failed on one of their SKUs is asked for again, too. The
    order itself is left alone where it neither failed nor was skipped: the links are still kept.
    """
    asked: list[int] = []
    with write() as connection:
        own = _open_creation(connection, order_id)
        (account_id,) = connection.execute(
            "SELECT account_id FROM orders WHERE id = ?", (order_id,)
        ).fetchone() or (None,)
        if account_id is None:
            raise LookupError(f"there is no order {order_id}")
        if own is not None:
            ask_again([own.id], plan_changes=change(own.plan), at=at)
            asked.append(order_id)
        for link in remember:
            save_link(account_id, link, at)
        waiting = {
            one.id: one for link in remember for one in failed_with_sku(account_id, link.sku)
        }
        ask_again(waiting, at=at)
        asked += [one.order_id for one in waiting.values()]
    return tuple(asked)


def _open_creation(connection: Connection, order_id: int) -> DueTask | None:
    found = select_tasks(connection, _OPEN, [order_id, CREATE])
    return found[0] if found else None
