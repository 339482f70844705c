"""What a planned task is, and would become, in a person's words."""

from collections.abc import Mapping
from typing import Any

from desktop.clock import Pace
from desktop.models.order_stage import NOUNS, TaskFact, back_words, time_of_day
from desktop.models.task import DueTask
from desktop.rows import TaskState
from desktop.sync.back.cancels_of import CANCEL_IN_SHOPIFY
from desktop.sync.back.shipments_of import MOVE, NO_TRACKING
from desktop.sync.back.wanted import Wanted
from desktop.trade import Account


def locations(account: Account) -> dict[str, str]:
    """The names of the shop's locations, by gid."""
    return dict(account.facts.locations) if account.facts is not None else {}


def of_task(task: DueTask, names: Mapping[str, str]) -> str:
    """What stands."""
    if task.state is TaskState.FAILED:
        noun = NOUNS.get(task.verb, task.verb.replace("_", " "))
        return f"{noun} failed: {task.error_code.replace('_', ' ')}"
    fact = TaskFact(task.verb, task.state, task.hold, task.reason, due_at=task.due_at)
    return _with_detail(back_words(fact), task.verb, task.plan, names)


def of_standing(standing: DueTask | None, wanted: Wanted, names: Mapping[str, str]) -> str:
    """What stands of a thing; nothing, where nothing was planned."""
    if standing is None:
        return f"no {NOUNS.get(wanted.verb, 'task')} planned"
    return of_task(standing, names)


def of_wanted(
    wanted: Wanted,
    standing: DueTask | None,
    was: Wanted | None,
    pace: Pace,
    now: float,
    names: Mapping[str, str],
) -> str:
    """What it becomes."""
    if wanted.failure is not None:
        return wanted.failure.title.rstrip(".")
    if standing is not None and standing.state is TaskState.FAILED and was is not None:
        words = f"still failed: {standing.error_code.replace('_', ' ')}"
        return _with_detail(words, wanted.verb, wanted.plan, names)
    due = due_of(wanted, standing, was, pace, now)
    fact = TaskFact(wanted.verb, wanted.state, wanted.hold, wanted.reason, due_at=due)
    is_ready = wanted.state is TaskState.READY
    words = f"{NOUNS[wanted.verb]} at the next sync" if is_ready else _held(fact)
    return _with_detail(words, wanted.verb, wanted.plan, names)


def _held(fact: TaskFact) -> str:
    words = back_words(fact)
    if fact.hold != NO_TRACKING:
        return words
    return f"{words}, at the latest until {time_of_day(fact.due_at)}"


def left_out(before: Wanted) -> str:
    """What is no longer to be done."""
    return f"{NOUNS.get(before.verb, 'task')} left out"


def leaves_at(task: DueTask, due: int) -> str:
    """When something leaves the outbox."""
    fact = TaskFact(task.verb, task.state, task.hold, due_at=due)
    return f"{NOUNS.get(task.verb, 'task')} {back_words(fact)}"


def due_of(
    wanted: Wanted, standing: DueTask | None, was: Wanted | None, pace: Pace, now: float
) -> int:
    """When it is due: what waits already is credited with the time that it waited."""
    if standing is not None and was is not None and standing.hold == wanted.hold != "":
        more = pace.here(wanted.due_in_s - was.due_in_s)
        return max(int(now), round(standing.due_at + more))
    return int(now) + round(pace.here(wanted.due_in_s))


def _with_detail(words: str, verb: str, plan: Mapping[str, Any], names: Mapping[str, str]) -> str:
    detail = _detail(verb, plan, names)
    return f"{words} · {detail}" if detail else words


def _detail(verb: str, plan: Mapping[str, Any], names: Mapping[str, str]) -> str:
    if verb == MOVE:
        gid = str(plan.get("location", ""))
        return names.get(gid) or gid.rpartition("/")[2]
    if verb == CANCEL_IN_SHOPIFY:
        return "stock taken back" if plan.get("restock") else "stock left as it is"
    told = [plan.get("reason")]
    told += [one.get("reason") for one in plan.get("items") or [] if isinstance(one, dict)]
    return ", ".join(dict.fromkeys(one for one in told if isinstance(one, str) and one))
