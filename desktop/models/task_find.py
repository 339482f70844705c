"""Find tasks by what a person names: orders, a SKU, a failure."""

from collections.abc import Iterable

from desktop.models.database import read
from desktop.models.standing import marks, slices
from desktop.models.task_moves import DueTask, select_tasks
from desktop.rows import TaskState


def tasks_of(order_ids: Iterable[int], verb: str | None = None) -> tuple[DueTask, ...]:
    """The tasks of orders, of one verb or of all."""
    found: list[DueTask] = []
    with read() as connection:
        for part in slices(order_ids):
            condition = f"task.order_id IN ({marks(part)}) AND (? IS NULL OR task.verb = ?)"
            found += select_tasks(connection, condition, [*part, verb, verb])
    return tuple(found)


def last_hold_move(order_id: int) -> DueTask | None:
    """What was asked for last, a hold in Shopify or its release; None where neither was."""
    moves = [
        one
        for one in tasks_of([order_id])
        if one.verb in ("hold_in_shopify", "release_in_shopify")
        and one.state is not TaskState.SKIPPED
    ]
    return max(moves, key=lambda one: one.id, default=None)


def tasks_in(account_id: int, state: TaskState, error_code: str = "") -> tuple[DueTask, ...]:
    """The tasks of an account in one state, of one failure or of all."""
    condition = "task.account_id = ? AND task.state = ? AND (? = '' OR task.error_code = ?)"
    with read() as connection:
        return tuple(
            select_tasks(connection, condition, [account_id, state.value, error_code, error_code])
        )


def failed_with_sku(account_id: int, sku: str) -> tuple[DueTask, ...]:
    """Failed creations that wait for a link of this SKU: fix once, heal all."""
    condition = (
        "task.account_id = ? AND task.state = 'FAILED' AND task.verb = 'create_order'"
        " AND task.error_code IN ('sku_unknown', 'sku_ambiguous', 'variant_gone')"
        " AND task.order_id IN (SELECT order_id FROM order_line WHERE product_id IN"
        " (SELECT id FROM product WHERE sku = ?))"
    )
    with read() as connection:
        return tuple(select_tasks(connection, condition, [account_id, sku]))


def skipped_as(account_id: int, amazon_order_id: str, reasons: Iterable[str]) -> tuple[int, ...]:
    """The creation of this order if it was skipped for one of these reasons."""
    condition = (
        "orders.amazon_order_id = ? AND task.account_id = ? AND task.state = 'SKIPPED'"
        " AND task.verb = 'create_order'"
    )
    with read() as connection:
        found = select_tasks(connection, condition, [amazon_order_id, account_id])
    wanted = set(reasons)
    return tuple(one.id for one in found if one.reason in wanted)


def creation_of(account_id: int, amazon_order_id: str) -> DueTask | None:
    """The creation of an order; None where the order is not held."""
    condition = "orders.amazon_order_id = ? AND task.account_id = ? AND task.verb = 'create_order'"
    with read() as connection:
        found = select_tasks(connection, condition, [amazon_order_id, account_id])
    return found[0] if found else None
