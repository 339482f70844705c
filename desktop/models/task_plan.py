"""What the rules say about a task: may it go, what holds it, or why it is skipped."""

from dataclasses import dataclass

from desktop.rows import TaskState

_PLANNED = (TaskState.WAITING, TaskState.READY, TaskState.SKIPPED)


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """Where a new task starts: WAITING (with a hold), READY, or SKIPPED (with a reason)."""

    state: TaskState
    hold: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        if self.state not in _PLANNED:
            raise ValueError(f"a task cannot be planned as {self.state}")
