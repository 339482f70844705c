"""The service's scalars: what is taken, and how it is written in answers."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from graphql import GraphQLError, GraphQLScalarType, GraphQLSchema


def read_time(value: Any) -> float:
    """UTC seconds of an ISO 8601 text. Raises GraphQLError."""
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            pass
        else:
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    raise GraphQLError(f"Could not coerce value {value!r} to DateTime")


def write_time(seconds: Any) -> str:
    """ISO 8601 in UTC, whole seconds."""
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_decimal(value: Any) -> Decimal:
    """A finite number from a text or a JSON number. Raises GraphQLError."""
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite() and abs(number.adjusted()) < 18:
            return number
    raise GraphQLError(f"Could not coerce value {value!r} to Decimal")


def write_decimal(value: Any) -> str:
    """As the service writes decimals: no needless zeros, but always one place ("10.0")."""
    text = f"{Decimal(value):f}"
    if "." not in text:
        return f"{text}.0"
    whole, places = text.split(".")
    return f"{whole}.{places.rstrip('0') or '0'}"


def read_url(value: Any) -> str:
    """An absolute web address. Raises GraphQLError."""
    if isinstance(value, str) and not any(letter.isspace() for letter in value):
        try:
            parts = urlsplit(value)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme in ("http", "https") and parts.hostname:
            return value
    raise GraphQLError(f"Could not coerce value {value!r} to URL")


def read_unsigned(value: Any) -> int:
    """A whole number from 0 to 2^64 - 1, as text or number. Raises GraphQLError."""
    text = str(value)
    if not isinstance(value, bool) and text.isdecimal() and int(text) < 2**64:
        return int(text)
    raise GraphQLError(f"Could not coerce value {value!r} to UnsignedInt64")


def _same(value: Any) -> Any:
    return value


Reader = Callable[[Any], Any]
SCALARS: dict[str, tuple[Reader, Reader]] = {
    "DateTime": (read_time, write_time),
    "Decimal": (read_decimal, write_decimal),
    "FormattedString": (str, str),
    "JSON": (_same, _same),
    "Money": (read_decimal, str),
    "UnsignedInt64": (read_unsigned, str),
    "URL": (read_url, str),
}


def equip_scalars(schema: GraphQLSchema) -> None:
    """Give the schema's own scalars their readers and writers (both generations of names)."""
    for name, (reader, writer) in SCALARS.items():
        scalar = schema.type_map[name]
        if not isinstance(scalar, GraphQLScalarType):
            raise TypeError(f"{name} is no scalar of the schema")
        for attribute, function in (
            ("parse_value", reader),
            ("coerce_input_value", reader),
            ("serialize", writer),
            ("coerce_output_value", writer),
        ):
            if hasattr(scalar, attribute):
                setattr(scalar, attribute, function)
