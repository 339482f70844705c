"""Refunds of both sides: each kept once, in one pair at most, and counted once."""

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.models import order_list, refunds, task, task_find
from desktop.models.database import close_database, open_database
from desktop.models.refund_pairs import APART_S, nearest_pairs
from desktop.models.refunds import RefundRecord
from desktop.rows import OrderFilter, Status, TaskState
from desktop.trade import Money
from desktop.trade.order import AmazonStatus
from tests.models import back
from tests.models.orders import DAY, KEY, NOW, connect_account, order, status, store


@pytest.fixture
def order_id(account_id: int) -> int:
    """A shipped order of 11.90 EUR."""
    return store(account_id, order(1, **status(AmazonStatus.SHIPPED))).imported[0]


def see(order_id: int, foreign_id: str, **changes: object) -> RefundRecord:
    return refunds.see(back.refund(order_id, foreign_id, **changes))[0]


def shown(order_id: int) -> tuple[Status, Money | None]:
    (row,) = order_list.rows([order_id])
    return row.status, row.refunded


def test_a_refund_is_kept_once_and_follows_its_side(order_id: int) -> None:
    first, is_new = refunds.see(back.refund(order_id, minor=500))
    assert is_new
    again, is_new = refunds.see(back.refund(order_id, minor=600, state="sent", at=NOW + 1))
    assert not is_new
    assert (again.id, again.minor, again.state, again.at) == (first.id, 600, "not_sent", NOW + 1)
    assert refunds.of_order(order_id) == (again,)
    with pytest.raises(LookupError):
        refunds.see(back.refund(99))


def test_refunds_make_the_status(account_id: int, order_id: int) -> None:
    assert shown(order_id) == (Status.SHIPPED, None)
    see(order_id, "a", side="amazon", minor=500)
    assert shown(order_id) == (Status.PARTIALLY_REFUNDED, Money(500, "EUR"))
    second = see(order_id, "b", side="amazon", minor=690)
    assert shown(order_id) == (Status.REFUNDED, Money(1190, "EUR"))
    refunds.set_state(second.id, "ignored")
    assert shown(order_id) == (Status.PARTIALLY_REFUNDED, Money(500, "EUR"))
    shipped = status(AmazonStatus.SHIPPED)
    store(account_id, order(1, updated_at=NOW, buyer_name="Other", **shipped))
    assert shown(order_id)[0] is Status.PARTIALLY_REFUNDED
    assert order_list.rows([order_id])[0].shipping is Status.SHIPPED


def test_what_the_app_itself_did_in_shopify_gives_nothing(order_id: int) -> None:
    see(order_id, "reversal", made_by="app", minor=1190, state="recorded")
    see(order_id, "dollars", minor=1190, currency="USD")
    assert shown(order_id) == (Status.SHIPPED, None)


def test_a_pair_counts_once(order_id: int) -> None:
    ours = see(order_id, "s", state="accepted")
    theirs = see(order_id, "a", side="amazon", at=NOW + 2 * DAY, state="confirmed")
    assert shown(order_id)[1] == Money(1000, "EUR")
    assert refunds.pair(order_id) == ((ours.id, theirs.id),)
    assert refunds.pair(order_id) == ()
    assert shown(order_id)[1] == Money(500, "EUR")
    states = [(one.state, one.pair_id, one.asks) for one in refunds.of_order(order_id)]
    assert states == [("confirmed", theirs.id, False), ("confirmed", ours.id, False)]


def test_the_nearest_in_time_are_one(order_id: int) -> None:
    early = see(order_id, "s1", at=NOW)
    late = see(order_id, "s2", at=NOW + 9 * DAY)
    books = see(order_id, "a1", side="amazon", at=NOW + 8 * DAY, state="recorded")
    assert refunds.pair(order_id) == ((late.id, books.id),)
    held = {one.id: one for one in refunds.of_order(order_id)}
    assert (held[early.id].pair_id, held[early.id].asks) == (None, True)
    assert (held[late.id].state, held[books.id].state) == ("paired", "recorded")
    refunds.set_state(early.id, "ignored")
    assert not refunds.refund(early.id).asks
    assert refunds.pair(order_id) == ()


@pytest.mark.parametrize("more", [{"minor": 501}, {"currency": "USD"}, {"at": NOW + APART_S + 1}])
def test_what_differs_is_no_pair(order_id: int, more: dict[str, object]) -> None:
    see(order_id, "s")
    see(order_id, "a", **{"side": "amazon", **more})
    assert refunds.pair(order_id) == ()
    assert not any(one.asks for one in refunds.of_order(order_id))


def test_a_changed_amount_takes_a_pair_apart(order_id: int) -> None:
    see(order_id, "s")
    see(order_id, "a", side="amazon")
    refunds.pair(order_id)
    see(order_id, "a", side="amazon", minor=700)
    assert [one.pair_id for one in refunds.of_order(order_id)] == [None, None]
    assert shown(order_id)[1] == Money(1200, "EUR")


def test_a_pair_can_be_told(account_id: int, order_id: int) -> None:
    ours = see(order_id, "s", made_by="app", minor=490, state="recorded")
    theirs = see(order_id, "a", side="amazon")
    refunds.join(ours.id, theirs.id)
    refunds.join(ours.id, theirs.id)
    assert shown(order_id)[1] == Money(500, "EUR")
    third = see(order_id, "b", side="amazon")
    (other,) = store(account_id, order(2)).imported
    stranger = see(other, "c", side="amazon")
    for first, second in ((ours, third), (theirs, ours), (ours, stranger)):
        with pytest.raises(ValueError, match="pair"):
            refunds.join(first.id, second.id)
    with pytest.raises(LookupError):
        refunds.join(ours.id, 99)


@pytest.mark.parametrize("side", ["shopify", "amazon"])
def test_what_stands_on_both_sides_is_not_told_again(
    account_id: int, order_id: int, side: str
) -> None:
    verb, key = ("send_refund", "s") if side == "shopify" else ("record_refund", "a")
    waiting: dict[str, Any] = {"plan": {}, "state": TaskState.WAITING, "due_at": NOW, "at": NOW}
    for foreign_id in (key, "other"):
        task.plan_task(
            account_id, order_id, verb, foreign_id=foreign_id, hold="not_sent", **waiting
        )
    see(order_id, "s")
    see(order_id, "a", side="amazon")
    refunds.pair(order_id)
    held = {one.foreign_id: one for one in task_find.tasks_of([order_id], verb)}
    assert (held[key].state, held[key].reason) == (TaskState.SKIPPED, "already")
    assert held["other"].state is TaskState.WAITING


def test_refunds_that_amazon_was_not_told_of(account_id: int, order_id: int) -> None:
    first = see(order_id, "s1")
    see(order_id, "s2", state="outbox", at=NOW + 1)
    see(order_id, "a", side="amazon", minor=1)
    assert refunds.not_sent(account_id) == (first,)
    assert refunds.not_sent() == (first,)
    assert refunds.not_sent(account_id + 1) == ()


def test_the_filter_finds_what_is_still_to_ship_under_a_refund(account_id: int) -> None:
    ids = store(account_id, order(1), order(2), order(3, **status(AmazonStatus.SHIPPED))).imported
    for one in (ids[0], ids[2]):
        see(one, "a", side="amazon", minor=100)
    asked = {
        (Status.UNSHIPPED,): {ids[0], ids[1]},
        (Status.PARTIALLY_REFUNDED,): {ids[0], ids[2]},
        (Status.SHIPPED,): set(),
        (Status.UNSHIPPED, Status.SHIPPED): {ids[0], ids[1]},
        (Status.UNSHIPPED, Status.PARTIALLY_REFUNDED): set(ids),
    }
    for statuses, found in asked.items():
        asking = OrderFilter(statuses=statuses)
        assert {row.id for row in order_list.page(asking).rows} == found
        assert order_list.count(asking) == len(found)
    assert order_list.count(OrderFilter(to_ship=True)) == 2
    assert order_list.rows([ids[0]])[0].shipping is Status.UNSHIPPED


sides = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from(["EUR", "USD"]), st.integers(0, 40)), max_size=7
)


def records(side: str, told: list[tuple[int, str, int]], first: int) -> list[RefundRecord]:
    return [
        back.refund(
            1, f"{side}{n}", id=n, side=side, minor=minor, currency=currency, at=NOW + day * DAY
        )
        for n, (minor, currency, day) in enumerate(told, first)
    ]


@given(sides, sides)
def test_pairs_are_of_equals_and_each_is_in_one(
    shopify: list[tuple[int, str, int]], amazon: list[tuple[int, str, int]]
) -> None:
    ours, theirs = records("shopify", shopify, 1), records("amazon", amazon, 100)
    pairs = nearest_pairs(ours, theirs)
    seen = Counter(one.id for pair in pairs for one in pair)
    assert set(seen.values()) <= {1}
    for one, other in pairs:
        assert (one.side, other.side) == ("shopify", "amazon")
        assert (one.minor, one.currency) == (other.minor, other.currency)
        assert abs(one.at - other.at) <= APART_S
    left = [one for one in ours if one.id not in seen], [o for o in theirs if o.id not in seen]
    assert nearest_pairs(*left) == []


@settings(max_examples=25, deadline=None)
@given(sides, sides, st.randoms(use_true_random=False))
def test_sums_are_right_in_whatever_order_refunds_come(
    shopify: list[tuple[int, str, int]], amazon: list[tuple[int, str, int]], dice: object
) -> None:
    told = records("shopify", shopify, 1) + records("amazon", amazon, 100)
    dice.shuffle(told)  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory() as folder:
        open_database(Path(folder) / "refunds.db", KEY)
        try:
            store(connect_account("Lumen"), order(1, total=9))
            for one in told:
                refunds.see(one)
                refunds.pair(1)
            assert_sums(refunds.of_order(1))
        finally:
            close_database()


def assert_sums(held: tuple[RefundRecord, ...]) -> None:
    by_id = {one.id: one for one in held}
    pairs = [one for one in held if one.pair_id is not None]
    for one in pairs:
        other = by_id[one.pair_id or 0]
        assert other.pair_id == one.id
        assert (other.minor, other.currency) == (one.minor, one.currency)
        assert other.side != one.side
    euros = sum(one.minor for one in held if one.currency == "EUR")
    twice = sum(one.minor for one in pairs if one.currency == "EUR" and one.side == "shopify")
    (row,) = order_list.rows([1])
    assert (row.refunded.minor if row.refunded else 0) == euros - twice
    whole, none = euros - twice >= 9, euros == twice == 0
    shown = Status.REFUNDED if whole else Status.PARTIALLY_REFUNDED
    assert row.status is (Status.UNSHIPPED if none else shown)
    paired = {(one.side, one.minor, one.currency) for one in pairs}
    for one in held:
        twin = (one.side, one.minor, one.currency) in paired
        assert one.asks == (one.pair_id is None and twin)
