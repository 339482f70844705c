"""What screens and the command line show, and what they ask for. Frozen, no peewee."""

from dataclasses import dataclass, field
from enum import StrEnum

from desktop.trade.money import Money


class Status(StrEnum):
    """Where an order stands in its life (PRODUCT section 1)."""

    PENDING = "Pending"
    UNSHIPPED = "Unshipped"
    PARTIALLY_SHIPPED = "Partially Shipped"
    SHIPPED = "Shipped"
    FULFILLED = "Fulfilled"
    CANCELLED = "Cancelled"
    PARTIALLY_REFUNDED = "Partially Refunded"
    REFUNDED = "Refunded"


class SyncStatus(StrEnum):
    """How the app's work on an order stands; failures from gravest to lightest."""

    ORDER_CREATED = "Order Created"
    SHIPPED = "Shipped"
    FAILED_ORDER = "Failed Order"
    FAILED_SHIPMENT = "Failed Shipment"
    FAILED_REFUND = "Failed Refund"
    FAILED_CANCELLATION = "Failed Cancellation"


class TaskState(StrEnum):
    """States of a task (ARCHITECTURE section 4)."""

    WAITING = "WAITING"
    READY = "READY"
    SENDING = "SENDING"
    SUBMITTED = "SUBMITTED"
    CHECK = "CHECK"
    DONE = "DONE"
    FAILED = "FAILED"
    SKIPPED = "SKIPPED"


class Tab(StrEnum):
    """The three tabs of the grid."""

    ALL = "all"
    ERRORS = "errors"
    ARCHIVE = "archive"


class SortKey(StrEnum):
    """What the grid can be sorted by."""

    CREATED = "created"
    ORDER_ID = "order_id"
    STATUS = "status"
    SYNC_STATUS = "sync_status"
    UNITS = "units"
    PRICE = "price"
    SHIP_BY = "ship_by"


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """What the grid shows. Empty parts do not filter; parts are joined by AND, values in one by OR.

    `created_from` and `created_to` are UTC seconds, both inclusive; prices are minor units, both
    inclusive, and need `currency`. `order_ids` are whole Amazon IDs or parts of one.
    """

    tab: Tab = Tab.ALL
    account_id: int | None = None
    order_ids: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    sync_statuses: tuple[SyncStatus, ...] = ()
    tags: tuple[str, ...] = ()  # FBA, FBM
    currency: str = ""
    price_from: int | None = None
    price_to: int | None = None
    created_from: int | None = None
    created_to: int | None = None
    text: str = ""
    cancel_wish: bool = False
    ship_by_before: int | None = None


@dataclass(frozen=True, slots=True)
class FailureRow:
    """One thing that needs a person."""

    kind: SyncStatus
    code: str
    title: str
    cause: str
    cure: str
    fixes: tuple[str, ...] = ()
    task_id: int = 0
    at: int = 0
    technical: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One row of the grid."""

    id: int
    amazon_order_id: str
    shopify_order_id: str
    shopify_order_name: str
    account_id: int
    account: str
    status: Status
    amazon_status: str
    sync_status: SyncStatus
    stage: str
    units: int
    lines: int
    first_sku: str
    total: Money | None
    created_at: int
    ship_by: int | None
    tags: tuple[str, ...]
    marketplace: str
    cancel_wish: bool
    archived_at: int | None
    failures: tuple[FailureRow, ...] = ()


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


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One thing that happened to an order."""

    at: int
    what: str
    detail: str = ""
    by: str = "app"  # app | seller | amazon | shopify
    request_id: str = ""
    took_ms: int | None = None


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


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One page of the grid. `next_key` continues after the last row; None at the end."""

    rows: tuple[OrderRow, ...]
    next_key: tuple[int | str | None, ...] | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Orders by tab, for the tab titles."""

    all_orders: int
    errors: int
    archive: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """imported = done + waiting + failed + skipped, counted from the database (PRODUCT rule 2)."""

    imported: int
    done: int
    waiting: int
    failed: int
    skipped: int
    adopted: int
    skip_reasons: tuple[tuple[str, int], ...] = ()

    @property
    def adds_up(self) -> bool:
        """Whether every imported order stands somewhere."""
        return self.imported == self.done + self.waiting + self.failed + self.skipped


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of one Amazon order ID that was asked for."""

    amazon_order_id: str
    outcome: (
        str  # imported | refreshed | archived | not_found | not_this_account | malformed | failed
    )
    words: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that pauses one side of an account, or is worth telling."""

    account: str
    side: str
    code: str
    title: str
    cause: str
    cure: str


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What one run did, and how everything stands after it."""

    imported: int = 0
    refreshed: int = 0
    created: int = 0
    adopted: int = 0
    waiting: int = 0
    failed: int = 0
    skipped: int = 0
    duration_s: float = 0.0
    calls: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    totals: Reconciliation | None = None


@dataclass(frozen=True, slots=True)
class StartPreview:
    """What starting an account would do (PRODUCT rule 4)."""

    account: str
    would_create: int
    would_fail: tuple[tuple[str, str, int], ...]  # code, title, how many
    stays_import_only: int
    already_in_shopify: int
    too_old_to_see: int
    still_importing: bool


@dataclass(frozen=True, slots=True)
class Counters:
    """The chips above the grid; each is also a filter."""

    due_today: int
    overdue: int
    cancel_wishes: int
    to_send: int


@dataclass(frozen=True, slots=True)
class CauseGroup:
    """Failures with one cause, as Errors shows them grouped; worth by currency."""

    code: str
    subject: str  # what the cause is about, such as the SKU; may be empty
    kind: SyncStatus
    title: str
    cause: str
    cure: str
    fixes: tuple[str, ...]
    orders: int
    earliest_ship_by: int | None
    worth: tuple[Money, ...]
    order_ids: tuple[int, ...]  # row ids, soonest ship-by first


@dataclass(frozen=True, slots=True)
class AccountState:
    """How an account stands, for the status line and the accounts dialog."""

    id: int
    name: str
    seller: str
    region: str
    marketplaces: tuple[str, ...]
    shop: str
    is_started: bool
    is_sandbox: bool
    amazon_checked_at: int | None
    shopify_checked_at: int | None
    amazon_problem: Problem | None
    shopify_problem: Problem | None
    orders: int
    waiting: int


@dataclass(frozen=True, slots=True)
class PlanUse:
    """How much of the plan is used; limit 0 means none."""

    name: str
    used: int
    limit: int
    resets_at: int


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


@dataclass(frozen=True, slots=True)
class SettingChoice:
    """One setting as a page shows it; `value` is JSON text, `level` where it stands."""

    key: str
    value: str
    default: str
    level: str
    description: str
    allowed: tuple[str, ...] = ()
    kind: str = "text"  # bool | int | choice | text | list | map


@dataclass(frozen=True, slots=True)
class SideReport:
    """What a connection check found on one side."""

    side: str
    right: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about one failed order, before it is sent again.

    `links` are (Amazon SKU, variant gid, quantity), several of one SKU make a set; a gid of ""
    sends a custom line, for this order only. `address` is (field, value) pairs of `trade.Address`.
    `remember` keeps the links for later orders, and tries again what waits for them.
    """

    order_id: int
    links: tuple[tuple[str, str, int], ...] = ()
    remember: bool = True
    address: tuple[tuple[str, str], ...] = ()
    without_address: bool = False
    stock_anyway: bool = False
    beyond_visible: bool = False
