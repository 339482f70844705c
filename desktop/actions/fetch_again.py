"""Fetches one held order from Amazon again, and tries it again with what came."""

from collections.abc import Sequence
from contextlib import closing
from threading import Event

from desktop import clock
from desktop.actions.variant_search import connected
from desktop.channels.amazon.mapping import Unreadable, read_order
from desktop.channels.amazon.orders import get_order
from desktop.models import decision as decisions
from desktop.models import order_list
from desktop.models.incoming import Incoming
from desktop.models.task_person import ask_again
from desktop.profile import Profile
from desktop.rows import ImportOutcome, OrderRow, TaskState
from desktop.sync.connection import Connection
from desktop.sync.keep_orders import keep_orders
from desktop.sync.pull_amazon import planner

GONE = "Amazon does not give this order any more: it may be older than two years."


def fetch_again(order_id: int, profile: Profile, cancel: Event | None = None) -> ImportOutcome:
    """Ask Amazon for the order now, keep what it says, and send it again where it had failed.

    Raises TryLater, AccountProblem, Cancelled; LookupError where the order is not held.
    """
    rows = order_list.rows([order_id])
    if not rows:
        raise LookupError(f"there is no order {order_id}")
    row = rows[0]
    with closing(connected(row.account_id, profile, cancel)) as connection:
        raw = get_order(connection.amazon_user_lane, row.amazon_order_id)
    if raw is None:
        return _outcome(row, "not_found", GONE)
    try:
        incoming = [Incoming(read_order(raw), raw)]
    except Unreadable as error:
        _store(connection, [], [(row.amazon_order_id, raw, error.detail)])
        return _outcome(row, "failed", "Amazon's order could still not be read.")
    changed = _store(connection, incoming, [])
    words = "Fetched from Amazon" if changed else "Fetched from Amazon; nothing has changed"
    task = decisions.open_creation(order_id)
    if task is None or task.state is not TaskState.FAILED:
        return _outcome(row, "refreshed", f"{words}.")
    ask_again([task.id])
    return _outcome(row, "refreshed", f"{words}. It is tried again.")


def _store(
    connection: Connection,
    incoming: Sequence[Incoming],
    unreadable: Sequence[tuple[str, bytes, str]],
) -> bool:
    at = clock.now()
    plan = planner(connection.account.id, at)
    stored = keep_orders(connection, incoming, plan, cursor=None, at=at, unreadable=unreadable)
    return bool(stored.refreshed or stored.imported)


def _outcome(row: OrderRow, outcome: str, words: str) -> ImportOutcome:
    return ImportOutcome(row.amazon_order_id, outcome, words, row.account)
