"""Which entries a search tree picks, and what the service warns of in it."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from desktop.sandbox.shopify.search_terms import Both, Either, Node, Not, Term, terms_of

E = TypeVar("E")
Test = Callable[[Any, Term], bool]
Lookup = Callable[[Term], set[int]]
_DAY = 86_400


def folded(text: str) -> str:
    """Without regard to capitals."""
    return text.casefold()


def same_text(value: str | None, term: Term) -> bool:
    """Whether a text is the term's, or begins with it where it ends with `*`."""
    if value is None:
        return False
    have, want = folded(value), folded(term.value)
    return have.startswith(want) if term.prefix else have == want


def has_phrase(text: str, term: Term) -> bool:
    """Whether the phrase stands in the text, beginning at the start of a word."""
    want = folded(term.value)
    return bool(want) and re.search(r"(?<!\w)" + re.escape(want), folded(text)) is not None


def search_time(value: str) -> tuple[float, float] | None:
    """First and last second that a date or a time means; None where it is neither."""
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    start = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    return start, start + (_DAY - 1 if len(value.strip()) == 10 else 0)


def compare(value: float, term: Term, span: tuple[float, float]) -> bool:
    """Whether a number stands to a span as the comparator says."""
    first, last = span
    if term.comparator == ">=":
        return value >= first
    if term.comparator == ">":
        return value > last
    if term.comparator == "<=":
        return value <= last
    if term.comparator == "<":
        return value < first
    return first <= value <= last


def time_matches(value: float | None, term: Term) -> bool:
    """Compare a time in whole seconds; a value that is no time matches everything."""
    span = search_time(term.value)
    if span is None:
        return True
    return value is not None and compare(float(int(value)), term, span)


def number_matches(value: float, term: Term) -> bool:
    """Compare a number; a value that is none matches nothing."""
    try:
        wanted = float(term.value)
    except ValueError:
        return False
    return compare(value, term, (wanted, wanted))


def select(
    node: Node,
    entries: Mapping[int, E],
    tests: Mapping[str, Test],
    lookups: Mapping[str, Lookup],
    among: set[int] | None = None,
) -> set[int]:
    """The numbers of the entries that match. Terms of unknown fields match everything."""
    pool = set(entries) if among is None else among
    if isinstance(node, Both):
        for part in sorted(node.parts, key=lambda p: not _looked_up(p, lookups)):
            pool = select(part, entries, tests, lookups, pool)
        return pool
    if isinstance(node, Either):
        return set().union(*(select(p, entries, tests, lookups, pool) for p in node.parts))
    if isinstance(node, Not):
        return pool - select(node.inner, entries, tests, lookups, pool)
    if _looked_up(node, lookups):
        return lookups[node.field](node) & pool
    test = tests.get(node.field)
    if test is None:
        return pool
    return {number for number in pool if test(entries[number], node)}


def _looked_up(node: Node, lookups: Mapping[str, Lookup]) -> bool:
    return (
        isinstance(node, Term) and node.field in lookups and not node.comparator and not node.prefix
    )


def warnings_of(
    node: Node, tests: Mapping[str, Test], times: frozenset[str]
) -> list[dict[str, str]]:
    """What the service would warn of: unknown fields, and dates that are none."""
    found = []
    for term in terms_of(node):
        if term.field not in tests:
            message, code = "Invalid search field for this query.", "invalid_field"
        elif term.field in times and search_time(term.value) is None:
            message, code = f"Input `{term.value}` is not an accepted date.", "invalid_value"
        else:
            continue
        found.append({"field": term.field, "message": message, "code": code})
    return found
