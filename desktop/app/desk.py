"""Builds the desk: what the window may ask for, wired to actions and models."""

from desktop.app.deeds import Deeds
from desktop.app.deeds_back import BackDeeds
from desktop.app.deeds_outbox import OutboxDeeds
from desktop.app.deeds_resolve import ResolveDeeds
from desktop.app.desk_settings import SettingsDeeds, SettingsErrands, SettingsReads
from desktop.app.errands import AccountErrands
from desktop.app.errands_back import BackErrands
from desktop.app.errands_orders import OrderErrands
from desktop.app.news import News
from desktop.app.questions import WindowQuestions
from desktop.app.questions_back import BackQuestions
from desktop.app.questions_outbox import OutboxReads
from desktop.app.syncing import Syncing
from desktop.channels.amazon.carriers import CARRIERS
from desktop.channels.amazon.regions import REGIONS, marketplaces_of
from desktop.profile import Profile
from desktop.rows import MarketplaceChoice, RegionChoice
from desktop.ui.desk import Desk


class AllQuestions(WindowQuestions, BackQuestions, OutboxReads, SettingsReads):
    """Every quick read."""


class AllDeeds(Deeds, ResolveDeeds, BackDeeds, OutboxDeeds, SettingsDeeds):
    """Every quick write."""


class AllErrands(AccountErrands, OrderErrands, BackErrands, SettingsErrands):
    """Everything that may take long."""


def build_desk(
    profile: Profile,
    news: News,
    syncing: Syncing,
    notices: tuple[str, ...] = (),
    is_demo: bool = False,
) -> Desk:
    """The desk of an open profile."""
    return Desk(
        questions=AllQuestions(),
        deeds=AllDeeds(news, syncing),
        errands=AllErrands(profile, news, syncing),
        notices=notices,
        regions=regions(),
        is_demo=is_demo,
        carriers=tuple(sorted(CARRIERS, key=str.casefold)),
    )


def regions() -> tuple[RegionChoice, ...]:
    """Amazon's regions with their marketplaces, to choose from."""
    return tuple(
        RegionChoice(
            one.code,
            one.name,
            tuple(
                MarketplaceChoice(place.id, place.country, place.name)
                for place in sorted(marketplaces_of(one.code), key=lambda place: place.name)
            ),
        )
        for one in REGIONS.values()
    )
