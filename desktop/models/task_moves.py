"""Read a task and move it, within the caller's transaction; the public moves are in task.py.

No move goes past the state machine: an illegal one raises ValueError.
"""

from dataclasses import dataclass
from typing import Any

import msgspec

from desktop.errors import NeedsPerson
from desktop.models.database import Connection
from desktop.models.task_state import must
from desktop.rows import TaskState

_COLUMNS = """
task.id, task.account_id, task.order_id, orders.amazon_order_id, task.verb, task.state,
task.attempt, task.plan, task.sent_at, task.hold, task.reason, task.error_code, task.due_at,
task.lookups, task.foreign_id, task.revision
"""
SELECT = "SELECT " + _COLUMNS + "FROM task JOIN orders ON orders.id = task.order_id"
_NO_ERROR = {
    "error_code": "",
    "error_title": "",
    "error_cause": "",
    "error_cure": "",
    "error_fixes": "[]",
    "error_technical": "{}",
}


@dataclass(frozen=True, slots=True)
class DueTask:
    """A task as the engine works on it; `plan` is what it was planned with.

    `sent_at` is when a request may last have left, `lookups` how many look-ups of its outcome
    could not tell.
    """

    id: int
    account_id: int
    order_id: int
    amazon_order_id: str
    verb: str
    state: TaskState
    attempt: int
    plan: dict[str, Any]
    sent_at: int | None
    hold: str = ""
    reason: str = ""
    error_code: str = ""
    due_at: int = 0
    lookups: int = 0
    foreign_id: str = ""
    revision: int = 0


def from_row(row: tuple[Any, ...]) -> DueTask:
    """A task of the columns that `select_tasks` reads."""
    values = [*row]
    values[5] = TaskState(row[5])
    values[7] = msgspec.json.decode(row[7])
    return DueTask(*values)


def select_tasks(connection: Connection, where: str, values: list[object]) -> list[DueTask]:
    """The tasks that a condition on `task` and `orders` names."""
    return [from_row(row) for row in connection.execute(f"{SELECT} WHERE {where}", values)]


def held_task(connection: Connection, task_id: int) -> DueTask:
    found = select_tasks(connection, "task.id = ?", [task_id])
    if not found:
        raise LookupError(f"there is no task {task_id}")
    return found[0]


def set_columns(connection: Connection, task_id: int, values: dict[str, object]) -> None:
    """Change columns of one task; names come from this package, never from outside."""
    names = ", ".join(f"{name} = ?" for name in values)
    connection.execute(f"UPDATE task SET {names} WHERE id = ?", (*values.values(), task_id))  # noqa: S608


def move(connection: Connection, task_id: int, to: TaskState, **values: object) -> DueTask:
    """Move one task within the caller's transaction; what it was before.

    Raises ValueError for an illegal move. The order's standing is the caller's to renew.
    """
    before = held_task(connection, task_id)
    must(before.state, to)
    set_columns(connection, task_id, {"state": to.value, **values})
    return before


def bring_back(connection: Connection, order_id: int) -> bool:
    """Take an order out of the archive; whether it was there."""
    return bool(
        connection.execute(
            "UPDATE orders SET archived_at = NULL WHERE id = ? AND archived_at IS NOT NULL",
            (order_id,),
        ).rowcount
    )


def error_columns(error: NeedsPerson) -> dict[str, object]:
    """A failure as the task keeps it."""
    return {
        "error_code": error.code,
        "error_title": error.title,
        "error_cause": error.cause,
        "error_cure": error.cure,
        "error_fixes": msgspec.json.encode(error.fixes).decode(),
        "error_technical": msgspec.json.encode(error.technical).decode(),
    }


def no_error() -> dict[str, object]:
    """The columns of a task without a failure."""
    return dict(_NO_ERROR)
