"""Work on orders that calls a service or takes long: fetch, preview, search, compare, export."""

from pathlib import Path
from threading import Event

from desktop.actions import export as exporting
from desktop.actions import fetch_again as fetching
from desktop.actions import preview_order as previewing
from desktop.actions import shop_side as comparing
from desktop.actions import variant_search
from desktop.actions.list_orders import OrderQuery
from desktop.app.news import News
from desktop.app.own_connection import ends_connection
from desktop.app.syncing import Syncing
from desktop.profile import Profile
from desktop.rows import Decision, DraftPreview, ImportOutcome, ShopSide, VariantRow
from desktop.sync.progress import Progress
from desktop.ui.desk import GridQuery


class OrderErrands:
    """What the order dialog, Resolve and Export ask for."""

    def __init__(self, profile: Profile, news: News, syncing: Syncing) -> None:
        self._profile = profile
        self._news = news
        self._syncing = syncing

    @ends_connection
    def fetch_again(self, order_id: int, cancel: Event) -> ImportOutcome:
        """Ask Amazon anew, and try again. Raises TryLater, AccountProblem, Cancelled."""
        outcome = fetching.fetch_again(order_id, self._profile, cancel)
        self._news.orders_changed([order_id])
        self._syncing.sync_now()
        return outcome

    @ends_connection
    def preview(self, decision: Decision, cancel: Event) -> DraftPreview:
        """The very order that would be sent. Raises NeedsPerson, TryLater, AccountProblem."""
        return previewing.preview_order(decision, self._profile, cancel)

    @ends_connection
    def search_variants(self, account_id: int, text: str, cancel: Event) -> tuple[VariantRow, ...]:
        """What a person's words find in the catalogue."""
        return variant_search.search_variants(account_id, text, self._profile, cancel)

    @ends_connection
    def candidates(
        self, account_id: int, sku: str, title: str, cancel: Event
    ) -> tuple[VariantRow, ...]:
        """What a SKU may be, the likeliest first."""
        return variant_search.candidates(account_id, sku, title, self._profile, cancel)

    @ends_connection
    def shop_side(self, order_id: int, cancel: Event) -> ShopSide | None:
        """Shopify's order beside Amazon's."""
        return comparing.shop_side(order_id, self._profile, cancel)

    @ends_connection
    def export(self, query: GridQuery, path: Path, *, buyers: bool, cancel: Event) -> int:
        """Write a CSV file of what the filter shows. Raises OSError, Cancelled."""
        wanted = OrderQuery(query.filter, query.sort, query.descending)
        return exporting.export(wanted, path, buyers=buyers, cancel=cancel, tell=self._told)

    def _told(self, count: int) -> None:
        self._news.progress(Progress("", "done", f"{count} orders written", count))
