"""Which orders a glance of Shopify lets the watch read, and which it knows without."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.shopify.changes import UNTOLD, Glance
from desktop.models.shop_state import Held
from desktop.sync.back.reading import is_known
from desktop.trade.returns import ShopState
from tests.models import back
from tests.models.orders import NOW

MOMENTS = 4  # after a change, by when no other one of its second can follow


def shown(**more: Any) -> Glance:
    plain = Glance(
        "gid://shopify/Order/1", NOW, None, False, "PAID", "UNFULFILLED", sent=0, is_whole=True
    )
    return replace(plain, **more)


def held(read_at: int = NOW, **more: Any) -> Held:
    return Held(back.shop_state(**more), read_at)


def test_what_was_never_read_is_not_known() -> None:
    assert not is_known(None, shown())


def test_an_order_that_nothing_happened_to_needs_no_reading_whatever_its_time() -> None:
    """A tag or a note moves the time, and so may Shopify itself after a creation."""
    for updated_at in (NOW - 1, NOW, NOW + 900):
        assert is_known(held(NOW), shown(updated_at=updated_at))


@pytest.mark.parametrize(
    "change",
    [
        {"cancelled_at": NOW},
        {"closed": True},
        {"financial": "PARTIALLY_REFUNDED"},
        {"fulfillment": "FULFILLED"},
        {"fulfillment": "ON_HOLD"},
        {"sent": 1},  # sent and taken back
    ],
)
@pytest.mark.parametrize("read_at", [NOW, NOW + 600])
def test_what_shows_is_seen_even_in_the_second_of_the_creation(
    change: dict[str, Any], read_at: int
) -> None:
    assert not is_known(held(read_at), shown(**change))


@pytest.mark.parametrize("change", [{"sent": UNTOLD}, {"is_whole": False}])
def test_where_the_glance_does_not_show_that_nothing_happened_the_time_counts(
    change: dict[str, Any],
) -> None:
    assert not is_known(held(NOW), shown(**change))
    assert is_known(held(NOW + MOMENTS), shown(**change))
    assert not is_known(held(NOW + MOMENTS), shown(updated_at=NOW + 1, **change))


SENT: dict[str, Any] = {
    "fulfillments": (back.fulfillment(),),
    "fulfillment": "FULFILLED",
    "closed": True,
}


def test_what_something_happened_to_is_known_by_its_time_read_moments_later() -> None:
    sent = shown(fulfillment="FULFILLED", closed=True, sent=1)
    assert not is_known(held(NOW, **SENT), sent)
    assert not is_known(held(NOW + MOMENTS - 1, **SENT), sent)
    assert is_known(held(NOW + MOMENTS, **SENT), sent)
    assert not is_known(held(NOW + MOMENTS, **SENT), replace(sent, updated_at=NOW + 1))


def test_a_parcel_that_came_with_the_order_is_nothing_new() -> None:
    sent = shown(fulfillment="FULFILLED", closed=True, sent=1)
    made = Held(back.shop_state(**SENT), NOW, was_made_sent=True)
    assert is_known(made, sent)
    for change in ({"updated_at": NOW + 1}, {"sent": 2}, {"is_whole": False}, {"closed": False}):
        assert not is_known(made, replace(sent, **change))


def test_an_order_of_which_something_was_taken_off_is_not_whole() -> None:
    less = held(NOW, lines=(back.shop_line(quantity=2),))
    assert not is_known(less, shown())


STATES = st.builds(
    back.shop_state,
    updated_at=st.integers(NOW, NOW + 2),
    cancelled_at=st.sampled_from([None, NOW]),
    financial=st.sampled_from(["PAID", "REFUNDED"]),
    fulfillment=st.sampled_from(["UNFULFILLED", "FULFILLED"]),
    closed=st.booleans(),
    fulfillments=st.sampled_from([(), (back.fulfillment(),)]),
    lines=st.sampled_from([(back.shop_line(),), (back.shop_line(current_quantity=0),)]),
)


def glance_of(state: ShopState) -> Glance:
    return shown(
        updated_at=state.updated_at,
        cancelled_at=state.cancelled_at,
        closed=state.closed,
        financial=state.financial,
        fulfillment=state.fulfillment,
        sent=len(state.fulfillments),
        is_whole=all(line.current_quantity == line.quantity for line in state.lines),
    )


@given(STATES, STATES, st.integers(0, 9))
def test_no_difference_that_shows_is_ever_taken_for_known(
    before: ShopState, after: ShopState, later: int
) -> None:
    known = is_known(Held(before, before.updated_at + later), glance_of(after))
    seen, there = glance_of(before), glance_of(after)
    if replace(seen, is_whole=True) == replace(there, is_whole=True):
        assert known or later < MOMENTS
    else:
        assert not known or replace(seen, updated_at=0) == replace(there, updated_at=0)
