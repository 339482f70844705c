"""One part of a run: something with a time when it is due, and a step."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from desktop.errors import Side


class Work(Protocol):
    """A pull or an engine. `not_before` is set when its service asks to wait, UTC seconds."""

    not_before: float

    @property
    def due_at(self) -> float | None:
        """When its next step is due; None where nothing is to be done."""

    @property
    def is_up_to_date(self) -> bool:
        """Whether it has done in this run what every run does at least once."""


@dataclass(frozen=True, slots=True)
class Part:
    """Its side, its work and its step; what `sends` goes first and keeps a run going."""

    side: Side
    work: Work
    step: Callable[[], object]
    sends: bool = False
