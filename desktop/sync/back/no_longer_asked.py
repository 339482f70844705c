"""What the sides have settled meanwhile: nothing of it is sent, and no person is asked any more."""

from collections.abc import Iterator

from desktop.models import task as tasks
from desktop.models.task import DueTask
from desktop.models.task_find import tasks_of
from desktop.rows import NOT_LEFT, TaskState
from desktop.sync.back import cancels_of, shipments_of, shown_orders
from desktop.sync.back.mirrored import UNDECIDED
from desktop.sync.back.wanted import ALL_FULFILLED, SAME_AGAIN
from desktop.trade import Order
from desktop.trade.order import AmazonStatus
from desktop.trade.returns import ShopState


def settle(order_id: int, order: Order, state: ShopState, now: float) -> None:
    """Skip the tasks of an order that have not left and need not. Joins a caller's write()."""
    open_ones = [one for one in tasks_of([order_id]) if one.state in NOT_LEFT]
    for one, why in _over(open_ones, order, state):
        tasks.skip([one.id], why, at=int(now), by="app")


def _over(
    open_ones: list[DueTask], order: Order, state: ShopState
) -> Iterator[tuple[DueTask, str]]:
    withdrawn = {one.gid for one in state.fulfillments if one.is_taken_back}
    differs = any(True for _ in cancels_of.parts(order, state)) and state.cancelled_at is None
    is_open = any(line.unfulfilled for line in state.lines if not line.is_charge)
    for one in open_ones:
        failed = one.state is TaskState.FAILED
        match one.verb:
            case cancels_of.CANCEL_ON_AMAZON if order.status is AmazonStatus.CANCELLED:
                yield one, "cancelled on Amazon already"
            case shown_orders.CONFIRM_CANCEL if failed and order.status is AmazonStatus.CANCELLED:
                yield one, "Amazon shows the cancellation"
            case shown_orders.CONFIRM_BY_FEED if failed and order.status is AmazonStatus.SHIPPED:
                yield one, "Amazon shows the shipment"
            case shipments_of.CONFIRM | shipments_of.BY_FEED if one.foreign_id in withdrawn:
                yield one, "its fulfilment was cancelled in Shopify"
            case cancels_of.HOLD_IN_SHOPIFY if failed and not order.has_cancel_wish:
                if not cancels_of.surplus(order, state):
                    yield one, "the wish is over"
            case cancels_of.CANCEL_IN_SHOPIFY if one.foreign_id == cancels_of.PART:
                if not differs:
                    yield one, SAME_AGAIN
            case cancels_of.CANCEL_IN_SHOPIFY if failed and state.cancelled_at is not None:
                yield one, "cancelled in Shopify already"
            case shipments_of.FULFIL if failed and not is_open and one.error_code != UNDECIDED:
                yield one, ALL_FULFILLED
