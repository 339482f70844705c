"""Tasks: what is due, and every move of one. No move goes past the state machine.

Each function is one transaction. An illegal move raises ValueError, an unknown task LookupError.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from desktop.errors import NeedsPerson
from desktop.models import history, order_text
from desktop.models.database import Connection, read, write
from desktop.models.standing import marks, restand
from desktop.models.task_back import (
    fail_new_task,
    is_in_flight,
    keep_plan,
    latest,
    plan_task,
    refail,
    release_due,
    replace_plan,
    settled,
    submitted,
    supersede,
    was_done,
)
from desktop.models.task_find import skipped_as
from desktop.models.task_moves import (
    SELECT,
    DueTask,
    bring_back,
    error_columns,
    from_row,
    held_task,
    move,
    no_error,
    select_tasks,
    set_columns,
)
from desktop.models.task_person import ask_again, done_by_hand, skip
from desktop.models.task_release import held, hold, release
from desktop.models.task_state import must
from desktop.rows import TaskState
from desktop.trade import ShopOrder

__all__ = [
    "DueTask",
    "again",
    "ask_again",
    "check",
    "claim",
    "done",
    "done_by_hand",
    "due_tasks",
    "fail_new_task",
    "failed",
    "held",
    "hold",
    "is_in_flight",
    "keep_plan",
    "latest",
    "next_due",
    "orphans",
    "plan_task",
    "refail",
    "release",
    "release_due",
    "replace_plan",
    "settled",
    "skip",
    "skipped_as",
    "submitted",
    "supersede",
    "task",
    "was_done",
]

_LOOK_UPS = f"""{SELECT} WHERE task.account_id = ? AND task.verb = ? AND task.state = {{state}}
AND task.due_at <= ? ORDER BY task.due_at, task.id LIMIT ?"""
_CHECKS = _LOOK_UPS.format(state="'CHECK'")
_TAKEN = _LOOK_UPS.format(state="'SUBMITTED'")
# By ship-by, however many are due; the planner would read them all and sort.
_SOONEST = SELECT.replace("FROM task", "FROM task INDEXED BY task_ready")
_READY = f"""{_SOONEST} WHERE task.account_id = ? AND task.verb = ? AND task.state = 'READY'
AND task.due_at <= ? ORDER BY task.ship_by, task.id LIMIT ?"""


def due_tasks(account_id: int, verb: str, now: float, limit: int = 50) -> tuple[DueTask, ...]:
    """What may be worked on: look-ups of unknown outcomes first, then of what a service took, then
    what is to be sent, the soonest ship-by first."""
    rows: list[tuple[Any, ...]] = []
    with read() as connection:
        for sql in (_CHECKS, _TAKEN, _READY):
            rows += connection.execute(sql, (account_id, verb, now, limit - len(rows))).fetchall()
    return tuple(from_row(row) for row in rows)


_NEXT = "SELECT min(due_at) AS due_at FROM task WHERE account_id = ? AND state = '{state}'"
_WORKED_ON = ("READY", "CHECK", "SUBMITTED")


def next_due(account_id: int, verbs: Sequence[str] | None = None) -> int | None:
    """When the next task of these verbs, or of any, falls due, in UTC seconds; None: never."""
    states = [_NEXT.format(state=state) for state in _WORKED_ON]
    values: list[object] = [account_id] * len(states)
    parts = states
    if verbs is not None:  # a question for each verb is answered by the first row of its index
        parts = [f"{sql} AND verb = ?" for _ in verbs for sql in states]
        values = [each for verb in verbs for _ in states for each in (account_id, verb)]
    if not parts:
        return None
    with read() as connection:
        (when,) = connection.execute(
            f"SELECT min(due_at) FROM ({' UNION ALL '.join(parts)})",  # noqa: S608
            values,
        ).fetchone()
    return None if when is None else int(when)


def task(task_id: int) -> DueTask:
    """One task. Raises LookupError."""
    with read() as connection:
        return held_task(connection, task_id)


def claim(task_id: int, now: int) -> bool:
    """READY to SENDING by one conditional update; False when another was faster."""
    must(TaskState.READY, TaskState.SENDING)
    with write() as connection:
        changed = connection.execute(
            "UPDATE task SET state = 'SENDING', attempt = attempt + 1, sent_at = ?, lookups = 0,"
            " changed_at = ?"
            " WHERE id = ? AND state = 'READY'",
            (now, now, task_id),
        ).rowcount
        if changed:
            restand(connection, [held_task(connection, task_id).order_id])
    return bool(changed)


def again(
    task_id: int,
    due_at: int,
    why: str,
    *,
    plan: dict[str, Any] | None = None,
    at: int = 0,
    unsent: DueTask | None = None,
) -> None:
    """SENDING (certainly without effect) or CHECK (proven absent) to READY at `due_at`.

    `unsent` is the task before it was claimed, where no request left: when it was last sent then
    stays as it was.
    """
    values: dict[str, object] = {"due_at": due_at, "reason": why, "changed_at": at or due_at}
    if unsent is not None:
        values["sent_at"] = unsent.sent_at
    if plan is not None:
        values["plan"] = msgspec.json.encode(plan).decode()
    with write() as connection:
        before = held_task(connection, task_id)
        if before.state not in (TaskState.SENDING, TaskState.CHECK):
            raise ValueError(f"a task in {before.state} cannot be sent again")
        move(connection, task_id, TaskState.READY, **values)
        restand(connection, [before.order_id])


def check(task_id: int, due_at: int, why: str) -> None:
    """The outcome is unknown: look it up at `due_at`, when the request can no longer land.

    A look-up that could not tell is counted.
    """
    with write() as connection:
        before = move(connection, task_id, TaskState.CHECK, due_at=due_at, reason=why)
        if before.state is TaskState.CHECK:
            set_columns(connection, task_id, {"lookups": before.lookups + 1})
        restand(connection, [before.order_id])


def orphans(account_id: int, due_at: int, verbs: Sequence[str] | None = None) -> int:
    """What was being sent when the program ended becomes CHECK, of these verbs or all; how many."""
    must(TaskState.SENDING, TaskState.CHECK)
    which = "" if verbs is None else f" AND task.verb IN ({marks(verbs)})"
    with write() as connection:
        left = select_tasks(
            connection,
            f"task.account_id = ? AND task.state = 'SENDING'{which}",
            [account_id, *(verbs or ())],
        )
        for one in left:
            move(connection, one.id, TaskState.CHECK, due_at=due_at, reason="the program ended")
        restand(connection, [one.order_id for one in left])
    return len(left)


def failed(
    task_id: int,
    error: NeedsPerson,
    at: int,
    *,
    shop_order: ShopOrder | None = None,
    unsent: DueTask | None = None,
) -> None:
    """A person is needed; an archived order comes back (PRODUCT rule 9).

    With `shop_order`, the order stands in Shopify nevertheless: its ids are kept. `unsent` as in
    `again`.
    """
    values = {**error_columns(error), "changed_at": at}
    if unsent is not None:
        values["sent_at"] = unsent.sent_at
    with write() as connection:
        before = move(connection, task_id, TaskState.FAILED, **values)
        if shop_order is not None:
            _keep_shop_order(connection, before, shop_order, adopted=False)
        restand(connection, [before.order_id])
        entries = [(before.order_id, at, "failed", f"{error.code}: {error.title}", "app")]
        if bring_back(connection, before.order_id):
            entries.append((before.order_id, at, "restored", "a new failure", "app"))
        history.add_many(connection, entries)


def done(
    task_id: int,
    shop_order: ShopOrder,
    *,
    adopted: bool,
    at: int,
    note: str = "",
    fulfilled: bool | None = None,
) -> None:
    """The order stands in Shopify; it counts toward the plan unless it was adopted.

    `fulfilled` says whether it was created already fulfilled; None where the answer was lost, and
    then what Amazon had shipped when the request left decides.
    """
    with write() as connection:
        values = {"adopted": int(adopted), "reason": note, "hold": "", "changed_at": at}
        before = move(connection, task_id, TaskState.DONE, **values, **no_error())
        _keep_shop_order(connection, before, shop_order, adopted=adopted, fulfilled=fulfilled)
        if not adopted:
            connection.execute(
                "INSERT OR IGNORE INTO plan_use (order_id, at) VALUES (?, ?)", (before.order_id, at)
            )
        restand(connection, [before.order_id])
        what = "adopted in Shopify" if adopted else "created in Shopify"
        detail = f"{shop_order.name} {note}".strip()
        history.add_many(connection, [(before.order_id, at, what, detail, "app")])


_KEEP_SHOP_ORDER = """
UPDATE orders SET shopify_gid = ?, shopify_order_id = ?, shopify_order_name = ?, adopted = ?,
    shopify_fulfilled = coalesce(?, ? = 0 AND amazon_status = 'SHIPPED' AND updated_at <= ?)
WHERE id = ?
"""


def _keep_shop_order(
    connection: Connection,
    of: DueTask,
    shop_order: ShopOrder,
    *,
    adopted: bool,
    fulfilled: bool | None = None,
) -> None:
    sent_at = of.sent_at or 0
    ids = (shop_order.gid, shop_order.legacy_id, shop_order.name, int(adopted))
    values = (*ids, fulfilled, int(adopted), sent_at, of.order_id)
    connection.execute(_KEEP_SHOP_ORDER, values)
    order_text.add(connection, of.order_id, (shop_order.name, shop_order.legacy_id))
