"""What a verb is: one thing the app does on one side for one order. Each verb is a module."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from desktop.channels.shopify.errors import Misshapen
from desktop.clock import Clock, Pace
from desktop.clock import now as real_now
from desktop.errors import NeedsPerson, OutcomeUnknown, Side, TryLater
from desktop.models.task import DueTask
from desktop.sync.connection import Connection
from desktop.sync.progress import Tell
from desktop.sync.tasks.outcome import Outcome


class Verb(Protocol):
    """The module of a verb has exactly these names."""

    @property
    def VERB(self) -> str:  # noqa: N802 - modules have it as a constant
        """Its name, as the tasks carry it."""

    @property
    def SIDE(self) -> Side:  # noqa: N802
        """Whose service it calls: what pauses that side, pauses the verb."""

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


Send = Callable[[Connection, DueTask, Callable[[], None]], Outcome]
Find = Callable[[Connection, DueTask], Outcome]
DEADLINE_S = 60.0


@dataclass(frozen=True, slots=True)
class PlainVerb:
    """A verb whose tasks share nothing and may all go; `lag_s` is how late a look-up may know."""

    VERB: str
    SIDE: Side
    failure: Callable[..., NeedsPerson]
    sending: Send
    finding: Find
    lag_s: float = 60.0

    def prepare(
        self,
        connection: Connection,
        tasks: Sequence[DueTask],
        *,
        tell: Tell,
        clock: Clock = real_now,
    ) -> None:
        """Nothing is to be looked up together."""

    def hold_back(
        self, connection: Connection, tasks: Sequence[DueTask], batch: None
    ) -> Sequence[DueTask]:
        """All may go."""
        return tasks

    def send(
        self,
        connection: Connection,
        task: DueTask,
        batch: None,
        *,
        leaving: Callable[[], None],
    ) -> Outcome:
        """As the verb's file has it. What of an order cannot be read is that task's failure."""
        left = False

        def went() -> None:
            nonlocal left
            leaving()
            left = True

        try:
            return self.sending(connection, task, went)
        except Misshapen as error:
            if left:
                raise OutcomeUnknown(str(error), technical=error.technical) from error
            raise self.failure("unreadable", error.technical) from error

    def find(self, connection: Connection, task: DueTask) -> Outcome:
        """As the verb's file has it; where the order cannot be read, it is looked up later."""
        try:
            return self.finding(connection, task)
        except Misshapen as error:
            technical = error.technical
            raise TryLater(0.0, "unavailable", str(error), technical=technical) from error

    def settled_at(self, sent_at: float, pace: Pace) -> float:
        """After the call's whole deadline and the look-up's lag."""
        return sent_at + max(5.0, pace.here(DEADLINE_S)) + pace.here(self.lag_s)

    def undecided(self, task: DueTask) -> NeedsPerson:
        """In the words of the verb's kind."""
        return self.failure("undecided", amazon_order_id=task.amazon_order_id)

    def bug(self) -> NeedsPerson:
        """In the words of the verb's kind."""
        return self.failure("bug")
