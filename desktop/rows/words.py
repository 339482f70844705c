"""The closed words of the screens: statuses, task states, tabs, sort keys."""

from enum import StrEnum


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


NOT_LEFT = (TaskState.WAITING, TaskState.READY, TaskState.FAILED)  # can be taken back, or changed
IN_FLIGHT = (TaskState.SENDING, TaskState.SUBMITTED, TaskState.CHECK)  # with a service, perhaps
ENDED = (TaskState.DONE, TaskState.SKIPPED)


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
