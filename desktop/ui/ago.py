"""Spans of time in a few words: "40 s", "2 min", "3 h", "5 days"."""

from desktop import clock

_MIN, _HOUR, _DAY = 60, 3600, 86_400


def span(seconds: float) -> str:
    """A length of time, rounded to its largest unit."""
    whole = max(0, round(seconds))
    if whole < 2 * _MIN:
        return f"{whole} s" if whole < _MIN else "1 min"
    if whole < 2 * _HOUR:
        return f"{whole // _MIN} min"
    if whole < 2 * _DAY:
        return f"{whole // _HOUR} h"
    return f"{whole // _DAY} days"


def ago(at: int | None) -> str:
    """How long ago; "not yet" where it never was."""
    return "not yet" if at is None else f"{span(clock.now() - at)} ago"


def until(at: float) -> str:
    """In how long; "now" when it is due."""
    left = at - clock.now()
    return "now" if left < 1 else f"in {span(left)}"
