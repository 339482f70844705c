"""Work of the way back that calls a service."""

from collections.abc import Sequence
from threading import Event

from desktop.actions.ask_shop import ask_shop
from desktop.actions.match_items import match_items
from desktop.actions.take_again import take_again
from desktop.app.news import News
from desktop.app.own_connection import ends_connection
from desktop.app.syncing import Syncing
from desktop.profile import Profile


class BackErrands:
    """What Resolve, Ship, Cancel and Refund ask for."""

    def __init__(self, profile: Profile, news: News, syncing: Syncing) -> None:
        self._profile = profile
        self._news = news
        self._syncing = syncing

    @ends_connection
    def ask_shop(self, order_id: int, cancel: Event) -> None:
        """Know how the order stands in Shopify. Raises TryLater, AccountProblem, BadInput,
        LookupError, Cancelled."""
        ask_shop(order_id, self._profile, cancel)

    @ends_connection
    def take_again(self, order_id: int, cancel: Event) -> int:
        """Read Shopify's side anew. Raises TryLater, AccountProblem, LookupError, Cancelled."""
        asked = take_again(order_id, self._profile, cancel)
        self._news.orders_changed([order_id])
        self._syncing.sync_now()
        return asked

    @ends_connection
    def match_items(
        self, order_id: int, links: Sequence[tuple[str, str, int]], cancel: Event
    ) -> int:
        """Link the SKUs. Raises BadInput, TryLater, AccountProblem, LookupError, Cancelled."""
        asked = match_items(order_id, links, self._profile, cancel)
        self._news.orders_changed()
        self._syncing.sync_now()
        return asked
