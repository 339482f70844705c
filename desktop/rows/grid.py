"""What the grid asks for and is handed: filters, rows, pages, counts."""

from dataclasses import dataclass

from desktop.rows.words import Status, SyncStatus, Tab
from desktop.trade.money import Money


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
    ship_by_from: int | None = None
    to_ship: bool = False  # the seller has to ship it: FBM, unshipped or shipped in part
    to_send: bool = False  # the app is about to send something of it, or could
    not_sent: bool = False  # a refund made in Shopify that Amazon was not told of
    oversold: bool = False  # took stock that was not there


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
    tags: tuple[str, ...]  # FBA or FBM first, then Prime, Business
    marketplace: str
    cancel_wish: bool
    archived_at: int | None
    failures: tuple[FailureRow, ...] = ()
    shipped_at: int | None = None  # as far as Amazon tells
    shipping: Status | None = None  # where shipping stands, under a status that tells of refunds
    refunded: Money | None = None
    oversold: bool = False


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
class Counters:
    """The chips above the grid; each is also a filter."""

    due_today: int
    overdue: int
    cancel_wishes: int
    to_send: int  # what waits to leave: in the outbox or on its way there, and refunds not sent
    refunds_not_sent: int = 0
    oversold: int = 0


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
