"""What the values of Shopify's scalars look like; graphql-core knows only the five of its own."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from graphql import GraphQLScalarType, GraphQLSchema, specified_scalar_types

_DECIMAL = re.compile(r"-?\d+(\.\d+)?")
_DIGITS = re.compile(r"\d+")
_OFFSET = re.compile(r"[+-]\d\d:\d\d")


def _is_time(value: Any) -> bool:
    if not isinstance(value, str) or "T" not in value:
        return False
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _is_url(value: Any) -> bool:
    return isinstance(value, str) and bool(urlsplit(value).scheme and urlsplit(value).netloc)


def _matches(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -(2**31) <= value < 2**31


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


LOOKS: dict[str, Callable[[Any], bool]] = {
    "String": lambda value: isinstance(value, str),
    "ID": lambda value: isinstance(value, str) and bool(value),
    "Boolean": lambda value: isinstance(value, bool),
    "Int": _is_whole,
    "Float": _is_number,
    "DateTime": _is_time,
    "Decimal": _matches(_DECIMAL),
    "Money": _matches(_DECIMAL),
    "UnsignedInt64": _matches(_DIGITS),
    "URL": _is_url,
    "UtcOffset": _matches(_OFFSET),
    "HTML": lambda value: isinstance(value, str),
    "FormattedString": lambda value: isinstance(value, str),
    "JSON": lambda value: True,
}


def be_strict(schema: GraphQLSchema) -> GraphQLSchema:
    """Let the schema's own scalars refuse values that do not look like one.

    GraphQL's five are left alone: they are the same objects in every schema of the process.
    """
    for name, kind in schema.type_map.items():
        if name in specified_scalar_types:
            continue
        if isinstance(kind, GraphQLScalarType) and name in LOOKS:
            for reads in ("parse_value", "coerce_input_value"):  # the second from 3.3 on
                if hasattr(kind, reads):
                    setattr(kind, reads, _parser(name))
    return schema


def _parser(name: str) -> Callable[[Any], Any]:
    def parse(value: Any) -> Any:
        if not LOOKS[name](value):
            raise ValueError(f"{value!r} is no {name}")
        return value

    return parse
