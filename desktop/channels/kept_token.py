"""An access token that outlives the connection that asked for it: in memory, and never shown."""

from dataclasses import dataclass, field
from threading import RLock

from desktop.channels.service_clock import ServiceClock


@dataclass(eq=False, slots=True)
class KeptToken:
    """One side's token of one account; connections that come later go on with it.

    `lock` is held while it is renewed, so that one asks and the others wait. `ends_at` is when a
    new one is to be asked for, UTC seconds; `clock` the service's, as its answers told it.
    """

    lock: RLock = field(default_factory=RLock, repr=False)
    value: str = field(default="", repr=False)
    ends_at: float = 0.0
    clock: ServiceClock | None = field(default=None, repr=False)

    def drop(self) -> None:
        """Not to be used again: what is granted from now on shows only in a new one."""
        with self.lock:
            self.value = ""
