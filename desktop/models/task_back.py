"""Tasks of the way back: planned by their natural key, taken by a service, settled.

Every function joins a caller's write(). An illegal move raises ValueError, an unknown task
LookupError.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import msgspec

from desktop import clock
from desktop.errors import NeedsPerson
from desktop.models import history
from desktop.models.database import Connection, read, write
from desktop.models.incoming_rows import NO_SHIP_BY
from desktop.models.order_stage import DONE_WORDS, SENT_WORDS
from desktop.models.order_status import CREATE
from desktop.models.standing import marks, restand
from desktop.models.task_moves import (
    DueTask,
    bring_back,
    error_columns,
    held_task,
    move,
    no_error,
    select_tasks,
    set_columns,
)
from desktop.models.task_plan import TaskPlan
from desktop.rows import IN_FLIGHT, NOT_LEFT, TaskState
from desktop.trade.masking import masked_text

OUTBOX = "outbox"
UNSHIPPED = "unshipped"  # a refund that waits until Amazon counts the order as shipped
ASKS = "asks"  # waited so long in the outbox that it asks before it leaves
_IN_FILES = ("send_refund", "cancel_on_amazon", "ship_by_feed")  # many go in one request
_INSERT = """
INSERT OR IGNORE INTO task (order_id, account_id, verb, foreign_id, revision, state, hold, reason,
    plan, due_at, ship_by, created_at, changed_at)
SELECT id, account_id, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(ship_by, ?), ?, ?
FROM orders WHERE id = ? AND account_id = ?
"""


def _json(plan: Mapping[str, object]) -> str:
    return msgspec.json.encode(dict(plan)).decode()


def _insert(
    connection: Connection,
    key: tuple[int, int, str, str, int],
    plan: Mapping[str, object],
    start: tuple[str, str, str],
    due_at: int,
    at: int,
) -> int | None:
    """The new row's id; None where the natural key is taken. Raises LookupError for no order."""
    account_id, order_id, verb, foreign_id, revision = key
    values = (verb, foreign_id, revision, *start, _json(plan), due_at, NO_SHIP_BY, at, at)
    made = connection.execute(_INSERT, (*values, order_id, account_id))
    if made.rowcount > 0 and made.lastrowid is not None:
        return made.lastrowid
    known = connection.execute(
        "SELECT 1 FROM orders WHERE id = ? AND account_id = ?", (order_id, account_id)
    ).fetchone()
    if known is None:
        raise LookupError(f"account {account_id} has no order {order_id}")
    return None


def plan_task(
    account_id: int,
    order_id: int,
    verb: str,
    *,
    foreign_id: str = "",
    revision: int = 0,
    plan: Mapping[str, object],
    state: TaskState,
    hold: str = "",
    reason: str = "",
    due_at: int,
    at: int,
) -> int | None:
    """A new task, WAITING (with a hold), READY or SKIPPED; its id.

    None where a task of this natural key exists already: then nothing is changed. Raises
    ValueError for another state, LookupError without such an order.
    """
    start = TaskPlan(state, hold, reason)
    with write() as connection:
        key = (account_id, order_id, verb, foreign_id, revision)
        started = (start.state.value, start.hold, start.reason)
        task_id = _insert(connection, key, plan, started, due_at, at)
        if task_id is not None:
            restand(connection, [order_id])
    return task_id


def fail_new_task(
    account_id: int,
    order_id: int,
    verb: str,
    *,
    foreign_id: str = "",
    revision: int = 0,
    plan: Mapping[str, object],
    error: NeedsPerson,
    at: int,
) -> int | None:
    """A new task that needs a person before anything is sent; its id, None as in `plan_task`.

    An archived order comes back.
    """
    with write() as connection:
        key = (account_id, order_id, verb, foreign_id, revision)
        task_id = _insert(connection, key, plan, (TaskState.FAILED.value, "", ""), at, at)
        if task_id is None:
            return None
        set_columns(connection, task_id, error_columns(error))
        restand(connection, [order_id])
        _tell_failure(connection, order_id, error, at)
    return task_id


def _tell_failure(connection: Connection, order_id: int, error: NeedsPerson, at: int) -> None:
    entries = [(order_id, at, "failed", f"{error.code}: {error.title}", "app")]
    if bring_back(connection, order_id):
        entries.append((order_id, at, "restored", "a new failure", "app"))
    history.add_many(connection, entries)


def keep_plan(task_id: int, plan: Mapping[str, object]) -> None:
    """What a task that is being sent is to do, kept before its request leaves.

    Raises ValueError for one in any other state.
    """
    with write() as connection:
        before = held_task(connection, task_id)
        if before.state is not TaskState.SENDING:
            raise ValueError(f"a task in {before.state} is not being sent")
        set_columns(connection, task_id, {"plan": _json(plan)})


def replace_plan(
    task_id: int,
    plan: Mapping[str, object],
    *,
    due_at: int | None = None,
    state: TaskState | None = None,
    hold: str | None = None,
    at: int | None = None,
) -> None:
    """Another plan for a task of which nothing has left: WAITING, READY or FAILED.

    With `state` it moves there, and a failure is over; without, it stays what it is.
    """
    now = int(clock.now()) if at is None else at
    with write() as connection:
        before = held_task(connection, task_id)
        if before.state not in NOT_LEFT:
            raise ValueError(f"the plan of a task in {before.state} cannot be replaced")
        values: dict[str, object] = {"plan": _json(plan), "changed_at": now}
        if due_at is not None:
            values["due_at"] = due_at
        to = before.state if state is None else state
        if hold is not None or to is not TaskState.WAITING:
            values["hold"] = hold or ""
        if to is before.state:
            set_columns(connection, task_id, values)
        else:
            move(connection, task_id, to, **values, **no_error())
        restand(connection, [before.order_id])


def refail(task_id: int, plan: Mapping[str, object], error: NeedsPerson, at: int) -> None:
    """Another plan that needs a person, for a task of which nothing has left.

    Raises ValueError unless it is WAITING, READY or FAILED.
    """
    with write() as connection:
        before = held_task(connection, task_id)
        if before.state not in NOT_LEFT:
            raise ValueError(f"the plan of a task in {before.state} cannot be replaced")
        values = {"state": TaskState.FAILED.value, "hold": "", "plan": _json(plan)}
        set_columns(connection, task_id, {**values, "changed_at": at, **error_columns(error)})
        restand(connection, [before.order_id])
        if (before.state, before.error_code) != (TaskState.FAILED, error.code):
            _tell_failure(connection, before.order_id, error, at)


def latest(account_id: int, order_id: int, verb: str, foreign_id: str) -> DueTask | None:
    """The task of the highest revision of one thing to do."""
    condition = (
        "task.order_id = ? AND task.verb = ? AND task.foreign_id = ? AND task.account_id = ?"
        " ORDER BY task.revision DESC LIMIT 1"
    )
    with read() as connection:
        found = select_tasks(connection, condition, [order_id, verb, foreign_id, account_id])
    return found[0] if found else None


def was_done(order_id: int, verb: str) -> bool:
    """Whether the app has done this to the order: what it caused is not news."""
    return _has_task(order_id, (verb,), (TaskState.DONE,))


def is_in_flight(order_id: int, verbs: Collection[str]) -> bool:
    """Whether one of these may be taking effect right now, or its outcome is not known."""
    return _has_task(order_id, tuple(verbs), IN_FLIGHT)


def _has_task(order_id: int, verbs: Sequence[str], states: Sequence[TaskState]) -> bool:
    condition = f"verb IN ({marks(verbs)}) AND state IN ({marks(states)})"
    with read() as connection:
        found = connection.execute(
            f"SELECT 1 FROM task WHERE order_id = ? AND {condition} LIMIT 1",  # noqa: S608
            (order_id, *verbs, *states),
        ).fetchone()
    return found is not None


def settled(task_id: int, at: int, note: str = "") -> None:
    """SENDING, CHECK or SUBMITTED to DONE, for every verb but a creation."""
    with write() as connection:
        values: dict[str, Any] = {"reason": note, "hold": "", "changed_at": at, **no_error()}
        before = held_task(connection, task_id)
        if before.verb == CREATE:
            raise ValueError("a creation is done with its Shopify order")
        if before.state is TaskState.FAILED:
            raise ValueError("a failed task is done only by hand")
        move(connection, task_id, TaskState.DONE, **values)
        restand(connection, [before.order_id])
        what = DONE_WORDS.get(before.verb, before.verb.replace("_", " "))
        history.add_many(connection, [(before.order_id, at, what, note, "app")])


def submitted(
    task_id: int,
    due_at: int,
    why: str,
    *,
    plan: Mapping[str, object] | None = None,
    at: int | None = None,
) -> None:
    """The service took it and tells later; looked at again at `due_at`.

    From SENDING or CHECK the look-ups begin anew; each from SUBMITTED is counted.
    """
    now = int(clock.now()) if at is None else at
    values: dict[str, object] = {"due_at": due_at, "reason": why, "changed_at": now}
    if plan is not None:
        values["plan"] = _json(plan)
    with write() as connection:
        before = held_task(connection, task_id)
        again = before.state is TaskState.SUBMITTED
        values["lookups"] = before.lookups + 1 if again else 0
        move(connection, task_id, TaskState.SUBMITTED, **values)
        restand(connection, [before.order_id])
        if not again:
            what = SENT_WORDS.get(before.verb, before.verb.replace("_", " "))
            payload = masked_text(before.plan) if before.verb in _IN_FILES else ""
            entry = (before.order_id, now, what, "", "app")
            history.add_many(connection, [entry], payload)


def supersede(task_id: int, at: int) -> None:
    """A newer revision takes its place: what has not left is skipped, what has is over.

    Raises ValueError while it is being sent, or once it has ended.
    """
    over = {"reason": "superseded", "hold": "", "changed_at": at}
    with write() as connection:
        before = held_task(connection, task_id)
        has_left = before.state in (TaskState.SUBMITTED, TaskState.CHECK)
        if not has_left and before.state not in NOT_LEFT:
            raise ValueError(f"a task in {before.state} cannot be superseded")
        to = TaskState.DONE if has_left else TaskState.SKIPPED
        move(connection, task_id, to, **over, **no_error())
        restand(connection, [before.order_id])


def release_due(account_id: int, hold: str, now: int, *, asks_before: int | None = None) -> int:
    """WAITING by that hold to READY where its time has come; how many.

    What was put there before `asks_before` does not go: its hold becomes ASKS, and a person says.
    """
    with write() as connection:
        due = select_tasks(
            connection,
            "task.account_id = ? AND task.hold = ? AND task.state = 'WAITING' AND task.due_at <= ?",
            [account_id, hold, now],
        )
        gone = [one for one in due if not _is_old(connection, one, asks_before)]
        for one in gone:
            move(connection, one.id, TaskState.READY, hold="", changed_at=now)
        for one in due:
            if one not in gone:
                set_columns(connection, one.id, {"hold": ASKS, "changed_at": now})
        restand(connection, [one.order_id for one in due])
    return len(gone)


def _is_old(connection: Connection, one: DueTask, asks_before: int | None) -> bool:
    if asks_before is None:
        return False
    (since,) = connection.execute("SELECT changed_at FROM task WHERE id = ?", (one.id,)).fetchone()
    return int(since) < asks_before


def revive(
    task_id: int, plan: Mapping[str, object], state: TaskState, hold: str, due_at: int, at: int
) -> None:
    """What was skipped is planned after all. Raises ValueError for another, LookupError."""
    values: dict[str, object] = {"plan": _json(plan), "due_at": due_at, "changed_at": at}
    with write() as connection:
        before = move(connection, task_id, state, hold=hold, reason="", **values)
        if before.state is not TaskState.SKIPPED:
            raise ValueError(f"a task in {before.state} was not skipped")
        restand(connection, [before.order_id])


def set_due(task_id: int, due_at: int, at: int) -> None:
    """Another time for what waits. Raises ValueError for another state, LookupError."""
    with write() as connection:
        before = held_task(connection, task_id)
        if before.state is not TaskState.WAITING:
            raise ValueError(f"a task in {before.state} does not wait")
        set_columns(connection, task_id, {"due_at": due_at})
        restand(connection, [before.order_id])
