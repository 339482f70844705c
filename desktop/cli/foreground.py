"""Runs long work so that Ctrl-C and SIGTERM end it within seconds, on every system.

The work has a thread of its own and the main thread only waits in short steps: on Windows a main
thread that waits for a lock would not notice Ctrl-C.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Generic, TypeVar

from desktop.cli import exit_codes
from desktop.models.database import close_connection

T = TypeVar("T")

GRACE_S = 8.0
_STEP_S = 0.1
_SIGNALS = ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP")


class _Work(Generic[T]):
    """A thread with an answer or an error at its end."""

    def __init__(self, work: Callable[[threading.Event], T], cancel: threading.Event) -> None:
        self._work = work
        self._cancel = cancel
        self._answers: list[T] = []
        self._error: BaseException | None = None
        self.thread = threading.Thread(target=self._run, name="work", daemon=True)

    def _run(self) -> None:
        try:
            self._answers.append(self._work(self._cancel))
        except BaseException as error:  # noqa: BLE001 - raised again on the main thread
            self._error = error
        finally:
            close_connection()

    def answer(self) -> T:
        if self._error is not None:
            raise self._error
        return self._answers[0]


def run_stoppable(work: Callable[[threading.Event], T], *, grace_s: float = GRACE_S) -> T:
    """Run the work; a signal sets its cancel event, a second one or the end of grace ends all.

    Raises what the work raises. What is cut off by the hard end is looked up at the next start.
    """
    cancel = threading.Event()
    running = _Work(work, cancel)
    left_s = grace_s
    with _signals_to(cancel):
        running.thread.start()
        while running.thread.is_alive():
            running.thread.join(_STEP_S)
            if cancel.is_set():
                left_s -= _STEP_S
            if left_s <= 0:
                _end_hard()
    return running.answer()


@contextmanager
def _signals_to(cancel: threading.Event) -> Iterator[None]:
    def on_signal(_number: int, _frame: FrameType | None) -> None:
        if cancel.is_set():
            _end_hard()
        cancel.set()

    kinds = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    # `nohup crossdock sync` has been told to outlive its terminal.
    kinds = [
        kind
        for kind in kinds
        if kind.name != "SIGHUP" or signal.getsignal(kind) is not signal.SIG_IGN
    ]
    on_main = threading.current_thread() is threading.main_thread()
    before = {kind: signal.signal(kind, on_signal) for kind in kinds} if on_main else {}
    try:
        yield
    finally:
        for kind, old in before.items():
            signal.signal(kind, old)


def _end_hard() -> None:
    sys.stderr.write("Stopped at once. What was under way is looked up at the next start.\n")
    sys.stderr.flush()
    os._exit(exit_codes.INTERRUPTED)
