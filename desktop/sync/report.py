"""What one account's run did; summed up over accounts by the runner."""

from collections import Counter
from dataclasses import dataclass, field

from desktop.rows import Problem


@dataclass(slots=True)
class RunReport:
    """Counts of one run. `next_due` is when something is due next, UTC seconds, or None."""

    imported: int = 0
    refreshed: int = 0
    created: int = 0
    adopted: int = 0
    settled: int = 0  # shipments, refunds and cancellations that came to their end
    calls: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    next_due: float | None = None
