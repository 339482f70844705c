"""A process that connects to a sandbox and syncs: what it did, what it cost, its memory meanwhile.

`python -m tests.benchmarks.app_child STEP`, the connect object on standard input; STEP is how many
imported orders lie between two looks at the memory.
"""

import json
import sys
import time
from threading import Event
from typing import Any

from desktop.actions.connect import connect
from desktop.actions.connect_request import parse_connect
from desktop.actions.sync_once import sync_once
from desktop.models.database import close_database, open_database
from desktop.profile import open_profile
from desktop.sync.progress import Progress

MIB = 1 << 20


def resident() -> int:
    """Bytes of memory this process has now; the most it ever had where that is not told."""
    try:
        with open("/proc/self/statm", encoding="ascii") as told:
            return int(told.read().split()[1]) * 4096
    except FileNotFoundError:
        return _most_resident()


def _most_resident() -> int:
    if sys.platform == "win32":
        return 0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


class Watch:
    """Takes a sample of the memory every `step` imported orders."""

    def __init__(self, step: int) -> None:
        self._step = step
        self._next = step
        self.samples: list[tuple[int, float]] = []

    def __call__(self, news: Progress) -> None:
        if news.phase == "import" and news.done >= self._next:
            self._next += self._step
            self.samples.append((news.done, resident() / MIB))


def work(told: str, step: int) -> dict[str, Any]:
    """Connect, sync once, and say how it went."""
    profile = open_profile(None, session_only=True)
    open_database(profile.database_path, profile.key)
    try:
        connect(parse_connect(told), profile, keeps=False)
        watch = Watch(step)
        wall, cpu = time.perf_counter(), time.process_time()
        summary = sync_once(profile, Event(), watch)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        size = profile.database_path.stat().st_size / MIB
    finally:
        close_database()
    return {
        "wall_s": wall,
        "cpu_s": cpu,
        "imported": summary.imported,
        "created": summary.created,
        "calls": summary.calls,
        "problems": [problem.code for problem in summary.problems],
        "memory": watch.samples,
        "database_mib": size,
    }


if __name__ == "__main__":
    json.dump(work(sys.stdin.read(), int(sys.argv[1])), sys.stdout)
