"""Amazon's usage plans: calls a second and burst, per seller, application and operation."""

from desktop.channels.pacing import UsagePlan

SEARCH_ORDERS = "searchOrders"
GET_ORDER = "getOrder"
CONFIRM_SHIPMENT = "confirmShipment"
CREATE_FEED_DOCUMENT = "createFeedDocument"
CREATE_FEED = "createFeed"
GET_FEED = "getFeed"
GET_FEEDS = "getFeeds"
GET_FEED_DOCUMENT = "getFeedDocument"
CREATE_REPORT = "createReport"
GET_REPORT = "getReport"
GET_REPORT_DOCUMENT = "getReportDocument"
LIST_TRANSACTIONS = "listTransactions"

PLANS: dict[str, UsagePlan] = {
    SEARCH_ORDERS: UsagePlan(0.0056, 20),
    GET_ORDER: UsagePlan(0.5, 30),
    CONFIRM_SHIPMENT: UsagePlan(2, 10),
    CREATE_FEED_DOCUMENT: UsagePlan(0.5, 15),
    CREATE_FEED: UsagePlan(0.0083, 15),
    GET_FEED: UsagePlan(2, 15),
    GET_FEEDS: UsagePlan(0.0222, 10),
    GET_FEED_DOCUMENT: UsagePlan(0.0222, 10),
    CREATE_REPORT: UsagePlan(0.0167, 15),
    GET_REPORT: UsagePlan(2, 15),
    GET_REPORT_DOCUMENT: UsagePlan(0.0167, 15),
    LIST_TRANSACTIONS: UsagePlan(0.5, 10),
}

# Tokens that background work leaves for what a person waits for. Nobody waits for a search, and
# after a refusal three tokens of that one would be nine minutes; nor for feeds and reports, which
# take minutes anyhow.
RESERVES: dict[str, float] = {
    **dict.fromkeys(PLANS, 0.0),
    GET_ORDER: 2.0,
    CONFIRM_SHIPMENT: 2.0,
    LIST_TRANSACTIONS: 2.0,
}


def told_rate(header: str | None) -> float | None:
    """The rate that an answer's header tells, or None where it is no usable number."""
    try:
        rate = float(header or "")
    except ValueError:
        return None
    return rate if 1e-5 <= rate <= 1e5 else None  # false for nan
