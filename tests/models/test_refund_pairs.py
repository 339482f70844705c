"""Which refund of one side is which of the other: by items, amount and time, and never by luck."""

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models import order_list, refunds
from desktop.models.refund_pairs import (
    RefundRecord,
    booked_in_parts,
    nearest_pairs,
    not_caused,
    unpaired_twins,
)
from desktop.models.refunds import refunded
from desktop.trade import Money
from desktop.trade.order import AmazonStatus
from tests.models import back
from tests.models.orders import DAY, NOW, line, order, status, store

HOUR = 3600


def record(number: int, side: Any, minor: int = 500, *, sku: str = "", **more: Any) -> RefundRecord:
    items = json.dumps([[sku, more.pop("units", 1), minor]]) if sku else "[]"
    return back.refund(1, f"{side}{number}", id=number, side=side, minor=minor, items=items, **more)


def in_books(number: int, minor: int = 500, **more: Any) -> RefundRecord:
    return record(number, "amazon", minor, **{"seen_at": NOW + 1, **more})


def in_shop(number: int, minor: int = 500, **more: Any) -> RefundRecord:
    return record(number, "shopify", minor, **more)


def test_another_item_of_the_same_price_is_another_refund() -> None:
    made, books = in_shop(1, sku="CUP"), in_books(2, sku="MUG")
    assert nearest_pairs([made], [books]) == []
    assert unpaired_twins([made, books]) == []
    assert nearest_pairs([made], [in_books(2, sku="CUP")])
    assert nearest_pairs([made], [in_books(2)])


def test_another_unit_after_amazons_refund_was_known_asks() -> None:
    known, later = in_books(2, sku="MUG"), in_shop(1, sku="MUG", at=NOW + DAY)
    assert nearest_pairs([later], [known], {"MUG": 1}) == []
    assert unpaired_twins([later, known]) == [later, known]
    assert nearest_pairs([later], [known], {"MUG": 0}) == [(later, known)]
    before = in_shop(1, sku="MUG", at=NOW + 1)
    assert nearest_pairs([before], [known], {"MUG": 1}) == [(before, known)]
    said = in_shop(1, sku="MUG", at=NOW + DAY, state="already")
    assert nearest_pairs([said], [known], {"MUG": 1}) == [(said, known)]


def test_what_amazon_was_told_is_not_older_than_that() -> None:
    sent = in_shop(1, state="accepted", at=NOW + DAY)
    assert nearest_pairs([sent], [in_books(2)]) == []
    later = in_books(3, at=NOW + DAY + HOUR)
    assert nearest_pairs([sent], [in_books(2), later]) == [(sent, later)]


def test_a_refund_booked_in_parts_is_one() -> None:
    sent = in_shop(1, 3000, state="accepted")
    parts = [in_books(2, 2000, at=NOW + HOUR), in_books(3, 1000, at=NOW + HOUR)]
    stranger = in_books(4, 700, at=NOW + HOUR)
    assert booked_in_parts([sent], [stranger, *parts]) == [(sent, tuple(parts))]
    assert booked_in_parts([in_shop(1, 3000)], parts) == []
    assert booked_in_parts([sent], [parts[0], in_books(3, 1000, at=NOW - HOUR)]) == []
    assert refunded([sent, *parts], "EUR") == 3000


def test_parts_are_kept_as_one_and_taken_apart_again(account_id: int) -> None:
    shipped = order(1, total=3000, **status(AmazonStatus.SHIPPED))
    (order_id,) = store(account_id, shipped).imported
    refunds.see(back.refund(order_id, "s", minor=3000, state="accepted"))
    for key, minor in (("a", 2000), ("b", 1000)):
        refunds.see(back.refund(order_id, key, side="amazon", minor=minor, at=NOW + HOUR))
    assert len(refunds.pair(order_id)) == 2
    held = {one.foreign_id: one for one in refunds.of_order(order_id)}
    assert {held["a"].pair_id, held["b"].pair_id} == {held["s"].id}
    assert held["s"].state == "confirmed"
    assert not_caused(list(held.values()), {"s"}) == []
    assert order_list.rows([order_id])[0].refunded == Money(3000, "EUR")
    refunds.see(back.refund(order_id, "b", side="amazon", minor=900, at=NOW + HOUR))
    assert {one.pair_id for one in refunds.of_order(order_id)} == {None}


def test_the_merchants_second_unit_is_kept_apart_until_a_person_says(account_id: int) -> None:
    lines = (line(quantity=2),)
    (order_id,) = store(account_id, order(1, lines=lines, total=2000)).imported
    goods = json.dumps([["MUG-1", 1, 1000]])
    refunds.see(
        back.refund(order_id, "a", side="amazon", minor=1000, items=goods, seen_at=NOW + HOUR)
    )
    refunds.see(back.refund(order_id, "s", minor=1000, items=goods, at=NOW + DAY))
    assert refunds.pair(order_id) == ()
    assert [one.asks for one in refunds.of_order(order_id)] == [True, True]
    refunds.stands(order_id, "s")
    assert [one.asks for one in refunds.of_order(order_id)] == [False, False]
    assert order_list.rows([order_id])[0].refunded == Money(1000, "EUR")


def test_more_than_was_told_is_not_of_our_making() -> None:
    sent = in_shop(1, 3000, pair_id=2)
    held = [sent, in_books(2, 2000, pair_id=1), in_books(3, 1500, pair_id=1), in_books(4, 10)]
    assert sorted(one.minor for one in not_caused(held, {sent.foreign_id})) == [10, 500]
    assert len(not_caused(held, set())) == 3


SKUS = st.sampled_from(["", "MUG", "CUP"])
STATES = st.sampled_from(["not_sent", "outbox", "sent", "accepted", "already"])
SEEN = st.integers(0, 20)
shop_side = st.lists(st.tuples(st.integers(1, 4), SKUS, SEEN, STATES), max_size=6)
amazon_side = st.lists(st.tuples(st.integers(1, 4), SKUS, SEEN, SEEN), max_size=6)
LEFT = st.fixed_dictionaries({"MUG": st.integers(0, 2), "CUP": st.integers(0, 2)})


@given(shop_side, amazon_side, LEFT)
def test_nothing_is_paired_that_may_be_two(shop: Any, books: Any, left: dict[str, int]) -> None:
    ours = [
        in_shop(n, minor, sku=sku, at=NOW + day * DAY, state=state)
        for n, (minor, sku, day, state) in enumerate(shop, 1)
    ]
    theirs = [
        in_books(n, minor, sku=sku, at=NOW + day * DAY, seen_at=NOW + (day + late) * DAY)
        for n, (minor, sku, day, late) in enumerate(books, 100)
    ]
    pairs = nearest_pairs(ours, theirs, left)
    assert max(Counter(one.id for pair in pairs for one in pair).values(), default=1) == 1
    for one, other in pairs:
        named = {json.loads(each.items)[0][0] for each in (one, other) if each.items != "[]"}
        told = one.state in ("sent", "accepted")
        assert one.minor == other.minor
        assert len(named) < 2
        assert not told or other.at >= one.at - 120
        if one.state in ("not_sent", "outbox") and other.seen_at < one.at:
            assert one.items == "[]" or other.items == "[]" or left[named.pop()] < 1
    free = [one for one in theirs if one.id not in {other.id for _, other in pairs}]
    rest = [one for one in ours if one.id not in {each.id for each, _ in pairs}]
    for one, parts in booked_in_parts(rest, free):
        assert one.state in ("sent", "accepted")
        assert sum(part.minor for part in parts) == one.minor
        assert all(part.at >= one.at - 120 for part in parts)


def test_a_refund_remembers_when_it_was_first_seen(account_id: int) -> None:
    (order_id,) = store(account_id, order(1)).imported
    held, _ = refunds.see(back.refund(order_id, "s"))
    assert held.seen_at > 0


@pytest.mark.parametrize("side", ["shopify", "amazon"])
def test_a_reversal_counts_as_no_refund(side: Any) -> None:
    assert refunded([record(1, side, state="reversal")], "EUR") == 0
