"""Records of Amazon's that could not be read: nothing is lost, and a person is told."""

from desktop.catalogue import order_failure
from desktop.models import history
from desktop.models.blob import digest, pack
from desktop.models.database import Connection
from desktop.models.standing import restand
from desktop.models.task_moves import error_columns, set_columns
from desktop.models.task_plan import TaskPlan
from desktop.rows import TaskState

PLAN = TaskPlan(TaskState.WAITING, "unreadable")
_TASK_OF = "SELECT id, state FROM task WHERE order_id = ? AND verb = 'create_order'"


def fail(connection: Connection, order_id: int, detail: str, at: int) -> None:
    """The task of an order of which nothing is known is born FAILED."""
    (task_id, _) = connection.execute(_TASK_OF, (order_id,)).fetchone()
    error = order_failure("unreadable", detail=detail)
    values = {"state": TaskState.FAILED.value, "hold": "", "changed_at": at}
    set_columns(connection, task_id, values | error_columns(error))
    restand(connection, [order_id])
    entry = (order_id, at, "failed", f"{error.code}: {error.title}", "app")
    history.add_many(connection, [entry])


def renew(connection: Connection, order_id: int, raw: bytes, detail: str, at: int) -> None:
    """The record is still unreadable: keep its newest bytes and what is wrong with it."""
    connection.execute("UPDATE orders SET digest = ? WHERE id = ?", (digest(raw), order_id))
    connection.execute(
        "UPDATE order_payload SET payload = ? WHERE order_id = ?", (pack(raw), order_id)
    )
    (task_id, state) = connection.execute(_TASK_OF, (order_id,)).fetchone()
    if state == TaskState.FAILED.value:
        error = order_failure("unreadable", detail=detail)
        set_columns(connection, task_id, error_columns(error) | {"changed_at": at})


def set_aside(
    connection: Connection, account_id: int, amazon_order_id: str, raw: bytes, detail: str, at: int
) -> None:
    """Keep a record that has no row of its own; the same bytes once."""
    connection.execute(
        "INSERT OR IGNORE INTO rejected (account_id, amazon_order_id, record, digest, detail, at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (account_id, amazon_order_id, pack(raw), digest(raw), detail, at),
    )
