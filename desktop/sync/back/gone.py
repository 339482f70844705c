"""A Shopify order that is no longer shown: deleted, or only too old to be seen.

Deleted while Amazon waits for the parcel, it is nobody's to pack: then a person is asked.
"""

from desktop.catalogue import order_failure
from desktop.models import history, order_store, seen_order, shop_state
from desktop.models import task as tasks
from desktop.models.order_stage import CREATE_AGAIN, SHOWN_AGAIN
from desktop.sync.back.wanted import Over
from desktop.sync.connection import Connection
from desktop.sync.plan import VISIBLE_DAYS
from desktop.trade import Order
from desktop.trade.order import AmazonStatus

TOO_OLD = "no longer shown by Shopify: older than 60 days"
_TO_SHIP = (AmazonStatus.UNSHIPPED, AmazonStatus.PARTIALLY_SHIPPED)
_DAY_S = 86_400


def not_shown(connection: Connection, order_id: int, gid: str, now: float) -> None:
    """Count a look that did not find it; joins a caller's write()."""
    order = order_store.order(order_id)
    if _is_hidden(connection, order, now):
        shop_state.close(order_id)
        history.add_once(order_id, int(now), TOO_OLD, "", "shopify")
        return
    if not shop_state.mark_missing(order_id, int(now)):
        return
    account_id = connection.account.id
    seen_order.forget(account_id, gid)
    if order.is_fba or order.status not in _TO_SHIP:
        return
    known = shop_state.load(order_id)
    tasks.fail_new_task(
        account_id,
        order_id,
        CREATE_AGAIN,
        foreign_id=gid,
        plan={"asked_for": True},
        error=order_failure("deleted_in_shopify", name=known.name if known else "The order"),
        at=int(now),
    )


def shown_again(gid: str) -> Over:
    """It was not deleted after all: nobody is asked any more."""
    return Over(CREATE_AGAIN, gid, SHOWN_AGAIN)


def _is_hidden(connection: Connection, order: Order, now: float) -> bool:
    """Without the permission to see all, a shop shows the orders of sixty days only."""
    facts = connection.account.facts
    sees_all = facts is not None and facts.sees_all_orders
    return not sees_all and order.created_at < now - VISIBLE_DAYS * _DAY_S
