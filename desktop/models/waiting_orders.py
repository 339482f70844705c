"""Orders whose planned work a changed setting may concern: what has not left yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from desktop.models.blob import unpack_order
from desktop.models.database import read
from desktop.models.order_stage import CREATE
from desktop.models.task_moves import DueTask, select_tasks
from desktop.rows import TaskState
from desktop.trade import Order
from desktop.trade.returns import ShopState

_PLANNED = f"""
SELECT task.id, order_payload.facts FROM task
JOIN order_payload ON order_payload.order_id = task.order_id
WHERE task.account_id = ? AND task.verb = '{CREATE}' AND task.id <= ?
    AND (task.state IN ('READY', 'FAILED')
        OR (task.state = 'WAITING' AND task.hold <> 'not_started')
        OR (task.state = 'SKIPPED' AND task.reason IN ('import_only', 'fba_off', 'too_old')))
ORDER BY task.ship_by, task.id
"""  # noqa: S608
# Still to be shipped or stopped on a side, or with work of the way back that has not left.
_BACK = f"""
SELECT orders.id, order_payload.facts, shop_state.data FROM orders
JOIN shop_state ON shop_state.order_id = orders.id AND shop_state.data <> x''
JOIN order_payload ON order_payload.order_id = orders.id
WHERE orders.account_id = ? AND (shop_state.is_open = 1 OR orders.ship_status IN (0, 1, 2)
    OR orders.id IN (SELECT order_id FROM task WHERE account_id = ? AND verb <> '{CREATE}'
        AND state IN ('WAITING', 'READY', 'FAILED')))
    AND (? = '' OR orders.id IN (SELECT order_id FROM task WHERE account_id = ? AND verb = ?
        AND state IN ('WAITING', 'READY', 'FAILED')))
ORDER BY orders.ship_by IS NULL, orders.ship_by, orders.id
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class PlannedOrder:
    """An order and the task that is to create it."""

    order: Order
    task: DueTask


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """An order as both sides showed it last."""

    order_id: int
    order: Order
    state: ShopState


def planned_creations(account_id: int, last_task: int) -> tuple[PlannedOrder, ...]:
    """Creations up to that task that have not left, or were left out by a rule; soonest first."""
    with read() as connection:
        rows = connection.execute(_PLANNED, (account_id, last_task)).fetchall()
        tasks = {one.id: one for part in _parts([row[0] for row in rows])
                 for one in select_tasks(connection, f"task.id IN ({part})", [])}  # fmt: skip
    return tuple(PlannedOrder(unpack_order(facts), tasks[task_id]) for task_id, facts in rows)


def _parts(ids: Sequence[int], size: int = 500) -> list[str]:
    return [",".join(map(str, ids[at : at + size])) for at in range(0, len(ids), size)]


def open_orders(account_id: int, verb: str = "") -> Iterator[OpenOrder]:
    """Orders that stand in Shopify and still move on either side, soonest ship-by first.

    With `verb` only those that have such a task which has not left.
    """
    values = (account_id, account_id, verb, account_id, verb)
    with read() as connection:
        rows: list[tuple[Any, ...]] = connection.execute(_BACK, values).fetchall()
    for order_id, facts, data in rows:
        state = msgspec.json.decode(data, type=ShopState)
        yield OpenOrder(order_id, unpack_order(facts), state)


def in_outbox(account_id: int) -> tuple[DueTask, ...]:
    """What waits in the outbox for its time, the soonest first."""
    condition = (
        "task.account_id = ? AND task.state = ? AND task.hold = 'outbox' ORDER BY task.due_at"
    )
    with read() as connection:
        return tuple(select_tasks(connection, condition, [account_id, TaskState.WAITING.value]))
