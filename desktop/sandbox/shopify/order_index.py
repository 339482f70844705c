"""The index that order searches run on. It learns of a change only some seconds later."""

from collections import deque
from dataclasses import dataclass
from typing import Any

from desktop.sandbox.shopify.records import Order
from desktop.sandbox.shopify.search_match import (
    Lookup,
    Test,
    folded,
    has_phrase,
    number_matches,
    same_text,
    select,
    time_matches,
)
from desktop.sandbox.shopify.search_terms import Node, Term

TIMES = frozenset({"created_at", "updated_at", "processed_at"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index knows of one order."""

    number: int
    name: str
    source: str
    tags: tuple[str, ...]
    times: dict[str, float]
    words: dict[str, str]
    skus: tuple[str, ...]
    total: float
    text: str


def entry_of(order: Order) -> Entry:
    """The order as it stands now, for the index."""
    skus = tuple(line.sku for line in order.lines if line.sku)
    status = "cancelled" if order.cancelled_at else "closed" if order.closed_at else "open"
    return Entry(
        number=order.legacy_resource_id,
        name=order.name,
        source=order.source_identifier or "",
        tags=tuple(order.tags),
        times={
            "created_at": order.created_at,
            "updated_at": order.updated_at,
            "processed_at": order.processed_at,
        },
        words={
            "status": status,
            "financial_status": (order.display_financial_status or "").lower(),
            "fulfillment_status": order.display_fulfillment_status.lower(),
            "po_number": order.po_number or "",
            "discount_code": order.discount_code or "",
            "test": str(order.test).lower(),
        },
        skus=skus,
        total=float(order.money["total"].shop_money.amount),
        text=" ".join((order.name, order.source_identifier or "", *order.tags, *skus)),
    )


def _name_matches(entry: Entry, term: Term) -> bool:
    bare = Term("", "", term.value.lstrip("#"), term.prefix)
    return same_text(entry.name.lstrip("#"), bare)


def _word(field: str) -> Test:
    def test(entry: Entry, term: Term) -> bool:
        if field == "status" and folded(term.value) in ("any", ""):
            return True
        return same_text(entry.words[field], term)

    return test


def _time(field: str) -> Test:
    return lambda entry, term: time_matches(entry.times[field], term)


TESTS: dict[str, Test] = {
    "": lambda entry, term: has_phrase(entry.text, term),
    "default": lambda entry, term: has_phrase(entry.text, term),
    "id": lambda entry, term: number_matches(entry.number, term),
    "name": _name_matches,
    "sku": lambda entry, term: any(same_text(sku, term) for sku in entry.skus),
    "source_identifier": lambda entry, term: same_text(entry.source, term),
    "tag": lambda entry, term: any(same_text(tag, term) for tag in entry.tags),
    "tag_not": lambda entry, term: not any(same_text(tag, term) for tag in entry.tags),
    **{field: _time(field) for field in TIMES},
    **{
        field: _word(field)
        for field in (
            "status", "financial_status", "fulfillment_status", "po_number", "discount_code", "test"
        )
    },
}  # fmt: skip


class OrderIndex:
    """Entries that become visible when their time has come."""

    def __init__(self) -> None:
        self._entries: dict[int, Entry] = {}
        self._by_source: dict[str, set[int]] = {}
        self._coming: deque[tuple[float, int, Entry | None]] = deque()

    def note(self, order: Order, due: float) -> None:
        """The order was made or changed; searches see it from `due` (UTC seconds) on."""
        self._coming.append((due, order.legacy_resource_id, entry_of(order)))

    def forget(self, number: int, due: float) -> None:
        """The order was deleted."""
        self._coming.append((due, number, None))

    def find(self, node: Node, now: float) -> list[Entry]:
        """The entries that match and are visible now, in no order."""
        self._catch_up(now)
        lookups: dict[str, Lookup] = {"source_identifier": self._of_source}
        return [self._entries[n] for n in select(node, self._entries, TESTS, lookups)]

    def _of_source(self, term: Term) -> set[int]:
        return self._by_source.get(folded(term.value), set())

    def _catch_up(self, now: float) -> None:
        waiting: deque[tuple[float, int, Entry | None]] = deque()
        while self._coming:
            due, number, entry = self._coming.popleft()
            if due <= now:
                self._put(number, entry)
            else:
                waiting.append((due, number, entry))
        self._coming = waiting

    def _put(self, number: int, entry: Entry | None) -> None:
        old = self._entries.pop(number, None)
        if old is not None:
            self._by_source.get(folded(old.source), set()).discard(number)
        if entry is not None:
            self._entries[number] = entry
            self._by_source.setdefault(folded(entry.source), set()).add(number)


SortValue = Any


def sort_value(entry: Entry, key: str) -> SortValue:
    """What an entry is sorted by for one of the service's sort keys."""
    if key.lower() in TIMES:
        return int(entry.times[key.lower()] * 1000)
    if key in ("TOTAL_PRICE", "CURRENT_TOTAL_PRICE"):
        return entry.total
    if key.lower() in entry.words:
        return entry.words[key.lower()]
    return entry.number
