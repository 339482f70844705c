"""Claim, send, record: the one place that turns what a verb raised into a state of its task.

A task is claimed, and the claim committed, before anything leaves. From an unknown outcome the
only way on is a look-up, and the look-up waits until the request can no longer land.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from desktop.clock import Clock
from desktop.clock import now as real_now
from desktop.errors import (
    AccountProblem,
    Cancelled,
    CrossdockError,
    NeedsPerson,
    OutcomeUnknown,
    ProfileProblem,
    TryLater,
)
from desktop.models import account as accounts
from desktop.models import order_marks
from desktop.models import task as tasks
from desktop.models.database import write
from desktop.models.order_stage import CREATE, CREATE_AGAIN
from desktop.models.task import DueTask
from desktop.rows import TaskState
from desktop.sync import retry
from desktop.sync.back import planning
from desktop.sync.connection import Connection
from desktop.sync.lease import LeaseKeeper
from desktop.sync.progress import Progress, Tell
from desktop.sync.tasks.create_order import ShopTotalDiffers
from desktop.sync.tasks.outcome import Absent, Again, Done, Outcome, Settled, Submitted
from desktop.sync.tasks.verb import Verb
from desktop.sync.telling import told

BATCH = 50

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Tally:
    """What this run did."""

    created: int = 0
    adopted: int = 0
    settled: int = 0  # done on the way back
    failed_order_ids: set[int] = field(default_factory=set)


class Engine:
    """Sends one account's tasks of some verbs of one side, a batch a step."""

    def __init__(
        self,
        connection: Connection,
        verbs: Sequence[Verb],
        tell: Tell,
        *,
        clock: Clock = real_now,
        lease: LeaseKeeper | None = None,
        tally: Tally | None = None,
    ) -> None:
        """`lease` is looked at before each task; without one nothing hinders sending. Several may
        count in one `tally`."""
        self._connection = connection
        self._lease = lease
        self._verbs = {verb.VERB: verb for verb in verbs}
        self._tell = tell
        self._clock = clock
        self.not_before = 0.0
        self.tally = tally or Tally()
        self._in_a_row = 0  # answers "unavailable", one after the other

    @property
    def due_at(self) -> float | None:
        """When the next task may go, UTC seconds; None where nothing is to be sent."""
        account = accounts.account(self._connection.account.id)
        if not account.is_started:
            return None
        due = tasks.next_due(account.id, tuple(self._verbs))
        return None if due is None else max(float(due), self.not_before)

    @property
    def is_up_to_date(self) -> bool:
        """An engine has nothing that every run must do: what is due is done."""
        return True

    def recover(self) -> int:
        """Tasks that a dead process left in flight are to be looked up. Returns how many."""
        at, pace = self._clock(), self._connection.pace
        settled = max(verb.settled_at(at, pace) for verb in self._verbs.values())
        verbs = tuple(self._verbs)
        return tasks.orphans(self._connection.account.id, _ceil(settled), verbs)

    def step(self) -> None:
        """Work on one batch of due tasks of each verb.

        Raises TryLater or AccountProblem where the whole side must wait; Cancelled.
        """
        for verb in self._verbs.values():
            self._step(verb)

    def _step(self, verb: Verb) -> None:
        account_id = self._connection.account.id
        due = tasks.due_tasks(account_id, verb.VERB, int(self._clock()), limit=BATCH)
        for task in due:
            if task.state is not TaskState.READY:
                self._look_at_lease()
                with told():
                    self._look_up(verb, task)
                self._report_one(task)
        ready: Sequence[DueTask] = [task for task in due if task.state is TaskState.READY]
        if not ready:
            return
        batch = verb.prepare(self._connection, ready, tell=self._tell, clock=self._clock)
        ready = verb.hold_back(self._connection, ready, batch)
        for done, task in enumerate(ready, 1):
            self._stop_if_cancelled()
            self._look_at_lease()
            if tasks.claim(task.id, int(self._clock())):
                with told(payloads=verb.VERB not in (CREATE, CREATE_AGAIN)):
                    self._send(verb, task, batch)
            self._report(task, done, len(ready))

    def _send(self, verb: Verb, task: DueTask, batch: Any) -> None:
        left = False

        def leaving() -> None:
            nonlocal left
            if self._lease is not None:
                self._lease.leaving()
            left = True

        try:
            outcome = verb.send(self._connection, task, batch, leaving=leaving)
            self._record(task, outcome)
            self._in_a_row = 0
            self._keep_state(task, outcome)
        except (TryLater, AccountProblem, Cancelled) as error:
            self._put_back(verb, task, error, left)
            if not self._concerns_only(error):
                raise
        except ProfileProblem:
            raise  # nothing can be written now; the task stands as sending and is looked up later
        except OutcomeUnknown as error:
            self._unknown(verb, task, error.why)
        except NeedsPerson as error:
            self._failed(task, error, unsent=None if left else task)
        except Exception as error:  # noqa: BLE001 - one bad order never stops the others
            self._bug(verb, task, error, left)

    def _look_up(self, verb: Verb, task: DueTask) -> None:
        self._stop_if_cancelled()
        try:
            outcome = verb.find(self._connection, task)
            self._record(task, outcome)
            self._in_a_row = 0
            self._keep_state(task, outcome)
        except NeedsPerson as error:
            self._failed(task, error)
        except TryLater as error:
            if not self._concerns_only(error):
                raise
            self._look_up_later(verb, task, error.why)
        except CrossdockError:
            raise
        except Exception as error:  # noqa: BLE001 - one bad order never stops the others
            _log.error("bug in a look-up: %s", type(error).__name__, exc_info=error)
            self._look_up_later(verb, task, f"an error in the program: {type(error).__name__}")

    def _concerns_only(self, error: Exception) -> bool:
        """Whether an error may be this order's alone: the service answered, and could not.

        Several in a row are no longer one order's affair.
        """
        if not isinstance(error, TryLater) or error.code != "unavailable":
            return False
        self._in_a_row += 1
        return self._in_a_row < retry.UNAVAILABLE_IN_A_ROW

    def _look_up_later(self, verb: Verb, task: DueTask, why: str) -> None:
        if task.state is TaskState.SUBMITTED:  # it was taken: only its end is not known yet
            at = retry.next_lookup(0, self._clock(), self._connection.pace)
            tasks.submitted(task.id, _ceil(at), why)
            return
        if task.lookups >= retry.LOOKUPS_BEFORE_A_PERSON:
            self._failed(task, verb.undecided(task))
            return
        at = retry.next_lookup(task.lookups, self._clock(), self._connection.pace)
        tasks.check(task.id, _ceil(at), why)

    def _record(self, task: DueTask, outcome: Outcome) -> None:
        at = int(self._clock())
        if isinstance(outcome, Done):
            self._record_creation(task, outcome, at)
            self.tally.failed_order_ids.discard(task.order_id)
            self.tally.adopted += outcome.adopted
            self.tally.created += not outcome.adopted
        elif isinstance(outcome, Again):
            tasks.again(task.id, at, outcome.why, plan={**task.plan, **outcome.plan})
        elif isinstance(outcome, Absent):
            tasks.again(task.id, at, "looked up: it is not there")
        else:
            self._record_back(task, outcome, at)

    def _keep_state(self, task: DueTask, outcome: Outcome) -> None:
        """What the look at an order just made has shown; lost, the watch reads it anew."""
        state = outcome.shop_order.state if isinstance(outcome, Done) else None
        if state is None or self._lease is None:
            return
        try:
            planning.keep(self._connection, task.order_id, state.gid, state, self._clock())
        except ProfileProblem:
            raise
        except Exception as error:  # noqa: BLE001 - the order stands; its state may wait
            _log.error("bug in keeping a state: %s", type(error).__name__, exc_info=error)

    def _record_creation(self, task: DueTask, outcome: Done, at: int) -> None:
        with write():
            tasks.done(
                task.id,
                outcome.shop_order,
                adopted=outcome.adopted,
                at=at,
                note=outcome.note,
                fulfilled=outcome.fulfilled,
            )
            if outcome.shop_order.oversold:
                skus = ", ".join(outcome.shop_order.oversold)
                order_marks.set_oversold(task.order_id, True, at, skus)

    def _record_back(self, task: DueTask, outcome: Settled | Submitted, at: int) -> None:
        """What the way back brought: the task and what it means, written in one transaction."""
        with write():
            if isinstance(outcome, Settled):
                tasks.settled(task.id, at, outcome.note)
                self.tally.settled += 1
            else:
                look_at = _ceil(outcome.look_at)
                plan = None if outcome.plan is None else {**task.plan, **outcome.plan}
                tasks.submitted(task.id, look_at, outcome.why, plan=plan)
            outcome.record()

    def _put_back(
        self,
        verb: Verb,
        task: DueTask,
        error: TryLater | AccountProblem | Cancelled,
        left: bool,
    ) -> None:
        """Certainly without effect, unless the program was told to stop while it was under way."""
        if isinstance(error, Cancelled) and left:
            self._unknown(verb, task, "the program was closed while the request was under way")
            return
        at = self._clock()
        if isinstance(error, TryLater):
            pace = self._connection.pace
            later = retry.next_lookup(task.attempt, at, pace)
            at = later if error.code == "unavailable" else at + error.seconds
        tasks.again(task.id, _ceil(at), str(error), unsent=None if left else task)

    def _unknown(self, verb: Verb, task: DueTask, why: str) -> None:
        at = verb.settled_at(self._clock(), self._connection.pace)
        tasks.check(task.id, _ceil(at), why)

    def _failed(self, task: DueTask, error: NeedsPerson, unsent: DueTask | None = None) -> None:
        made = error.made if isinstance(error, ShopTotalDiffers) else None
        tasks.failed(task.id, error, int(self._clock()), shop_order=made, unsent=unsent)
        self.tally.failed_order_ids.add(task.order_id)

    def _bug(self, verb: Verb, task: DueTask, error: Exception, left: bool) -> None:
        _log.error("bug in %s: %s", verb.VERB, type(error).__name__, exc_info=error)
        if left:
            self._unknown(verb, task, f"an error in the program: {type(error).__name__}")
        else:
            self._failed(task, verb.bug(), unsent=task)

    def _look_at_lease(self) -> None:
        if self._lease is not None:
            self._lease.look()

    def _stop_if_cancelled(self) -> None:
        if self._connection.cancel.is_set():
            raise Cancelled

    def _report(self, task: DueTask, done: int, of: int) -> None:
        words = f"{self.tally.created} created, {len(self.tally.failed_order_ids)} failed"
        name = self._connection.account.name
        self._tell(Progress(name, "send", words, done, of, orders=(task.order_id,)))

    def _report_one(self, task: DueTask) -> None:
        words = f"looked up {task.amazon_order_id}"
        name = self._connection.account.name
        self._tell(Progress(name, "check", words, orders=(task.order_id,)))


def _ceil(seconds: float) -> int:
    return -int(-seconds // 1)
