"""What waits for a feed, what feeds carried before, and which of Amazon's feeds are ours."""

from collections.abc import Sequence

from desktop.models.database import read
from desktop.models.standing import marks
from desktop.models.task_moves import DueTask, select_tasks
from desktop.rows import TaskState

_LEFT = (TaskState.SENDING, TaskState.CHECK, TaskState.SUBMITTED, TaskState.DONE)


def ready(account_id: int, verb: str, now: float, limit: int) -> tuple[DueTask, ...]:
    """What may go into a feed of this verb now, the soonest ship-by first."""
    condition = (
        "task.account_id = ? AND task.verb = ? AND task.state = 'READY' AND task.due_at <= ?"
        " ORDER BY task.ship_by, task.id LIMIT ?"
    )
    with read() as connection:
        return tuple(select_tasks(connection, condition, [account_id, verb, now, limit]))


def ready_at(account_id: int, verb: str) -> int | None:
    """When the next task of this verb may go into a feed, UTC seconds; None: never."""
    with read() as connection:
        (when,) = connection.execute(
            "SELECT min(due_at) FROM task WHERE account_id = ? AND verb = ? AND state = 'READY'",
            (account_id, verb),
        ).fetchone()
    return None if when is None else int(when)


def left(order_id: int, verb: str) -> tuple[DueTask, ...]:
    """The order's tasks of this verb that left or may have left, our own journal of it."""
    condition = f"task.order_id = ? AND task.verb = ? AND task.state IN ({marks(_LEFT)})"
    with read() as connection:
        return tuple(select_tasks(connection, condition, [order_id, verb, *_LEFT]))


def begun(task_id: int) -> frozenset[int]:
    """When each feed of this profile that carried the task was begun, UTC seconds."""
    with read() as connection:
        rows = connection.execute(
            "SELECT intent_at FROM feed_message JOIN feed ON feed.id = feed_message.feed_id"
            " WHERE task_id = ?",
            (task_id,),
        ).fetchall()
    return frozenset(at for (at,) in rows)


def known_ids(account_id: int, feed_type: str) -> frozenset[str]:
    """Amazon's IDs of the feeds of this type that are known to be ours."""
    with read() as connection:
        rows = connection.execute(
            "SELECT feed_id FROM feed WHERE account_id = ? AND feed_type = ? AND feed_id <> ''",
            (account_id, feed_type),
        ).fetchall()
    return frozenset(feed_id for (feed_id,) in rows)


def carried(row_id: int) -> Sequence[DueTask]:
    """The tasks of a feed, in the order of its messages."""
    condition = (
        "task.id IN (SELECT task_id FROM feed_message WHERE feed_message.feed_id = ?)"
        " ORDER BY (SELECT message_id FROM feed_message AS m"
        " WHERE m.feed_id = ? AND m.task_id = task.id)"
    )
    with read() as connection:
        return select_tasks(connection, condition, [row_id, row_id])
