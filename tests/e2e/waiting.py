"""Waiting until something outside this process holds."""

import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE_S = 30.0
_LOOK_S = 0.05
_T = TypeVar("_T")


def until(ask: Callable[[], _T | None], what: str, limit_s: float = PATIENCE_S) -> _T:
    """The first answer that counts as true; an AssertionError that says `what` after the limit."""
    end = time.monotonic() + limit_s
    while True:
        answer = ask()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {limit_s:.0f} s")
        time.sleep(_LOOK_S)
