"""What a thread asked of the services while somebody noted it: for the story of an order."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `status` is 0 where no answer came; `body` is what was sent."""

    operation: str
    status: int
    took_ms: int
    request_id: str
    writes: bool
    body: bytes | None


class _Notes(threading.local):
    calls: list[Call] | None = None


_NOTES = _Notes()


@contextmanager
def noting() -> Iterator[list[Call]]:
    """The calls of this thread until the end of the block, as they come."""
    before = _NOTES.calls
    calls: list[Call] = []
    _NOTES.calls = calls
    try:
        yield calls
    finally:
        _NOTES.calls = before


def note(call: Call) -> None:
    """Keep it, where somebody notes."""
    if _NOTES.calls is not None:
        _NOTES.calls.append(call)
