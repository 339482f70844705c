"""Amazon's usage plans: calls a second and burst, per seller, application and operation."""

from desktop.channels.pacing import UsagePlan

SEARCH_ORDERS = "searchOrders"
GET_ORDER = "getOrder"

PLANS: dict[str, UsagePlan] = {
    SEARCH_ORDERS: UsagePlan(0.0056, 20),
    GET_ORDER: UsagePlan(0.5, 30),
}

# Tokens that background work leaves for what a person waits for. Nobody waits for a search, and
# after a refusal three tokens of that one would be nine minutes.
RESERVES: dict[str, float] = {SEARCH_ORDERS: 0.0, GET_ORDER: 2.0}


def told_rate(header: str | None) -> float | None:
    """The rate that an answer's header tells, or None where it is no usable number."""
    try:
        rate = float(header or "")
    except ValueError:
        return None
    return rate if 1e-5 <= rate <= 1e5 else None  # false for nan
