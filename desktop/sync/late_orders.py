"""Orders that came after Amazon's books of their time were read: by ID, or from a longer past."""

from typing import NamedTuple

from desktop.models import cursor as cursors
from desktop.models import order_store
from desktop.models.order_store import LateOrder
from desktop.sync.pull_amazon import CURSOR as ORDERS

MANY = 20  # so many are asked for one by one; more are met by a longer look


class Late(NamedTuple):
    """`one` is asked for by itself; else the look begins at `since`, where that is not 0.

    `seen`: up to which order the look, once it is made, has met everything.
    """

    seen: int
    one: LateOrder | None = None
    since: int = 0


def late_orders(account_id: int, seen: int, since: int) -> Late:
    """What is to be done before a look that begins at `since` (UTC seconds).

    While the first import runs, many come late at each look, and are met once it is through.
    """
    newest = order_store.newest_order(account_id)
    if newest <= seen:
        return Late(seen)
    found = order_store.late_orders(account_id, seen, since, MANY + 1)
    if not found:
        return Late(newest)
    if len(found) <= MANY:
        return Late(seen, found[0])
    phase = (cursors.cursor(account_id, ORDERS) or {}).get("phase")
    if phase == "first":
        return Late(seen)
    return Late(newest, since=order_store.oldest_since(account_id, seen, since))
