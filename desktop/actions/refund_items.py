"""A refund per item: what is left of each, a proposal for an amount, and whether it can be sent."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from desktop.actions.bad_input import BadInput
from desktop.models import feed_queue, order_store, refunds
from desktop.models.refund_pairs import not_caused
from desktop.models.refunds import RefundRecord
from desktop.models.task_find import tasks_of
from desktop.rows import NOT_LEFT
from desktop.sync import refund_left
from desktop.sync.back.refunds_of import SEND_REFUND
from desktop.sync.feed_kinds import refund_items
from desktop.sync.refund_left import ItemLeft
from desktop.trade import Order
from desktop.trade.returns import AmazonRefundReason, RefundItem

__all__ = ["ItemLeft", "checked", "items_left", "part_of", "plan_items", "proposal", "whole"]


def items_left(order_id: int, besides: int = 0) -> tuple[ItemLeft, ...]:
    """What can still be given back of each item; the task `besides` does not count."""
    sent, elsewhere = _gone(order_id, besides)
    return refund_left.left_of(order_store.order(order_id), sent, elsewhere)


def checked(order_id: int, items: Sequence[RefundItem], besides: int = 0) -> tuple[RefundItem, ...]:
    """The same items. Raises BadInput where Amazon would certainly refuse them."""
    order = order_store.order(order_id)
    sent, elsewhere = _gone(order_id, besides)
    failure = refund_left.foreseen(order, order.currency, items, sent, elsewhere)
    if failure is not None:
        raise BadInput("--item", f"{failure.title} {failure.cause}", failure.cure)
    return tuple(items)


def proposal(
    left: Sequence[ItemLeft], amount: int, reason: AmazonRefundReason
) -> tuple[RefundItem, ...]:
    """An amount spread over what is left: the goods first, by their worth, then the shipping.

    Pure. What is more than all that is left is left out.
    """
    goods = _spread(min(amount, sum(one.goods for one in left)), [one.goods for one in left])
    rest = amount - sum(goods)
    ships = [one.freight for one in left]
    shipping = _spread(min(rest, sum(ships)), ships)
    return tuple(
        _item(one, 0, reason, part, ship)
        for one, part, ship in zip(left, goods, shipping, strict=True)
        if part or ship
    )


def whole(left: Sequence[ItemLeft], reason: AmazonRefundReason) -> tuple[RefundItem, ...]:
    """Everything that is left."""
    return tuple(
        _item(one, one.quantity, reason, one.goods, one.freight) for one in left if one.total
    )


def part_of(
    order: Order,
    left: ItemLeft,
    reason: AmazonRefundReason,
    quantity: int,
    goods: int | None = None,
    shipping: int = 0,
) -> RefundItem:
    """So many units of an item; without an amount what they cost, with tax. Pure.

    Raises BadInput where the units or the amounts are more than what is left.
    """
    ordered = next(line.quantity for line in order.lines if line.item_id == left.item_id)
    if not 0 <= quantity <= left.quantity:
        words = f"{quantity} of {left.sku or left.item_id} are more than the {left.quantity} left."
        raise BadInput("--item", words, "Lower the quantity.")
    if goods is None:
        is_all = quantity == left.quantity or not ordered
        goods = left.goods if is_all else left.goods * quantity // max(1, left.quantity)
    if not 0 <= goods <= left.goods or not 0 <= shipping <= left.freight:
        words = f"The amount for {left.sku or left.item_id} is more than what is left of it."
        raise BadInput("--item", words, "Lower the amount.")
    return _item(left, quantity, reason, goods, shipping)


def plan_items(items: Sequence[RefundItem]) -> list[dict[str, object]]:
    """The items as a task keeps them."""
    return [{**asdict(one), "reason": one.reason.value} for one in items]


def _item(
    left: ItemLeft, quantity: int, reason: AmazonRefundReason, goods: int, shipping: int
) -> RefundItem:
    """Amounts with tax, split as what is left of the item is: the price first, then gift wrap and
    fees."""
    rest = goods
    given: dict[str, int] = {}
    for net, tax in (*refund_left.GOODS, refund_left.FREIGHT):
        is_freight = (net, tax) == refund_left.FREIGHT
        most = left.of(net, tax)
        amount = shipping if is_freight else min(rest, most)
        rest -= 0 if is_freight else amount
        own = amount * left.of(tax) // most if most else 0
        given[net] = amount - own
        if tax:
            given[tax] = own
    return RefundItem(left.item_id, quantity, reason, **given)


def _spread(amount: int, weights: Sequence[int]) -> list[int]:
    """Whole minor units by weight that add up to the amount; the largest remainders first."""
    total = sum(weights)
    if amount <= 0 or not total:
        return [0] * len(weights)
    parts = [amount * weight // total for weight in weights]
    order = sorted(range(len(weights)), key=lambda at: -(amount * weights[at] % total))
    for at in order[: amount - sum(parts)]:
        parts[at] += 1
    return parts


def _gone(order_id: int, besides: int) -> tuple[list[RefundItem], list[RefundRecord]]:
    """What left to Amazon, or may leave since Shopify gave it back; and what Amazon's books show
    that none of what left caused."""
    left = [one for one in feed_queue.left(order_id, SEND_REFUND) if one.id != besides]
    waiting = [one for one in tasks_of([order_id], SEND_REFUND) if one.state in NOT_LEFT]
    journal = [*left, *(one for one in waiting if one.id != besides)]
    elsewhere = not_caused(refunds.of_order(order_id), {one.foreign_id for one in left})
    return [item for one in journal for item in _read(one.plan)], elsewhere


def _read(plan: Mapping[str, object]) -> tuple[RefundItem, ...]:
    return refund_items(plan)
