"""Points: what is taken, what is waited for, and what Shopify's answers correct."""

import pytest

from desktop.channels.shopify.throttle import Told, read_cost, take_points, throttled_wait
from tests.channels.shopify.scripted_shop import cost


def test_a_full_bucket_gives_at_once_and_keeps_the_rest() -> None:
    state, wait = take_points((500.0, 1000.0, 100.0), 320.0, 1000.0)
    assert wait == 0.0
    assert state == (180.0, 1000.0, 100.0)


def test_what_is_lacking_is_waited_for_and_nothing_is_taken() -> None:
    state, wait = take_points((20.0, 1000.0, 100.0), 320.0, 1001.0)
    assert wait == pytest.approx((320 - 120) / 100)
    assert state == (120.0, 1001.0, 100.0)


def test_the_reserve_is_left_for_others() -> None:
    full = (150.0, 1000.0, 50.0)
    assert take_points(full, 100.0, 1000.0)[1] == 0.0
    assert take_points(full, 100.0, 1000.0, reserve=100.0)[1] == pytest.approx(1.0)


def test_a_bucket_never_holds_more_than_its_maximum() -> None:
    state, wait = take_points((0.0, 0.0, 100.0), 50.0, 1_000_000.0, maximum=1000.0)
    assert (state[0], wait) == (950.0, 0.0)


def test_what_can_never_be_there_asks_for_a_full_bucket_only() -> None:
    _, wait = take_points((900.0, 0.0, 100.0), 950.0, 0.0, reserve=500.0, maximum=1000.0)
    assert wait == pytest.approx(1.0)


def test_a_clock_set_back_refills_nothing() -> None:
    _, wait = take_points((10.0, 1000.0, 100.0), 50.0, 10.0)
    assert wait == pytest.approx(0.4)


def test_an_unknown_bucket_uses_the_first_rate() -> None:
    state, wait = take_points(None, 50.0, 5.0, first_rate=4000.0)
    assert wait == 0.0
    assert state[2] == 4000.0


def test_a_rate_of_nothing_is_not_divided_by() -> None:
    assert take_points((0.0, 0.0, 0.0), 100.0, 0.0, first_rate=50.0)[1] == pytest.approx(2.0)


def test_the_cost_report_is_read_as_it_is_told() -> None:
    assert read_cost({"cost": cost(102, 1898.5, 200, 4000)}) == Told(102, 1898.5, 4000, 200)


@pytest.mark.parametrize(
    "extensions",
    [
        None,
        [],
        {"cost": None},
        {"cost": {"requestedQueryCost": "9", "throttleStatus": {"currentlyAvailable": -1}}},
        {"cost": {"requestedQueryCost": True, "throttleStatus": {"restoreRate": 0}}},
    ],
)
def test_a_misshapen_cost_report_says_nothing(extensions: object) -> None:
    assert read_cost(extensions) == Told()


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        (Told(500, 100, 1000, 50), 8.0),
        (Told(500, 450, 1000, 100), 1.0),
        (Told(None, None, None, None), 1.0),
        (Told(500, 0, 1000, None), 5.0),
    ],
)
def test_a_throttled_request_waits_for_its_points_and_at_least_a_second(
    told: Told, seconds: float
) -> None:
    assert throttled_wait(told, 1.0) == pytest.approx(seconds)
