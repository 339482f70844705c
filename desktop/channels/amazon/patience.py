"""A few more tries where a server trips over a question that changes nothing."""

import threading
from collections.abc import Callable

from desktop.channels.http import Answer
from desktop.clock import Pace, wait
from desktop.errors import Cancelled, CrossdockError, Technical, TryLater

_PAUSES_S = (1.0, 2.0, 4.0)  # before the second, third and fourth try
_LATER_S = 60.0


def patiently(
    ask: Callable[[], Answer], operation: str, cancel: threading.Event, pace: Pace
) -> Answer:
    """Ask up to four times until the answer is no 5xx.

    Raises TryLater (unavailable) after the last, Cancelled when the program stops meanwhile, and
    whatever `ask` raises.
    """
    answer = ask()
    for pause_s in _PAUSES_S:
        if answer.status < 500:
            return answer
        if wait(pace.here(pause_s), cancel):
            raise Cancelled(f"{operation} was not asked again")
        answer = ask()
    if answer.status < 500:
        return answer
    technical = Technical(operation, answer.status, request_id=answer.request_id)
    why = f"Amazon answers {operation} with an error of its own."
    raise TryLater(pace.here(_LATER_S), "unavailable", why, technical=technical)


def at_pace(error: CrossdockError, pace: Pace) -> CrossdockError:
    """The error with its wait, if it has one, turned from the service's seconds into ours."""
    if isinstance(error, TryLater):
        error.seconds = pace.here(error.seconds)
    return error
