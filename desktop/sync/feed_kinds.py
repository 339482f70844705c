"""What goes to Amazon in feeds: cancellations, refunds, and shipments without a number."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.catalogue import cancellation_failure, refund_failure, shipment_failure
from desktop.channels.amazon.carriers import OTHER, prefilled
from desktop.channels.amazon.feed_xml import cancel_feed, fulfillment_feed, refund_feed
from desktop.channels.amazon.feeds import FeedType
from desktop.channels.amazon.regions import MARKETPLACES
from desktop.errors import NeedsPerson
from desktop.models import carrier_map, shipments
from desktop.models.task import DueTask
from desktop.sync.back.cancels_of import CANCEL_ON_AMAZON
from desktop.sync.back.refunds_of import SEND_REFUND
from desktop.sync.back.shipments_of import BY_FEED
from desktop.trade import Order
from desktop.trade.returns import (
    REFUND_AMOUNTS,
    AmazonCancelReason,
    AmazonRefundReason,
    CancelToSend,
    PackageToConfirm,
    RefundItem,
    RefundToSend,
)

_UNFIT = re.compile(r"[^A-Za-z0-9_-]+")
_KEY_ROOM = 64


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message: its verb, its feed, its words, and how it is written.

    `message` raises NeedsPerson; `body` ValueError for what is no message. `moves_money`: it asks
    again after a long wait, and its intent is written into the Shopify order.
    """

    verb: str
    feed_type: FeedType
    failure: Callable[..., NeedsPerson]
    message: Callable[[DueTask, Order, float], Any]
    body: Callable[[str, Sequence[Any]], bytes]
    moves_money: bool = True


def refund_items(plan: Mapping[str, Any]) -> tuple[RefundItem, ...]:
    """The items of a refund as its task has them. Raises NeedsPerson for an unknown reason."""
    return tuple(_item(one) for one in plan.get("items") or ())


def intent_key(task: DueTask) -> str:
    """The name under which the Shopify order keeps that this is about to leave."""
    if task.verb == CANCEL_ON_AMAZON:
        return "cancel"
    name = _UNFIT.sub("-", task.foreign_id.rsplit("/", 1)[-1])
    return f"refund-{name}"[:_KEY_ROOM]


def _item(given: Mapping[str, Any]) -> RefundItem:
    try:
        reason = AmazonRefundReason(str(given.get("reason") or ""))
    except ValueError:
        raise refund_failure("reason_unmapped", reason=given.get("reason") or "it") from None
    amounts = {name: int(given.get(name) or 0) for name in REFUND_AMOUNTS}
    return RefundItem(str(given["item_id"]), int(given.get("quantity") or 0), reason, **amounts)


def _refund(task: DueTask, order: Order, now: float) -> RefundToSend:
    reference = f"{intent_key(task)}-{task.revision}"
    return RefundToSend(order.amazon_order_id, order.currency, reference, refund_items(task.plan))


def _cancellation(task: DueTask, order: Order, now: float) -> CancelToSend:
    told = str(task.plan.get("reason") or "")
    try:
        reason = AmazonCancelReason(told)
    except ValueError:
        raise cancellation_failure("reason_unmapped", reason=told or "it") from None
    items = task.plan.get("items") or [line.item_id for line in order.lines]
    return CancelToSend(order.amazon_order_id, reason, tuple(str(one) for one in items))


def _package(task: DueTask, order: Order, now: float) -> tuple[str, PackageToConfirm]:
    held = shipments.of_order(task.order_id)
    record = next(one for one in held if (one.side, one.foreign_id) == ("shopify", task.foreign_id))
    number = str(task.plan.get("number", "")).strip()
    code, name = _carrier(task, order, str(task.plan.get("company", "")).strip())
    if number and not code:
        raise shipment_failure("carrier_unknown", carrier="(none)")
    package = PackageToConfirm(
        marketplace_id=order.marketplace_id,
        reference=record.reference,
        carrier_code=code,
        carrier_name=name,
        method="",
        tracking_number=number,
        shipped_at=int(max(min(int(task.plan.get("shipped_at", 0)), now), order.created_at)),
        items=tuple((str(item), int(quantity)) for item, quantity in task.plan["items"]),
    )
    return order.amazon_order_id, package


def _carrier(task: DueTask, order: Order, company: str) -> tuple[str, str]:
    """Amazon's code and name; nothing where the shop names no carrier."""
    if not company:
        return "", ""
    marketplace = MARKETPLACES.get(order.marketplace_id)
    country = marketplace.country if marketplace else ""
    mapped = carrier_map.carrier(task.account_id, company, country)
    if mapped is not None:
        return mapped
    code = prefilled(company, country) or OTHER
    return code, company


KINDS = (
    Kind(CANCEL_ON_AMAZON, FeedType.CANCEL, cancellation_failure, _cancellation, cancel_feed),
    Kind(SEND_REFUND, FeedType.REFUND, refund_failure, _refund, refund_feed),
    Kind(
        BY_FEED, FeedType.FULFILLMENT, shipment_failure, _package, fulfillment_feed,
        moves_money=False,
    ),
)  # fmt: skip
BY_TYPE: Mapping[str, Kind] = {str(kind.feed_type): kind for kind in KINDS}
