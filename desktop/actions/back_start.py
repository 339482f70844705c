"""What a person starts from an order: which side is told first, and what happens there."""

from dataclasses import dataclass

from desktop import clock
from desktop.actions.bad_input import BadInput
from desktop.errors import Side
from desktop.models import history, order_store, shop_state
from desktop.models import task as tasks
from desktop.models.database import write
from desktop.models.task_find import tasks_of
from desktop.rows import IN_FLIGHT, TaskState
from desktop.trade import Order
from desktop.trade.returns import ShopState

_BLOCKING = (TaskState.READY, *IN_FLIGHT)


@dataclass(frozen=True, slots=True)
class Started:
    """`side` is told first; `words` say so, and what follows on the other."""

    order_id: int
    side: Side
    words: str
    warning: str = ""


def fbm_order(order_id: int, what: str) -> Order:
    """The order, which the seller ships.

    Raises BadInput for FBA, LookupError.
    """
    order = order_store.order(order_id)
    if order.is_fba:
        raise BadInput(
            "order", f"Amazon fulfils this order, and takes no {what} of it.", "Use Seller Central."
        )
    return order


def shop_side_of(order_id: int) -> ShopState:
    """What Shopify showed of the order last. Raises BadInput where it does not show it."""
    if not order_store.shop_gid(order_id):
        raise BadInput("order", "It is not in Shopify.", "Create it there first.")
    if shop_state.is_missing(order_id):
        cure = "Look in Shopify whether it was deleted."
        raise BadInput("order", "Shopify does not show it any more.", cure)
    state = shop_state.load(order_id)
    if state is None:
        words = "How it stands in Shopify is not known yet."
        raise BadInput("order", words, "Try again when Shopify can be asked.")
    return state


def plan_by_seller(
    order_id: int, account_id: int, verb: str, foreign_id: str, plan: dict[str, object], note: str
) -> int:
    """A task that the seller asks for, due at once; its id. One at a time of each kind.

    An earlier one that failed is skipped. Raises BadInput while one is under way.
    """
    at = int(clock.now())
    with write():
        for one in tasks_of([order_id], verb):
            if one.state in _BLOCKING:
                raise BadInput("order", "The same is under way already.", "Wait for its end.")
            if one.foreign_id == foreign_id and one.state is TaskState.FAILED:
                tasks.skip([one.id], "superseded", at=at)
        latest = tasks.latest(account_id, order_id, verb, foreign_id)
        made = tasks.plan_task(
            account_id,
            order_id,
            verb,
            foreign_id=foreign_id,
            revision=0 if latest is None else latest.revision + 1,
            plan=plan,
            state=TaskState.READY,
            due_at=at,
            at=at,
        )
        history.add(order_id, note, at=at, by="seller")
    if made is None:
        raise BadInput("order", "The same was asked for this moment.", "Look at the order.")
    return made
