"""What the shop keeps. Attributes are named as the schema's fields in snake case, so that a field
without a resolver of its own is read straight from its record. Times are UTC seconds."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from desktop.sandbox.shopify.records_back import FulfillmentOrder, Refund


def gid(kind: str, number: int | str) -> str:
    """A global ID as the service writes it."""
    return f"gid://shopify/{kind}/{number}"


class Numbered:
    """What every record with a number and a global ID has."""

    __slots__ = ()
    typename: ClassVar[str]
    legacy_resource_id: int

    @property
    def id(self) -> str:
        """The global ID."""
        return gid(self.typename, self.legacy_resource_id)


@dataclass(frozen=True, slots=True)
class MoneyV2:
    """An amount in one currency."""

    amount: Decimal
    currency_code: str


@dataclass(frozen=True, slots=True)
class MoneyBag:
    """One amount in the shop's currency and in the buyer's."""

    shop_money: MoneyV2
    presentment_money: MoneyV2


@dataclass(slots=True)
class Location(Numbered):
    """A place that holds stock."""

    typename: ClassVar[str] = "Location"
    legacy_resource_id: int
    name: str
    address: dict[str, str | None]
    created_at: float
    is_active: bool = True
    fulfills_online_orders: bool = True
    is_fulfillment_service: bool = False
    ships_inventory: bool = True
    updated_at: float = 0.0


@dataclass(slots=True)
class Product(Numbered):
    """A product; its variants point at it."""

    typename: ClassVar[str] = "Product"
    legacy_resource_id: int
    title: str
    handle: str
    vendor: str
    created_at: float
    updated_at: float
    status: str = "ACTIVE"
    forms: int = 0  # variants ever made


@dataclass(slots=True)
class InventoryItem(Numbered):
    """The stock side of a variant."""

    typename: ClassVar[str] = "InventoryItem"
    legacy_resource_id: int
    sku: str | None
    created_at: float
    updated_at: float
    tracked: bool = True
    requires_shipping: bool = True


@dataclass(slots=True)
class Variant(Numbered):
    """What can be bought."""

    typename: ClassVar[str] = "ProductVariant"
    legacy_resource_id: int
    product: Product
    inventory_item: InventoryItem
    title: str
    amount: Decimal
    currency: str
    stock: int
    created_at: float
    updated_at: float
    sku: str | None = None
    barcode: str | None = None
    position: int = 1
    taxable: bool = True
    inventory_policy: str = "DENY"


@dataclass(slots=True)
class Definition(Numbered):
    """A metafield definition."""

    typename: ClassVar[str] = "MetafieldDefinition"
    legacy_resource_id: int
    name: str
    namespace: str
    key: str
    kind: str
    owner_type: str
    unique: bool
    description: str | None = None
    pinned_position: int | None = None


@dataclass(slots=True)
class Metafield(Numbered):
    """A value kept beside an order or the shop."""

    typename: ClassVar[str] = "Metafield"
    legacy_resource_id: int
    owner_id: str
    owner_type: str
    namespace: str
    key: str
    type: str
    value: str
    created_at: float
    updated_at: float


@dataclass(slots=True)
class TaxLine:
    """Tax of a line, of a shipping line or of the order."""

    title: str
    price_set: MoneyBag
    rate: float
    channel_liable: bool
    source: str | None = None

    @property
    def rate_percentage(self) -> float:
        """The rate as a percentage."""
        return self.rate * 100


@dataclass(slots=True)
class LineItem(Numbered):
    """A line of an order."""

    typename: ClassVar[str] = "LineItem"
    legacy_resource_id: int
    title: str
    quantity: int
    original_unit_price_set: MoneyBag
    original_total_set: MoneyBag
    tax_lines: list[TaxLine]
    custom_attributes: list[dict[str, str]]
    variant_id: int | None = None
    sku: str | None = None
    variant_title: str | None = None
    vendor: str | None = None
    requires_shipping: bool = False
    taxable: bool = True
    is_gift_card: bool = False
    current_quantity: int = 0
    fulfilled_quantity: int = 0
    refunded_quantity: int = 0
    returned_quantity: int = 0  # of those refunded, what was sent and came back
    removed_quantity: int = 0  # units that were never sent and nobody is to pack any more

    @property
    def unfulfilled_quantity(self) -> int:
        """Units still to send."""
        return self.quantity - self.fulfilled_quantity - self.removed_quantity

    @property
    def refundable_quantity(self) -> int:
        """Units not refunded yet."""
        return self.quantity - self.refunded_quantity


@dataclass(slots=True)
class ShippingLine(Numbered):
    """How the order is sent, and for how much."""

    typename: ClassVar[str] = "ShippingLine"
    legacy_resource_id: int
    title: str
    original_price_set: MoneyBag
    discounted_price_set: MoneyBag
    tax_lines: list[TaxLine]
    code: str | None = None
    source: str | None = None
    custom: bool = True


@dataclass(slots=True)
class Transaction(Numbered):
    """Money that moved, or was recorded as moved."""

    typename: ClassVar[str] = "OrderTransaction"
    legacy_resource_id: int
    kind: str
    status: str
    gateway: str | None
    amount_set: MoneyBag
    created_at: float
    processed_at: float
    test: bool = False
    parent_transaction: "Transaction | None" = None


@dataclass(slots=True)
class Fulfillment(Numbered):
    """What was sent at once; `lines` are pairs of line and quantity."""

    typename: ClassVar[str] = "Fulfillment"
    legacy_resource_id: int
    order_number: int
    name: str
    location_number: int
    lines: list[tuple[LineItem, int]]
    tracking: list[dict[str, str | None]]
    created_at: float
    updated_at: float
    status: str = "SUCCESS"
    display_status: str | None = "FULFILLED"
    delivered_at: float | None = None
    notified: bool = False
    made_by: str = "app"
    parcels: list[tuple["FulfillmentOrder", list[tuple[int, int]]]] = field(default_factory=list)


@dataclass(slots=True)
class Customer(Numbered):
    """A person of the shop's customer list."""

    typename: ClassVar[str] = "Customer"
    legacy_resource_id: int
    first_name: str | None
    last_name: str | None
    email: str | None
    created_at: float


@dataclass(slots=True)
class Order(Numbered):
    """An order. `input` and `options` are what orderCreate was given, as received."""

    typename: ClassVar[str] = "Order"
    legacy_resource_id: int
    number: int
    name: str
    created_at: float
    updated_at: float
    processed_at: float
    currency_code: str
    presentment_currency_code: str
    money: dict[str, MoneyBag]  # subtotal, discounts, shipping, tax, total, received
    lines: list[LineItem]
    shipping: list[ShippingLine]
    tax_lines: list[TaxLine]
    payments: list[Transaction]
    display_financial_status: str | None
    display_fulfillment_status: str
    made_by: str = "app"
    source_identifier: str | None = None
    source_name: str | None = None
    note: str | None = None
    po_number: str | None = None
    email: str | None = None
    phone: str | None = None
    tags: list[str] = field(default_factory=list)
    custom_attributes: list[dict[str, str]] = field(default_factory=list)
    shipping_address: dict[str, Any] | None = None
    billing_address: dict[str, Any] | None = None
    customer: Customer | None = None
    discount_code: str | None = None
    taxes_included: bool = False
    test: bool = False
    shipments: list[Fulfillment] = field(default_factory=list)
    cancelled_at: float | None = None
    cancel_reason: str | None = None
    staff_note: str | None = None
    closed_at: float | None = None
    log: list[dict[str, Any]] = field(default_factory=list)
    to_pack: "list[FulfillmentOrder]" = field(default_factory=list)
    refunds: "list[Refund]" = field(default_factory=list)
    cancelled_by: str | None = None
    cancel_asked: int = 0  # by orderCancel, also in vain
    return_status: str = "NO_RETURN"
    stock_moved: list[dict[str, Any]] = field(default_factory=list)  # by its making
    stock_moves: list[dict[str, Any]] = field(default_factory=list)  # ever since
    input: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
