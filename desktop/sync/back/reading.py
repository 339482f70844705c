"""Read orders in Shopify, and keep each with the tasks that it asks for; and which need no reading.

Shopify's times have whole seconds, and its own later doings move them: what an order shows counts,
the time alone never does.
"""

from collections.abc import Iterator, Sequence

from desktop.channels.shopify.changes import UNTOLD, Glance
from desktop.channels.shopify.state import order_state
from desktop.channels.shopify.states import order_states
from desktop.clock import Clock
from desktop.models import shop_state
from desktop.models.shop_state import Held
from desktop.sync.back import planning
from desktop.sync.connection import Connection
from desktop.trade.returns import ShopState

_SAME_MOMENT_S = 3


def read_now(connection: Connection, order_id: int, clock: Clock) -> None:
    """One order, for somebody who waits.

    Raises TryLater, AccountProblem, Cancelled, LookupError.
    """
    gid = shop_state.gid_of(order_id)
    state = order_state(connection.shopify, gid)
    planning.keep(connection, order_id, gid, state, clock())


def read_all(connection: Connection, order_ids: Sequence[int], clock: Clock) -> None:
    """Many orders, each kept as soon as it is read. Raises as `read_now`."""
    by_gid = {shop_state.gid_of(order_id): order_id for order_id in order_ids}
    for gid, state in order_states(connection.shopify, list(by_gid)):
        planning.keep(connection, by_gid[gid], gid, state, clock())


def to_read(account_id: int, glances: Sequence[Glance]) -> Iterator[int]:
    """Our orders among these that show something that is not known."""
    ours = shop_state.by_gid(account_id, [one.gid for one in glances])
    held = shop_state.held(ours.values())
    for one in glances:
        order_id = ours.get(one.gid)
        if order_id is not None and not is_known(held.get(order_id), one):
            yield order_id


def is_known(held: Held | None, shown: Glance) -> bool:
    """Whether what is held of an order is what a glance shows of it (pure).

    Where nothing ever happened to it, the glance is all there is. Otherwise its time must be known
    too, and the state read moments after that: another change may be of the same second. A parcel
    that came with the order is nothing new: no change of it is for Amazon.
    """
    if held is None:
        return False
    state = held.state
    statuses = (state.cancelled_at, state.closed, state.financial, state.fulfillment)
    if statuses != (shown.cancelled_at, shown.closed, shown.financial, shown.fulfillment):
        return False
    if shown.sent not in (len(state.fulfillments), UNTOLD):
        return False
    is_whole = shown.is_whole and shown.sent != UNTOLD and _is_whole(state)
    if is_whole and not shown.sent:
        return True
    if state.updated_at != shown.updated_at:
        return False
    return held.read_at > state.updated_at + _SAME_MOMENT_S or (is_whole and held.was_made_sent)


def _is_whole(state: ShopState) -> bool:
    """Nothing was given back or taken off."""
    return not state.refunds and all(line.current_quantity == line.quantity for line in state.lines)
