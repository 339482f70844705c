"""Derivations: status, sync status and stage of an order. Pure (PRODUCT section 1)."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.rows import Status, SyncStatus, TaskState
from desktop.trade import Order
from desktop.trade.order import AmazonStatus

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

CREATE = "create_order"
IMPORT_ONLY = frozenset({"no_create", "import_only"})

# Second line of the sync status, by hold or by reason of a skip.
HOLD_WORDS = {
    "": "waiting",
    "not_started": "held: account not started",
    "pending": "held: Pending on Amazon",
    "fba_unshipped": "held: not yet shipped by Amazon",
    "lease": "held: another computer syncs this account",
    "no_addresses": "held: Amazon gives no addresses",
    "unknown_status": "held: Amazon's status is not known",
    "no_create": "import only",
    "import_only": "import only",
    "not_amazon": "skipped: not sold on Amazon",
    "cancelled": "skipped: cancelled on Amazon",
    "unfulfillable": "skipped: unfulfillable on Amazon",
    "fba_off": "skipped: FBA is not imported",
    "too_old": "skipped: older than what the shop shows",
    "by_hand": "skipped: by a person",
}

_KINDS = {
    CREATE: SyncStatus.FAILED_ORDER,
    "confirm_shipment": SyncStatus.FAILED_SHIPMENT,
    "fulfil_in_shopify": SyncStatus.FAILED_SHIPMENT,
    "send_refund": SyncStatus.FAILED_REFUND,
    "record_refund": SyncStatus.FAILED_REFUND,
    "cancel_on_amazon": SyncStatus.FAILED_CANCELLATION,
    "cancel_in_shopify": SyncStatus.FAILED_CANCELLATION,
}


@dataclass(frozen=True, slots=True)
class TaskFact:
    """What of a task matters for the order's sync status; `title` is that of its failure."""

    verb: str
    state: TaskState
    hold: str = ""
    reason: str = ""
    title: str = ""


def failure_kind(verb: str) -> SyncStatus:
    """What the failure of a task of that verb is called."""
    return _KINDS.get(verb, SyncStatus.FAILED_ORDER)


def delivered(order: Order, now: int) -> bool:
    """Every package is delivered, or, for FBA without packages, Amazon's promise has passed."""
    if order.packages:
        return all(package.status.upper() == "DELIVERED" for package in order.packages)
    promised = order.deliver_by.latest
    return order.is_fba and promised is not None and now >= promised + PROMISE_GRACE


def derive_status(order: Order, now: int, refunded_minor: int = 0) -> Status:
    """Where an order stands in its life; the first match wins."""
    if refunded_minor > 0:
        whole = order.total is not None and refunded_minor >= order.total
        return Status.REFUNDED if whole else Status.PARTIALLY_REFUNDED
    if order.status is AmazonStatus.CANCELLED:
        return Status.CANCELLED
    if order.status is AmazonStatus.SHIPPED:
        return Status.FULFILLED if delivered(order, now) else Status.SHIPPED
    if order.status is AmazonStatus.PARTIALLY_SHIPPED:
        return Status.PARTIALLY_SHIPPED
    if order.status is AmazonStatus.UNSHIPPED:
        return Status.UNSHIPPED
    return Status.PENDING


def _stage(task: TaskFact) -> str:
    """Where one task is on its way, in words."""
    if task.state is TaskState.DONE:
        return task.reason if task.reason == "done by hand" else "in Shopify"
    if task.state is TaskState.SKIPPED:
        words = HOLD_WORDS.get(task.hold or task.reason or "by_hand")
        return words or f"skipped: {task.reason}"
    if task.state is TaskState.WAITING:
        return HOLD_WORDS.get(task.hold, f"held: {task.hold}")
    return {
        TaskState.READY: "waiting",
        TaskState.CHECK: "checking",
        TaskState.FAILED: task.title.rstrip("."),
    }.get(task.state, "sending")


def derive_sync(
    tasks: Iterable[TaskFact], amazon_status: str, *, fulfilled_in_shopify: bool
) -> tuple[SyncStatus, str]:
    """Sync status and stage; the gravest failure first, else how far the creation is."""
    everything = tuple(tasks)
    failures = [task for task in everything if task.state is TaskState.FAILED]
    if failures:
        gravest = min(failures, key=lambda task: SYNC_CODE[failure_kind(task.verb)])
        return failure_kind(gravest.verb), _stage(gravest)
    creation = next((task for task in everything if task.verb == CREATE), None)
    if creation is None:
        return SyncStatus.ORDER_CREATED, HOLD_WORDS["import_only"]
    if creation.state is TaskState.DONE and fulfilled_in_shopify:
        return SyncStatus.SHIPPED, _stage(creation)
    nothing_to_do = creation.state is TaskState.SKIPPED or creation.hold in IMPORT_ONLY
    if nothing_to_do and amazon_status == AmazonStatus.SHIPPED:
        return SyncStatus.SHIPPED, _stage(creation)
    return SyncStatus.ORDER_CREATED, _stage(creation)
