"""Turns the words of a filter (dates, prices, statuses, sort) into what the order list takes.

A day without a time is the whole day in the time zone given; times with an offset stand as given.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop.actions.bad_input import BadInput
from desktop.trade import Money

Word = TypeVar("Word", bound=StrEnum)

TAGS = ("FBA", "FBM")


def read_word(kind: type[Word], text: str, field: str) -> Word:
    """The word of a list that is meant, whatever its case, spaces, dashes. Raises BadInput."""
    wanted = _plain(text)
    for word in kind:
        if wanted in (_plain(word.value), _plain(word.name)):
            return word
    known = ", ".join(word.value for word in kind)
    raise BadInput(field, f"{text[:40]!r} is not known.", f"Give one of: {known}.")


def read_words(kind: type[Word], texts: Iterable[str], field: str) -> tuple[Word, ...]:
    """Each word once; one text may hold several with commas between. Raises BadInput."""
    parts = [part for text in texts for part in text.split(",") if part.strip()]
    return tuple(dict.fromkeys(read_word(kind, part, field) for part in parts))


def read_tags(texts: Iterable[str]) -> tuple[str, ...]:
    """FBA and FBM, each once. Raises BadInput."""
    parts = [part.strip().upper() for text in texts for part in text.split(",") if part.strip()]
    for part in parts:
        if part not in TAGS:
            raise BadInput("--tag", f"{part[:20]!r} is not known.", "Give FBA or FBM.")
    return tuple(dict.fromkeys(parts))


def read_price(text: str, currency: str, field: str) -> int:
    """Minor units of a decimal amount such as 12.5. Raises BadInput."""
    try:
        return Money.parse(text.strip(), currency).minor
    except ValueError:
        raise BadInput(
            field,
            f"{text[:20]!r} is no amount in {currency}.",
            "Give a number with a point, such as 19.99.",
        ) from None


def read_currency(text: str) -> str:
    """A currency code in capitals. Raises BadInput."""
    code = text.strip().upper()
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise BadInput("--currency", f"{text[:20]!r} is no currency.", "Give a code such as EUR.")
    return code


def first_second(text: str, zone: tzinfo | None, field: str) -> int:
    """The first UTC second that is meant: of the day, or the time itself. Raises BadInput."""
    day = _day(text)
    return _seconds(day, zone) if day else _moment(text, zone, field)


def last_second(text: str, zone: tzinfo | None, field: str) -> int:
    """The last UTC second that is meant: of the day, or the time itself. Raises BadInput."""
    day = _day(text)
    if day is None:
        return _moment(text, zone, field)
    if day == date.max:
        raise BadInput(field, "is too far in the future.", "Give an earlier day.")
    return _seconds(day + timedelta(days=1), zone) - 1


def zone_named(name: str) -> tzinfo | None:
    """The time zone of that name; None (this computer's) where it is not known."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _moment(text: str, zone: tzinfo | None, field: str) -> int:
    try:
        moment = datetime.fromisoformat(text.strip())
        return int((moment if moment.tzinfo else _placed(moment, zone)).timestamp())
    except (ValueError, OverflowError, OSError):
        raise BadInput(
            field,
            f"{text[:40]!r} is no date.",
            "Give a day such as 2026-11-30, or a time such as 2026-11-30T14:00:00Z.",
        ) from None


def _seconds(day: date, zone: tzinfo | None) -> int:
    try:
        return int(_placed(datetime.combine(day, time()), zone).timestamp())
    except (ValueError, OverflowError, OSError):
        raise BadInput("date", f"{day} is out of range.", "Give a day of our time.") from None


def _placed(moment: datetime, zone: tzinfo | None) -> datetime:
    return moment.replace(tzinfo=zone) if zone else moment.astimezone()


def _plain(text: str) -> str:
    return text.strip().casefold().replace("_", " ").replace("-", " ")
