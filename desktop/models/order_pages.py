"""Rows of a question at any offset, by keys on the way there.

Every page that was read, and every STEP rows in between once `prepare` has walked the index, leaves
a key with its row number; the next page is reached from the nearest of them. A search that finds
few keeps all their ids instead.

Whatever is written makes keys old. They still lead far down, where counting anew would take long:
`rows` may then be off by as many rows as came or went above since, until `prepare` has walked
again. The first and last NEAR rows, rows around an order that `place` was asked for, and `ids` are
always exact.
"""

from bisect import bisect_left
from collections import OrderedDict
from dataclasses import dataclass, field

from desktop.models.database import Connection, read
from desktop.models.order_list import count as exact_count
from desktop.models.order_query import (
    SORTS,
    Key,
    Question,
    before_question,
    finds_few,
    looks_into_each,
    page_question,
    rest_before_question,
    rest_question,
    shown_question,
)
from desktop.models.order_rows import rows_of
from desktop.models.order_search import long_words, orders_led_to
from desktop.rows import OrderFilter, OrderRow, SortKey

STEP = 1_000
NEAR = 2_000  # that many rows are passed rather than to go by an old key
FEW = 5_000
_MOST_KEYS = 8_000
_MOST_WAYS = 16
_ABOVE = 120  # rows above an order, within which what is looked at begins
_HAS_VALUE, _HAS_NONE = 0, 1  # the first part of a key, as in order_list


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter with its order."""

    filter: OrderFilter
    sort: SortKey
    descending: bool


@dataclass(slots=True)
class _Marks:
    """Row numbers with their keys, how many rows there are, and how far the walk has come."""

    numbers: list[int] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    total: int | None = None
    walked: tuple[int, Key | None] = (-1, None)
    is_walked: bool = False

    def before(self, number: int) -> tuple[int, Key | None]:
        """The nearest mark above a row, or what is before the first."""
        at = bisect_left(self.numbers, number)
        return (self.numbers[at - 1], self.keys[at - 1]) if at else (-1, None)

    def after(self, number: int) -> tuple[int, Key | None] | None:
        """The nearest mark at a row or below, or what is behind the last."""
        at = bisect_left(self.numbers, number)
        if at < len(self.numbers):
            return self.numbers[at], self.keys[at]
        return None if self.total is None else (self.total, None)

    def keep(self, number: int, key: Key) -> None:
        """Remember which row has that key."""
        at = bisect_left(self.numbers, number)
        is_known = at < len(self.numbers) and self.numbers[at] == number
        if not is_known and len(self.numbers) < _MOST_KEYS:
            self.numbers.insert(at, number)
            self.keys.insert(at, key)


@dataclass(slots=True)
class _Way:
    """What is known of one question: marks, those of before the last write, or all ids."""

    marks: _Marks = field(default_factory=_Marks)
    old: _Marks = field(default_factory=_Marks)
    common: frozenset[str] = frozenset()
    ids: list[int] | None = None

    def aged(self) -> "_Way":
        """What is left of it when something was written."""
        marks, old = self.marks, self.old
        is_longer = len(marks.numbers) >= len(old.numbers) and not old.is_walked
        kept = marks if marks.is_walked or is_longer else old
        kept.total = old.total if marks.total is None else marks.total
        return _Way(old=kept, common=self.common)


class OrderPages:
    """Answers on one thread, as the database stands; only old keys are used on, as said above."""

    def __init__(self) -> None:
        self._ways: OrderedDict[Asked, _Way] = OrderedDict()
        self._state: tuple[int, int] | None = None

    def rows(self, asked: Asked, offset: int, limit: int) -> tuple[OrderRow, ...]:
        """Rows from `offset` on. Raises ValueError for a price range without currency."""
        with read() as connection:
            return rows_of(connection, self._ids(connection, asked, offset, limit, NEAR))

    def ids(self, asked: Asked, offset: int, limit: int) -> tuple[int, ...]:
        """The ids of rows from `offset` on. Raises ValueError."""
        with read() as connection:
            return tuple(self._ids(connection, asked, offset, limit))

    def count(self, asked: OrderFilter) -> int:
        """How many orders the filter shows, exactly. Raises ValueError."""
        with read() as connection:
            ways = [self._way(connection, one) for one in self._like(connection, asked)]
            totals = (one.marks.total for one in ways)
            known = next((one for one in totals if one is not None), None)
        total = exact_count(asked) if known is None else known
        for way in ways:
            way.marks.total = total
        return total

    def prepare(self, asked: Asked) -> None:
        """Walk to the end once, leaving a key every STEP rows. Goes on where it was stopped.

        A walk that a write came into is brought to its end first: better old keys than none.
        """
        with read() as connection:
            way = self._way(connection, asked)
            if looks_into_each(asked.filter, way.common):
                return  # seconds of work, for the one page in a million that is asked for
            for marks in (way.old, way.marks):
                is_begun = marks is way.marks or bool(marks.numbers)
                while way.ids is None and is_begun and not marks.is_walked:
                    _walk_on(connection, asked, way, marks)

    def place(self, asked: Asked, order_id: int) -> int | None:
        """The row number of an order; None where the question does not show it."""
        with read() as connection:
            way = self._way(connection, asked)
            if way.ids is not None:
                return way.ids.index(order_id) if order_id in way.ids else None
            found = _place(connection, asked, order_id, way.common)
            if found is None:
                return None
            number, key = found
            way.marks.keep(number, key)
            above = _keys(
                connection, asked, key, skip=0, limit=_ABOVE, common=way.common, backward=True
            )
            if above:
                way.marks.keep(number - len(above), above[-1])
            return number

    def _like(self, connection: Connection, asked: OrderFilter) -> list[Asked]:
        self._fresh(connection)
        return [one for one in self._ways if one.filter == asked]

    def _fresh(self, connection: Connection) -> None:
        """Forget all but keys when anybody, or this connection itself, has written."""
        (others,) = connection.execute("PRAGMA data_version").fetchone()
        (own,) = connection.execute("SELECT total_changes()").fetchone()
        if self._state != (others, own):
            kept = [(asked, way.aged()) for asked, way in self._ways.items() if way.ids is None]
            self._ways = OrderedDict(kept)
            self._state = (others, own)

    def _way(self, connection: Connection, asked: Asked) -> _Way:
        self._fresh(connection)
        way = self._ways.get(asked)
        if way is None:
            way = _Way(common=_led_to_by_many(connection, asked.filter))
            if finds_few(asked.filter, way.common):
                way.ids = _all_ids(connection, asked, way.common)
                way.marks.total = len(way.ids)
            self._ways[asked] = way
            while len(self._ways) > _MOST_WAYS:
                self._ways.popitem(last=False)
        self._ways.move_to_end(asked)
        return way

    def _ids(
        self,
        connection: Connection,
        asked: Asked,
        offset: int,
        limit: int,
        near: int | None = None,
    ) -> list[int]:
        if offset < 0 or limit < 1:
            return []
        way = self._way(connection, asked)
        if way.ids is not None:
            return way.ids[offset : offset + limit]
        if way.marks.total is not None:
            limit = min(limit, way.marks.total - offset)
        keys = _page(connection, asked, way, offset, limit, near) if limit > 0 else []
        return [int(key[-1] or 0) for key in keys]


def _walk_on(connection: Connection, asked: Asked, way: _Way, marks: _Marks) -> None:
    number, key = marks.walked
    found = _keys(connection, asked, key, skip=STEP - 1, limit=1, common=way.common)
    marks.is_walked = not found
    if found:
        marks.walked = (number + STEP, found[0])
        marks.keep(number + STEP, found[0])


def _page(
    connection: Connection, asked: Asked, way: _Way, offset: int, limit: int, near: int | None
) -> list[Key]:
    """The keys of a page; from old marks where those of now are farther than `near` rows."""
    if near is not None and way.old.numbers and _distance(way, offset, limit) > near:
        keys = _page_by(connection, asked, way.old, way, offset, limit)
        if len(keys) == limit:
            return keys
    return _page_by(connection, asked, way.marks, way, offset, limit)


def _distance(way: _Way, offset: int, limit: int) -> int:
    later = way.marks.after(offset + limit)
    above = offset - way.marks.before(offset)[0] - 1
    return above if later is None else min(above, later[0] - offset - limit)


def _page_by(
    connection: Connection, asked: Asked, marks: _Marks, way: _Way, offset: int, limit: int
) -> list[Key]:
    """The keys of a page, from the nearest known row on either side, or from the nearer end."""
    number, key = marks.before(offset)
    skip = offset - number - 1
    later = marks.after(offset + limit)
    if later is not None and later[0] - offset - limit < skip:
        back = max(0, later[0] - offset - limit)  # old marks may end before that page does
        keys = _keys(
            connection, asked, later[1], skip=back, limit=limit, common=way.common, backward=True
        )[::-1]
    else:
        keys = _keys(connection, asked, key, skip=skip, limit=limit, common=way.common)
    if keys:
        marks.keep(offset, keys[0])
        marks.keep(offset + len(keys) - 1, keys[-1])
    return keys


def _keys(
    connection: Connection,
    asked: Asked,
    after: Key | None,
    *,
    skip: int,
    limit: int,
    common: frozenset[str],
    backward: bool = False,
) -> list[Key]:
    """Keys after `after`: rows with a sort value come first, backward last."""
    parts = (_HAS_VALUE, _HAS_NONE) if SORTS[asked.sort].nullable else (_HAS_VALUE,)
    parts = parts[::-1] if backward else parts
    keys: list[Key] = []
    for part in parts[0 if after is None else parts.index(int(after[0] or 0)) :]:
        since = after[1:] if after is not None and after[0] == part else None
        left = limit - len(keys)
        rows = _part(connection, asked, part, since, left, skip, common, backward)
        keys += [(part, *row) for row in rows]
        if len(keys) == limit:
            break
        if skip and part != parts[-1]:
            passed = (
                0 if rows else len(_part(connection, asked, part, since, skip, 0, common, backward))
            )
            skip = 0 if rows else skip - passed
    return keys


def _part(
    connection: Connection,
    asked: Asked,
    part: int,
    after: Key | None,
    limit: int,
    skip: int,
    common: frozenset[str],
    backward: bool,
) -> list[Key]:
    down = asked.descending != backward
    if part == _HAS_VALUE:
        question = page_question(
            asked.filter,
            asked.sort,
            descending=down,
            after=after,
            limit=limit,
            skip=skip,
            common=common,
        )
    else:
        after_id = None if after is None else int(after[-1] or 0)
        question = rest_question(
            asked.filter,
            asked.sort,
            descending=down,
            after_id=after_id,
            limit=limit,
            skip=skip,
            common=common,
        )
    return _ask(connection, question)


def _ask(connection: Connection, question: Question) -> list[Key]:
    return connection.execute(question.sql, question.values).fetchall()


def _led_to_by_many(connection: Connection, asked: OrderFilter) -> frozenset[str]:
    """What is searched for and leads to many orders."""
    typed = long_words(asked.text, asked.order_ids)
    return frozenset(
        word
        for word in typed
        if any(
            connection.execute(sql, values).fetchone()[0] >= FEW
            for sql, values in orders_led_to(word, FEW)
        )
    )


def _all_ids(connection: Connection, asked: Asked, common: frozenset[str]) -> list[int]:
    keys = _keys(connection, asked, None, skip=0, limit=-1, common=common)
    return [int(key[-1] or 0) for key in keys]


def _place(
    connection: Connection, asked: Asked, order_id: int, common: frozenset[str]
) -> tuple[int, Key] | None:
    """The row number of an order, and its key."""
    rule, down = SORTS[asked.sort], asked.descending
    shown = _ask(connection, shown_question(asked.filter, asked.sort, order_id, common))
    if not shown:
        return None
    (key,) = shown
    has_value = not rule.nullable or key[rule.columns.index(rule.nullable)] is not None
    before = before_question(
        asked.filter, asked.sort, key if has_value else None, descending=down, common=common
    )
    number = _number(connection, before)
    if not has_value:
        rest = rest_before_question(
            asked.filter, asked.sort, order_id, descending=down, common=common
        )
        number += _number(connection, rest)
    return number, (_HAS_VALUE, *key) if has_value else (_HAS_NONE, order_id)


def _number(connection: Connection, question: Question) -> int:
    return int(connection.execute(question.sql, question.values).fetchone()[0])
