"""What a setting is, and how each kind of value is read from what a person gave. Pure."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

APP, ACCOUNT, MARKETPLACE = "app", "account", "marketplace"
ALL = (APP, ACCOUNT, MARKETPLACE)
_TRUE, _FALSE = {"true", "on", "yes", "1"}, {"false", "off", "no", "0"}


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting; `read` makes a stored value of what a person gave, or raises ValueError."""

    key: str
    default: object
    read: Callable[[object], object]
    allowed: str
    levels: tuple[str, ...]
    description: str

    def checked(self, value: object) -> object:
        """The value as it is kept (JSON types). Raises ValueError naming key and allowed values."""
        try:
            return self.read(value)
        except (ValueError, TypeError, InvalidOperation) as error:
            raise ValueError(f"{self.key}: allowed is {self.allowed}") from error


def yes_no(value: object) -> object:
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word not in _TRUE | _FALSE:
        raise ValueError(word)
    return word in _TRUE


def number(low: int, high: int) -> Callable[[object], object]:
    def read(value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise ValueError("not a whole number")
        whole = int(value)
        if not low <= whole <= high:
            raise ValueError("out of range")
        return whole

    return read


def choice(*words: str) -> Callable[[object], object]:
    def read(value: object) -> object:
        if value not in words:
            raise ValueError("not among the words")
        return value

    return read


def text(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value.strip()


def gid_of(kind: str) -> Callable[[object], object]:
    """A Shopify gid of that kind, or its number; empty for none."""
    shape = re.compile(rf"(?:gid://shopify/{kind}/)?(\d+)")

    def read(value: object) -> object:
        if not isinstance(value, str):
            raise ValueError("not a text")
        found = shape.fullmatch(value.strip())
        if value.strip() and found is None:
            raise ValueError("not a gid")
        return f"gid://shopify/{kind}/{found[1]}" if found else ""

    return read


def texts(value: object) -> object:
    if isinstance(value, str):
        shown = value.strip()
        value = json.loads(shown) if shown.startswith("[") else shown.split(",")
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise ValueError("not a list of texts")
    return [one.strip() for one in value if one.strip()]


def rates(key_length: int, *, least: Decimal, most: Decimal) -> Callable[[object], object]:
    def read(value: object) -> object:
        if isinstance(value, str):
            shown = value.strip()
            pairs = (one.partition("=") for one in shown.split(",") if one.strip())
            value = (
                json.loads(shown)
                if shown.startswith("{")
                else {name.strip(): rate.strip() for name, _, rate in pairs}
            )
        if not isinstance(value, dict):
            raise ValueError("not pairs")
        return {_code(name, key_length): _rate(rate, least, most) for name, rate in value.items()}

    return read


def _code(name: object, length: int) -> str:
    code = str(name).upper()
    if len(code) != length or not code.isalpha() or not code.isascii():
        raise ValueError("not a code")
    return code


def _rate(rate: object, least: Decimal, most: Decimal) -> str:
    if isinstance(rate, float | bool):
        raise ValueError("give rates as text")
    share = Decimal(str(rate))
    if not share.is_finite() or not least <= share <= most:
        raise ValueError("rate out of range")
    return str(rate)


def pairs(value: object) -> object:
    """Words with what they mean: text as `one=A,two=B`, or an object. Raises ValueError."""
    if isinstance(value, str):
        shown = value.strip()
        parts = (one.partition("=") for one in shown.split(",") if one.strip())
        value = (
            json.loads(shown)
            if shown.startswith("{")
            else {name.strip(): meaning.strip() for name, _, meaning in parts}
        )
    if not isinstance(value, dict) or not all(
        isinstance(name, str) and isinstance(meaning, str) for name, meaning in value.items()
    ):
        raise ValueError("not pairs")
    return value


def pairs_of(words: Sequence[str], meanings: Sequence[str]) -> Callable[[object], object]:
    """Pairs of these words, or of any where none are named, with one of these meanings."""

    def read(value: object) -> object:
        given = pairs(value)
        if not isinstance(given, dict):
            raise ValueError("not pairs")
        if not all(name.strip() for name in given):
            raise ValueError("no words")
        if words and not given.keys() <= set(words):
            raise ValueError("not among the words")
        if not set(given.values()) <= set(meanings):
            raise ValueError("not among the meanings")
        return given

    return read


def numbers(low: int, high: int, most: int) -> Callable[[object], object]:
    """A list of whole numbers, the largest first: [24, 4], or text as 24, 4."""
    one = number(low, high)

    def read(value: object) -> object:
        if isinstance(value, int) and not isinstance(value, bool):
            value = [value]
        if isinstance(value, str):
            shown = value.strip()
            value = json.loads(shown) if shown.startswith("[") else shown.split(",")
        if not isinstance(value, list | tuple) or not 1 <= len(value) <= most:
            raise ValueError("not a list of numbers")
        return sorted({int(str(one(each))) for each in value}, reverse=True)

    return read


_SPAN = re.compile(r"(\d{1,2})(?::(\d\d))?\s*[-–]\s*(\d{1,2})(?::(\d\d))?")


def span(value: object) -> object:
    """Two times of day as 22:00-07:00; empty for none. Raises ValueError."""
    if not isinstance(value, str):
        raise ValueError("not a text")
    if not value.strip():
        return ""
    found = _SPAN.fullmatch(value.strip())
    if found is None:
        raise ValueError("not two times of day")
    hours = [int(part or 0) for part in found.groups()]
    times = [(hours[0], hours[1]), (hours[2], hours[3])]
    if times[0] == times[1] or any(hour > 23 or minute > 59 for hour, minute in times):
        raise ValueError("no such time")
    return "-".join(f"{hour:02}:{minute:02}" for hour, minute in times)


def quiet_span(text: str) -> tuple[int, int] | None:
    """Minutes of the day from and to; None where there is no span."""
    if not text:
        return None
    start, _, end = text.partition("-")
    return _minutes(start), _minutes(end)


def _minutes(time: str) -> int:
    hour, _, minute = time.partition(":")
    return int(hour) * 60 + int(minute)


ON_OFF = "true or false"
