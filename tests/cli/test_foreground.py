"""Long work ends within seconds of a signal, and its answer or error comes back."""

import os
import signal
import subprocess
import threading

import pytest

from desktop.cli import exit_codes
from desktop.cli.foreground import run_stoppable
from desktop.errors import Cancelled


def test_answers_and_errors_come_back() -> None:
    assert run_stoppable(lambda cancel: 7) == 7

    def broken(_: threading.Event) -> None:
        raise LookupError("x")

    with pytest.raises(LookupError):
        run_stoppable(broken)


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_sets_the_cancel_event(kind: signal.Signals) -> None:
    before = signal.getsignal(kind)

    def work(cancel: threading.Event) -> str:
        signal.raise_signal(kind) if os.name == "nt" else os.kill(os.getpid(), kind)
        if not cancel.wait(20):
            return "never told"
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        run_stoppable(work)
    assert signal.getsignal(kind) is before


SCRIPT = """
import signal, sys, threading
from desktop.cli.foreground import run_stoppable
def work(cancel):
    print("ready", flush=True)
    threading.Event().wait()
run_stoppable(work, grace_s={grace})
"""


@pytest.mark.parametrize(("grace", "signals"), [(0.2, 1), (600, 2)])
def test_work_that_does_not_listen_is_ended_by_grace_or_a_second_signal(
    python: str, child_environment: dict[str, str], grace: float, signals: int
) -> None:
    child = subprocess.Popen(
        [python, "-c", SCRIPT.format(grace=grace)],
        env=child_environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with child:
        if child.stdout is None:
            pytest.fail("no standard output")
        assert child.stdout.readline() == "ready\n"
        for _ in range(signals):
            child.send_signal(signal.SIGTERM)
            threading.Event().wait(0.3)
        _, said = child.communicate(timeout=60)
    assert child.returncode == exit_codes.INTERRUPTED
    assert "looked up at the next start" in said
