"""Refunds items of an order from the app: in Shopify first, and then on Amazon by the outbox."""

from collections.abc import Sequence
from uuid import uuid4

from desktop.actions.back_start import Started, fbm_order, plan_by_seller, shop_side_of
from desktop.actions.bad_input import BadInput
from desktop.actions.refund_items import checked, plan_items
from desktop.models import order_list
from desktop.sync.back.refunds_of import REFUND_IN_SHOPIFY
from desktop.trade.order import AmazonStatus
from desktop.trade.returns import RefundItem

_SHIPPED = (AmazonStatus.SHIPPED, AmazonStatus.PARTIALLY_SHIPPED)
_LONGEST = 200


def refund_order(order_id: int, items: Sequence[RefundItem], note: str = "") -> Started:
    """Give these amounts back: recorded in Shopify at the next sync, then sent to Amazon.

    Nothing is put back into stock, and no mail is sent. Raises BadInput, LookupError.
    """
    order = fbm_order(order_id, "refund")
    if order.status not in _SHIPPED:
        words = f"Amazon's status is {order.raw_status or order.status}: nothing was charged."
        raise BadInput("order", words, "Cancel it instead.")
    state = shop_side_of(order_id)
    if state.currency != order.currency:
        words = f"It is in {state.currency} in Shopify, and in {order.currency} on Amazon."
        raise BadInput("order", words, "Refund it in Shopify and in Seller Central.")
    chosen = checked(order_id, items)
    row = order_list.rows([order_id])[0]
    plan: dict[str, object] = {
        "items": plan_items(chosen),
        "total": sum(one.total for one in chosen),
        "currency": order.currency,
        "note": " ".join(note.split())[:_LONGEST],
    }
    word = f"cd-{uuid4().hex[:8]}"
    plan_by_seller(order_id, row.account_id, REFUND_IN_SHOPIFY, word, plan, "refunded from the app")
    words = "Refunded in Shopify at the next sync; Amazon's refund then waits in the outbox."
    return Started(order_id, "shopify", words)
