"""What the settings and the messages ask of the desk, and do there."""

from collections.abc import Sequence
from threading import Event
from typing import Protocol

from desktop.rows import LocationRow, NewsRow, Problem, SettingOffer, WaitingRow


class SettingsQuestions(Protocol):
    """Quick reads."""

    def locations(self, account_id: int | None) -> tuple[LocationRow, ...]:
        """The shops' locations as they were read last."""

    def carrier_cures(self, account_id: int, company: str, country: str) -> tuple[str, ...]:
        """Amazon order IDs of the failed shipments that mapping this carrier would send."""

    def like_carrier(self, name: str) -> str:
        """The listed carrier that a name of one's own resembles; "" for none."""

    def is_quiet(self) -> bool:
        """Whether quiet hours are on."""


class SettingsDeeds(Protocol):
    """Quick writes."""

    def apply_setting(self, key: str, account_id: int | None, order_ids: Sequence[int]) -> int:
        """Plan these waiting orders anew by a changed setting; how many it did."""

    def take_news(self, problems: Sequence[Problem]) -> tuple[NewsRow, ...]:
        """What a person has to be told now; each thing once, also after a restart."""


class SettingsErrands(Protocol):
    """What takes long, or calls a service."""

    def setting_offers(self, account_id: int | None, cancel: Event) -> tuple[SettingOffer, ...]:
        """Changed settings that waiting orders do not follow yet. Raises Cancelled."""

    def waiting_for_setting(
        self, key: str, account_id: int | None, cancel: Event
    ) -> tuple[WaitingRow, ...]:
        """What applying a changed setting would plan anew, soonest ship-by first."""

    def read_locations(self, account_id: int | None, cancel: Event) -> tuple[LocationRow, ...]:
        """Ask Shopify for its locations. Raises TryLater, AccountProblem, Cancelled."""
