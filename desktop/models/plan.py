"""Plan use: orders that the app itself created in Shopify, each counted once (PRODUCT rule 10)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from desktop.models.database import read
from desktop.models.setting import get


@dataclass(frozen=True, slots=True)
class PlanUsage:
    """Use in this period; `limit` 0 is none, `since` and `reset` are its begin and end (UTC)."""

    used: int
    limit: int
    reset: int
    name: str = ""
    since: int = 0

    @property
    def is_over(self) -> bool:
        """Whether the limit is reached; it warns and never stops."""
        return self.limit > 0 and self.used >= self.limit


def period(now: float, reset_day: int) -> tuple[int, int]:
    """Begin and end of the period around `now`, in UTC seconds; `reset_day` is 1 to 28."""
    today = datetime.fromtimestamp(now, UTC)
    months = today.year * 12 + today.month - 1 - (today.day < reset_day)
    begin, end = (
        datetime(one // 12, one % 12 + 1, reset_day, tzinfo=UTC) for one in (months, months + 1)
    )
    return int(begin.timestamp()), int(end.timestamp())


def usage(now: float) -> PlanUsage:
    """How much of the plan is used."""
    since, reset = period(now, get("plan.reset_day"))
    with read() as connection:
        (used,) = connection.execute(
            "SELECT count(*) FROM plan_use WHERE at >= ? AND at < ?", (since, reset)
        ).fetchone()
    return PlanUsage(int(used), get("plan.limit"), reset, get("plan.name"), since)
