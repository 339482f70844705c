"""When an order has to leave, in a few words and a tone: red overdue, amber today, else muted."""

from datetime import datetime

from PySide6.QtCore import QDate, QLocale, QTime

from desktop.rows import OrderRow, Status
from desktop.ui.ago import span
from desktop.ui.figures import system_locale

_TO_SHIP = frozenset({Status.PENDING, Status.UNSHIPPED, Status.PARTIALLY_SHIPPED})
_DONE_WORDS = {Status.SHIPPED: "shipped", Status.FULFILLED: "delivered"}


def _local(at: float) -> datetime:
    return datetime.fromtimestamp(at)  # noqa: DTZ006  the computer's zone is meant


def month_and_day(at: float) -> str:
    """The day without its year, as the locale orders it: "Nov 24", "24. Nov"."""
    locale, day = system_locale(), _local(at).date()
    pattern = locale.dateFormat(QLocale.FormatType.LongFormat).replace("dddd", "")
    month_first = pattern.find("M") < pattern.find("d")
    return locale.toString(QDate(day.year, day.month, day.day), "MMM d" if month_first else "d MMM")


def clock_time(at: float) -> str:
    """The time of day, short, as the locale writes it."""
    then = _local(at)
    return system_locale().toString(QTime(then.hour, then.minute), QLocale.FormatType.ShortFormat)


def zone_name(at: float) -> str:
    """The computer's time zone at that time: "CET"."""
    return _local(at).astimezone().tzname() or ""


def due_words(ship_by: int | None, now: float) -> tuple[str, str]:
    """Words and tone of a date by which something has to leave."""
    if ship_by is None:
        return "–", "muted"
    if ship_by < now:
        return f"overdue {span(now - ship_by)}", "bad"
    if _local(ship_by).date() == _local(now).date():
        return f"today {clock_time(ship_by)}", "waiting"
    return month_and_day(ship_by), "muted"


def ship_by_words(row: OrderRow, now: float) -> tuple[str, str]:
    """What the Ship by column shows of an order."""
    if row.status in _TO_SHIP:
        if "FBA" in row.tags:
            return "by Amazon", "muted"
        return due_words(row.ship_by, now)
    word = _DONE_WORDS.get(row.status, "")
    if word == "delivered":
        return word, "muted"
    if row.shipped_at is not None:
        return f"shipped {month_and_day(row.shipped_at)}", "muted"
    return word or "–", "muted"
