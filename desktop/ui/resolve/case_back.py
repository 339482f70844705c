"""What Resolve needs to know of a failed shipment, refund or cancellation. Pure but for reads."""

from dataclasses import dataclass

from desktop.rows import (
    FailureRow,
    MatchCase,
    OrderDetail,
    OrderRow,
    RefundCase,
    ShipmentCase,
    SyncStatus,
)
from desktop.ui.desk import Questions

BACK = (
    SyncStatus.FAILED_SHIPMENT,
    SyncStatus.FAILED_REFUND,
    SyncStatus.FAILED_CANCELLATION,
)
_CARRIER = ("map_carrier", "type_tracking")
MATCH = "link_items"
_AMOUNTS = ("allocate", "lower_amount")
_SINGLE = ("type_tracking", "allocate", "lower_amount", "choose_reason")
SEND_REFUND = "send_refund"
_BY_FEED = (SEND_REFUND, "cancel_on_amazon")


@dataclass(frozen=True, slots=True)
class BackCase:
    """The failed task, and what its mending starts from."""

    verb: str
    shipment: ShipmentCase | None = None
    refund: RefundCase | None = None
    waiting: tuple[int, ...] = ()  # other orders that failed for want of the same
    match: MatchCase | None = None


def is_back(failure: FailureRow | None) -> bool:
    """Whether something of the way back failed."""
    return failure is not None and failure.kind in BACK


def read_back(questions: Questions, detail: OrderDetail, failure: FailureRow) -> BackCase:
    """Ask for what the fixes of this failure need."""
    order_id, task_id = detail.row.id, failure.task_id
    verb = next((one.verb for one in detail.tasks if one.id == task_id), "")
    shipment = refund = None
    if any(one in _CARRIER for one in failure.fixes):
        shipment = questions.shipment_case(order_id, task_id)
    if verb == SEND_REFUND and any(one in _AMOUNTS for one in failure.fixes):
        refund = questions.refund_case(order_id, task_id)
    waits = "choose_reason" in failure.fixes and verb in _BY_FEED
    waiting = questions.waiting_for_reason(order_id, task_id) if waits else ()
    match = questions.match_case(order_id) if MATCH in failure.fixes else None
    return BackCase(verb, shipment, refund, match.waiting if match else waiting, match)


def is_alike(row: OrderRow, failure: FailureRow) -> bool:
    """Whether one decision does for another order too: not where amounts or numbers are typed."""
    if any(one in _SINGLE for one in failure.fixes):
        return False
    by_cause = "map_carrier" in failure.fixes
    return any(
        (one.kind, one.code) == (failure.kind, failure.code)
        and (not by_cause or one.cause == failure.cause)
        for one in row.failures
    )
