"""Orders to ship without an address: one of them is that order's failure, all of them a notice.

Where Amazon hides every address, the app's role is missing, and no order can be mended one by one:
they are held, and one notice says what to do (PRODUCT section 4).
"""

from collections.abc import Sequence

from desktop.catalogue import account_problem
from desktop.errors import AccountProblem
from desktop.models import order_store
from desktop.models import task as tasks
from desktop.models.task import DueTask
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


def notice(connection: Connection) -> AccountProblem | None:
    """The one notice, while orders are held for it."""
    if tasks.held(connection.account.id, HOLD):
        return account_problem("amazon", "address_role_missing")
    return None


def _lacks_address(task: DueTask, order: Order) -> bool:
    decided = "address" in task.plan or "address" in task.plan.get("without", ())
    has_one = order.address is not None and order.address.has_street
    return not order.is_fba and not decided and not has_one
