"""Tasks of the way back that were planned with an earlier value of a setting, as they would be now.

What the order asks for under the earlier value is set against what it asks for now; a task that
stands as it was planned then, and has not left, takes the new plan.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Event

from desktop.clock import Pace
from desktop.errors import Cancelled
from desktop.models import order_store, refunds, setting_change, task_back, task_person
from desktop.models import task as tasks
from desktop.models.setting import back_rules
from desktop.models.setting_change import SettingChange
from desktop.models.task import DueTask
from desktop.models.waiting_orders import OpenOrder, in_outbox, open_orders
from desktop.rows import NOT_LEFT, TaskState
from desktop.sync import waiting_words
from desktop.sync.back import recording
from desktop.sync.back.applying import plan_wanted
from desktop.sync.back.cancels_of import OUTBOX
from desktop.sync.back.planning import Held, held_of, mark_refunds, wanted_of
from desktop.sync.back.shipments_of import MOVE, NO_TRACKING
from desktop.sync.back.wanted import Wanted
from desktop.sync.connection import pace_of
from desktop.sync.waiting_step import Step
from desktop.trade import Account, Money
from desktop.trade.rules_back import BackRules

BY_SETTING = "by_setting"
# A refund is always told to Amazon, or stands there not sent: without its task nothing waits.
_TOLD_BY = {"refund": "send_refund"}
_IN_TIME = (OUTBOX, NO_TRACKING)
_MINUTE_S = 60.0
Key = tuple[str, str]  # verb and foreign id


def steps(
    account: Account, key: str, changed: Sequence[SettingChange], now: float, ended: Event
) -> Iterator[Step]:
    """What would be otherwise, soonest ship-by first. Raises Cancelled once `ended` is set."""
    if key == "outbox.minutes":
        whole = _both(account.id, "", changed)
        for before in whole.earlier[-1:]:
            yield from _moved_times(account, before, whole.after, now)
        return
    if key == "refund.to_shopify":
        yield from _recordings(account, changed, now)
        return
    rules: dict[str, _Rules] = {}
    for one in open_orders(account.id, _TOLD_BY.get(key.partition(".")[0], "")):
        if ended.is_set():
            raise Cancelled("nobody waits for it any more")
        place = one.order.marketplace_id
        rules[place] = both = rules.get(place) or _both(account.id, place, changed)
        if not both.earlier:
            continue
        held = held_of(one.order_id, one.order, one.state)
        new = _wanted(one, held, both.after, now)
        for before in both.earlier:
            yield from _differences(account, one, _wanted(one, held, before, now), new, now)


@dataclass(frozen=True, slots=True)
class _Rules:
    """A marketplace's rules now, and as they were before each of the changes, if others."""

    after: BackRules
    earlier: tuple[BackRules, ...]


def _both(account_id: int, place: str, changed: Sequence[SettingChange]) -> _Rules:
    after = back_rules(account_id, place)
    found = [back_rules(account_id, place, changed[: n + 1]) for n in range(len(changed))]
    return _Rules(after, tuple(one for one in dict.fromkeys(found) if one != after))


def _wanted(one: OpenOrder, held: Held, rules: BackRules, now: float) -> dict[Key, Wanted]:
    found = wanted_of(one.order, one.state, held, rules, now)
    return {(each.verb, each.foreign_id): each for each in found if isinstance(each, Wanted)}


def _differences(
    account: Account,
    one: OpenOrder,
    old: Mapping[Key, Wanted],
    new: Mapping[Key, Wanted],
    now: float,
) -> Iterator[Step]:
    pace, names = pace_of(account), waiting_words.locations(account)
    gone: dict[str, DueTask] = {}  # what stands of a thing that another verb is to do from now on
    for spot, before in old.items():
        standing = tasks.latest(account.id, one.order_id, *spot)
        if spot in new or standing is None or standing.state not in NOT_LEFT:
            continue
        gone[spot[1]] = standing
        if not any(each == spot[1] for _, each in new.keys() - old.keys()):
            do = partial(_leave_out, standing, int(now))
            becomes = waiting_words.left_out(before)
            stands = waiting_words.of_task(standing, names)
            yield Step(one.order_id, one.order.amazon_order_id, stands, becomes, do)
    for spot, wanted in new.items():
        was = old.get(spot)
        if _is_same(was, wanted):
            continue
        standing = tasks.latest(account.id, one.order_id, *spot)
        if not _follows(standing, was):
            continue
        instead = gone.get(spot[1]) if was is None else None
        stands = waiting_words.of_standing(instead or standing, wanted, names)
        becomes = waiting_words.of_wanted(wanted, standing, was, pace, now, names)
        do = partial(_take, account.id, one.order_id, was, wanted, instead, pace, int(now))
        yield Step(one.order_id, one.order.amazon_order_id, stands, becomes, do)


def _is_same(was: Wanted | None, wanted: Wanted) -> bool:
    return was is not None and (
        (was.plan, was.state, was.hold, was.due_in_s, was.failure is None)
        == (wanted.plan, wanted.state, wanted.hold, wanted.due_in_s, wanted.failure is None)
    )


def _follows(standing: DueTask | None, was: Wanted | None) -> bool:
    """Whether what stands is what the earlier rules planned, and has not left."""
    if standing is None:
        return was is None
    if standing.state is TaskState.SKIPPED:
        return standing.reason == BY_SETTING
    if was is None:
        return False
    if standing.verb == MOVE and standing.state is TaskState.DONE:
        return standing.plan.get("location") == was.plan.get("location")
    if standing.state not in NOT_LEFT or standing.plan.get("told") != dict(was.plan):
        return False
    if standing.state is TaskState.READY:  # also what was let go in time, but not by a person
        return was.state is TaskState.READY or was.hold in _IN_TIME
    return standing.state is TaskState.FAILED or standing.hold == was.hold


def _leave_out(before: DueTask, at: int) -> bool:
    task = tasks.task(before.id)
    if (task.state, task.hold) != (before.state, before.hold):
        return False
    task_person.skip([task.id], BY_SETTING, at=at)
    return True


def _take(
    account_id: int,
    order_id: int,
    was: Wanted | None,
    wanted: Wanted,
    instead: DueTask | None,
    pace: Pace,
    at: int,
) -> bool:
    """Plan it as it is wanted now, in place of what stands, and of what another verb was to do."""
    standing = tasks.latest(account_id, order_id, wanted.verb, wanted.foreign_id)
    if not _follows(standing, was) or (instead is not None and not _leave_out(instead, at)):
        return False
    told = dict(wanted.plan)
    plan = {**told, "told": told}
    due = waiting_words.due_of(wanted, standing, was, pace, at)
    if standing is not None and standing.state is not TaskState.DONE:
        _replace(standing, wanted, was, plan, due, at)
    else:
        revision = 0 if standing is None else standing.revision + 1
        plan_wanted(account_id, order_id, wanted, plan, revision, due, at)
    mark_refunds(account_id, order_id)
    return True


def _replace(
    standing: DueTask,
    wanted: Wanted,
    was: Wanted | None,
    plan: Mapping[str, object],
    due: int,
    at: int,
) -> None:
    if wanted.failure is not None:
        tasks.refail(standing.id, plan, wanted.failure, at)
    elif standing.state is TaskState.FAILED and was is not None and was.failure is None:
        tasks.replace_plan(standing.id, plan, at=at)  # it failed for another reason
    elif standing.state is TaskState.SKIPPED:
        task_back.revive(standing.id, plan, wanted.state, wanted.hold, due, at)
    else:
        tasks.replace_plan(
            standing.id, plan, state=wanted.state, hold=wanted.hold, due_at=due, at=at
        )


def _moved_times(
    account: Account, before: BackRules, after: BackRules, now: float
) -> Iterator[Step]:
    """What waits in the outbox waits longer or shorter."""
    pace = pace_of(account)
    more = pace.here((after.outbox_minutes - before.outbox_minutes) * _MINUTE_S)
    newest = max(one.last_task for one in setting_change.changes(account.id, "outbox.minutes"))
    for task in in_outbox(account.id):
        due = max(int(now), round(task.due_at + more))
        if task.id <= newest and due != task.due_at:
            stands = waiting_words.leaves_at(task, task.due_at)
            becomes = waiting_words.leaves_at(task, due)
            do = partial(_move_time, task, due, int(now))
            yield Step(task.order_id, task.amazon_order_id, stands, becomes, do)


def _move_time(before: DueTask, due: int, at: int) -> bool:
    task = tasks.task(before.id)
    if (task.state, task.hold, task.due_at) != (before.state, before.hold, before.due_at):
        return False
    task_back.set_due(task.id, due, at)
    return True


def _recordings(account: Account, changed: Sequence[SettingChange], now: float) -> Iterator[Step]:
    """Refunds of Amazon's books that were only offered, and may be recorded by themselves.

    What was planned to be recorded stays so.
    """
    for one in refunds.unrecorded(account.id):
        both = _both(account.id, order_store.marketplace_of(one.order_id), changed)
        if not both.earlier or both.after.refund.to_shopify != "automatic":
            continue
        if recording.by_itself(one.order_id, one, refunds.of_order(one.order_id)):
            do = partial(_record, account.id, one.id, int(now))
            amazon_order_id = order_store.amazon_id_of(one.order_id)
            amount = Money(one.minor, one.currency)
            stands = f"refund of {amount} on Amazon, offered to be recorded"
            yield Step(one.order_id, amazon_order_id, stands, "recorded in Shopify", do)


def _record(account_id: int, refund_id: int, at: int) -> bool:
    one = refunds.refund(refund_id)
    if one.pair_id is not None:
        return False
    return recording.plan_recording(account_id, one, due_at=at, at=at) is not None
