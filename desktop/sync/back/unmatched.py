"""Adopted orders that failed because nobody knows which of Amazon's items their lines are.

A link that says what an Amazon SKU is in Shopify answers it for every order that waits for it.
"""

from collections.abc import Collection, Iterator

from desktop.models import order_store, shop_state
from desktop.models.database import write
from desktop.models.task import DueTask
from desktop.models.task_find import tasks_in
from desktop.rows import TaskState
from desktop.sync.back.applying import UNMATCHED
from desktop.sync.back.items_known import matched_anew
from desktop.sync.back.quantities import items_of
from desktop.sync.back.shipments_of import FULFIL
from desktop.trade.returns import ShopState


def unmatched_skus(order_id: int) -> tuple[str, ...]:
    """The SKUs of Amazon's items that no line in Shopify is known to be."""
    state = shop_state.load(order_id)
    known = {line.item_id for line in matched_anew(order_id, state).lines} if state else set()
    lines = order_store.order(order_id).lines
    open_ones = (one.sku for one in lines if one.quantity and one.item_id not in known)
    return tuple(dict.fromkeys(sku for sku in open_ones if sku.strip()))


def waiting_for(account_id: int, skus: Collection[str]) -> tuple[int, ...]:
    """The failed orders with an item of one of these SKUs that no line is known to be."""
    failed = dict.fromkeys(
        one.order_id for one in tasks_in(account_id, TaskState.FAILED, UNMATCHED)
    )
    return tuple(one for one in failed if set(skus) & set(unmatched_skus(one)))


def look_again(account_id: int) -> tuple[int, ...]:
    """The watch reads those again that the links have cured, and goes on with them; which."""
    cured = tuple(dict.fromkeys(_cured(account_id)))
    with write():
        for order_id in cured:
            shop_state.read_again(order_id)
    return cured


def _cured(account_id: int) -> Iterator[int]:
    for task in tasks_in(account_id, TaskState.FAILED, UNMATCHED):
        state = shop_state.load(task.order_id)
        if state is not None and _is_known(task, matched_anew(task.order_id, state)):
            yield task.order_id


def _is_known(task: DueTask, state: ShopState) -> bool:
    """Whether every item that Amazon shipped, or anything of the fulfilment, is known by now."""
    if task.verb == FULFIL:
        known = {line.item_id for line in state.lines}
        return all(str(item) in known for item, _ in task.plan.get("items", ()))
    made = next((one for one in state.fulfillments if one.gid == task.foreign_id), None)
    return made is not None and bool(items_of(state.lines, made.lines))
