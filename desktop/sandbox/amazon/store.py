"""All Amazon orders, indexed by creation and by last update, built only when one is looked at."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

Order = dict[str, Any]
Family = Literal["created", "updated"]
Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of an order before it is built. Times are UTC milliseconds."""

    key: str  # the order ID; something else where an odd order has none
    created: int
    updated: int
    status: str
    fulfilled_by: str
    marketplace: str
    index: int  # which one it is, of the world's making; -1: it came as a whole
    trouble: str = ""  # the failure it was made to meet


class OrderStore:
    """Orders by ID and by time. Not locked: the server's lock guards it."""

    def __init__(self, heads: list[Head], build: Callable[[Head], Order]) -> None:
        """`build` makes the body of a head; it must give the same each time."""
        self._build = build
        self._heads = {head.key: head for head in heads}
        self._bodies: dict[str, Order] = {}
        self._created = sorted((head.created, head.key) for head in heads)
        self._updated = sorted((head.updated, head.key) for head in heads)
        self._last = max((head.updated for head in heads), default=0)

    def __len__(self) -> int:
        return len(self._heads)

    def __iter__(self) -> Iterator[Head]:
        """By creation, oldest first."""
        return (self._heads[key] for _, key in self._created)

    def head(self, key: str) -> Head | None:
        """The head of an order, if there is one."""
        return self._heads.get(key)

    def body(self, head: Head) -> Order:
        """The order in Amazon's shape. Not to be changed: give a new one to `put`."""
        changed = self._bodies.get(head.key)
        return changed if changed is not None else self._build(head)

    def put(self, head: Head, body: Order, now_ms: int) -> Head:
        """Add or replace an order; it counts as updated now. Answers the head as kept."""
        old = self._heads.get(head.key)
        if old is not None:
            self._remove(self._created, (old.created, old.key))
            self._remove(self._updated, (old.updated, old.key))
        self._last = max(now_ms, self._last + 1)
        kept = replace(head, updated=self._last)
        self._heads[kept.key] = kept
        self._bodies[kept.key] = body
        insort(self._created, (kept.created, kept.key))
        insort(self._updated, (kept.updated, kept.key))
        return kept

    @property
    def next_update(self) -> int:
        """The earliest time a change can bear; each change has one of its own."""
        return self._last + 1

    def search(
        self,
        family: Family,
        after: int,
        before: int,
        wanted: Callable[[Head], bool],
        limit: int,
        beyond: Key | None = None,
    ) -> tuple[list[Head], Key | None]:
        """Heads between two times (inclusive), and where the next page goes on (None: last)."""
        index = self._created if family == "created" else self._updated
        at = bisect_left(index, (after, ""))
        if beyond is not None:
            at = max(at, bisect_right(index, beyond))
        found: list[Head] = []
        last: Key | None = None
        for position in range(at, len(index)):
            entry = index[position]
            if entry[0] > before:
                return found, None
            head = self._heads[entry[1]]
            if not wanted(head):
                continue
            if len(found) == limit:
                return found, last
            found.append(head)
            last = entry
        return found, None

    @staticmethod
    def _remove(index: list[Key], key: Key) -> None:
        at = bisect_left(index, key)
        if index[at : at + 1] == [key]:
            del index[at]
