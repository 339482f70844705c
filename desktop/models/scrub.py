"""Scrub buyers' data when its time has come (PRODUCT rule 11).

What is about to be sent is left until it is; a waiting or failed order has the same number of days
from when it last moved, so that an old order is not emptied under a seller who is mending it.
"""

from desktop.models import history, order_text
from desktop.models.account import accounts
from desktop.models.blob import pack_order
from desktop.models.database import Connection, write
from desktop.models.incoming_rows import text_of
from desktop.models.order_status import DAY
from desktop.models.order_store import orders_in
from desktop.models.scrubbing import without_buyer
from desktop.models.setting import get
from desktop.models.standing import marks

_DUE = """
SELECT id, shopify_order_name, shopify_order_id FROM orders
WHERE account_id = ? AND scrubbed_at IS NULL AND scrub_basis <= ?
AND NOT EXISTS (
    SELECT 1 FROM task WHERE task.order_id = orders.id
    AND (task.state IN ('READY', 'SENDING', 'SUBMITTED', 'CHECK')
        OR task.state IN ('WAITING', 'FAILED') AND task.changed_at > ?)
)
ORDER BY scrub_basis LIMIT ?
"""


def scrub_due(now: int, limit: int = 500) -> int:
    """Scrub up to `limit` orders whose time has come; how many. Call again until it is 0."""
    done = 0
    for account in accounts():
        past = now - get("privacy.scrub_days", account.id) * DAY
        with write() as connection:
            due = connection.execute(_DUE, (account.id, past, past, limit - done)).fetchall()
            _scrub(connection, {row[0]: (row[1], row[2]) for row in due}, now)
            connection.execute(
                "DELETE FROM rejected WHERE account_id = ? AND at <= ?", (account.id, past)
            )
        done += len(due)
        if done >= limit:
            break
    return done


def _scrub(connection: Connection, due: dict[int, tuple[str, str]], now: int) -> None:
    ids = list(due)
    if not ids:
        return
    bare = {key: without_buyer(one) for key, one in orders_in(connection, ids).items()}
    connection.executemany(
        "UPDATE order_payload SET payload = x'', facts = ? WHERE order_id = ?",
        [(pack_order(one), order_id) for order_id, one in bare.items()],
    )
    order_text.replace(connection, [(key, text_of(one, due[key])) for key, one in bare.items()])
    connection.execute(
        f"UPDATE orders SET scrubbed_at = ? WHERE id IN ({marks(ids)})",  # noqa: S608
        (now, *ids),
    )
    connection.execute(
        f"UPDATE task SET plan = json_remove(plan, '$.address') WHERE order_id IN ({marks(ids)})",  # noqa: S608
        ids,
    )
    connection.execute(  # a buyer's words, why to cancel
        "UPDATE task SET plan = json_remove(plan, '$.reason', '$.told.reason')"  # noqa: S608
        f" WHERE verb = 'hold_in_shopify' AND order_id IN ({marks(ids)})",
        ids,
    )
    history.add_many(connection, [(one, now, "scrubbed", "", "app") for one in ids])
