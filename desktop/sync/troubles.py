"""What a part's trouble means for its account: the part waits, or rests, or its side stops.

Only credentials, a shop that is closed and the like stop a side whichever part meets them. All else
stops it only where its core meets it; the other parts rest, each by itself, and are told of.
"""

import logging

from desktop.catalogue import WHOLE_SIDE, account_problem
from desktop.clock import Clock
from desktop.errors import AccountProblem, Side, TryLater
from desktop.models import account as accounts
from desktop.sync import retry
from desktop.sync.connection import Connection
from desktop.sync.lease import LeaseUnread
from desktop.sync.notices import Notices
from desktop.sync.part import Part

_log = logging.getLogger(__name__)

REST_S = 900.0  # a part that was refused something is tried again then, or in the next run
_UNREACHED = ("offline", "tls", "captive_portal", "unavailable")
_WAITS_FOR: dict[Side, str] = {
    "amazon": "waiting for Amazon's quota",
    "shopify": "waiting for Shopify",
}


class Troubles:
    """Those of one account's run."""

    def __init__(self, connection: Connection, notices: Notices, clock: Clock) -> None:
        self._connection = connection
        self._notices = notices
        self._clock = clock
        self.stopped: set[Side] = set()
        self._reached: set[Side] = set()  # sides on which something worked

    def is_open(self, part: Part) -> bool:
        """Whether the part may work now."""
        return part.side not in self.stopped and part.rests_until <= self._clock()

    def words(self, part: Part) -> str:
        """What the part waits for."""
        trouble = part.trouble
        return trouble.why if trouble is not None and trouble.why else _WAITS_FOR[part.side]

    def works(self, part: Part) -> None:
        """A step went well."""
        part.tries, part.trouble = 0, None
        self._reached.add(part.side)

    def later(self, part: Part, error: TryLater) -> None:
        """The part waits; one that reaches nobody several times is given up for this run."""
        part.trouble = error
        seconds = error.seconds
        unreached = _unreached(part, error)
        if unreached is not None:
            part.tries += 1
            if part.tries >= retry.OFFLINE_TRIES:
                self._give_up(part, *unreached, error)
                return
            seconds = max(seconds, retry.offline_wait(part.tries, self._connection.pace))
        part.work.not_before = self._clock() + seconds

    def refused(self, part: Part, error: AccountProblem) -> None:
        """The part is refused something."""
        if (part.is_core and error.side == part.side) or (error.side, error.code) in WHOLE_SIDE:
            self.stop(error)
        else:
            self._notices.tell(error, is_notice=True)
        if error.side != part.side or not part.is_core:
            self._rest(part)

    def bug(self, part: Part, error: Exception) -> None:
        """An error of the program's own, in a part that is not the core: the others go on."""
        _log.error("bug in a part of a run: %s", type(error).__name__, exc_info=error)
        self._rest(part)

    def noticed(self, error: AccountProblem) -> None:
        """Something beside the parts was refused: told, and it stops no more than it must."""
        if (error.side, error.code) in WHOLE_SIDE:
            self.stop(error)
        else:
            self._notices.tell(error, is_notice=True)

    def stop(self, error: AccountProblem) -> None:
        """A person must mend the side before anything of it works."""
        self.stopped.add(error.side)
        accounts.set_problem(self._connection.account.id, error.side, error.code)
        self._notices.tell(error)

    def sum_up(self, part: Part) -> None:
        """At the end of a run: what a part still waits for, where nobody was reached."""
        if part.trouble is None:
            return
        unreached = _unreached(part, part.trouble)
        if unreached is not None:
            self._tell_unreached(*unreached, part.trouble)

    def _give_up(self, part: Part, side: Side, code: str, error: TryLater) -> None:
        """No connection: this run leaves the part alone, and with the core all of its side."""
        self._tell_unreached(side, code, error)
        if part.is_core:
            self.stopped.add(part.side)
        else:
            self._rest(part)

    def _tell_unreached(self, side: Side, code: str, error: TryLater) -> None:
        problem = account_problem(side, code, error.technical)
        self._notices.tell(problem, is_notice=side in self._reached)

    def _rest(self, part: Part) -> None:
        part.tries = 0
        part.rests_until = self._clock() + max(1.0, self._connection.pace.here(REST_S))


def _unreached(part: Part, error: TryLater) -> tuple[Side, str] | None:
    """The side that was not reached, and the word for why; None for any other reason to wait."""
    if isinstance(error, LeaseUnread):
        return ("shopify", error.reason) if error.reason in _UNREACHED else None
    return (part.side, error.code) if error.code in _UNREACHED else None
