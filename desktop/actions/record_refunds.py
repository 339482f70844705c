"""Records in Shopify what Amazon gave back: one refund, or all that Shopify does not show yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop import clock
from desktop.models import order_list, refunds
from desktop.models.database import write
from desktop.models.refunds import RefundRecord
from desktop.sync.back.recording import by_itself, plan_recording
from desktop.trade import Money


@dataclass(frozen=True, slots=True)
class ToRecord:
    """A refund on Amazon that Shopify does not show. `asks`: it may be there already."""

    refund_id: int
    order_id: int
    amazon_order_id: str
    account: str
    shopify_order_name: str
    amount: Money
    at: int
    asks: bool = False


def to_record(account_id: int | None = None) -> tuple[ToRecord, ...]:
    """What recording all would record, by time; what asks comes along, and is left out of that."""
    found = refunds.unrecorded(account_id)
    rows = {row.id: row for row in order_list.rows(list({one.order_id for one in found}))}
    return tuple(
        ToRecord(
            one.id,
            one.order_id,
            rows[one.order_id].amazon_order_id,
            rows[one.order_id].account,
            rows[one.order_id].shopify_order_name,
            Money(one.minor, one.currency),
            one.at,
            asks=not by_itself(one.order_id, one, refunds.of_order(one.order_id)),
        )
        for one in found
        if one.order_id in rows
    )


def record_refunds(refund_ids: Sequence[int]) -> int:
    """Record these at the next sync; how many. What is recorded or planned already is left."""
    at = int(clock.now())
    planned = 0
    with write():
        for refund_id in refund_ids:
            one: RefundRecord = refunds.refund(refund_id)
            if one.side != "amazon" or one.pair_id is not None:
                continue
            (row,) = order_list.rows([one.order_id])
            planned_id = plan_recording(row.account_id, one, due_at=at, at=at, is_another=one.asks)
            if planned_id is not None:
                planned += 1
    return planned


def record_all(account_id: int | None = None) -> int:
    """Record all that does not ask; how many."""
    return record_refunds([one.refund_id for one in to_record(account_id) if not one.asks])
