"""What the chips say of a filter that is set. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from desktop.rows import OrderFilter
from desktop.trade import Money
from desktop.ui.figures import day_text, money_text

_DAY_S = 86_400


def some(words: Sequence[str]) -> str:
    """The first, and how many more."""
    return words[0] + (f" +{len(words) - 1}" if len(words) > 1 else "") if words else ""


def midnight(days_ago: int, now: float) -> int:
    """The begin of a day in the computer's zone, in UTC seconds."""
    today = datetime.fromtimestamp(now).replace(hour=0, minute=0, second=0, microsecond=0)  # noqa: DTZ006
    return int((today - timedelta(days=days_ago)).timestamp())


PRESETS = (("today", 0), ("last 7 days", 6), ("last 30 days", 29))


def created_words(asked: OrderFilter, now: float) -> str:
    """ "last 7 days", or the days themselves."""
    start, end = asked.created_from, asked.created_to
    if end is None and start is not None:
        for words, days in PRESETS:
            if start == midnight(days, now):
                return words
        return f"since {day_text(start)}"
    if start is None:
        return "" if end is None else f"until {day_text(end)}"
    one, other = day_text(start), day_text(end)
    return one if one == other else f"{one} – {other}"


def price_words(asked: OrderFilter) -> str:
    """ "$20.00 – $60.00", "from €5.00", or the currency alone."""
    low, high = (
        None if minor is None else money_text(Money(minor, asked.currency))
        for minor in (asked.price_from, asked.price_to)
    )
    if low and high:
        return f"{low} – {high}"
    if low or high:
        return f"from {low}" if low else f"up to {high}"
    return asked.currency


_SOON_S = 24 * 3600
COUNTER_WORDS = {
    "due_today": "Due today",
    "due_soon": "To ship soon",
    "overdue": "Overdue",
    "cancel_wishes": "Cancel wishes",
    "to_send": "To send",
    "refunds_not_sent": "Refunds not sent",
    "oversold": "Oversold",
}


def counter_parts(name: str, now: float) -> dict[str, object]:
    """The parts of a filter that a counter chip stands for; "" for none of them."""
    parts: dict[str, object] = {
        "cancel_wish": name == "cancel_wishes",
        "to_send": name == "to_send",
        "not_sent": name == "refunds_not_sent",
        "oversold": name == "oversold",
        "to_ship": name in ("due_today", "due_soon", "overdue"),
        "ship_by_from": None,
        "ship_by_before": None,
    }
    if name == "overdue":
        parts["ship_by_before"] = int(now)
    elif name == "due_soon":
        parts["ship_by_before"] = int(now) + _SOON_S
    elif name == "due_today":
        parts["ship_by_from"], parts["ship_by_before"] = int(now), midnight(-1, now)
    return parts
