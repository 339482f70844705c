"""What becomes of an order: what is to pack, what was refunded, and jobs. Times are UTC seconds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from desktop.sandbox.shopify.records import (
    LineItem,
    MoneyBag,
    Numbered,
    ShippingLine,
    Transaction,
)


@dataclass(slots=True)
class Hold(Numbered):
    """Why a fulfilment order may not be packed yet."""

    typename: ClassVar[str] = "FulfillmentHold"
    legacy_resource_id: int
    reason: str
    reason_notes: str | None
    handle: str | None
    made_by: str


@dataclass(slots=True)
class PackLine(Numbered):
    """Units of an order's line at one location."""

    typename: ClassVar[str] = "FulfillmentOrderLineItem"
    legacy_resource_id: int
    line_item: LineItem
    total_quantity: int
    remaining_quantity: int


@dataclass(slots=True)
class FulfillmentOrder(Numbered):
    """What one location is to pack of an order."""

    typename: ClassVar[str] = "FulfillmentOrder"
    legacy_resource_id: int
    order_number: int
    location_number: int
    lines: list[PackLine]
    created_at: float
    updated_at: float
    holds: list[Hold] = field(default_factory=list)
    progress_reported: bool = False
    fulfill_at: float | None = None
    request_status: str = "UNSUBMITTED"

    @property
    def remaining(self) -> int:
        """Units still to pack."""
        return sum(line.remaining_quantity for line in self.lines)

    @property
    def status(self) -> str:
        """Where it stands; one that is closed never opens again."""
        if not self.remaining:
            return "CLOSED"
        if self.holds:
            return "ON_HOLD"
        if self.fulfill_at is not None:
            return "SCHEDULED"
        begun = any(line.remaining_quantity < line.total_quantity for line in self.lines)
        return "IN_PROGRESS" if begun or self.progress_reported else "OPEN"


@dataclass(slots=True)
class RefundLine(Numbered):
    """Units of a line in a refund, and what they came to."""

    typename: ClassVar[str] = "RefundLineItem"
    legacy_resource_id: int
    line_item: LineItem
    quantity: int
    restock_type: str
    restocked: bool
    location_number: int | None
    price_set: MoneyBag
    subtotal_set: MoneyBag
    total_tax_set: MoneyBag


@dataclass(slots=True)
class RefundShipping(Numbered):
    """Shipping in a refund."""

    typename: ClassVar[str] = "RefundShippingLine"
    legacy_resource_id: int
    shipping_line: ShippingLine
    subtotal_amount_set: MoneyBag
    tax_amount_set: MoneyBag


@dataclass(slots=True)
class Adjustment(Numbered):
    """What the money of a refund is more or less than its goods and shipping."""

    typename: ClassVar[str] = "OrderAdjustment"
    legacy_resource_id: int
    amount_set: MoneyBag
    tax_amount_set: MoneyBag
    reason: str | None = "REFUND_DISCREPANCY"


@dataclass(slots=True)
class Refund(Numbered):
    """Goods, money or both that went back. `key` is what the app sent it with."""

    typename: ClassVar[str] = "Refund"
    legacy_resource_id: int
    order_number: int
    created_at: float
    updated_at: float
    processed_at: float
    note: str | None
    lines: list[RefundLine]
    shipping: list[RefundShipping]
    payments: list[Transaction]
    adjustments: list[Adjustment] = field(default_factory=list)
    made_by: str = "app"
    key: str = ""
    notified: bool = False


@dataclass(slots=True)
class Job(Numbered):
    """Work that ends later; `finish` does it, and is told when."""

    typename: ClassVar[str] = "Job"
    legacy_resource_id: int
    order_number: int
    due: float
    finish: Callable[[float], None]
    done: bool = False


@dataclass(slots=True)
class UsedKey:
    """An idempotency key that was seen, with what it was sent with and what came of it."""

    sent: str
    at: float
    made: Refund | None
