"""An order whose state in Shopify cannot be read, or kept: a person is told, the others go on.

It is tried again when it shows a change, with the orders that were not seen for a day, and when a
person asks.
"""

from desktop.catalogue import shipment_failure
from desktop.channels.shopify.errors import Misshapen
from desktop.errors import NeedsPerson
from desktop.models import shop_state
from desktop.models import task as tasks
from desktop.models.database import write
from desktop.rows import ENDED, NOT_LEFT
from desktop.sync.back.wanted import Over
from desktop.sync.connection import Connection

READ = "read_in_shopify"
READABLE = "it can be read"


def not_read(connection: Connection, order_id: int, gid: str, error: Exception, now: float) -> None:
    """Tell of it once, until it can be read, or a person leaves it at that."""
    account_id, at = connection.account.id, int(now)
    failure = _failure(error)
    with write():
        shop_state.not_read(order_id, at)
        latest = tasks.latest(account_id, order_id, READ, gid)
        if latest is not None and latest.state in NOT_LEFT:
            tasks.refail(latest.id, latest.plan, failure, at)
        elif latest is None or (latest.state in ENDED and latest.reason == READABLE):
            revision = 0 if latest is None else latest.revision + 1
            tasks.fail_new_task(
                account_id,
                order_id,
                READ,
                foreign_id=gid,
                revision=revision,
                plan={"gid": gid},
                error=failure,
                at=at,
            )


def readable(gid: str) -> Over:
    """Nobody is asked any more."""
    return Over(READ, gid, READABLE)


def _failure(error: Exception) -> NeedsPerson:
    if isinstance(error, Misshapen):
        return shipment_failure("unreadable", error.technical)
    return shipment_failure("bug")
