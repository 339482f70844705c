"""The service's time: from the Date of its answers, whatever this computer's clock says."""

from email.utils import formatdate

import pytest

from desktop.channels.service_clock import ServiceClock

HERE = 1_790_000_000.0


def test_until_something_is_told_it_is_ours() -> None:
    assert ServiceClock(lambda: HERE).now() == HERE


@pytest.mark.parametrize("ahead", [-86_400.0, -31.0, 31.0, 86_400.0])
def test_a_clock_that_is_off_is_put_right(ahead: float) -> None:
    at = [HERE]
    told = ServiceClock(lambda: at[0])
    told.learn({"Date": formatdate(HERE + ahead, usegmt=True)})
    assert told.now() == HERE + ahead
    at[0] += 5
    assert told.now() == HERE + ahead + 5


@pytest.mark.parametrize("ahead", [-30.0, -1.0, 0.0, 30.0])
def test_what_an_answer_takes_is_no_other_time(ahead: float) -> None:
    told = ServiceClock(lambda: HERE)
    told.learn({"Date": formatdate(HERE + ahead, usegmt=True)})
    assert told.now() == HERE


@pytest.mark.parametrize("headers", [{}, {"Date": ""}, {"Date": "yesterday"}, {"Date": "Mon, 99"}])
def test_without_a_date_nothing_is_learnt(headers: dict[str, str]) -> None:
    told = ServiceClock(lambda: HERE)
    told.learn({"Date": formatdate(HERE + 500, usegmt=True)})
    told.learn(headers)
    assert told.now() == HERE + 500


def test_a_clock_that_was_set_right_is_believed_again() -> None:
    told = ServiceClock(lambda: HERE)
    told.learn({"Date": formatdate(HERE + 500, usegmt=True)})
    told.learn({"Date": formatdate(HERE, usegmt=True)})
    assert told.now() == HERE
