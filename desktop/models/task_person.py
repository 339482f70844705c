"""Moves of a task that a person asks for: again, skip, done by hand."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from desktop import clock
from desktop.models import history, refunds, setting_change, shop_state
from desktop.models.database import Connection, write
from desktop.models.order_status import CREATE
from desktop.models.standing import restand
from desktop.models.task_moves import DueTask, held_task, move, no_error, set_columns
from desktop.rows import TaskState

_OF_REFUNDS = ("send_refund", "confirm_refund")  # of one made in Shopify that goes to Amazon
_ASKABLE = (TaskState.FAILED, TaskState.SKIPPED)


def _at(at: int | None) -> int:
    return int(clock.now()) if at is None else at


def ask_again(
    task_ids: Iterable[int],
    *,
    plan_changes: Mapping[str, object] | None = None,
    at: int | None = None,
) -> int:
    """FAILED or SKIPPED to READY, due at once; `plan_changes` is joined into the plan. How many.

    The look-up of a task in CHECK is brought forward once one was made: the first waits until the
    request can no longer land. Raises ValueError for a task in another state, LookupError; then
    nothing is changed.
    """
    now = _at(at)
    moved: list[int] = []
    with write() as connection:
        for task_id in task_ids:
            before = held_task(connection, task_id)
            if before.state is TaskState.CHECK:
                _look_soon(connection, before, now)
                continue
            if before.state not in _ASKABLE:
                raise ValueError(f"a task in {before.state} cannot be asked for again")
            plan = msgspec.json.encode(_asked_for(before) | dict(plan_changes or {})).decode()
            values = {"plan": plan, "due_at": now, "changed_at": now, "hold": "", "reason": ""}
            move(connection, task_id, TaskState.READY, **values, **no_error())
            moved.append(before.order_id)
        restand(connection, moved)
        history.add_many(connection, [(one, now, "retry", "", "seller") for one in moved])
    return len(moved)


def _asked_for(before: DueTask) -> dict[str, Any]:
    """Its plan; a creation that a person asks for now follows the settings as they stand now."""
    change = setting_change.newest(before.account_id) if before.verb == CREATE else 0
    if not change:
        return before.plan
    return {**before.plan, setting_change.TAKEN_IN: {setting_change.ALL_KEYS: change}}


def _look_soon(connection: Connection, task: DueTask, now: int) -> None:
    if task.lookups:
        set_columns(connection, task.id, {"due_at": min(task.due_at, now)})


def skip(task_ids: Iterable[int], reason: str, *, at: int | None = None, by: str = "seller") -> int:
    """WAITING, READY or FAILED to SKIPPED, with the reason kept; how many.

    Raises ValueError for a task in another state, LookupError; then nothing is changed.
    """
    now = _at(at)
    moved: list[int] = []
    with write() as connection:
        for task_id in task_ids:
            values = {"reason": reason, "hold": "", "changed_at": now}
            before = move(connection, task_id, TaskState.SKIPPED, **values, **no_error())
            moved.append(before.order_id)
            if by == "seller" and _keeps_a_hold(before):
                shop_state.read_again(before.order_id)
        restand(connection, moved)
        history.add_many(connection, [(one, now, "skipped", reason, by) for one in moved])
    return len(moved)


def _keeps_a_hold(before: DueTask) -> bool:
    """Whether what Amazon cancelled of the order is on hold for it: a look then releases that."""
    return (before.verb, before.foreign_id) == ("cancel_in_shopify", "part")


def done_by_hand(task_id: int, note: str, *, at: int | None = None) -> None:
    """FAILED to DONE: a person did it. Raises ValueError, LookupError."""
    now = _at(at)
    with write() as connection:
        before = held_task(connection, task_id)
        if before.state is not TaskState.FAILED:
            raise ValueError(f"a task in {before.state} cannot be done by hand")
        move(
            connection,
            task_id,
            TaskState.DONE,
            reason="done by hand",
            changed_at=now,
            **no_error(),
        )
        restand(connection, [before.order_id])
        history.add_many(connection, [(before.order_id, now, "done by hand", note, "seller")])
        if _keeps_a_hold(before):
            shop_state.read_again(before.order_id)
        if before.verb in _OF_REFUNDS:
            is_booked = before.verb == "confirm_refund"
            refunds.stands(before.order_id, before.foreign_id, booked=is_booked)
