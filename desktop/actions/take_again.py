"""Reads an order's Shopify side again, and plans anew what failed for what stood there before."""

from contextlib import closing
from threading import Event

from desktop import clock
from desktop.actions.open_tasks import CANCELLATIONS, REFUNDS, SHIPMENTS, open_tasks
from desktop.actions.retry import retry_tasks
from desktop.actions.variant_search import connected
from desktop.models import order_list, order_store
from desktop.models.task import task as held_task
from desktop.models.task_find import tasks_of
from desktop.profile import Profile
from desktop.rows import TaskState
from desktop.sync.back.reading import read_now

_VERBS = (*SHIPMENTS, *REFUNDS, *CANCELLATIONS)


def take_again(order_id: int, profile: Profile, cancel: Event | None = None) -> int:
    """Ask Shopify now, and try what failed again; how many tasks.

    Raises TryLater, AccountProblem, Cancelled, LookupError.
    """
    rows = order_list.rows([order_id])
    if not rows or not order_store.shop_gid(order_id):
        raise LookupError(f"order {order_id} has no Shopify order")
    before = [one.id for one in open_tasks(order_id, _VERBS, (TaskState.FAILED,))]
    with closing(connected(rows[0].account_id, profile, cancel)) as connection:
        read_now(connection, order_id, clock.now)
    still = [one for one in before if held_task(one).state is TaskState.FAILED]
    retry_tasks([one for one in tasks_of([order_id]) if one.id in still])
    return len(before)
