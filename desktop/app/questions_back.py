"""Quick reads of the way back: what a failed shipment or refund is about, and what is left."""

from desktop.actions.allocate_refund import proposed
from desktop.actions.cancel_order import starts_on
from desktop.actions.choose_reason import waiting_for_reason
from desktop.actions.map_carrier import country_of, waiting_for
from desktop.actions.refund_items import ItemLeft, items_left
from desktop.actions.ship_order import left_to_ship
from desktop.channels.amazon.carriers import CARRIERS, guess, resemble
from desktop.models import order_list, order_store
from desktop.models.setting import back_rules
from desktop.models.task import task as held_task
from desktop.rows import GivenRow, LeftRow, MatchCase, RefundCase, ShipmentCase
from desktop.sync.back.unmatched import unmatched_skus
from desktop.sync.back.unmatched import waiting_for as waiting_for_skus
from desktop.trade import Money, Order
from desktop.trade.returns import RefundItem


class BackQuestions:
    """Asked on the reader's thread."""

    def shipment_case(self, order_id: int, task_id: int) -> ShipmentCase:
        """Of a shipment that failed; task 0: of the one to be made. Raises BadInput."""
        country = country_of(order_store.order(order_id).marketplace_id)
        if not task_id:
            left = tuple(left_to_ship(order_id).items())
            return ShipmentCase("", "", country, CARRIERS, left=left)
        one = held_task(task_id)
        company = str(one.plan.get("company") or one.plan.get("carrier") or "").strip()
        number = str(one.plan.get("number", "")).strip()
        told = guess(number)
        like = resemble(company)
        heals = waiting_for(one.account_id, company) if company else ()
        here = waiting_for(one.account_id, company, country) if company and country else heals
        return ShipmentCase(
            company,
            number,
            country,
            CARRIERS,
            _likely(like, told),
            told,
            tuple(dict.fromkeys(each.order_id for each in heals)),
            tuple(dict.fromkeys(each.order_id for each in here)),
        )

    def guess_carriers(self, number: str) -> tuple[str, ...]:
        """What the number itself tells."""
        return guess(number)

    def cancel_starts_on(self, order_id: int) -> str:
        """The side that a cancellation is told first. Raises BadInput where there can be none."""
        return starts_on(order_id)

    def waiting_for_reason(self, order_id: int, task_id: int) -> tuple[int, ...]:
        """The other orders that failed for want of the same reason. Raises BadInput."""
        found = {one.order_id for one in waiting_for_reason(order_id, task_id)}
        return tuple(sorted(found - {order_id}))

    def match_case(self, order_id: int) -> MatchCase:
        """What of an adopted order is not known, and which other orders wait for the same."""
        skus = unmatched_skus(order_id)
        found = waiting_for_skus(order_store.account_of(order_id), skus)
        return MatchCase(skus, tuple(one for one in found if one != order_id))

    def refund_case(self, order_id: int, task_id: int) -> RefundCase:
        """Of a refund that failed; task 0: of the one to be made. Raises BadInput."""
        order = order_store.order(order_id)
        (row,) = order_list.rows([order_id])
        reason = back_rules(row.account_id, order.marketplace_id).refund.default_reason
        if not task_id:
            left = items_left(order_id)
            return RefundCase(order.currency, _left(order, left), reason=reason)
        plan = held_task(task_id).plan
        left, items = proposed(order_id, task_id)
        total = Money(int(plan.get("total", 0)), str(plan.get("currency", "")))
        given = tuple(_given(one) for one in items)
        return RefundCase(order.currency, _left(order, left), given, total, reason)


def _likely(like: str | None, told: tuple[str, ...]) -> tuple[str, ...]:
    """A number that only one carrier gives out says more than a name that is alike."""
    named = (like,) if like else ()
    return tuple(dict.fromkeys((*told, *named) if len(told) == 1 else (*named, *told)))


def _left(order: Order, left: tuple[ItemLeft, ...]) -> tuple[LeftRow, ...]:
    titles = {line.item_id: line.title for line in order.lines}
    return tuple(
        LeftRow(
            one.item_id,
            one.sku,
            titles.get(one.item_id, ""),
            one.quantity,
            one.goods,
            one.freight,
        )
        for one in left
    )


def _given(item: RefundItem) -> GivenRow:
    return GivenRow(item.item_id, item.quantity, item.reason.value, item.goods, item.freight)
