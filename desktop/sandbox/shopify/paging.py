"""Connections: cut a sorted list into pages by cursors that say where, not how many."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError

MOST = 250


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a connection: what it is sorted by, its number, and the record."""

    value: Any
    number: int
    node: Any

    @property
    def key(self) -> tuple[Any, int]:
        """The place in the order."""
        return (self.value, self.number)


def _bad(message: str) -> GraphQLError:
    return GraphQLError(message, extensions={"code": "BAD_USER_INPUT"})


def write_cursor(row: Row, sort: str) -> str:
    """An opaque text that stands for the place of a row."""
    text = json.dumps({"last_id": row.number, "last_value": row.value, "sort": sort})
    return base64.urlsafe_b64encode(text.encode()).decode()


def read_cursor(text: str, sort: str) -> tuple[Any, int]:
    """The place that a cursor stands for. Raises GraphQLError where it is none of this sort."""
    try:
        data = json.loads(base64.urlsafe_b64decode(text.encode()))
        value, number, of = data["last_value"], int(data["last_id"]), data["sort"]
    except (ValueError, KeyError, TypeError) as error:
        raise _bad("Invalid cursor for current pagination sort.") from error
    if of != sort:
        raise _bad("Invalid cursor for current pagination sort.")
    return (value, number)


def _size(first: int | None, last: int | None) -> int:
    if first is None and last is None:
        raise _bad("you must provide one of first or last")
    if first is not None and last is not None:
        raise _bad("providing both first and last is not supported")
    name, size = ("first", first) if first is not None else ("last", last)
    if size is None or size < 0:
        raise _bad(f"{name} must be zero or more")
    if size > MOST:
        raise _bad(f"{name} cannot exceed {MOST}")
    return size


def _beyond(row: Row, cursor: tuple[Any, int], *, reverse: bool) -> bool:
    try:
        return row.key < cursor if reverse else row.key > cursor
    except TypeError as error:
        raise _bad("Invalid cursor for current pagination sort.") from error


def connect(
    rows: Sequence[Row],
    *,
    sort: str = "ID",
    first: int | None = None,
    last: int | None = None,
    after: str | None = None,
    before: str | None = None,
    reverse: bool | None = False,
) -> dict[str, Any]:
    """One page as the schema's connection. Raises GraphQLError for arguments that do not fit."""
    size = _size(first, last)
    backwards = bool(reverse)
    here = sorted(rows, key=lambda row: row.key, reverse=backwards)
    total = len(here)
    if after:
        place = read_cursor(after, sort)
        here = [row for row in here if _beyond(row, place, reverse=backwards)]
    skipped = total - len(here)
    if before:
        place = read_cursor(before, sort)
        here = [row for row in here if _beyond(row, place, reverse=not backwards)]
    cut = len(here) > size
    page = here[:size] if first is not None else here[max(0, len(here) - size) :]
    edges = [{"cursor": write_cursor(row, sort), "node": row.node} for row in page]
    return {
        "edges": edges,
        "nodes": [row.node for row in page],
        "pageInfo": {
            "hasNextPage": cut if first is not None else bool(before),
            "hasPreviousPage": skipped > 0 if first is not None else cut,
            "startCursor": edges[0]["cursor"] if edges else None,
            "endCursor": edges[-1]["cursor"] if edges else None,
        },
    }


def numbered(records: Sequence[Any]) -> list[Row]:
    """Rows of records in their given order, for short lists inside an order."""
    return [Row(place, record.legacy_resource_id, record) for place, record in enumerate(records)]
