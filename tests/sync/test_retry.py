"""When to try again: never before the request can no longer land."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.clock import Pace
from desktop.sync import retry


def test_a_lost_creation_is_looked_up_after_deadline_allowance_and_lag():
    assert retry.settled_at(1000.0, Pace()) == 1000.0 + 60 + 60 + 60


@given(speed=st.floats(1, 1_000_000), sent=st.integers(0, 2_000_000_000))
def test_a_look_up_never_comes_before_the_call_must_have_ended(speed, sent):
    pace = Pace(speed)
    assert retry.settled_at(sent, pace) > sent + retry.create_deadline(pace)


@given(attempt=st.integers(0, 1000))
def test_failed_look_ups_grow_apart_to_an_hour_at_most(attempt):
    wait = retry.next_lookup(attempt, 0.0, Pace())
    assert 60 <= wait <= 3600
    assert wait <= retry.next_lookup(attempt + 1, 0.0, Pace())


def test_offline_waits_grow_and_stay():
    waits = [retry.offline_wait(n, Pace()) for n in range(1, 10)]
    assert waits == sorted(waits)
    assert waits[0] == 2.0
    assert waits[-1] == 120.0
    assert retry.offline_wait(1, Pace(1000.0)) == 0.002
