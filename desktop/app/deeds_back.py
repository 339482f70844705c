"""Quick writes of the way back: what mends a failure, and what a person starts from an order."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from desktop.actions import allocate_refund, mend_shipment
from desktop.actions.back_start import Started
from desktop.actions.cancel_order import cancel_order
from desktop.actions.cancel_wish import accept_wish, decline_wish
from desktop.actions.choose_reason import choose_reason
from desktop.actions.map_carrier import map_carrier
from desktop.actions.order_words import read_word
from desktop.actions.refund_items import items_left, part_of
from desktop.actions.refund_order import refund_order
from desktop.actions.retry import retry_tasks
from desktop.actions.ship_order import ship_order
from desktop.actions.skip import checked_words
from desktop.app.news import News
from desktop.app.syncing import Syncing
from desktop.models import order_store, task_person
from desktop.models.task import task as held_task
from desktop.models.task_moves import DueTask
from desktop.rows import GivenRow, StartedRow, TaskState
from desktop.trade.returns import AmazonRefundReason, RefundItem


class BackDeeds:
    """Each tells the window what changed; what is due is sent at once."""

    def __init__(self, news: News, syncing: Syncing) -> None:
        self._news = news
        self._syncing = syncing

    def map_carrier(self, account_id: int, company: str, code: str, name: str, country: str) -> int:
        """Remember a carrier, and send what waited for it; how many orders. Raises BadInput."""
        healed = map_carrier(account_id, company, code, name, country)
        self._goes_on(healed)
        return len(healed)

    def type_tracking(
        self, order_id: int, task_id: int, number: str, carrier: str, as_it_stands: bool
    ) -> int:
        """Send a shipment with this number. Raises BadInput."""
        mend_shipment.type_tracking(
            order_id, number, carrier, as_it_stands=as_it_stands, task_id=task_id
        )
        return self._goes_on([order_id])

    def send_without_tracking(self, order_id: int, task_id: int) -> int:
        """Send a shipment without a number. Raises BadInput."""
        mend_shipment.send_without_tracking(order_id, task_id=task_id)
        return self._goes_on([order_id])

    def allocate(self, order_id: int, task_id: int, given: Sequence[GivenRow]) -> int:
        """The refund goes to Amazon as these items, by the outbox. Raises BadInput."""
        allocate_refund.allocate(order_id, _items(order_id, given, task_id), task_id)
        return self._goes_on([order_id])

    def choose_reason(self, order_id: int, task_id: int, reason: str, words: str) -> int:
        """Amazon's reason for a refund or cancellation; how many orders go. Raises BadInput."""
        return self._goes_on(
            choose_reason(order_id, reason, words=words, task_id=task_id).order_ids
        )

    def retry_tasks(self, task_ids: Sequence[int]) -> int:
        """Try these again; how many orders."""
        failed = _failed(task_ids)
        retry_tasks(failed)
        return self._goes_on([one.order_id for one in failed])

    def skip_tasks(self, task_ids: Sequence[int], reason: str) -> int:
        """Leave these out; how many orders. Raises BadInput."""
        words = checked_words(reason, "reason")
        return self._each(task_ids, lambda one: task_person.skip([one.id], words))

    def end_tasks(self, task_ids: Sequence[int], note: str) -> int:
        """A person did these; how many orders. Raises BadInput."""
        words = checked_words(note, "note")
        return self._each(task_ids, lambda one: task_person.done_by_hand(one.id, words))

    def ship(
        self,
        order_id: int,
        carrier: str,
        number: str,
        items: Sequence[tuple[str, int]],
        as_it_stands: bool,
    ) -> StartedRow:
        """Fulfil it in Shopify, then tell Amazon. Raises BadInput."""
        chosen = dict(items) or None
        return self._begun(
            ship_order(order_id, carrier, number, items=chosen, as_it_stands=as_it_stands)
        )

    def cancel(self, order_id: int, reason: str) -> StartedRow:
        """Cancel it on both sides. Raises BadInput."""
        return self._begun(cancel_order(order_id, reason))

    def refund(self, order_id: int, given: Sequence[GivenRow], note: str) -> StartedRow:
        """Give back in Shopify, then on Amazon. Raises BadInput."""
        return self._begun(refund_order(order_id, _items(order_id, given), note))

    def accept_wish(self, order_id: int) -> StartedRow:
        """Cancel as the buyer asks. Raises BadInput."""
        return self._begun(accept_wish(order_id))

    def decline_wish(self, order_id: int) -> StartedRow:
        """Let the order be packed after all. Raises BadInput."""
        return self._begun(decline_wish(order_id))

    def _begun(self, started: Started) -> StartedRow:
        self._goes_on([started.order_id])
        return StartedRow(started.side, started.words, started.warning)

    def _each(self, task_ids: Sequence[int], do: Callable[[DueTask], object]) -> int:
        settled: set[int] = set()
        for one in _failed(task_ids):
            with suppress(ValueError, LookupError):  # moved meanwhile
                do(one)
                settled.add(one.order_id)
        self._news.orders_changed(sorted(settled))
        return len(settled)

    def _goes_on(self, order_ids: Sequence[int]) -> int:
        self._news.orders_changed(order_ids)
        self._syncing.sync_now()
        return len(set(order_ids))


def _failed(task_ids: Sequence[int]) -> list[DueTask]:
    found = []
    for task_id in task_ids:
        with suppress(LookupError):
            found.append(held_task(task_id))
    return [one for one in found if one.state is TaskState.FAILED]


def _items(order_id: int, given: Sequence[GivenRow], besides: int = 0) -> list[RefundItem]:
    """What a person gives back, split into Amazon's parts. Raises BadInput."""
    order = order_store.order(order_id)
    left = {one.item_id: one for one in items_left(order_id, besides)}
    made = []
    for one in given:
        reason = read_word(AmazonRefundReason, one.reason, "reason")
        item = part_of(order, left[one.item_id], reason, one.quantity, one.goods, one.shipping)
        made.append(item.with_tax_in_price() if one.tax_in_price else item)
    return made
