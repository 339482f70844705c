"""Another app has made the order: it is adopted, wherever it names Amazon's; never doubled."""

from pathlib import Path
from threading import Event

import pytest

from desktop.clock import now
from desktop.models import plan
from tests.bad_days.sales import order_id, sale
from tests.bad_days.stand import Day, a_day


def _other(day: Day, number: int, where: str) -> None:
    day.event("shopify.other_app_order", amazon_order_id=order_id(number), where=where, age_days=1)


@pytest.mark.parametrize("where", ["name", "tag", "note", "attribute", "source"])
def test_it_is_adopted_and_does_not_count(where: str, profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(1), sale(2)]) as day:
        _other(day, 1, where)
        summary = day.sync()
        assert (summary.adopted, summary.created, summary.failed) == (1, 1, 0)
        day.made(1, 2)
        assert len(day.shop()) == 2
        assert plan.usage(now()).used == 1


def test_two_of_them_are_for_a_person(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(1), sale(2)]) as day:
        _other(day, 1, "tag")
        _other(day, 1, "note")
        day.sync()
        failure = day.failure(1)
        assert failure.code == "several_found"
        assert "2 orders" in failure.cause
        assert len(day.shop()) == 3
        day.made(2)


def test_after_a_failure_that_sent_nothing_it_still_does_not_count(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(1, skus=("GONE",))], catalogue=[]) as day:
        day.sync()
        assert day.failure(1).code == "sku_unknown"
        _other(day, 1, "note")
        Event().wait(0.1)  # the shop is looked through once in a minute of its own
        day.retry(1)
        summary = day.sync()
        assert (summary.adopted, summary.created) == (1, 0)
        assert plan.usage(now()).used == 0
