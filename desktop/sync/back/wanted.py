"""What a change on one side asks for on the other: tasks to plan, and notices. Values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.errors import NeedsPerson
from desktop.rows import TaskState

ALL_FULFILLED = "everything is fulfilled in Shopify already"
NUMBER_FULFILLED = "fulfilled in Shopify under this number already"
ON_HOLD = "on hold in Shopify: moved once it is released"
SAME_AGAIN = "both sides have the same again"
# reasons of tasks that ended without a deed
NOTHING_LEFT = (ALL_FULFILLED, NUMBER_FULFILLED, SAME_AGAIN, ON_HOLD)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A task to plan, by its natural key. `revision` -1: the next one if the plan differs.

    `failure` makes it be born failed. `due_in_s` is how long it waits, in the service's seconds.
    """

    verb: str
    foreign_id: str = ""
    plan: Mapping[str, object] = field(default_factory=dict)
    state: TaskState = TaskState.READY
    hold: str = ""
    reason: str = ""
    due_in_s: float = 0.0
    failure: NeedsPerson | None = None
    follows: bool = False  # a changed plan is a new revision of the same thing
    reopens: bool = False  # once more, where it had ended because nothing was left of it
    again: bool = False  # once more, where the same was done or skipped before
    heals: tuple[str, ...] = ()  # failures, and holds of these names, that it puts an end to


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell in the order's history."""

    what: str
    detail: str = ""
    by: str = "shopify"


@dataclass(frozen=True, slots=True)
class Over:
    """What was wanted is no longer: a task of it that has not left is skipped, with the reason."""

    verb: str
    foreign_id: str
    reason: str
