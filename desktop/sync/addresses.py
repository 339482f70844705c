"""Orders to ship without an address: one of them is that order's failure, all of them a notice.

Where Amazon hides every address, the app's role is missing, and no order can be mended one by one:
they are held, and one notice says what to do (PRODUCT section 4).
"""

from collections.abc import Sequence

from desktop.catalogue import account_problem
from desktop.channels.amazon.mapping import Unreadable, read_order
from desktop.channels.amazon.orders import get_order
from desktop.errors import AccountProblem
from desktop.models import order_store
from desktop.models import task as tasks
from desktop.models.task import DueTask
from desktop.sync import pull_amazon
from desktop.sync.connection import Connection
from desktop.sync.pull_amazon import planner
from desktop.trade import Order

HOLD = "no_addresses"
ENOUGH_TO_TELL = 3  # so many orders to ship without a single address are no accident


def is_hidden(connection: Connection) -> bool:
    """Whether none of the account's orders to ship carries an address, and there are enough."""
    with_address, without = order_store.count_addresses(connection.account.id)
    return with_address == 0 and without >= ENOUGH_TO_TELL


def hold_back(
    connection: Connection, ready: Sequence[DueTask], orders: dict[int, Order]
) -> tuple[DueTask, ...]:
    """Hold the tasks that want an address where Amazon hides all; returns those that may go."""
    lacking = [task for task in ready if _lacks_address(task, orders[task.id])]
    if not lacking or not is_hidden(connection):
        return tuple(ready)
    tasks.hold([task.id for task in lacking], HOLD)
    held = {task.id for task in lacking}
    return tuple(task for task in ready if task.id not in held)


def release(connection: Connection, at: float) -> None:
    """Let go what was held, once addresses come."""
    if tasks.held(connection.account.id, HOLD) and not is_hidden(connection):
        tasks.release(connection.account.id, HOLD, planner(connection.account.id, at))


def look_again(connection: Connection) -> None:
    """Ask for one of the orders that are held; where it comes with an address, read them anew.

    A role that was granted changes no order, so that no search by last update would bring them.
    Raises TryLater, AccountProblem, Cancelled.
    """
    account_id = connection.account.id
    held = [one for part in order_store.held_orders(account_id, HOLD) for one in part]
    if not held:
        return
    newest = max(held, key=lambda order: order.updated_at)
    if _has_address_now(connection, newest.amazon_order_id):
        pull_amazon.read_anew(account_id, min(order.updated_at for order in held))


def _has_address_now(connection: Connection, amazon_order_id: str) -> bool:
    raw = get_order(connection.amazon, amazon_order_id)
    if raw is None:
        return False
    try:
        address = read_order(raw).address
    except Unreadable:
        return False
    return address is not None and address.has_street


def notice(connection: Connection) -> AccountProblem | None:
    """The one notice, while orders are held for it."""
    if tasks.held(connection.account.id, HOLD):
        return account_problem("amazon", "address_role_missing")
    return None


def _lacks_address(task: DueTask, order: Order) -> bool:
    decided = "address" in task.plan or "address" in task.plan.get("without", ())
    has_one = order.address is not None and order.address.has_street
    return not order.is_fba and not decided and not has_one
