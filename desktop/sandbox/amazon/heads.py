"""The head of an order that came as a whole: from a file or by an event. Odd orders are welcome."""

from datetime import UTC, datetime
from typing import Any

from desktop.sandbox.amazon.store import Head
from desktop.sandbox.amazon.totals import dig

OLDEST_MS = 729 * 86_400_000  # Amazon shows two years; what is older is found at the far end


def head_of(order: dict[str, Any], key: str, now_ms: int) -> Head:
    """Where it is indexed. A time that is missing, unreadable, in the future or older than two
    years is indexed where a search can find it; the order itself is served as it stands.
    """
    latest, oldest = now_ms - 600_000, now_ms - OLDEST_MS
    updated = _milliseconds(order.get("lastUpdatedTime"))
    created = _milliseconds(order.get("createdTime"))
    created = created if created is not None else updated
    updated = updated if updated is not None else created
    return Head(
        key,
        min(max(created if created is not None else latest, oldest), latest),
        min(max(updated if updated is not None else latest, oldest), latest),
        _text(dig(order, "fulfillment", "fulfillmentStatus")),
        _text(dig(order, "fulfillment", "fulfilledBy")),
        _text(dig(order, "salesChannel", "marketplaceId")),
        -1,
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _milliseconds(value: Any) -> int | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int(moment.timestamp() * 1000)
