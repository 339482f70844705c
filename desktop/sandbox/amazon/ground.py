"""What all operations of the Amazon side stand on: orders, deeds, the clock, the knobs."""

from typing import Any

from desktop.sandbox.amazon.agenda import Agenda
from desktop.sandbox.amazon.deeds import Deeds, OrderDeeds
from desktop.sandbox.amazon.store import Head, Order, OrderStore
from desktop.sandbox.timing import SandboxTime, iso_ms


class Rejected(Exception):
    """What Amazon will not do with an order; `kind` is ours, the words are Amazon's."""

    def __init__(self, kind: str, words: str) -> None:
        super().__init__(words)
        self.kind = kind
        self.words = words


class Ground:
    """One seller's account."""

    def __init__(
        self,
        store: OrderStore,
        timing: SandboxTime,
        knobs: dict[str, Any],
        *,
        seed: int,
        marketplaces: tuple[str, ...],
        seller_id: str,
    ) -> None:
        self.store = store
        self.timing = timing
        self.knobs = knobs
        self.seed = seed
        self.marketplaces = frozenset(marketplaces)
        self.seller_id = seller_id
        self.agenda = Agenda()
        self.deeds = Deeds()

    def now(self) -> float:
        """UTC seconds by Amazon's clock."""
        return self.timing.now() + float(self.knobs["clock_ahead_s"])

    def knob(self, name: str) -> float:
        """A number that can be turned."""
        return float(self.knobs[name])

    def settle(self) -> None:
        """Do all that has come due."""
        self.agenda.run(self.now())

    def find(self, key: str) -> tuple[Head, Order, OrderDeeds] | None:
        """An order with what was done to it."""
        head = self.store.head(key)
        if head is None:
            return None
        order = self.store.body(head)
        return head, order, self.deeds.of(key, order)

    def keep(self, head: Head, order: Order, at: float | None = None) -> Head:
        """Replace an order; it counts as updated at that time (UTC seconds), or now."""
        milliseconds = int((self.now() if at is None else at) * 1000)
        milliseconds = max(milliseconds, self.store.next_update)
        changed = {**order, "lastUpdatedTime": iso_ms(milliseconds)}
        return self.store.put(head, changed, milliseconds)


def items_of(order: Order) -> dict[str, dict[str, Any]]:
    """The items by their IDs."""
    items = order.get("orderItems")
    return {
        str(item["orderItemId"]): item
        for item in (items if isinstance(items, list) else [])
        if isinstance(item, dict) and "orderItemId" in item
    }


def shipped_units(order: Order, deeds: OrderDeeds, *, but: str = "") -> dict[str, int]:
    """Units shipped by item, also what is not shown yet; without the package `but`."""
    shipped: dict[str, int] = {}
    for item_id, item in items_of(order).items():
        packed = sum(
            package.items.get(item_id, 0)
            for reference, package in deeds.packages.items()
            if reference != but
        )
        fields = item.get("fulfillment")
        told = fields.get("quantityFulfilled") if isinstance(fields, dict) else 0
        told = told if isinstance(told, int) and not but else 0
        shipped[item_id] = max(packed, told)
    return shipped


def ordered_units(order: Order) -> dict[str, int]:
    """Units ordered by item."""
    return {key: int(item.get("quantityOrdered") or 0) for key, item in items_of(order).items()}
