"""Derivations: status, sync status and stage of an order. Pure (PRODUCT section 1)."""

from collections.abc import Iterable

from desktop.models.order_stage import CREATE, HOLD_WORDS, TaskFact, stage
from desktop.rows import Status, SyncStatus, TaskState
from desktop.trade import Order
from desktop.trade.order import AmazonStatus

__all__ = [
    "CREATE",
    "DAY",
    "HOLD_WORDS",
    "IMPORT_ONLY",
    "PROMISE_GRACE",
    "STATUSES",
    "STATUS_CODE",
    "SYNC_CODE",
    "SYNC_STATUSES",
    "TaskFact",
    "delivered",
    "derive_shipping",
    "derive_status",
    "derive_sync",
    "failure_kind",
]

DAY = 86_400
PROMISE_GRACE = 3 * DAY  # FBA counts as delivered this long after the promised end

# As the database keeps them; the order is that of sorting. Only ever appended to.
STATUSES: tuple[Status, ...] = (
    Status.PENDING,
    Status.UNSHIPPED,
    Status.PARTIALLY_SHIPPED,
    Status.SHIPPED,
    Status.FULFILLED,
    Status.CANCELLED,
    Status.PARTIALLY_REFUNDED,
    Status.REFUNDED,
)
SYNC_STATUSES: tuple[SyncStatus, ...] = (
    SyncStatus.ORDER_CREATED,
    SyncStatus.SHIPPED,
    SyncStatus.FAILED_ORDER,
    SyncStatus.FAILED_SHIPMENT,
    SyncStatus.FAILED_REFUND,
    SyncStatus.FAILED_CANCELLATION,
)
STATUS_CODE = {status: code for code, status in enumerate(STATUSES)}
SYNC_CODE = {status: code for code, status in enumerate(SYNC_STATUSES)}

IMPORT_ONLY = frozenset({"no_create", "import_only"})
SHIPPING = frozenset({"confirm_shipment", "ship_by_feed", "fulfil_in_shopify"})

_KINDS = {
    CREATE: SyncStatus.FAILED_ORDER,
    "confirm_shipment": SyncStatus.FAILED_SHIPMENT,
    "ship_by_feed": SyncStatus.FAILED_SHIPMENT,
    "fulfil_in_shopify": SyncStatus.FAILED_SHIPMENT,
    "move_in_shopify": SyncStatus.FAILED_SHIPMENT,
    "confirm_by_feed": SyncStatus.FAILED_SHIPMENT,
    "track_in_shopify": SyncStatus.FAILED_SHIPMENT,
    "read_in_shopify": SyncStatus.FAILED_SHIPMENT,
    "send_refund": SyncStatus.FAILED_REFUND,
    "confirm_refund": SyncStatus.FAILED_REFUND,
    "record_refund": SyncStatus.FAILED_REFUND,
    "refund_in_shopify": SyncStatus.FAILED_REFUND,
    "cancel_on_amazon": SyncStatus.FAILED_CANCELLATION,
    "confirm_cancel": SyncStatus.FAILED_CANCELLATION,
    "cancel_in_shopify": SyncStatus.FAILED_CANCELLATION,
    "hold_in_shopify": SyncStatus.FAILED_CANCELLATION,
    "release_in_shopify": SyncStatus.FAILED_CANCELLATION,
}


_NOT_CREATED = TaskFact(CREATE, TaskState.WAITING, "import_only")


def failure_kind(verb: str) -> SyncStatus:
    """What the failure of a task of that verb is called."""
    return _KINDS.get(verb, SyncStatus.FAILED_ORDER)


def delivered(order: Order, now: int) -> bool:
    """Every package is delivered, or, for FBA without packages, Amazon's promise has passed."""
    if order.packages:
        return all(package.status.upper() == "DELIVERED" for package in order.packages)
    promised = order.deliver_by.latest
    return order.is_fba and promised is not None and now >= promised + PROMISE_GRACE


def evidence(order: Order, *, shop_delivered: bool) -> str:
    """What says that an order that stands as delivered is."""
    if order.packages and all(one.status.upper() == "DELIVERED" for one in order.packages):
        return "shown by Amazon"
    return "shown by Shopify" if shop_delivered else "by Amazon's promise"


def derive_status(
    order: Order, now: int, refunded_minor: int = 0, *, shop_delivered: bool = False
) -> Status:
    """Where an order stands in its life; the first match wins."""
    if refunded_minor > 0:
        whole = order.total is not None and refunded_minor >= order.total
        return Status.REFUNDED if whole else Status.PARTIALLY_REFUNDED
    return derive_shipping(order, now, shop_delivered=shop_delivered)


def derive_shipping(order: Order, now: int, *, shop_delivered: bool = False) -> Status:
    """Where an order stands, whatever was refunded.

    `shop_delivered`: Shopify says of every fulfilment that it was delivered.
    """
    if order.status is AmazonStatus.CANCELLED:
        return Status.CANCELLED
    if order.status is AmazonStatus.SHIPPED:
        there = shop_delivered or delivered(order, now)
        return Status.FULFILLED if there else Status.SHIPPED
    if order.status is AmazonStatus.PARTIALLY_SHIPPED:
        return Status.PARTIALLY_SHIPPED
    if order.status is AmazonStatus.UNSHIPPED:
        return Status.UNSHIPPED
    return Status.PENDING


def derive_sync(
    tasks: Iterable[TaskFact],
    amazon_status: str,
    *,
    fulfilled_in_shopify: bool,
    cancel_wish: bool = False,
) -> tuple[SyncStatus, str]:
    """Sync status and stage; the gravest failure first, else how far the order is."""
    everything = tuple(tasks)
    failures = [task for task in everything if task.state is TaskState.FAILED]
    if failures:
        gravest = min(failures, key=lambda task: SYNC_CODE[failure_kind(task.verb)])
        return failure_kind(gravest.verb), gravest.title.rstrip(".")
    creation = next((task for task in everything if task.verb == CREATE), _NOT_CREATED)
    words = stage(creation, everything, cancel_wish=cancel_wish)
    stands = _stands_on_both(creation, everything, amazon_status, fulfilled_in_shopify)
    return (SyncStatus.SHIPPED if stands else SyncStatus.ORDER_CREATED), words


def _stands_on_both(
    creation: TaskFact, tasks: tuple[TaskFact, ...], amazon_status: str, fulfilled: bool
) -> bool:
    """Whether the shipment stands on both sides, or on Amazon's where Shopify has nothing to do."""
    if creation.state is TaskState.DONE and fulfilled:
        return True
    if amazon_status != AmazonStatus.SHIPPED:
        return False
    if creation is not _NOT_CREATED and (
        creation.state is TaskState.SKIPPED or creation.hold in IMPORT_ONLY
    ):
        return True
    told = [task.state for task in tasks if task.verb in SHIPPING]
    over = all(state in (TaskState.DONE, TaskState.SKIPPED) for state in told)
    return creation.state is TaskState.DONE and over and TaskState.DONE in told
