"""A feed's life, crash-safe: intent, document, upload, submission, report. Each move is one
transaction, together with the tasks that the feed carries.

    NEW → DOCUMENT → UPLOADED → SUBMITTED → DONE, FATAL
    UPLOADED, UNKNOWN: the request that submits may have left; Amazon's feeds since the intent tell
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import msgspec

from desktop import clock
from desktop.models import task
from desktop.models.database import Connection, read, write
from desktop.models.task_moves import DueTask, held_task
from desktop.rows import TaskState
from desktop.trade.returns import FeedReport

_MOVES = {
    "DOCUMENT": ("NEW", "DOCUMENT", "UPLOADED", "UNKNOWN"),  # a document's URL ends after 5 minutes
    "UPLOADED": ("DOCUMENT",),
    "UNKNOWN": ("UPLOADED", "UNKNOWN"),
    "SUBMITTED": ("UPLOADED", "UNKNOWN"),
    "DONE": ("SUBMITTED",),
    "FATAL": ("NEW", "DOCUMENT", "UPLOADED", "UNKNOWN", "SUBMITTED"),
}
OVER = ("DONE", "FATAL")
_LOOK_AT_S = 60


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One feed as it stands."""

    id: int
    account_id: int
    feed_type: str
    state: str
    document_id: str
    feed_id: str
    body: bytes
    intent_at: int
    submitted_at: int | None
    report: FeedReport | None


_NAMES = tuple(field.name for field in fields(FeedRow))
_COLUMNS = ", ".join(_NAMES)


def _row(row: tuple[Any, ...]) -> FeedRow:
    values = dict(zip(_NAMES, row, strict=True))
    kept = values["report"]
    values["report"] = msgspec.json.decode(kept, type=FeedReport) if kept else None
    return FeedRow(**values)


def intent(
    account_id: int,
    feed_type: str,
    body: bytes,
    task_ids: Sequence[int],
    *,
    at: int | None = None,
) -> int:
    """Keep what will be sent, and claim the tasks it carries: message 1 is the first of them.

    The feed's id here. Raises ValueError where a task is not READY or none is named; then nothing
    is changed.
    """
    now = int(clock.now()) if at is None else at
    if not task_ids:
        raise ValueError("a feed carries at least one task")
    with write() as connection:
        made = connection.execute(
            "INSERT INTO feed (account_id, feed_type, state, body, intent_at)"
            " VALUES (?, ?, 'NEW', ?, ?) RETURNING id",
            (account_id, feed_type, body, now),
        ).fetchone()
        for message_id, task_id in enumerate(task_ids, 1):
            if not task.claim(task_id, now):
                raise ValueError(f"task {task_id} is not ready, so no feed can carry it")
            connection.execute(
                "INSERT INTO feed_message VALUES (?, ?, ?)", (made[0], message_id, task_id)
            )
    return int(made[0])


def _move(connection: Connection, row_id: int, to: str, **values: object) -> None:
    before = connection.execute("SELECT state FROM feed WHERE id = ?", (row_id,)).fetchone()
    if before is None:
        raise LookupError(f"there is no feed {row_id}")
    if before[0] not in _MOVES[to]:
        raise ValueError(f"a feed cannot go from {before[0]} to {to}")
    names = ", ".join(f"{name} = ?" for name in ("state", *values))
    connection.execute(
        f"UPDATE feed SET {names} WHERE id = ?",  # noqa: S608
        (to, *values.values(), row_id),
    )


def document_made(row_id: int, document_id: str) -> None:
    """Amazon gave a document to fill; a later one takes its place. Raises ValueError."""
    with write() as connection:
        _move(connection, row_id, "DOCUMENT", document_id=document_id)


def uploaded(row_id: int) -> None:
    """The body lies there. To be kept before the request that submits leaves: a feed that is found
    like this after a crash may have been submitted."""
    with write() as connection:
        _move(connection, row_id, "UPLOADED")


def unknown(row_id: int, *, due_at: int | None = None) -> None:
    """The answer to the submission was lost; the tasks are to be looked up at `due_at`."""
    at = _at(due_at)
    with write() as connection:
        _move(connection, row_id, "UNKNOWN")
        for one in _carried(connection, row_id):
            if one.state is TaskState.SENDING:
                task.check(one.id, at, "the answer to the feed was lost")


def doubt(account_id: int, *, due_at: int) -> int:
    """Another computer, or this profile before its backup was restored, may have sent what is not
    submitted here: all of it is looked up at `due_at`. How many feeds."""
    with write() as connection:
        unsent = [one for one in open_feeds(account_id) if one.state != "SUBMITTED"]
        for one in unsent:
            connection.execute("UPDATE feed SET state = 'UPLOADED' WHERE id = ?", (one.id,))
            unknown(one.id, due_at=due_at)
    return len(unsent)


def submitted(
    row_id: int, feed_id: str, *, due_at: int | None = None, at: int | None = None
) -> None:
    """Amazon took the feed; its tasks are SUBMITTED until its report."""
    now = int(clock.now()) if at is None else at
    with write() as connection:
        _move(connection, row_id, "SUBMITTED", feed_id=feed_id, submitted_at=now)
        for one in _carried(connection, row_id):
            if one.state in (TaskState.SENDING, TaskState.CHECK):
                task.submitted(one.id, _at(due_at), "Amazon is processing it", at=now)


def finished(row_id: int, report: FeedReport | None, *, fatal: bool = False) -> None:
    """Amazon is through with it, for good or, if `fatal`, as a whole not. What each task became is
    the caller's to keep, in the same write()."""
    kept = "" if report is None else msgspec.json.encode(report).decode()
    with write() as connection:
        _move(connection, row_id, "FATAL" if fatal else "DONE", report=kept)


def abandon(row_id: int, why: str, *, due_at: int | None = None) -> int:
    """It certainly never reached Amazon: the feed is over and its tasks may go in another one.

    Raises ValueError once it was submitted. How many tasks are READY again.
    """
    with write() as connection:
        if feed(row_id).state == "SUBMITTED":
            raise ValueError("a feed that was submitted cannot be abandoned")
        _move(connection, row_id, "FATAL")
        free = [
            one
            for one in _carried(connection, row_id)
            if one.state in (TaskState.SENDING, TaskState.CHECK)
        ]
        for one in free:
            task.again(one.id, _at(due_at), why)
    return len(free)


def _at(due_at: int | None) -> int:
    return int(clock.now()) + _LOOK_AT_S if due_at is None else due_at


def _carried(connection: Connection, row_id: int) -> list[DueTask]:
    rows = connection.execute(
        "SELECT task_id FROM feed_message WHERE feed_id = ? ORDER BY message_id", (row_id,)
    ).fetchall()
    return [held_task(connection, task_id) for (task_id,) in rows]


def feed(row_id: int) -> FeedRow:
    """One feed. Raises LookupError."""
    return _select("id = ?", [row_id], row_id)[0]


def open_feeds(account_id: int) -> tuple[FeedRow, ...]:
    """Feeds that are not over, the oldest first."""
    condition = "account_id = ? AND state NOT IN ('DONE', 'FATAL') ORDER BY id"
    return tuple(_select(condition, [account_id]))


def _select(where: str, values: Iterable[object], wanted: int | None = None) -> list[FeedRow]:
    with read() as connection:
        rows = connection.execute(f"SELECT {_COLUMNS} FROM feed WHERE {where}", tuple(values))  # noqa: S608
        found = [_row(row) for row in rows]
    if wanted is not None and not found:
        raise LookupError(f"there is no feed {wanted}")
    return found


def messages(row_id: int) -> dict[int, int]:
    """The task of each message."""
    with read() as connection:
        rows = connection.execute(
            "SELECT message_id, task_id FROM feed_message WHERE feed_id = ? ORDER BY message_id",
            (row_id,),
        ).fetchall()
    return dict(rows)


def feed_of(task_id: int) -> FeedRow | None:
    """The last feed that carried a task."""
    condition = (
        "id = (SELECT max(feed_message.feed_id) FROM feed_message WHERE feed_message.task_id = ?)"
    )
    found = _select(condition, [task_id])
    return found[0] if found else None
