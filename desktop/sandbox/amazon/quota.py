"""Amazon's usage plans: one token bucket per operation, refilled faster where time runs fast."""

from desktop.sandbox.timing import SandboxTime

PLANS: dict[str, tuple[float, int]] = {
    "searchOrders": (0.0056, 20),
    "getOrder": (0.5, 30),
    "confirmShipment": (2.0, 10),
    "createFeedDocument": (0.5, 15),
    "createFeed": (0.0083, 15),
    "getFeed": (2.0, 15),
    "cancelFeed": (2.0, 15),
    "getFeeds": (0.0222, 10),
    "getFeedDocument": (0.0222, 10),
    "createReport": (0.0167, 15),
    "getReport": (2.0, 15),
    "getReportDocument": (0.0167, 15),
    "listTransactions": (0.5, 10),
}


class Quota:
    """The buckets of one seller and application."""

    def __init__(self, timing: SandboxTime) -> None:
        self._timing = timing
        now = timing.now()
        self._buckets = {name: (float(burst), now) for name, (_, burst) in PLANS.items()}

    def take(self, operation: str) -> bool:
        """Take one token; False when there is none (429)."""
        rate, burst = PLANS[operation]
        tokens, at = self._buckets[operation]
        now = self._timing.now()
        tokens = min(burst, tokens + max(0.0, now - at) * rate * self._timing.speed)
        allowed = tokens >= 1.0
        self._buckets[operation] = (tokens - 1.0 if allowed else tokens, now)
        return allowed

    def empty(self) -> None:
        """Use up every bucket, as another program of the seller's would."""
        now = self._timing.now()
        self._buckets = dict.fromkeys(PLANS, (0.0, now))

    @staticmethod
    def told(operation: str) -> str:
        """The rate as the header tells it, in Amazon's own seconds."""
        return f"{PLANS[operation][0]:g}"
