"""Kills a process at a chosen moment of its talk with the sandbox, seen from the sandbox's side."""

import os
import random
import signal
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from threading import Lock, Timer
from typing import Literal

from desktop.sandbox.run import Sandbox
from desktop.sandbox.wire import Part, Request, Response

When = Literal["in flight", "lands after death", "answered", "later"]


@dataclass(frozen=True, slots=True)
class Moment:
    """At which request, and where in its life.

    in flight           the request arrived and takes no effect
    lands after death   the process dies first, then the request takes effect
    answered            it took effect, and the answer never arrives
    later               so many seconds after the answer left
    """

    name: str
    operation: str
    when: When
    skip: int = 0
    delay_s: float = 0.0
    signal: int = signal.SIGKILL


def draw(dice: random.Random, pages: int = 1) -> Moment:
    """A moment of a sync with `pages` to read and some orders to create; every kind comes up."""
    page, order = dice.randrange(pages), dice.randrange(3)
    search, create, look = "amazon.searchOrders", "shopify.orderCreate", "shopify.orderByIdentifier"
    return dice.choice(
        (
            Moment("page in flight", search, "in flight", page),
            Moment("page answered", search, "later", page, dice.uniform(0, 0.05)),
            Moment("creation in flight", create, "in flight", order),
            Moment("creation lands after death", create, "lands after death", order),
            Moment("creation made, not answered", create, "answered", order),
            Moment("after a creation", create, "later", order, dice.uniform(0, 0.02)),
            Moment("look-up", look, "in flight", order),
            Moment("after a look-up", look, "later", order, dice.uniform(0, 0.02)),
            Moment("search", "shopify.orders", "answered"),
            Moment("any time", "*", "later", dice.randrange(4), dice.uniform(0, 0.3)),
        )
    )


class Assassin:
    """Stands between the sandbox's server and its parts; aims at one process at a time."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._lock = Lock()
        self._moment: Moment | None = None
        self._pid = 0
        self._left = 0
        self.struck = False
        for prefix in ("/amazon", "/shopify"):
            sandbox.server.parts[prefix] = _Watched(sandbox.server.parts[prefix], self)

    def aim(self, pid: int, moment: Moment) -> None:
        """Strike that process at that moment, once."""
        with self._lock:
            self._pid, self._moment, self._left = pid, moment, moment.skip
            self.struck = False

    def rest(self) -> None:
        """Strike nobody any more: that process has ended, and its number may be another's."""
        with self._lock:
            self._pid, self._moment = 0, None

    def due(self, operation: str) -> Moment | None:
        """The moment, if this request is the one."""
        with self._lock:
            moment = self._moment
            if moment is None or not fnmatchcase(operation, moment.operation):
                return None
            if self._left > 0:
                self._left -= 1
                return None
            self._moment = None
            return moment

    def strike(self, how: int) -> None:
        """Send the signal, if the process was not given up meanwhile."""
        with self._lock:
            pid, self._pid = self._pid, 0
            if pid:
                with suppress(ProcessLookupError):
                    os.kill(pid, how)
                    self.struck = True


class _Watched:
    """A part of the sandbox with the assassin at the door."""

    def __init__(self, part: Part, assassin: Assassin) -> None:
        self._part = part
        self._assassin = assassin

    def operation(self, request: Request) -> str:
        return self._part.operation(request)

    def handle(self, request: Request) -> Response:
        moment = self._assassin.due(self._part.operation(request))
        if moment is None:
            return self._part.handle(request)
        if moment.when in ("in flight", "lands after death"):
            self._assassin.strike(moment.signal)
            if moment.when == "in flight" and moment.signal == signal.SIGKILL:
                return Response(503)
            return self._part.handle(request)
        answer = self._part.handle(request)
        if moment.when == "answered":
            self._assassin.strike(moment.signal)
        else:
            timer = Timer(moment.delay_s, self._assassin.strike, (moment.signal,))
            timer.daemon = True
            timer.start()
        return answer
