"""What a verb is: one thing the app does on one side for one order. Each verb is a module."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from desktop.clock import Clock, Pace
from desktop.errors import NeedsPerson, Side
from desktop.models.task import DueTask
from desktop.sync.connection import Connection
from desktop.sync.progress import Tell
from desktop.sync.tasks.outcome import Outcome


class Verb(Protocol):
    """The module of a verb has exactly these names."""

    VERB: str
    SIDE: Side  # whose service it calls: what pauses that side, pauses the verb

    def prepare(
        self, connection: Connection, tasks: Sequence[DueTask], *, tell: Tell, clock: Clock = ...
    ) -> Any:
        """Look up together what the tasks need. Raises TryLater, AccountProblem, Cancelled."""

    def hold_back(
        self, connection: Connection, tasks: Sequence[DueTask], batch: Any
    ) -> Sequence[DueTask]:
        """Those that may go now; the others are held, with their reason."""

    def send(
        self,
        connection: Connection,
        task: DueTask,
        batch: Any,
        *,
        leaving: Callable[[], None],
    ) -> Outcome:
        """Do it; `leaving` is called as the request leaves.

        Raises NeedsPerson, TryLater, OutcomeUnknown, AccountProblem, Cancelled.
        """

    def find(self, connection: Connection, task: DueTask) -> Outcome:
        """Look up what became of it: of an unknown outcome, or of what was only taken."""

    def settled_at(self, sent_at: float, pace: Pace) -> float:
        """When a request sent at that time can no longer land, and its look-up is believed."""

    def undecided(self, task: DueTask) -> NeedsPerson:
        """The look-up cannot tell: a person decides."""

    def bug(self) -> NeedsPerson:
        """An error in the program, before anything left."""
