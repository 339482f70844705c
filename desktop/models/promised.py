"""Orders that became Fulfilled by the mere passing of time (FBA, by Amazon's promise)."""

from desktop.models.database import read, write
from desktop.models.order_status import PROMISE_GRACE, STATUS_CODE
from desktop.rows import Status

# Written with the very numbers of the partial index; FBA orders have no packages.
_DUE = "status = 3 AND fba = 1 AND deliver_by <= ?"
_PARCELS = "NOT EXISTS (SELECT 1 FROM package WHERE package.order_id = orders.id)"


def refresh_promised(now: int) -> int:
    """Set what is due to Fulfilled; how many. Without any, nothing is written."""
    limit = now - PROMISE_GRACE
    with read() as connection:
        found = connection.execute(
            f"SELECT 1 FROM orders INDEXED BY orders_promised WHERE {_DUE} AND {_PARCELS} LIMIT 1",  # noqa: S608
            (limit,),
        ).fetchone()
    if found is None:
        return 0
    with write() as connection:
        return connection.execute(
            "UPDATE orders INDEXED BY orders_promised SET status = ?, ship_status = ?"  # noqa: S608
            f" WHERE {_DUE} AND {_PARCELS}",
            (STATUS_CODE[Status.FULFILLED], STATUS_CODE[Status.FULFILLED], limit),
        ).rowcount
