"""Other processes of a benchmark: the sandbox alone, and an app whose memory is looked at."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
SPEED = 20_000.0  # a token of a page, good for a day, lives 4 seconds


def environment() -> dict[str, str]:
    """With the checkout to import from."""
    return {**os.environ, "PYTHONPATH": str(CHECKOUT)}


@contextmanager
def sandbox_process(orders: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """A sandbox in a process of its own; what its ready line says."""
    words = ("sandbox", "--orders", str(orders), "--seed", str(seed), "--speed", str(SPEED))
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop", *words],
        stdout=subprocess.PIPE,
        env=environment(),
        text=True,
        encoding="utf-8",
    )
    try:
        assert process.stdout is not None
        ready: dict[str, Any] = json.loads(process.stdout.readline())
        yield ready
    finally:
        process.terminate()
        process.communicate(timeout=30)


def answer_of(module: str, *words: str, given: str = "") -> Any:
    """What a module prints as JSON when run as a program."""
    done = subprocess.run(
        [sys.executable, "-m", module, *words],
        input=given,
        stdout=subprocess.PIPE,
        env=environment(),
        text=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(done.stdout)


def run_once(words: Sequence[str]) -> None:
    """Run a command to its end, silently. Raises CalledProcessError."""
    subprocess.run(words, env=environment(), capture_output=True, check=True)
