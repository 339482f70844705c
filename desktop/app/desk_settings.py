"""What the settings pages and the messages ask for and do, beside the rest of the desk."""

from collections.abc import Sequence
from threading import Event

from desktop import clock
from desktop.actions import locations as acting
from desktop.actions.apply_setting import apply_setting, offers, waiting_for_setting
from desktop.actions.map_carrier import waiting_for
from desktop.actions.take_news import is_quiet, take_news
from desktop.app.news import News
from desktop.app.own_connection import ends_connection
from desktop.app.syncing import Syncing
from desktop.channels.amazon.carriers import resemble
from desktop.profile import Profile
from desktop.rows import LocationRow, NewsRow, Problem, SettingOffer, WaitingRow


class SettingsReads:
    """Asked on the reader's thread."""

    def locations(self, account_id: int | None) -> tuple[LocationRow, ...]:
        """The shops' locations as they were read last."""
        return acting.locations(account_id)

    def carrier_cures(self, account_id: int, company: str, country: str) -> tuple[str, ...]:
        """Orders whose failed shipments mapping this carrier would send."""
        found = waiting_for(account_id, company, country) if company.strip() else ()
        return tuple(dict.fromkeys(one.amazon_order_id for one in found))

    def like_carrier(self, name: str) -> str:
        """The listed carrier that a name resembles."""
        return resemble(name) or ""

    def is_quiet(self) -> bool:
        """Whether quiet hours are on."""
        return is_quiet(clock.now())


class SettingsDeeds:
    """Each tells the window what changed."""

    def __init__(self, news: News, syncing: Syncing) -> None:
        self._news = news
        self._syncing = syncing

    def apply_setting(self, key: str, account_id: int | None, order_ids: Sequence[int]) -> int:
        """Plan these waiting orders anew; what is due goes on at once."""
        changed = apply_setting(key, account_id, set(order_ids))
        self._news.orders_changed(changed)
        self._syncing.sync_now()
        return len(changed)

    def take_news(self, problems: Sequence[Problem]) -> tuple[NewsRow, ...]:
        """What a person has to be told now."""
        return take_news(problems)


class SettingsErrands:
    """What takes long, or calls a service."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile

    @ends_connection
    def setting_offers(self, account_id: int | None, cancel: Event) -> tuple[SettingOffer, ...]:
        """Changed settings that waiting orders do not follow yet. Raises Cancelled."""
        return offers(account_id, cancel)

    @ends_connection
    def waiting_for_setting(
        self, key: str, account_id: int | None, cancel: Event
    ) -> tuple[WaitingRow, ...]:
        """What applying a changed setting would plan anew. Raises Cancelled."""
        return waiting_for_setting(key, account_id, cancel)

    @ends_connection
    def read_locations(self, account_id: int | None, cancel: Event) -> tuple[LocationRow, ...]:
        """Ask Shopify for its locations. Raises TryLater, AccountProblem, Cancelled."""
        return acting.read_locations(account_id, self._profile, cancel)
