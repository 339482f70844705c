"""The state machine of a task: which moves there are. Pure.

From an unknown outcome (CHECK) only a look-up leads back to READY; that is the caller's duty.
"""

from desktop.rows import TaskState as S

ALLOWED: frozenset[tuple[S, S]] = frozenset(
    {
        (S.WAITING, S.READY),  # its condition is met
        (S.WAITING, S.SKIPPED),
        (S.READY, S.WAITING),  # a condition came up
        (S.READY, S.SKIPPED),
        (S.FAILED, S.SKIPPED),
        (S.READY, S.SENDING),  # claimed
        (S.SENDING, S.DONE),
        (S.SENDING, S.SUBMITTED),
        (S.SENDING, S.READY),  # certainly without effect, and passing
        (S.SENDING, S.FAILED),
        (S.SENDING, S.CHECK),  # outcome unknown
        (S.SUBMITTED, S.DONE),
        (S.SUBMITTED, S.FAILED),
        (S.SUBMITTED, S.CHECK),
        (S.SUBMITTED, S.SUBMITTED),  # not told yet: looked at again later
        (S.CHECK, S.DONE),
        (S.CHECK, S.READY),  # proven absent
        (S.CHECK, S.FAILED),
        (S.CHECK, S.SUBMITTED),  # found: the service has taken it, and tells later
        (S.CHECK, S.CHECK),  # cannot be told yet: looked up again later
        (S.FAILED, S.READY),  # a person retries, or the other side mended it
        (S.FAILED, S.WAITING),  # mended on the other side, and it has to wait there
        (S.FAILED, S.DONE),  # done by hand
        (S.SKIPPED, S.READY),  # a person asks for it after all
        (S.SKIPPED, S.WAITING),
    }
)


def may(start: S, end: S) -> bool:
    """Whether a task may go from one state to the other."""
    return (start, end) in ALLOWED


def must(start: S, end: S) -> None:
    """Raise ValueError where a task may not go from one state to the other."""
    if not may(start, end):
        raise ValueError(f"a task cannot go from {start} to {end}")
