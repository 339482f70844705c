"""Turn what is wanted into tasks, by their natural keys: planned once, and followed when told anew.

A task that has not left takes the new plan in place; one that has, gets a successor.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from desktop.models import history, shop_state
from desktop.models import task as tasks
from desktop.models.task import DueTask
from desktop.rows import ENDED, NOT_LEFT, TaskState
from desktop.sync.back.wanted import NOTHING_LEFT, ON_HOLD, Notice, Over, Wanted
from desktop.sync.connection import Connection

UNMATCHED = "items_unmatched"
_UNDER_WAY = (TaskState.SUBMITTED, TaskState.CHECK)


def apply(
    connection: Connection, order_id: int, wanted: Iterable[Wanted | Notice | Over], now: float
) -> None:
    """Plan the tasks and tell the notices of one order; within the caller's transaction."""
    account_id, at = connection.account.id, int(now)
    for one in wanted:
        if isinstance(one, Notice):
            history.add_once(order_id, at, one.what, one.detail, one.by)
            continue
        latest = tasks.latest(account_id, order_id, one.verb, one.foreign_id)
        if isinstance(one, Over):
            if latest is not None and latest.state in NOT_LEFT:
                tasks.skip([latest.id], one.reason, at=at, by="app")
            continue
        told = dict(one.plan)
        if latest is not None and not _is_news(latest, one, told):
            continue
        plan = {**told, "told": told}  # what a person changes later is theirs until this changes
        is_freed = latest is not None and (one.heals or latest.reason == ON_HOLD)
        if latest is not None and is_freed and not one.follows:
            plan = dict(latest.plan)  # only what hindered it is over
            one = replace(one, failure=None) if _is_decided(plan) else one
        due = at + round(connection.pace.here(one.due_in_s))
        if latest is None:
            plan_wanted(account_id, order_id, one, plan, 0, due, at)
        else:
            _follow(latest, one, plan, due, at)


def _is_news(latest: DueTask, one: Wanted, told: Mapping[str, object]) -> bool:
    if latest.state in ENDED and (one.again or (one.reopens and latest.reason in NOTHING_LEFT)):
        return True
    if latest.plan.get("gid", told.get("gid")) != told.get("gid"):
        return True  # that was in a Shopify order that was deleted since
    if latest.state is TaskState.FAILED and latest.error_code == UNMATCHED:
        return one.failure is None  # the lines that a person was asked about are known by now
    return (one.follows and latest.plan.get("told") != told) or _is_healed(latest, one)


def _is_healed(latest: DueTask, one: Wanted) -> bool:
    """What it failed for, or waited for, is over; now something else may stand in its way."""
    if latest.state is TaskState.FAILED:
        return latest.error_code in one.heals
    return latest.state is TaskState.WAITING and latest.hold in one.heals


def _is_decided(plan: Mapping[str, Any]) -> bool:
    """Whether a person has changed what was told: then what the told lacks is no longer asked."""
    told = plan.get("told")
    return told is not None and any(plan.get(name) != value for name, value in told.items())


def _follow(latest: DueTask, one: Wanted, plan: Mapping[str, object], due: int, at: int) -> None:
    """The same thing, told differently: in place, or as a new revision."""
    if latest.state in NOT_LEFT and one.failure is not None:
        tasks.refail(latest.id, plan, one.failure, at)
    elif latest.state in NOT_LEFT:
        if latest.state is TaskState.READY:  # it may wait until a lost one can no longer land
            due = max(due, latest.due_at)
        tasks.replace_plan(latest.id, plan, state=one.state, hold=one.hold, due_at=due)
    elif latest.state is TaskState.SENDING:  # by another process: followed once that has ended
        shop_state.read_again(latest.order_id)
    else:
        if latest.state in _UNDER_WAY:
            tasks.supersede(latest.id, at)
        if latest.state is TaskState.CHECK:  # the lost request must not land after the new one
            due = max(due, latest.due_at)
        plan_wanted(latest.account_id, latest.order_id, one, plan, latest.revision + 1, due, at)


def plan_wanted(
    account_id: int,
    order_id: int,
    one: Wanted,
    plan: Mapping[str, object],
    revision: int,
    due: int,
    at: int,
) -> None:
    """Plan it as a task of its own, or as the failure that it is. `due`, `at` UTC seconds."""
    if one.failure is not None:
        tasks.fail_new_task(
            account_id,
            order_id,
            one.verb,
            foreign_id=one.foreign_id,
            revision=revision,
            plan=plan,
            error=one.failure,
            at=at,
        )
        return
    tasks.plan_task(
        account_id,
        order_id,
        one.verb,
        foreign_id=one.foreign_id,
        revision=revision,
        plan=plan,
        state=one.state,
        hold=one.hold,
        reason=one.reason,
        due_at=due,
        at=at,
    )
