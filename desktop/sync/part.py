"""One part of a run: something with a time when it is due, a step, and troubles of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from desktop.clock import Clock
from desktop.errors import Side, TryLater


class Work(Protocol):
    """A pull or an engine. `not_before` is set when its service asks to wait, UTC seconds."""

    not_before: float

    @property
    def due_at(self) -> float | None:
        """When its next step is due; None where nothing is to be done."""

    @property
    def is_up_to_date(self) -> bool:
        """Whether it has done in this run what every run does at least once."""


def is_due(work: Work, clock: Clock) -> bool:
    """Whether its next step is due by now."""
    due = work.due_at
    return due is not None and due <= clock()


@dataclass(eq=False, slots=True)
class Part:
    """Its side, its work and its step; what `sends` goes first and keeps a run going.

    A side lives by its core: importing, and creating orders. Every other part that is refused
    something, or reaches nobody, rests by itself until `rests_until` (UTC seconds).
    """

    side: Side
    work: Work
    step: Callable[[], object]
    sends: bool = False
    is_core: bool = False
    tries: int = 0  # in a row that reached nobody
    trouble: TryLater | None = None  # what it waits for, until it works again
    rests_until: float = 0.0
