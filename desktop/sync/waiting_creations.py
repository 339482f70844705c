"""Creations that were planned with an earlier value of an order rule, as it would be now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from threading import Event
from typing import Any

import msgspec

from desktop.errors import Cancelled
from desktop.models import setting_change, task_person
from desktop.models.database import write
from desktop.models.incoming_tasks import BY_RULE
from desktop.models.order_stage import CREATE, TaskFact, creation_words
from desktop.models.setting import order_rules
from desktop.models.setting_change import SettingChange
from desktop.models.standing import restand
from desktop.models.task import task as held_task
from desktop.models.task_moves import DueTask, set_columns
from desktop.models.task_plan import TaskPlan
from desktop.models.task_release import apply_plan
from desktop.models.waiting_orders import PlannedOrder, planned_creations
from desktop.rows import TaskState
from desktop.sync.plan import plan_order
from desktop.sync.waiting_step import Step
from desktop.trade import Account, OrderRules
from desktop.trade.order import AmazonStatus

_WHETHER = ("order.create", "order.import_fba", "order.create_beyond_visible")
# What a changed rule may mend.
_CURES: Mapping[str, tuple[str, ...]] = {
    "order.unlinked": ("sku_unknown", "sku_ambiguous", "sku_missing", "variant_gone"),
    "order.without_address": ("address_missing",),
    "order.fbm_stock": ("stock",),
    "order.currency_policy": ("currency_no_rate",),
    "order.fixed_rates": ("currency_no_rate",),
    "order.tax_rates": ("tax_rate",),
    "order.fba_location": ("location",),
    "order.customer": ("customer",),
    "order.create_beyond_visible": ("too_old",),
}
_NOT_LEFT = (TaskState.WAITING, TaskState.READY)


def steps(
    account: Account, key: str, changed: Sequence[SettingChange], now: float, ended: Event
) -> Iterator[Step]:
    """What would be otherwise, soonest ship-by first. Raises Cancelled once `ended` is set."""
    rules, everything = _Rules(account.id), setting_change.changes(account.id)
    for one in planned_creations(account.id, max(each.last_task for each in changed)):
        if ended.is_set():
            raise Cancelled("nobody waits for it any more")
        undone = setting_change.since(everything, one.task.id, one.task.plan)
        if not any(each.key == key for each in undone):
            continue
        before = rules.of(one.order.marketplace_id, undone)
        after = rules.of(one.order.marketplace_id, [each for each in undone if each.key != key])
        if before != after:
            yield from _step(account, key, one, before, after, max(e.id for e in changed), now)


class _Rules:
    """Rules are read once for each marketplace and time."""

    def __init__(self, account_id: int) -> None:
        self._account_id = account_id
        self._held: dict[tuple[str, tuple[int, ...]], OrderRules] = {}

    def of(self, marketplace_id: str, undone: Sequence[SettingChange]) -> OrderRules:
        """The rules of a marketplace as before these changes."""
        spot = (marketplace_id, tuple(one.id for one in undone))
        if spot not in self._held:
            self._held[spot] = order_rules(self._account_id, marketplace_id, undone)
        return self._held[spot]


def _step(
    account: Account,
    key: str,
    one: PlannedOrder,
    before: OrderRules,
    after: OrderRules,
    change: int,
    now: float,
) -> Iterator[Step]:
    task = one.task
    if task.state is TaskState.FAILED:
        if task.error_code in _CURES.get(key, ()):
            do = partial(_again, task.id)
            yield Step(task.order_id, task.amazon_order_id, _words(task), "tried again", do)
        return
    if key in _WHETHER:
        yield from _whether(account, key, one, before, after, change, now)
    elif task.state in _NOT_LEFT:
        do = partial(_plan, task, None, key, change, int(now))
        stands = f"{_value(before, key)} · {_words(task)}"
        yield Step(task.order_id, task.amazon_order_id, stands, _value(after, key), do)


def _whether(
    account: Account,
    key: str,
    one: PlannedOrder,
    before: OrderRules,
    after: OrderRules,
    change: int,
    now: float,
) -> Iterator[Step]:
    """An order that is to be created, or to be left out, otherwise than it was planned."""
    task = one.task
    held_as = task.hold if task.state is TaskState.WAITING else None
    planned = plan_order(one.order, account, after, now, held_as)
    stands, becomes = _words(task), _planned_words(planned)
    if task.plan.get("asked_for") and planned.reason in BY_RULE:
        return  # a person asked for it although the rules leave it out
    if (planned.state, planned.hold, planned.reason) == (task.state, task.hold, task.reason):
        status = AmazonStatus.SHIPPED if one.order.is_fba else AmazonStatus.UNSHIPPED
        later = replace(one.order, status=status, raw_status=status.value)
        was, then = (plan_order(later, account, each, now, held_as) for each in (before, after))
        if was == then:
            return
        stands = f"{stands}, then {_planned_words(was)}"
        becomes = f"{becomes}, then {_planned_words(then)}"
    do = partial(_plan, task, planned, key, change, int(now))
    yield Step(task.order_id, task.amazon_order_id, stands, becomes, do)


def _planned_words(planned: TaskPlan) -> str:
    if planned.state is TaskState.READY:
        return "to be created"
    return creation_words(TaskFact(CREATE, planned.state, planned.hold, planned.reason))


def _words(task: DueTask) -> str:
    if task.state is TaskState.FAILED:
        return f"failed: {task.error_code.replace('_', ' ')}"
    return _planned_words(TaskPlan(task.state, task.hold, task.reason))


def _value(rules: OrderRules, key: str) -> str:
    """One rule as a person reads it."""
    value = getattr(rules, key.partition(".")[2])
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        parts = ("=".join(each) if isinstance(each, tuple) else str(each) for each in value)
        return ", ".join(parts) or "none"
    return str(value).replace("_", " ") or "the usual"


def _again(task_id: int) -> bool:
    if held_task(task_id).state is not TaskState.FAILED:
        return False
    return task_person.ask_again([task_id]) > 0


def _plan(before: DueTask, planned: TaskPlan | None, key: str, change: int, at: int) -> bool:
    """The task follows the change from now on, and goes where the rules have it."""
    with write() as connection:
        task = held_task(before.id)
        if (task.state, task.hold) != (before.state, before.hold):
            return False
        plan: dict[str, Any] = dict(task.plan)
        plan[setting_change.TAKEN_IN] = {**plan.get(setting_change.TAKEN_IN, {}), key: change}
        set_columns(connection, task.id, {"plan": msgspec.json.encode(plan).decode()})
        if planned is not None:
            apply_plan(connection, task.id, task.state, planned, at)
            restand(connection, [task.order_id])
    return True
