"""Shopify's side of an order: kept, found, missed, and what it makes of the status."""

import pytest

from desktop.models import history, order_list, order_store, shop_state, task, task_find
from desktop.rows import Status
from desktop.trade.order import AmazonStatus
from tests.models import back
from tests.models.orders import DAY, NOW, connect_account, order, shop_order, status, store


@pytest.fixture
def order_id(account_id: int) -> int:
    """An order that stands in Shopify as number 1."""
    return created(account_id, 1)


def created(account_id: int, number: int, **changes: object) -> int:
    (order_id,) = store(account_id, order(number, **changes)).imported
    (creation,) = task_find.tasks_of([order_id])
    task.claim(creation.id, NOW)
    task.done(creation.id, shop_order(number), adopted=False, at=NOW)
    return order_id


def test_what_was_saved_is_loaded(order_id: int) -> None:
    assert shop_state.load(order_id) is None
    assert shop_state.held([order_id]) == {}
    state = back.shop_state(fulfillments=(back.fulfillment(),))
    shop_state.save(order_id, state, NOW + 5)
    assert shop_state.load(order_id) == state
    assert shop_state.held([order_id, 99]) == {order_id: shop_state.Held(state, NOW + 5)}
    later = back.shop_state(updated_at=NOW + 7, closed=True)
    shop_state.save(order_id, later, NOW + 8)
    assert shop_state.held([order_id]) == {order_id: shop_state.Held(later, NOW + 8)}
    with pytest.raises(LookupError):
        shop_state.save(99, state, NOW)


def test_orders_are_found_by_their_gid(account_id: int, order_id: int) -> None:
    store(account_id, order(2))
    gid = "gid://shopify/Order/1"
    assert shop_state.by_gid(account_id, [gid, "gid://shopify/Order/2"]) == {gid: order_id}
    assert shop_state.by_gid(account_id, []) == {}
    assert shop_state.by_gid(connect_account("Harbor"), [gid]) == {}
    assert shop_state.gid_of(order_id) == order_store.shop_gid(order_id) == gid
    assert order_store.shop_gid(2) == ""
    for missing in (2, 99):
        with pytest.raises(LookupError):
            shop_state.gid_of(missing)


def test_an_order_that_is_missed_twice_is_told_as_deleted_once(
    account_id: int, order_id: int
) -> None:
    shop_state.save(order_id, back.shop_state(), NOW)
    for step in range(4):
        told = [one.what for one in history.of_order(order_id)].count("deleted in Shopify")
        assert told == (step >= 2)
        assert shop_state.is_missing(order_id) == (step >= 2)
        unseen = shop_state.not_seen_since(account_id, NOW + DAY, 9)
        assert bool(unseen) == (step < 2)
        shop_state.mark_missing(order_id, NOW + step)
    assert shop_state.load(order_id) is not None
    shop_state.save(order_id, back.shop_state(), NOW + 9)
    assert not shop_state.is_missing(order_id)


def test_missing_before_it_was_ever_read(account_id: int, order_id: int) -> None:
    shop_state.mark_missing(order_id, NOW)
    assert shop_state.load(order_id) is None
    assert shop_state.held([order_id]) == {}
    assert shop_state.not_seen_since(account_id, NOW, 9) == ((order_id, "gid://shopify/Order/1"),)
    with pytest.raises(LookupError):
        shop_state.mark_missing(99, NOW)


def test_open_orders_that_were_not_seen_for_long(account_id: int) -> None:
    ids = [created(account_id, number) for number in range(1, 7)]
    states = [
        back.shop_state(1),
        back.shop_state(2, cancelled_at=NOW),
        back.shop_state(3, fulfillment="FULFILLED"),
        back.shop_state(4, closed=True),
        back.shop_state(5, fulfillment="PARTIALLY_FULFILLED"),
    ]
    for number, state in enumerate(states):
        shop_state.save(ids[number], state, NOW + 50 - number)

    def unseen(at: int, limit: int = 9) -> list[int]:
        return [one for one, _ in shop_state.not_seen_since(account_id, at, limit)]

    assert unseen(NOW) == []
    assert unseen(NOW + 1) == [ids[5]]
    assert unseen(NOW + 51) == [ids[4], ids[0], ids[5]]
    assert unseen(NOW + 51, 2) == [ids[4], ids[0]]
    assert shop_state.not_seen_since(account_id + 1, NOW + 51, 9) == ()


def test_delivered_by_shopify_is_fulfilled(account_id: int) -> None:
    order_id = created(account_id, 1, **status(AmazonStatus.SHIPPED))
    there = back.fulfillment(display_status="DELIVERED")
    nothing_left = (back.shop_line(unfulfilled=0),)

    def shown() -> Status:
        return order_list.rows([order_id])[0].status

    shop_state.save(order_id, back.shop_state(fulfillments=(there,)), NOW)
    assert shown() is Status.SHIPPED
    both = (there, back.fulfillment(2, display_status="IN_TRANSIT"))
    shop_state.save(order_id, back.shop_state(lines=nothing_left, fulfillments=both), NOW)
    assert shown() is Status.SHIPPED
    cancelled = (there, back.fulfillment(2, status="CANCELLED"))
    shop_state.save(order_id, back.shop_state(lines=nothing_left, fulfillments=cancelled), NOW)
    assert shown() is Status.FULFILLED
    shipped = status(AmazonStatus.SHIPPED)
    store(account_id, order(1, updated_at=NOW, buyer_name="Other", **shipped))
    assert shown() is Status.FULFILLED
    shop_state.save(order_id, back.shop_state(), NOW)
    assert shown() is Status.SHIPPED
