"""Amazon's refunds that Shopify is to record: on request, or by themselves where the rules say so.

Nothing is recorded by itself where it may be our own doing, or the merchant's, coming back.
"""

from desktop.clock import Pace
from desktop.models import order_store, refunds, shop_state
from desktop.models import task as tasks
from desktop.models.refunds import RefundRecord
from desktop.rows import TaskState
from desktop.sync.back import refund_records
from desktop.sync.back.refunds_of import RECORD_REFUND, SEND_REFUND
from desktop.trade.returns import AmazonRefund
from desktop.trade.rules_back import BackRules

IS_ANOTHER = "is_another"  # in a plan: a person says that no refund in Shopify is this one
MAYBE_THERE = "shop_maybe_there"  # the failure that asks for that
SETTLE_S = 900.0  # a refund of the merchant's own in Shopify may not have been read yet
_TOLD = ("outbox", "sent", "accepted")


def see(
    pace: Pace, account_id: int, order_id: int, refund: AmazonRefund, rules: BackRules, at: float
) -> bool:
    """Keep a refund of Amazon's books, pair it, and plan its recording; whether it is new.

    Joins a caller's write().
    """
    is_new = refund_records.see_amazon(order_id, refund)
    refund_records.see_shopify(order_id, shop_state.load(order_id))
    refunds.pair(order_id)
    if rules.refund.to_shopify == "automatic":
        held = refunds.of_order(order_id)
        record = refund_records.find(held, "amazon", refund.key)
        if record is not None and by_itself(order_id, record, held):
            due_at = int(at + pace.here(SETTLE_S))
            plan_recording(account_id, record, due_at=due_at, at=int(at))
    return is_new


def by_itself(order_id: int, record: RefundRecord, held: tuple[RefundRecord, ...]) -> bool:
    """Whether a refund may be recorded without asking: it is nobody's but Amazon's.

    Not where it equals a paired one, and not while a refund that we sent has no pair: this may be
    it, with what Amazon made of the amount.
    """
    if record.pair_id is not None or record.asks or record.state != "not_sent":
        return False
    unclear = any(
        one.side == "shopify" and one.pair_id is None and one.state in _TOLD for one in held
    )
    if unclear or tasks.is_in_flight(order_id, (SEND_REFUND,)):
        return False
    state = shop_state.load(order_id)
    return state is None or state.cancelled_at is None


def plan_recording(
    account_id: int, record: RefundRecord, *, due_at: int, at: int, is_another: bool = False
) -> int | None:
    """A task that records Amazon's refund in Shopify; None where there is one, or no order there.

    Also for what a person asks for one by one, or all at once.
    """
    if not order_store.shop_gid(record.order_id):
        return None
    return tasks.plan_task(
        account_id,
        record.order_id,
        RECORD_REFUND,
        foreign_id=record.foreign_id,
        plan={
            "minor": record.minor,
            "total": record.minor,
            "currency": record.currency,
            **({IS_ANOTHER: True} if is_another else {}),
        },
        state=TaskState.READY,
        due_at=due_at,
        at=at,
    )
