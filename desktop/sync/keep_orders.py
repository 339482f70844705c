"""Keep what Amazon told of orders, with what it asks for in Shopify, in one transaction."""

import logging
from collections.abc import Callable, Mapping, Sequence

from desktop.errors import CrossdockError
from desktop.models.database import write
from desktop.models.incoming import Incoming, StoredPage, store_orders
from desktop.models.task_plan import TaskPlan
from desktop.sync.back import planning
from desktop.sync.connection import Connection
from desktop.trade import Order

_log = logging.getLogger(__name__)


def keep_orders(
    connection: Connection,
    incoming: Sequence[Incoming],
    plan: Callable[[Order, str | None], TaskPlan],
    *,
    cursor: tuple[str, Mapping[str, object]] | None,
    at: float,
    unreadable: Sequence[tuple[str, bytes, str]] = (),
) -> StoredPage:
    """As `store_orders`; a cancellation or a parcel that is read is never left without its task."""
    account_id = connection.account.id
    with write():
        stored = store_orders(
            account_id, incoming, plan, cursor=cursor, at=int(at), unreadable=unreadable
        )
        for order_id in stored.refreshed:
            _plan_back(connection, order_id, at)
    return stored


def _plan_back(connection: Connection, order_id: int, at: float) -> None:
    """An error in the planning of one order never stops the import of all."""
    try:
        with write():
            planning.changed_on_amazon(connection, [order_id], at)
    except CrossdockError:
        raise
    except Exception as error:  # noqa: BLE001 - the order is kept all the same
        _log.error("bug in planning: %s", type(error).__name__, exc_info=error)
