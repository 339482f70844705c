"""Everything about one order, as the detail and the resolve dialogs show it."""

from dataclasses import dataclass

from desktop.rows.back import RefundRow, ShipmentRow
from desktop.rows.grid import OrderRow
from desktop.rows.words import TaskState
from desktop.trade.money import Money


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One line of an order as the detail shows it; money in minor units of the order's currency."""

    item_id: str
    sku: str
    asin: str
    title: str
    quantity: int
    quantity_fulfilled: int
    item: int
    shipping: int
    gift_wrap: int
    other: int
    discount: int
    tax: int
    link: str = ""  # what the SKU is in Shopify, in words
    stock: int | None = None  # of the linked variant as last read; None where that is not known


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One thing that happened to an order."""

    at: int
    what: str
    detail: str = ""
    by: str = "app"  # app | seller | amazon | shopify
    request_id: str = ""
    took_ms: int | None = None
    payload: str = ""  # what was sent, as JSON without a buyer's data


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task of an order."""

    id: int
    verb: str
    state: TaskState
    hold: str
    attempt: int
    due_at: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """Everything about one order. Buyer fields are empty once scrubbed."""

    row: OrderRow
    items: tuple[ItemRow, ...]
    tasks: tuple[TaskRow, ...]
    history: tuple[HistoryRow, ...]
    buyer_name: str
    address: tuple[str, ...]
    phone: str
    tax_mode: str
    breakdown: tuple[tuple[str, int], ...]
    packages: tuple[tuple[str, str, str], ...]  # reference, carrier, tracking number
    facts: tuple[tuple[str, str], ...]  # service level, programs, PO number …
    amazon_url: str
    shopify_url: str
    address_parts: tuple[tuple[str, str], ...] = ()  # (field of trade.Address, value)
    is_scrubbed: bool = False  # the buyer's data was taken out, as the privacy setting says
    shipments: tuple[ShipmentRow, ...] = ()
    refunds: tuple[RefundRow, ...] = ()


@dataclass(frozen=True, slots=True)
class VariantRow:
    """One variant of the shop to choose from; `why` says why it is offered."""

    gid: str
    sku: str
    title: str
    price: Money
    stock: int | None
    why: str = ""
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line of the Shopify order that would be sent; unit price in the shop's currency."""

    title: str
    sku: str
    quantity: int
    unit_price: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class DraftPreview:
    """The very order that would be sent. `json` is the input as it would leave, for the curious."""

    lines: tuple[DraftLine, ...]
    total: Money
    tax: Money
    shipping: Money
    discount: Money
    summary: tuple[str, ...]  # "paid", "takes stock", "tags amazon, fbm", "no mail to the buyer"
    notes: tuple[str, ...]
    json: str


@dataclass(frozen=True, slots=True)
class ShopSide:
    """What Shopify shows of an order, beside Amazon's; empty where it is not visible."""

    name: str
    url: str
    financial: str
    fulfillment: str
    total: Money | None
    address: tuple[str, ...]
    phone: str
    tags: tuple[str, ...]
    note: str
    cancelled: bool
    lines: tuple[tuple[str, int], ...]  # SKU, quantity
    differences: tuple[tuple[str, str, str, str], ...]  # field, Amazon, Shopify, cure
    address_visible: bool = True  # False: the app may not see buyers there, never "empty"
    total_is_equal: bool | None = None  # None: the totals are in currencies that differ
    tracking: tuple[tuple[str, str], ...] = ()  # carrier, number
