"""What the settings and messages ask of the desk in memory."""

from collections.abc import Mapping, Sequence
from threading import Event
from types import MappingProxyType
from typing import Any

from desktop.rows import LocationRow, NewsRow, Problem, SettingOffer, WaitingRow


class FakeSettingsQuestions:
    """A test puts its answers in place of these."""

    locations_now: tuple[LocationRow, ...] = ()
    cures: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    like: Mapping[str, str] = MappingProxyType({})
    quiet: bool = False

    def locations(self, account_id: int | None) -> tuple[LocationRow, ...]:
        return self.locations_now

    def carrier_cures(self, account_id: int, company: str, country: str) -> tuple[str, ...]:
        return self.cures.get(company, ())

    def like_carrier(self, name: str) -> str:
        return self.like.get(name, "")

    def is_quiet(self) -> bool:
        return self.quiet


class FakeSettingsDeeds:
    """Records what is applied; `news` is what is told next, once."""

    news: tuple[NewsRow, ...] = ()

    def _note(self, *what: Any) -> None:
        raise AssertionError("the whole fake notes it")

    def apply_setting(self, key: str, account_id: int | None, order_ids: Sequence[int]) -> int:
        self._note("apply_setting", key, account_id, tuple(order_ids))
        return len(order_ids)

    def take_news(self, problems: Sequence[Problem]) -> tuple[NewsRow, ...]:
        found, self.news = self.news, ()
        told = (NewsRow("problems", 1, f"{one.account}: {one.title}", "") for one in problems)
        return (*found, *told)


class FakeSettingsErrands:
    """Answers from `answers`, as the other errands do."""

    def _answer(self, name: str, default: Any, *what: Any) -> Any:
        raise AssertionError("the whole fake answers")

    waiting_now: Mapping[str, tuple[WaitingRow, ...]] = MappingProxyType({})

    def setting_offers(self, account_id: int | None, cancel: Event) -> tuple[SettingOffer, ...]:
        found = self.waiting_now.items()
        return tuple(SettingOffer(key, len(rows)) for key, rows in found if rows)

    def waiting_for_setting(
        self, key: str, account_id: int | None, cancel: Event
    ) -> tuple[WaitingRow, ...]:
        return self.waiting_now.get(key, ())

    def read_locations(self, account_id: int | None, cancel: Event) -> tuple[LocationRow, ...]:
        return self._answer("read_locations", (), account_id)  # type: ignore[no-any-return]
