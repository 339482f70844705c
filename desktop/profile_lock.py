"""Who syncs a profile: one process at a time, told to the others by name.

The lock is the operating system's, on `sync.lock`, so that a process that dies gives it back.
`sync.json` beside it only says who holds it.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec
from filelock import FileLock, Timeout

from desktop import clock
from desktop.catalogue import profile_problem

What = Literal["window", "sync", "import"]
_PATIENCE_S = 0.3  # a look by `holder` takes the lock for a moment


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that syncs a profile."""

    pid: int
    since: int
    what: What


@contextmanager
def hold(folder: Path, what: What) -> Iterator[None]:
    """Hold the profile's sync lock; raises ProfileProblem in_use when another one does."""
    lock = _lock(folder)
    try:
        lock.acquire(timeout=_PATIENCE_S, poll_interval=0.02)
    except Timeout:
        other = _read(folder)
        raise profile_problem(
            "in_use",
            pid=other.pid if other else "(starting)",
            since=clock.to_iso(other.since) if other else "just now",
        ) from None
    try:
        _write(folder, Holder(os.getpid(), int(clock.now()), what))
        yield
    finally:
        with suppress(OSError):
            _note(folder).unlink(missing_ok=True)
        lock.release()


def holder(folder: Path) -> Holder | None:
    """Who syncs this profile now; None when nobody does, whatever an old note says."""
    if not (folder / "sync.lock").exists():
        return None
    lock = _lock(folder)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return _read(folder) or Holder(0, int(clock.now()), "sync")
    lock.release()
    return None


def _lock(folder: Path) -> FileLock:
    return FileLock(folder / "sync.lock", thread_local=False)


def _note(folder: Path) -> Path:
    return folder / "sync.json"


def _write(folder: Path, who: Holder) -> None:
    fresh = folder / f"sync.{who.pid}.tmp"
    facts = {"pid": who.pid, "since": who.since, "what": who.what}
    fresh.write_text(json.dumps(facts), encoding="utf-8")
    fresh.replace(_note(folder))


def _read(folder: Path) -> Holder | None:
    try:
        return msgspec.json.decode(_note(folder).read_bytes(), type=Holder)
    except (OSError, msgspec.MsgspecError):
        return None
