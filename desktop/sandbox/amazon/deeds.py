"""What was truly done to an Amazon order: packages, refunds and the cancellation, by whom."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from desktop.sandbox.amazon.totals import dig
from desktop.sandbox.timing import iso_ms


@dataclass(slots=True)
class Package:
    """One parcel. `by`: api | feed | seller_central | buy_shipping | fba | amazon (the start)."""

    reference: str
    carrier: str
    name: str
    method: str
    tracking: str
    shipped_at: float
    items: dict[str, int]
    by: str
    confirmed_at: float
    edits: int = 0
    repeats: int = 0  # told again word for word
    shown: bool = False

    def content(self) -> tuple[Any, ...]:
        """What an edit would change."""
        parts = (self.carrier, self.name, self.method, self.tracking, int(self.shipped_at))
        return (*parts, tuple(sorted(self.items.items())))

    def told(self) -> dict[str, Any]:
        """For the ledger."""
        return {
            "reference": self.reference,
            "carrier": self.carrier,
            "name": self.name,
            "tracking": self.tracking,
            "items": dict(self.items),
            "by": self.by,
            "shipped_at": iso_ms(int(self.shipped_at * 1000)),
            "confirmed_at": iso_ms(int(self.confirmed_at * 1000)),
            "edits": self.edits,
            "repeats": self.repeats,
            "shown": self.shown,
        }


@dataclass(frozen=True, slots=True)
class RefundLine:
    """What the buyer got back for one item; amounts by component."""

    item_id: str
    sku: str
    asin: str
    quantity: int
    reason: str
    amounts: dict[str, Decimal]
    reference: str = ""

    @property
    def total(self) -> Decimal:
        """To the buyer."""
        return sum(self.amounts.values(), Decimal())


@dataclass(frozen=True, slots=True)
class Refund:
    """Money that went back. `by`: feed | amazon."""

    id: str
    currency: str
    lines: tuple[RefundLine, ...]
    by: str
    at: float
    feed_id: str = ""
    message_id: int = 0

    @property
    def total(self) -> Decimal:
        """To the buyer."""
        return sum((line.total for line in self.lines), Decimal())

    def amounts(self) -> dict[str, Decimal]:
        """All lines together, by component."""
        added: defaultdict[str, Decimal] = defaultdict(Decimal)
        for line in self.lines:
            for kind, amount in line.amounts.items():
                added[kind] += amount
        return dict(added)

    def told(self) -> dict[str, Any]:
        """For the ledger."""
        return {
            "id": self.id,
            "items": [
                {
                    "item_id": line.item_id,
                    "quantity": line.quantity,
                    "reason": line.reason,
                    "amounts": {kind: str(amount) for kind, amount in line.amounts.items()},
                    "reference": line.reference,
                }
                for line in self.lines
            ],
            "amounts": {kind: str(amount) for kind, amount in self.amounts().items()},
            "total": str(self.total),
            "currency": self.currency,
            "by": self.by,
            "feed_id": self.feed_id or None,
            "message_id": self.message_id or None,
            "reference": next((line.reference for line in self.lines if line.reference), None),
            "at": iso_ms(int(self.at * 1000)),
        }


@dataclass(slots=True)
class OrderDeeds:
    """All deeds on one order."""

    packages: dict[str, Package] = field(default_factory=dict)
    refunds: list[Refund] = field(default_factory=list)
    cancelled: dict[str, Any] | None = None
    refused: Counter[str] = field(default_factory=Counter)  # what was asked in vain, by kind


class Deeds:
    """The deeds on all orders, by the order's key."""

    def __init__(self) -> None:
        self._by_key: dict[str, OrderDeeds] = {}

    def of(self, key: str, order: dict[str, Any]) -> OrderDeeds:
        """The deeds on an order, packages that came with it among them."""
        deeds = self._by_key.setdefault(key, OrderDeeds())
        packages = order.get("packages")
        for given in packages if isinstance(packages, list) else []:
            package = _from_order(given)
            if package is not None:
                deeds.packages.setdefault(package.reference, package)
        return deeds


def _from_order(given: Any) -> Package | None:
    reference = dig(given, "packageReferenceId")
    if not isinstance(reference, str):
        return None
    items = given.get("packageItems")
    quantities = {
        str(item.get("orderItemId", "")): int(item.get("quantity") or 0)
        for item in (items if isinstance(items, list) else [])
        if isinstance(item, dict)
    }
    at = seconds_of(given.get("shipTime")) or seconds_of(given.get("createdTime")) or 0.0
    return Package(
        reference,
        str(given.get("carrier", "")),
        "",
        str(given.get("shippingService", "")),
        str(given.get("trackingNumber", "")),
        at,
        quantities,
        "amazon",
        at,
        shown=True,
    )


def seconds_of(text: Any) -> float | None:
    """UTC seconds of an ISO time; None for what is none."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
