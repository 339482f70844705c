"""The way back from end to end: both services played by the sandbox, the real engine between."""

from collections.abc import Iterator

import pytest

from desktop.actions.allocate_refund import allocate, proposed
from desktop.actions.bad_input import BadInput
from desktop.actions.cancel_order import cancel_order
from desktop.actions.cancel_wish import accept_wish, decline_wish
from desktop.actions.choose_reason import choose_reason
from desktop.actions.map_carrier import amazon_carrier, map_carrier, waiting_for
from desktop.actions.mend_shipment import send_without_tracking, type_tracking
from desktop.actions.outbox import (
    outbox_list,
    send_after_all,
    send_now,
    settle_not_sent,
    withdraw,
)
from desktop.actions.record_refunds import record_all, to_record
from desktop.actions.refund_items import items_left, part_of, whole
from desktop.actions.refund_order import refund_order
from desktop.actions.retry import retry_rows
from desktop.actions.ship_order import left_to_ship, ship_order
from desktop.actions.take_again import take_again
from desktop.models import order_store, refunds
from desktop.models.setting import set_setting
from desktop.models.task_find import tasks_of
from desktop.profile import Profile
from desktop.rows import OrderRow, Status, SyncStatus, TaskState
from desktop.trade.returns import AmazonRefundReason
from tests.actions.back import UPS, World, world

RETURN = AmazonRefundReason.CUSTOMER_RETURN


@pytest.fixture
def shop(profile: Profile) -> Iterator[World]:
    with world(profile) as made:
        yield made


def shipped(shop: World, n: int = 0, *, units: int = 1) -> OrderRow:
    """An order that was shipped in Shopify, and is shipped on Amazon."""
    row = shop.unshipped(n, units=units)
    shop.happen("shopify.fulfil", order=row.amazon_order_id, company="UPS", number=UPS)
    shop.until(lambda: shop.row(row.id).amazon_status == "SHIPPED")
    return shop.row(row.id)


def test_a_shipment_in_shopify_is_confirmed_on_amazon(shop: World) -> None:
    row = shop.unshipped()
    shop.happen("shopify.fulfil", order=row.amazon_order_id, company="UPS", number=UPS)
    shop.until(lambda: shop.task(row, "confirm_shipment").state is TaskState.DONE)
    (package,) = shop.amazon(row)["packages"]
    assert (package["tracking"], package["carrier"]) == (UPS, "UPS")
    shop.until(lambda: shop.row(row.id).status is Status.SHIPPED)
    assert shop.row(row.id).sync_status is SyncStatus.SHIPPED
    shop.stays()
    assert len(shop.shopify(row)["fulfillments"]) == 1


def test_an_unknown_carrier_fails_until_it_is_mapped_once_for_all(shop: World) -> None:
    rows = [shop.unshipped(0), shop.unshipped(1)]
    for n, row in enumerate(rows):
        number = f"X{n}12345678"
        shop.happen(
            "shopify.fulfil", order=row.amazon_order_id, company="Bike Riders", number=number
        )
    shop.until(lambda: all(shop.row(row.id).failures for row in rows))
    (failure,) = shop.row(rows[0].id).failures
    assert (failure.kind, failure.code) == (SyncStatus.FAILED_SHIPMENT, "carrier_unknown")
    account_id = rows[0].account_id
    assert len(waiting_for(account_id, "bike*")) == 2
    with pytest.raises(BadInput, match="Amazon has no carrier"):
        map_carrier(account_id, "Bike Riders", "Bikes")
    assert set(map_carrier(account_id, "Bike Riders", "other")) == {row.id for row in rows}
    assert amazon_carrier(account_id, "", "bike riders") == ("Other", "Bike Riders")
    shop.until(lambda: all(shop.amazon(row)["packages"] for row in rows))
    assert shop.row(rows[0].id).failures == ()
    shop.stays()


def test_a_number_is_waited_for_typed_or_left_out(shop: World) -> None:
    first, second = shop.unshipped(0), shop.unshipped(1)
    for row in (first, second):
        shop.happen("shopify.fulfil", order=row.amazon_order_id, company="UPS")
    shop.sync()
    assert shop.row(first.id).stage == "held: no tracking number"
    with pytest.raises(BadInput, match="does not look like"):
        type_tracking(first.id, "12", "UPS")
    with pytest.raises(BadInput, match="names no carrier"):
        type_tracking(first.id, UPS)
    type_tracking(first.id, UPS, "UPS")
    send_without_tracking(second.id)
    shop.until(lambda: shop.amazon(first)["packages"] and shop.amazon(second)["packages"])
    assert shop.amazon(first)["packages"][0]["tracking"] == UPS
    shop.stays()


def test_what_amazon_ships_is_fulfilled_in_shopify_without_mail(shop: World) -> None:
    row = shop.unshipped()
    shop.happen("amazon.ship", order_id=row.amazon_order_id, carrier="UPS", tracking=UPS)
    shop.until(lambda: shop.shopify(row)["fulfillments"])
    (made,) = shop.shopify(row)["fulfillments"]
    assert not made.get("notified")
    assert shop.shopify(row)["to_pack"] == []
    shop.stays()
    assert len(shop.amazon(row)["packages"]) == 1


def test_what_amazon_cancels_is_cancelled_and_restocked_in_shopify(shop: World) -> None:
    row = shop.unshipped()
    shop.happen("amazon.cancel", order_id=row.amazon_order_id)
    shop.until(lambda: shop.shopify(row)["cancelled_at"])
    there = shop.shopify(row)
    assert there["to_pack"] == []
    assert there["stock_moves"]
    shop.until(lambda: shop.task(row, "cancel_in_shopify").state is TaskState.DONE)
    shop.stays()


def test_a_wish_is_held_and_declined(shop: World) -> None:
    row = shop.wishing()
    assert shop.shopify(row)["fulfillment_orders"][0]["holds"]
    with pytest.raises(BadInput, match="on hold"):
        ship_order(row.id, "UPS", UPS)
    assert decline_wish(row.id).side == "shopify"
    assert not shop.row(row.id).cancel_wish
    shop.until(lambda: not shop.shopify(row)["fulfillment_orders"][0]["holds"])
    shop.stays()
    ship_order(row.id, "UPS", UPS)
    shop.until(lambda: shop.amazon(row)["packages"])


def test_a_wish_is_accepted_on_both_sides(shop: World) -> None:
    row = shop.wishing()
    assert "Shopify" in accept_wish(row.id).words
    shop.until(lambda: shop.amazon(row)["status"] == "CANCELLED")
    assert shop.shopify(row)["cancelled_at"]
    shop.until(lambda: shop.row(row.id).status is Status.CANCELLED)
    shop.stays()
    with pytest.raises(BadInput, match="cancelled it already"):
        cancel_order(row.id, "NoInventory")


def test_the_seller_ships_a_part_and_then_the_rest(shop: World) -> None:
    row = shop.unshipped(units=2)
    left = left_to_ship(row.id)
    item = next(iter(left))
    with pytest.raises(BadInput, match="not left"):
        ship_order(row.id, "UPS", UPS, items={item: left[item] + 1})
    with pytest.raises(BadInput, match="does not look like"):
        ship_order(row.id, "UPS", "77")
    with pytest.raises(BadInput, match="is missing"):
        ship_order(row.id, "UPS", " ")
    assert ship_order(row.id, "UPS", UPS, items={item: 1}).side == "shopify"
    with pytest.raises(BadInput, match="under way"):
        ship_order(row.id, "UPS", UPS, items={item: 1})
    shop.until(lambda: len(shop.amazon(row)["packages"]) == 1)
    assert shop.row(row.id).amazon_status == "PARTIALLY_SHIPPED" or shop.sync()
    second = UPS[:-1] + "5"
    ship_order(row.id, "UPS", second)
    shop.until(lambda: len(shop.amazon(row)["packages"]) == 2)
    assert [one["tracking"] for one in shop.amazon(row)["packages"]] == [UPS, second]
    assert len(shop.shopify(row)["fulfillments"]) == 2
    shop.stays()


def test_the_seller_cancels_and_may_withdraw_amazons_part(shop: World) -> None:
    row = shop.unshipped()
    set_setting("outbox.minutes", 1440)
    started = cancel_order(row.id, "NoInventory")
    assert "counts against" in started.warning
    shop.until(lambda: bool(outbox_list().waiting))
    assert shop.shopify(row)["cancelled_at"]
    (waiting,) = outbox_list().waiting
    withdraw(waiting.task_id)
    shop.stays()
    assert shop.amazon(row)["status"] == "UNSHIPPED"
    with pytest.raises(BadInput, match="does not wait"):
        send_now(waiting.task_id)
    assert send_after_all(waiting.task_id)
    send_now(waiting.task_id)
    shop.until(lambda: shop.amazon(row)["status"] == "CANCELLED")
    shop.stays()


def test_a_refund_in_shopify_stays_until_it_is_sent(shop: World) -> None:
    row = shipped(shop)
    shop.happen("shopify.refund", order=row.amazon_order_id)
    shop.until(lambda: bool(outbox_list().not_sent))
    (left,) = outbox_list().not_sent
    assert shop.amazon(row)["refunds"] == []
    shop.stays()
    assert len(refunds.not_sent()) == 1
    send_after_all(left.task_id)
    assert refunds.not_sent() == ()
    shop.until(lambda: shop.amazon(row)["refunds"])
    shop.until(lambda: shop.task(row, "send_refund").state is TaskState.DONE)
    shop.until(lambda: len(shop.row(row.id).stage) > 0 and _confirmed(row))
    assert shop.row(row.id).status is Status.REFUNDED
    shop.stays()
    assert len(shop.shopify(row)["refunds"]) == 1


def _confirmed(row: OrderRow) -> bool:
    return any(one.state == "confirmed" for one in refunds.of_order(row.id))


def test_a_refund_that_is_ignored_or_stands_already_never_leaves(shop: World) -> None:
    row = shipped(shop)
    shop.happen("shopify.refund", order=row.amazon_order_id)
    shop.until(lambda: bool(outbox_list().not_sent))
    (left,) = outbox_list().not_sent
    settle_not_sent(left.task_id, "already")
    assert outbox_list().not_sent == ()
    shop.stays()
    assert shop.amazon(row)["refunds"] == []


def test_a_flat_refund_is_allocated(shop: World) -> None:
    row = shipped(shop)
    set_setting("refund.to_amazon", True)
    shop.happen("shopify.refund", order=row.amazon_order_id, amount="3.00")
    shop.until(lambda: bool(shop.row(row.id).failures))
    assert shop.row(row.id).failures[0].code == "not_allocated"
    left, items = proposed(row.id)
    assert sum(one.total for one in items) == 300
    order = order_store.order(row.id)
    assert {one.item_id for one in left} == {line.item_id for line in order.lines}
    with pytest.raises(BadInput, match="more than Shopify's"):
        allocate(row.id, [part_of(order, left[0], RETURN, 0, 301)])
    assert allocate(row.id, items)
    assert choose_reason(row.id, "customer return", words="broken").order_ids == (row.id,)
    shop.until(lambda: shop.amazon(row)["refunds"])
    assert shop.task(row, "send_refund").plan["items"][0]["reason"] == "CustomerReturn"
    shop.stays()


def test_what_shopify_gave_back_is_not_given_twice(shop: World) -> None:
    row = shipped(shop)
    before = items_left(row.id)
    shop.happen("shopify.refund", order=row.amazon_order_id, shipping=False)
    shop.until(lambda: tasks_of([row.id], "send_refund"))
    (waiting,) = tasks_of([row.id], "send_refund")
    assert waiting.hold == "not_sent"
    assert sum(one.goods for one in before) > 0
    assert sum(one.goods for one in items_left(row.id)) == 0
    assert items_left(row.id, besides=waiting.id) == before
    with pytest.raises(BadInput):
        refund_order(row.id, whole(before, RETURN))
    settle_not_sent(waiting.id, "ignored")
    assert items_left(row.id) == before


def test_the_seller_refunds_an_item_on_both_sides(shop: World) -> None:
    row = shipped(shop)
    order, left = order_store.order(row.id), items_left(row.id)
    with pytest.raises(BadInput, match="more than"):
        part_of(order, left[0], RETURN, left[0].quantity + 1)
    items = [part_of(order, left[0], RETURN, 1, 150)]
    assert refund_order(row.id, items, "scratched").side == "shopify"
    shop.until(lambda: shop.amazon(row)["refunds"])
    (made,) = shop.shopify(row)["refunds"]
    assert "scratched" in str(made)
    shop.until(lambda: _confirmed(row))
    assert shop.row(row.id).status is Status.PARTIALLY_REFUNDED
    shop.stays()
    assert len(shop.shopify(row)["refunds"]) == len(shop.amazon(row)["refunds"]) == 1
    with pytest.raises(BadInput):
        refund_order(row.id, [part_of(order, left[0], RETURN, 0, left[0].goods)])


def test_a_refund_on_amazon_is_recorded_in_shopify_on_request(shop: World) -> None:
    row = shipped(shop)
    stock = shop.shopify(row)["stock_moves"]
    shop.happen("amazon.refund", order_id=row.amazon_order_id, lag_h=0)
    shop.until(lambda: bool(to_record()))
    (one,) = to_record()
    assert (one.amazon_order_id, one.asks) == (row.amazon_order_id, False)
    assert shop.row(row.id).status is Status.REFUNDED
    assert record_all() == 1
    assert record_all() == 0
    shop.until(lambda: shop.shopify(row)["refunds"])
    shop.until(lambda: shop.task(row, "record_refund").state is TaskState.DONE)
    assert shop.shopify(row)["stock_moves"] == stock
    shop.stays()
    assert len(shop.amazon(row)["refunds"]) == 1


def test_take_again_follows_what_was_mended_in_shopify(shop: World) -> None:
    row = shop.unshipped()
    shop.happen("shopify.fulfil", order=row.amazon_order_id, company="UPS", number="77")
    shop.until(lambda: bool(shop.row(row.id).failures))
    shop.happen("shopify.update_tracking", order=row.amazon_order_id, company="UPS", number=UPS)
    assert take_again(row.id, shop.profile) == 1
    assert shop.row(row.id).failures == ()
    shop.until(lambda: shop.amazon(row)["packages"])
    shop.stays()


def test_retrying_a_refund_leaves_time_to_withdraw_it(shop: World) -> None:
    row = shop.unshipped()
    set_setting("refund.to_amazon", True)
    shop.happen("shopify.refund", order=row.amazon_order_id, amount="1.00")
    shop.until(lambda: bool(shop.row(row.id).failures))
    assert shop.row(row.id).failures[0].code == "order_unshipped"
    retry_rows([shop.row(row.id)])
    (waiting,) = outbox_list().waiting
    assert waiting.verb == "send_refund"
    shop.until(lambda: bool(shop.row(row.id).failures))
    with pytest.raises(BadInput, match="Cancel it instead"):
        refund_order(row.id, whole(items_left(row.id), RETURN))
