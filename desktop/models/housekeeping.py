"""What time alone makes due, at most once an hour: deliveries, hidden orders to ship, scrubbing."""

from threading import Lock

from desktop.models.archive import come_back
from desktop.models.database import database_path
from desktop.models.promised import refresh_promised
from desktop.models.scrub import scrub_due
from desktop.models.setting import get

EVERY_S = 3600
_SLICE = 200


class _Last:
    """When the open database was last looked after, in this process."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.at: dict[str, float] = {}

    def is_due(self, now: float) -> bool:
        """Whether an hour has passed; then the next one begins now."""
        key = str(database_path())
        with self.lock:
            last = self.at.get(key)
            if last is not None and abs(now - last) < EVERY_S:
                return False
            self.at[key] = now
        return True


_LAST = _Last()


def run_due(now: float) -> bool:
    """Do what is due, in slices; whether it was time for it."""
    if not _LAST.is_due(now):
        return False
    refresh_promised(int(now))
    come_back(int(now), get("notify.ship_by_hours"))
    while scrub_due(int(now), _SLICE) == _SLICE:
        pass
    return True
