"""Token buckets: what is allowed, how long to wait, and what a restart changes."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.channels.pacing import (
    BucketState,
    MemoryBuckets,
    UsagePlan,
    emptied,
    refilled,
    take,
    with_rate,
    with_tokens,
)

PLAN = UsagePlan(0.5, 10)


def test_a_bucket_never_seen_starts_at_80_percent() -> None:
    state: BucketState | None = None
    taken = 0
    while True:
        state, wait = take(state, PLAN, 1000.0)
        if wait:
            break
        taken += 1
    assert taken == 8
    assert wait == pytest.approx(2.0)


def test_after_the_wait_there_is_a_token() -> None:
    state, wait = take((0.0, 1000.0, 0.5), PLAN, 1000.0)
    assert wait == pytest.approx(2.0)
    _, again = take(state, PLAN, 1000.0 + wait)
    assert again == 0.0


def test_a_restart_refills_no_more_than_the_time_allows() -> None:
    stored = (0.0, 1000.0, 0.5)
    assert refilled(stored, PLAN, 1004.0)[0] == pytest.approx(2.0)
    assert refilled(stored, PLAN, 9999.0)[0] == 10.0


def test_a_clock_set_back_refills_nothing_and_does_not_block() -> None:
    state, wait = take((0.0, 1_000_000.0, 0.5), PLAN, 10.0)
    assert wait == pytest.approx(2.0)
    assert refilled(state, PLAN, 12.0)[0] == pytest.approx(1.0)


def test_a_reserve_is_left_for_whoever_waits_in_person() -> None:
    state = (2.5, 1000.0, 0.5)
    kept, wait = take(state, PLAN, 1000.0, reserve=2)
    assert wait == pytest.approx(1.0)
    assert kept[0] == 2.5
    left, wait = take(state, PLAN, 1000.0)
    assert wait == 0.0
    assert left[0] == 1.5


def test_what_can_never_be_there_at_once_asks_for_a_full_bucket() -> None:
    small = UsagePlan(1.0, 1)
    assert take((1.0, 0.0, 1.0), small, 0.0, reserve=2)[1] == 0.0
    state, wait = take((1.0, 0.0, 1.0), small, 0.0, cost=5)
    assert wait == 0.0
    assert state[0] == -4.0
    assert take(state, small, 0.0)[1] == pytest.approx(5.0)


def test_an_emptied_bucket_waits_for_a_whole_token() -> None:
    state = emptied((9.0, 1000.0, 0.5), PLAN, 1000.0)
    assert take(state, PLAN, 1000.0)[1] == pytest.approx(2.0)


def test_a_debt_is_not_forgiven_by_emptying() -> None:
    assert emptied((-3.0, 1000.0, 0.5), PLAN, 1000.0)[0] == -3.0


def test_a_told_rate_counts_from_now_on() -> None:
    state = with_rate((0.0, 1000.0, 0.5), PLAN, 1004.0, 2.0)
    assert state == (2.0, 1004.0, 2.0)
    assert take((0.0, 1004.0, 2.0), PLAN, 1004.0)[1] == pytest.approx(0.5)


def test_told_tokens_replace_the_guess() -> None:
    assert with_tokens((9.0, 1000.0, 0.5), PLAN, 1000.0, 3.0)[0] == 3.0
    assert with_tokens(None, PLAN, 1000.0, 99.0)[0] == 10.0


def test_a_fast_sandbox_refills_faster() -> None:
    assert PLAN.scaled(60) == UsagePlan(30.0, 10)


@settings(deadline=None)  # a busy machine is no failure
@given(
    st.lists(st.tuples(st.floats(0, 50), st.sampled_from([0.0, 1.0, 2.0])), min_size=1, max_size=60)
)
def test_no_more_is_taken_than_the_quota_gives(steps: list[tuple[float, float]]) -> None:
    state: BucketState | None = None
    now, began, taken = 1000.0, 1000.0, 0
    for passed, reserve in steps:
        now += passed
        state, wait = take(state, PLAN, now, reserve=reserve)
        taken += wait == 0.0
        assert state[0] >= -1e-6
    assert taken <= 8 + (now - began) * 0.5 + 1e-6


def test_a_store_changes_one_bucket_at_a_time() -> None:
    store = MemoryBuckets()

    def one_more(state: BucketState | None) -> tuple[BucketState, float]:
        tokens = (state or (0.0, 0.0, 0.0))[0] + 1
        return (tokens, 0.0, 0.0), tokens

    def many() -> None:
        for _ in range(500):
            store.change("a", one_more)

    threads = [threading.Thread(target=many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.change("a", one_more) == 2001
    assert store.change("b", one_more) == 1
