"""Clocks that are wrong, and computers that slept."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from desktop.clock import now
from desktop.models.account import accounts
from desktop.sync.progress import silent
from desktop.sync.pull_amazon import PullCursor
from desktop.sync.runner import run_accounts
from tests.bad_days.sales import sale
from tests.bad_days.stand import Day, a_day, codes

_DAY = 86_400


@pytest.mark.parametrize(("ahead", "words"), [(_DAY, "behind"), (-_DAY, "ahead of")])
def test_a_clock_that_is_wrong_by_a_day_is_told(
    ahead: int, words: str, profile_folder: Path
) -> None:
    with a_day(profile_folder, [sale(1)]) as day:
        day.faults(amazon={"clock_ahead_s": float(ahead)})
        summary = day.sync()
        assert codes(summary) == ["clock_wrong"]
        assert words in summary.problems[0].cause
        assert "86" in summary.problems[0].cause
        day.made(1)
        day.event("amazon.new_order", order=sale(2, days_old=0))
        assert codes(day.sync()) == ["clock_wrong"]
        day.faults(amazon={"clock_ahead_s": 0.0})
        assert codes(day.sync()) == []
        assert day.row(1).stage == "in Shopify"


def test_two_minutes_are_not_worth_a_word(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(1)]) as day:
        day.faults(amazon={"clock_ahead_s": 100.0})
        assert codes(day.sync()) == []


def _asleep(day: Day, clock: Callable[[], float]) -> list[str]:
    ids = [one.id for one in accounts()]
    profile = day.profile
    summary = run_accounts(
        ids, profile.vault, profile.profile_id, Event(), wait_s=0, tell=silent, clock=clock
    )
    return codes(summary)


def test_three_days_of_sleep_in_the_middle_of_an_import(profile_folder: Path) -> None:
    """The token of the next page has ended meanwhile: the window is read anew, nothing is lost."""
    numbers = range(1, 151)
    with a_day(profile_folder, [sale(n) for n in numbers]) as day:
        day.faults(
            {"operation": "amazon.searchOrders", "kind": "status", "status": 503, "skip": 1},
            shopify={"frozen": True},
        )
        day.sync(0)
        cursor = PullCursor.load(1)
        assert cursor is not None
        assert cursor.token
        day.faults(shopify={"frozen": True})
        told = _asleep(day, lambda: now() + 3 * _DAY)
        assert set(told) <= {"shop_frozen", "clock_wrong"}
        assert day.sandbox.server.counts["amazon.searchOrders"] >= 4
        assert all(day.row(n).stage for n in (1, 75, 150))
        assert day.sync(0).imported == 0
