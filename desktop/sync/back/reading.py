"""Read orders in Shopify, and keep each with the tasks that it asks for; and which need no reading.

Shopify's times have whole seconds, and its own later doings move them: what an order shows counts,
the time alone never does.
"""

import logging
from collections.abc import Iterator, Sequence

from desktop.channels.shopify.changes import UNTOLD, Glance
from desktop.channels.shopify.errors import Misshapen
from desktop.channels.shopify.state import order_state
from desktop.channels.shopify.states import order_states
from desktop.clock import Clock
from desktop.errors import CrossdockError
from desktop.models import shop_state
from desktop.models.shop_state import Held
from desktop.sync.back import planning, unreadable
from desktop.sync.connection import Connection
from desktop.trade.returns import ShopState

_log = logging.getLogger(__name__)

_SAME_MOMENT_S = 3
_SEVERAL = 5


def read_now(connection: Connection, order_id: int, clock: Clock) -> None:
    """One order, for somebody who waits.

    Raises TryLater, AccountProblem, Cancelled, LookupError.
    """
    gid = shop_state.gid_of(order_id)
    state = order_state(connection.shopify, gid)
    planning.keep(connection, order_id, gid, state, clock())


def read_all(connection: Connection, order_ids: Sequence[int], clock: Clock) -> None:
    """Many orders, each kept as soon as it is read. One that cannot be is told of by itself.

    Where none of several can be, it is no order's fault. Raises as `read_now`.
    """
    by_gid = {shop_state.gid_of(order_id): order_id for order_id in order_ids}
    unread: dict[str, Exception] = {}
    for gid, state in order_states(connection.shopify, list(by_gid)):
        error = (
            state
            if isinstance(state, Misshapen)
            else _kept(connection, by_gid[gid], gid, state, clock)
        )
        if error is not None:
            unread[gid] = error
    first = next(iter(unread.values()), None)
    if isinstance(first, Misshapen) and len(unread) == len(by_gid) >= _SEVERAL:
        raise first
    for gid, error in unread.items():
        unreadable.not_read(connection, by_gid[gid], gid, error, clock())


def _kept(
    connection: Connection, order_id: int, gid: str, state: ShopState | None, clock: Clock
) -> Exception | None:
    """Keep it; the error where the program could not."""
    try:
        planning.keep(connection, order_id, gid, state, clock())
    except CrossdockError:
        raise
    except Exception as error:  # noqa: BLE001 - one bad order never stops the others
        _log.error("bug in keeping an order: %s", type(error).__name__, exc_info=error)
        return error
    return None


def to_read(
    account_id: int, glances: Sequence[Glance], unclear: Sequence[str] = ()
) -> Iterator[int]:
    """Our orders among these that show something that is not known, or whose glance is unclear."""
    yield from shop_state.by_gid(account_id, unclear).values()
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
