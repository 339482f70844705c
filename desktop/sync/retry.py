"""When to try again: decisions as data, nothing waits here. Seconds are the service's own.

An answer that was lost is looked up only once the request can no longer land: the call's whole
deadline, what the service may still take, and the lag of the exact look-up.
"""

from desktop.clock import Pace

CREATE_DEADLINE_S = 60.0
SERVICE_ALLOWANCE_S = 60.0
EXACT_LOOKUP_LAG_S = 60.0
LOOKUPS_BEFORE_A_PERSON = 20
OFFLINE_TRIES = 3
UNAVAILABLE_IN_A_ROW = 3
_OFFLINE_WAITS_S = (2.0, 5.0, 15.0, 30.0, 60.0, 120.0)


def create_deadline(pace: Pace) -> float:
    """Seconds here that a creation may take in all; never so few that a slow machine cuts it."""
    return max(5.0, pace.here(CREATE_DEADLINE_S))


def settled_at(sent_at: float, pace: Pace) -> float:
    """When a creation sent at that time can no longer land, and its look-up may be believed."""
    rest = pace.here(SERVICE_ALLOWANCE_S + EXACT_LOOKUP_LAG_S)
    return sent_at + create_deadline(pace) + rest


def next_lookup(attempt: int, at: float, pace: Pace) -> float:
    """When to look up again after a look-up that failed."""
    return at + pace.here(min(60.0 * 2 ** min(attempt, 6), 3600.0))


def offline_wait(failures: int, pace: Pace) -> float:
    """Seconds to wait here after that many failed tries in a row."""
    return pace.here(_OFFLINE_WAITS_S[min(failures, len(_OFFLINE_WAITS_S)) - 1])
