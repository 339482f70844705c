"""Work off the GUI thread: a reader, a writer, and errands; answers come back on the GUI thread.

    Reader   one thread; the newest question of a kind wins, an outdated one is interrupted
    Writer   one thread, everything in order
    Errands  a thread each, at most MOST_ERRANDS at once

Answers go to bound methods; when the widget they belong to is gone they are dropped. What goes
wrong is handed to `trouble`, or to AppSignals.trouble where none is given.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from weakref import WeakMethod

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from desktop.errors import Cancelled
from desktop.ui.signals import AppSignals

T = TypeVar("T")
Trouble = Callable[[Exception], None]
MOST_ERRANDS = 8
_MOST_INTERRUPTIONS = 5
_JOIN_S = 3.0


def _nowhere(_: Any) -> None:
    """Takes an answer that nobody wants."""


class _Receiver:
    """A callback that is forgotten together with the widget it belongs to."""

    def __init__(self, call: Callable[[Any], None]) -> None:
        owner = getattr(call, "__self__", None)
        self._weak = WeakMethod(call) if isinstance(owner, QObject) else None
        self._call = None if self._weak else call

    def __call__(self, value: Any) -> None:
        call = self._call if self._weak is None else self._weak()
        owner = getattr(call, "__self__", None)
        if call is not None and not (isinstance(owner, QObject) and not isValid(owner)):
            call(value)


@dataclass(eq=False, slots=True)
class _Job:
    work: Callable[[], Any]
    answer: _Receiver
    trouble: _Receiver
    kind: str = ""
    urgent: bool = False
    outdated: bool = False
    interruptions: int = 0
    event: threading.Event = field(default_factory=threading.Event)


class _Deliverer(QObject):
    """Lives on the GUI thread and hands answers over there."""

    _arrived = Signal(object, object, bool)

    def __init__(self, signals: AppSignals, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._signals = signals
        self._counting = threading.Lock()
        self._on_the_way = 0
        self._arrived.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    def _job(
        self, work: Callable[[], T], answer: Callable[[T], None] | None, trouble: Trouble | None
    ) -> _Job:
        taken = trouble or self._signals.trouble.emit
        return _Job(work, _Receiver(answer or _nowhere), _Receiver(taken))

    def _run(self, job: _Job) -> None:
        """On another thread: do the work and send what came of it."""
        try:
            value = job.work()
        except Cancelled:
            return
        except Exception as error:  # noqa: BLE001  whatever it is, the window must hear of it
            self._send(job, error, failed=True)
        else:
            self._send(job, value, failed=False)

    def _send(self, job: _Job, value: Any, *, failed: bool) -> None:
        if isValid(self):
            with self._counting:
                self._on_the_way += 1
            self._arrived.emit(job, value, failed)

    @Slot(object, object, bool)
    def _hand_over(self, job: _Job, value: Any, failed: bool) -> None:
        with self._counting:
            self._on_the_way -= 1
        if not job.outdated:
            (job.trouble if failed else job.answer)(value)

    def _has_news(self) -> bool:
        with self._counting:
            return self._on_the_way > 0


class Reader(_Deliverer):
    """Asks questions on one thread. Made and used on the GUI thread."""

    def __init__(
        self, signals: AppSignals, interrupt: Callable[[], None], parent: QObject | None = None
    ) -> None:
        super().__init__(signals, parent)
        self._interrupt = interrupt
        self._wake = threading.Condition()
        self._waiting: deque[_Job] = deque()
        self._running: _Job | None = None
        self._stopped = False
        self._thread = threading.Thread(target=self._work, name="reader", daemon=True)
        self._thread.start()

    def ask(
        self,
        kind: str,
        question: Callable[[], T],
        answer: Callable[[T], None],
        trouble: Trouble | None = None,
        *,
        urgent: bool = False,
    ) -> None:
        """Ask; an older question of the same kind is dropped.

        An urgent one goes before all others, and one that is not urgent and runs is put back.
        """
        job = self._job(question, answer, trouble)
        job.kind, job.urgent = kind, urgent
        with self._wake:
            self._drop(lambda one: one.kind == kind)
            self._place(job)
            self._wake.notify()

    def forget(self, prefix: str) -> None:
        """Drop every question whose kind begins so; nobody wants their answers any more."""
        with self._wake:
            self._drop(lambda one: one.kind.startswith(prefix))

    def is_idle(self) -> bool:
        """Whether nothing waits, runs, or is on the way back."""
        with self._wake:
            return not self._waiting and self._running is None and not self._has_news()

    def stop(self) -> None:
        """End: drop what waits, interrupt what runs."""
        with self._wake:
            self._stopped = True
            self._drop(lambda _: True)
            self._wake.notify()
        self._thread.join(_JOIN_S)

    def _place(self, job: _Job) -> None:
        if not job.urgent:
            self._waiting.append(job)
            return
        urgent = sum(one.urgent for one in self._waiting)
        self._waiting.insert(urgent, job)
        running = self._running
        if running is not None and not running.urgent:
            running.interruptions += 1
            if running.interruptions <= _MOST_INTERRUPTIONS:
                self._interrupt()

    def _drop(self, is_outdated: Callable[[_Job], bool]) -> None:
        for one in [one for one in self._waiting if is_outdated(one)]:
            one.outdated = True
            self._waiting.remove(one)
        running = self._running
        if running is not None and not running.outdated and is_outdated(running):
            running.outdated = True
            self._interrupt()

    def _work(self) -> None:
        while (job := self._next()) is not None:
            try:
                value = job.work()
            except Cancelled:
                self._put_back(job)
            except Exception as error:  # noqa: BLE001  the window shows it
                self._send(job, error, failed=True)
            else:
                self._send(job, value, failed=False)

    def _next(self) -> _Job | None:
        with self._wake:
            self._running = None
            while not self._waiting and not self._stopped:
                self._wake.wait()
            if self._stopped:
                return None
            self._running = self._waiting.popleft()
            return self._running

    def _put_back(self, job: _Job) -> None:
        """Interrupted for an urgent one, or by an interruption that came too late for another."""
        with self._wake:
            if not job.outdated and not self._stopped:
                urgent = 0 if job.urgent else sum(one.urgent for one in self._waiting)
                self._waiting.insert(urgent, job)


class Writer(_Deliverer):
    """Does what a person did, one after the other."""

    def __init__(self, signals: AppSignals, parent: QObject | None = None) -> None:
        super().__init__(signals, parent)
        self._wake = threading.Condition()
        self._waiting: deque[_Job] = deque()
        self._busy = False
        self._stopped = False
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    def do(
        self,
        deed: Callable[[], T],
        done: Callable[[T], None] | None = None,
        trouble: Trouble | None = None,
    ) -> None:
        """Queue a deed."""
        with self._wake:
            self._waiting.append(self._job(deed, done, trouble))
            self._wake.notify()

    def is_idle(self) -> bool:
        """Whether everything is done and told."""
        with self._wake:
            return not self._waiting and not self._busy and not self._has_news()

    def stop(self) -> None:
        """End after what is queued."""
        with self._wake:
            self._stopped = True
            self._wake.notify()
        self._thread.join(_JOIN_S)

    def _work(self) -> None:
        while (job := self._next()) is not None:
            self._run(job)

    def _next(self) -> _Job | None:
        with self._wake:
            self._busy = False
            while not self._waiting and not self._stopped:
                self._wake.wait()
            if not self._waiting:
                return None
            self._busy = True
            return self._waiting.popleft()


class Handle:
    """An errand under way."""

    def __init__(self, job: _Job) -> None:
        self._job = job

    def cancel(self) -> None:
        """Tell the errand to end; its answer is dropped."""
        self._job.outdated = True
        self._job.event.set()


class Errands(_Deliverer):
    """Runs what may take long, each on a daemon thread of its own."""

    def __init__(self, signals: AppSignals, parent: QObject | None = None) -> None:
        super().__init__(signals, parent)
        self._lock = threading.Lock()
        self._waiting: deque[_Job] = deque()
        self._running: dict[_Job, threading.Thread] = {}
        self._stopped = False

    def run(
        self,
        errand: Callable[[threading.Event], T],
        done: Callable[[T], None] | None = None,
        trouble: Trouble | None = None,
    ) -> Handle:
        """Start an errand, or queue it when many run."""
        event = threading.Event()
        job = self._job(lambda: errand(event), done, trouble)
        job.event = event
        with self._lock:
            if not self._stopped:
                self._waiting.append(job)
                self._start_next()
        return Handle(job)

    def is_idle(self) -> bool:
        """Whether nothing runs, waits, or is on the way back."""
        with self._lock:
            return not self._waiting and not self._running and not self._has_news()

    def stop(self, grace_s: float = _JOIN_S) -> None:
        """Cancel everything and wait a moment for it."""
        with self._lock:
            self._stopped = True
            self._waiting.clear()
            running = dict(self._running)
        for job in running:
            job.outdated = True
            job.event.set()
        for thread in running.values():
            thread.join(grace_s / max(1, len(running)))

    def _start_next(self) -> None:
        while self._waiting and len(self._running) < MOST_ERRANDS:
            job = self._waiting.popleft()
            if not job.outdated:
                thread = threading.Thread(target=self._go, args=(job,), name="errand", daemon=True)
                self._running[job] = thread
                thread.start()

    def _go(self, job: _Job) -> None:
        self._run(job)
        with self._lock:
            self._running.pop(job, None)
            self._start_next()
