"""The Shopify order that a task is about, as it stands now."""

from collections.abc import Callable

from desktop.errors import NeedsPerson
from desktop.models import order_store
from desktop.models.task import DueTask
from desktop.sync.back.items_known import read_state
from desktop.sync.connection import Connection
from desktop.trade.returns import ShopState


def shop_order(
    connection: Connection, task: DueTask, failure: Callable[..., NeedsPerson]
) -> ShopState:
    """Its state, read now.

    Raises NeedsPerson, made by `failure`, where Shopify does not show it; TryLater, AccountProblem,
    Cancelled.
    """
    gid = str(task.plan.get("gid", "")) or order_store.shop_gid(task.order_id)
    state = read_state(connection, task.order_id, gid) if gid else None
    if state is None:
        raise failure("shop_order_gone")
    return state
