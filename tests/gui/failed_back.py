"""Failed shipments, refunds and cancellations as the desk tells them, in the catalogue's words."""

from dataclasses import replace
from typing import Any

from desktop.catalogue import (
    CANCELLATION_FAILURES,
    REFUND_FAILURES,
    SHIPMENT_FAILURES,
)
from desktop.rows import (
    FailureRow,
    OrderDetail,
    OrderRow,
    RefundRow,
    ShipmentRow,
    Status,
    SyncStatus,
    TaskRow,
    TaskState,
)
from desktop.trade import Money
from tests.gui.failed_orders import detail_of, failed_row
from tests.gui.fake_rows import DAY, NOW

SHIPMENT, REFUND = SyncStatus.FAILED_SHIPMENT, SyncStatus.FAILED_REFUND
CANCELLATION = SyncStatus.FAILED_CANCELLATION
_VERBS = {SHIPMENT: "confirm_shipment", REFUND: "send_refund", CANCELLATION: "cancel_in_shopify"}
EVERY = (
    *((SHIPMENT, code) for code in sorted(SHIPMENT_FAILURES)),
    *((REFUND, code) for code in sorted(REFUND_FAILURES)),
    *((CANCELLATION, code) for code in sorted(CANCELLATION_FAILURES)),
)
FACTS = {"carrier": "Purolater", "number": "1Z9", "reason": "CUSTOMER", "name": "#1058.1"}


class _Facts(dict[str, object]):
    """A dash for what a test does not name."""

    def __missing__(self, key: str) -> object:
        return "–"


def failure_of(kind: SyncStatus, code: str, task_id: int = 7) -> FailureRow:
    """One failure in the catalogue's words."""
    entries = {
        SHIPMENT: SHIPMENT_FAILURES, REFUND: REFUND_FAILURES, CANCELLATION: CANCELLATION_FAILURES
    }[kind]  # fmt: skip
    entry = entries[code]
    title, cause, cure = (
        one.format_map(_Facts(FACTS)) for one in (entry.title, entry.cause, entry.cure)
    )
    return FailureRow(kind, code, title, cause, cure, entry.fixes, task_id=task_id, at=NOW - 3600)


def back_row(kind: SyncStatus, code: str, number: int = 12, **changes: Any) -> OrderRow:
    """An order in Shopify of which that failed."""
    row = failed_row("refused", number)
    return replace(
        row,
        shopify_order_id="5001058",
        shopify_order_name="#1058",
        sync_status=kind,
        amazon_status="UNSHIPPED" if kind is not REFUND else "SHIPPED",
        status=Status.UNSHIPPED if kind is not REFUND else Status.SHIPPED,
        failures=(failure_of(kind, code, row.id),),
        **changes,
    )


def back_detail(row: OrderRow, verb: str = "", **changes: Any) -> OrderDetail:
    """Its detail, with the failed task."""
    task = TaskRow(
        row.failures[0].task_id if row.failures else 7,
        verb or (_VERBS[row.failures[0].kind] if row.failures else "create_order"),
        TaskState.FAILED,
        "",
        1,
        None,
        "",
    )
    return replace(detail_of(row), tasks=(task,), **changes)


SHIPMENTS = (
    ShipmentRow(1, "shopify", "7", "UPS", "1Z999AA10123456784", NOW - DAY, "confirmed",
                (("1", 1),), "app"),
    ShipmentRow(2, "shopify", "8", "Purolater", "ABC123456", NOW - 3600, "seen", (("2", 1),)),
)  # fmt: skip
REFUNDS = (
    RefundRow(1, "shopify", Money(2000, "CAD"), NOW - 7200, "accepted", 2, made_by="app"),
    RefundRow(2, "amazon", Money(2000, "CAD"), NOW - 3600, "confirmed", 1),
    RefundRow(3, "shopify", Money(500, "CAD"), NOW - 60, "not_sent"),
)
