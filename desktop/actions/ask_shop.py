"""Asks Shopify how an order stands, before a person starts something from it."""

from contextlib import closing, suppress
from threading import Event

from desktop import clock
from desktop.actions.bad_input import BadInput
from desktop.actions.variant_search import connected
from desktop.errors import AccountProblem, TryLater
from desktop.models import order_list, order_store, shop_state
from desktop.models import task as tasks
from desktop.profile import Profile
from desktop.sync.back import planning
from desktop.sync.back.reading import read_now
from desktop.sync.pull_shopify import POLL_S


def ask_shop(order_id: int, profile: Profile, cancel: Event | None = None) -> None:
    """Know it as fresh as the background work would: what was read moments ago is not asked again.

    Where Shopify cannot be asked, what was read before must do. Raises TryLater, AccountProblem
    where nothing was; Cancelled; BadInput while a change of ours is on its way there; LookupError
    where there is no such order.
    """
    rows = order_list.rows([order_id])
    if not rows:
        raise LookupError(f"there is no order {order_id}")
    if not order_store.shop_gid(order_id):
        return
    held = shop_state.load(order_id)
    try:
        with closing(connected(rows[0].account_id, profile, cancel)) as connection:
            if not _is_fresh(order_id, connection.pace.here(POLL_S)):
                read_now(connection, order_id, clock.now)
    except (TryLater, AccountProblem):
        if held is None:
            raise
    if held is None and tasks.is_in_flight(order_id, planning.OUR_CHANGES):
        words = "Crossdock is changing it in Shopify at this moment."
        raise BadInput("order", words, "Try again when that is done.")


def ask_if_possible(order_id: int, profile: Profile, cancel: Event | None = None) -> None:
    """The same, where nothing depends on the answer. Raises Cancelled."""
    if order_store.shop_gid(order_id):
        with suppress(TryLater, AccountProblem, BadInput):
            ask_shop(order_id, profile, cancel)


def _is_fresh(order_id: int, seconds: float) -> bool:
    held = shop_state.held([order_id]).get(order_id)
    return held is not None and 0 <= clock.now() - held.read_at < seconds
