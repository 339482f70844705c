"""Shipments as real shops make them: labels voided, tools that tell both sides, adopted orders."""

from collections.abc import Iterator
from typing import Any

import pytest

from desktop import clock
from desktop.actions.link_sku import link_sku
from desktop.actions.mend_shipment import type_tracking
from desktop.actions.outbox import outbox_list
from desktop.actions.retry import retry_rows
from desktop.actions.skip import skip
from desktop.actions.take_again import take_again
from desktop.models import history, order_store, shop_state
from desktop.models import task as tasks
from desktop.models.database import write
from desktop.models.setting import set_setting
from desktop.models.task_find import tasks_of
from desktop.profile import Profile
from desktop.rows import OrderRow, Status, SyncStatus, TaskState
from desktop.sync.back.gone import TOO_OLD
from desktop.sync.feed_life import FeedLife
from desktop.trade import ShopFacts
from tests.actions.back import UPS, World, world

OTHER = "1Z999AA10123456792"


@pytest.fixture
def shop(profile: Profile) -> Iterator[World]:
    with world(profile) as made:
        yield made


def of_two(shop: World) -> tuple[OrderRow, str]:
    """An order with an item of which two were sold, and that item."""
    for n in range(20):
        row = shop.unshipped(n, units=2)
        for line in order_store.order(row.id).lines:
            if line.quantity > 1:
                return row, line.item_id
    raise AssertionError("the sandbox sold no two of anything")


def fulfil(shop: World, row: OrderRow, number: str, **more: Any) -> None:
    shop.happen("shopify.fulfil", order=row.amazon_order_id, company="UPS", number=number, **more)


def void(shop: World, row: OrderRow) -> None:
    (label,) = [x for x in shop.shopify(row)["fulfillments"] if x["status"] == "SUCCESS"]
    shop.happen("shopify.cancel_fulfillment", order=row.amazon_order_id, fulfillment=label["name"])


def packages(shop: World, row: OrderRow) -> list[tuple[str, int]]:
    """Number and units of each package that Amazon has."""
    return [(x["tracking"], sum(x["items"].values())) for x in shop.amazon(row)["packages"]]


def test_a_label_voided_and_made_anew_is_the_same_package(shop: World) -> None:
    row = shop.unshipped()
    fulfil(shop, row, UPS)
    shop.until(lambda: shop.row(row.id).amazon_status == "SHIPPED")
    void(shop, row)
    fulfil(shop, row, OTHER)
    shop.until(lambda: packages(shop, row) == [(OTHER, row.units)])
    shop.stays()
    assert shop.row(row.id).failures == ()
    assert packages(shop, row) == [(OTHER, row.units)]


def test_a_program_that_dies_while_it_asks_of_a_voided_label_asks_again(shop: World) -> None:
    row, item = of_two(shop)
    fulfil(shop, row, UPS, lines={item: 1})
    shop.until(lambda: packages(shop, row) == [(UPS, 1)])
    void(shop, row)
    shop.until(lambda: bool(shop.row(row.id).failures))
    retry_rows([shop.row(row.id)])
    (asks,) = [one for one in tasks_of([row.id]) if one.state is TaskState.READY]
    assert tasks.claim(asks.id, int(clock.now()))  # and here it died
    tasks.check(asks.id, 0, "the program ended")
    shop.until(lambda: bool(shop.row(row.id).failures))
    assert shop.row(row.id).failures[0].code == "fulfillment_cancelled"
    assert tasks.task(asks.id).state is TaskState.FAILED


def test_a_label_of_a_part_made_anew_makes_no_second_package(shop: World) -> None:
    row, item = of_two(shop)
    fulfil(shop, row, UPS, lines={item: 1})
    shop.until(lambda: packages(shop, row) == [(UPS, 1)])
    void(shop, row)
    shop.until(lambda: bool(shop.row(row.id).failures))
    assert shop.row(row.id).failures[0].code == "fulfillment_cancelled"
    fulfil(shop, row, OTHER, lines={item: 1})
    shop.until(lambda: packages(shop, row) == [(OTHER, 1)])
    shop.stays()
    assert shop.row(row.id).failures == ()
    left = [x["quantity"] for x in shop.shopify(row)["to_pack"]]
    assert sum(left) == row.units - 1


@pytest.mark.parametrize("first", ["amazon", "shopify"])
def test_a_tool_that_tells_both_sides_of_a_part_makes_one_package(shop: World, first: str) -> None:
    row, item = of_two(shop)
    told = {
        "amazon": lambda: shop.happen(
            "amazon.ship",
            order_id=row.amazon_order_id,
            items={item: 1},
            tracking=UPS,
            carrier="UPS",
        ),
        "shopify": lambda: fulfil(shop, row, UPS.lower(), lines={item: 1}),
    }
    told.pop(first)()
    for tell in told.values():
        tell()
    shop.until(lambda: shop.row(row.id).status is Status.PARTIALLY_SHIPPED)
    shop.stays()
    assert packages(shop, row) == [(UPS, 1)]
    assert len(shop.shopify(row)["fulfillments"]) == 1
    assert sum(x["quantity"] for x in shop.shopify(row)["to_pack"]) == row.units - 1
    assert shop.row(row.id).failures == ()


def test_what_amazon_has_under_another_number_is_a_persons(shop: World) -> None:
    row = shop.unshipped()
    shop.sync()
    shop.fault("amazon.searchOrders", "cut_before", times=99)  # Amazon's news does not come
    shop.happen("amazon.ship", order_id=row.amazon_order_id, tracking=OTHER, carrier="UPS")
    fulfil(shop, row, UPS)
    shop.until(lambda: bool(shop.row(row.id).failures))
    (failure,) = shop.row(row.id).failures
    assert failure.code == "other_number"
    assert OTHER in failure.cause
    assert UPS in failure.cause


@pytest.mark.parametrize("number", [f" {UPS} ", "1Z 999 AA1 01 2345 6784"])
def test_blanks_in_a_number_do_not_keep_it_from_being_confirmed(shop: World, number: str) -> None:
    row = shop.unshipped()
    fulfil(shop, row, number)
    shop.until(lambda: shop.task(row, "confirm_shipment").state is TaskState.DONE)
    ((told, _),) = packages(shop, row)
    assert told == " ".join(number.split())
    shop.stays()


def test_a_fulfilment_taken_back_before_amazon_was_told_never_goes(shop: World) -> None:
    row = shop.unshipped()
    shop.happen(
        "shopify.fulfil", order=row.amazon_order_id, company="Bike Riders", number="X12345678"
    )
    shop.until(lambda: bool(shop.row(row.id).failures))
    void(shop, row)
    shop.until(lambda: not shop.row(row.id).failures)
    assert shop.task(row, "confirm_shipment").state is TaskState.SKIPPED
    shop.stays()
    assert packages(shop, row) == []


def adopted(shop: World, *, named: bool, prefix: str = "") -> list[OrderRow]:
    """FBM orders to ship that another app brought into the shop: each item a line, or all as one.

    Those of several items where the lines are not named.
    """
    new = [str(shop.happen("amazon.new_order")["amazon_order_id"]) for _ in range(12)]
    for one in new:
        found = shop.sandbox.amazon.ground.find(one)
        assert found is not None
        lines = [
            {
                "sku": prefix + x["product"]["sellerSku"],
                "quantity": x["quantityOrdered"],
                "price": "5.00",
            }
            for x in found[1]["orderItems"]
        ]
        shop.happen(
            "shopify.other_app_order", amazon_order_id=one, **({"lines": lines} if named else {})
        )
    shop.sync()
    shop.sync()
    return [
        row
        for row in shop.rows()
        if row.amazon_order_id in new
        and row.amazon_status == "UNSHIPPED"
        and "FBM" in row.tags
        and row.shopify_order_id
        and not order_store.order(row.id).programs
        and (named or len(order_store.order(row.id).lines) > 1)
    ]


def test_an_adopted_order_travels_back_by_its_skus(shop: World) -> None:
    here, there, back, *_ = adopted(shop, named=True)
    assert not any(x["item_id"] for x in shop.shopify(here)["lines"])
    fulfil(shop, here, UPS)
    shop.happen("amazon.ship", order_id=there.amazon_order_id, tracking=OTHER, carrier="UPS")
    shop.until(lambda: packages(shop, here) == [(UPS, here.units)])
    shop.until(lambda: shop.shopify(there)["to_pack"] == [])
    fulfil(shop, back, UPS)
    shop.until(lambda: shop.row(back.id).amazon_status == "SHIPPED")
    line = shop.shopify(back)["lines"][0]
    shop.happen("shopify.refund", order=back.amazon_order_id, lines={line["sku"]: 1})
    shop.until(lambda: bool(outbox_list().not_sent))
    (item,) = shop.task(back, "send_refund").plan["items"]
    assert (item["item_id"], item["quantity"]) == (order_store.order(back.id).lines[0].item_id, 1)
    shop.stays()
    assert [shop.row(one.id).failures for one in (here, there, back)] == [(), (), ()]


def test_of_an_adopted_order_without_skus_the_whole_travels_and_a_part_asks(shop: World) -> None:
    here, there, *_ = adopted(shop, named=False)
    fulfil(shop, here, UPS)
    shop.happen("amazon.ship", order_id=there.amazon_order_id, tracking=OTHER, carrier="UPS")
    shop.until(lambda: packages(shop, here) == [(UPS, here.units)])
    shop.until(lambda: shop.shopify(there)["to_pack"] == [])
    shop.stays()


def test_a_part_of_an_adopted_order_without_skus_is_a_persons(shop: World) -> None:
    row, *_ = adopted(shop, named=False)
    part = order_store.order(row.id).lines[0]
    shop.happen(
        "amazon.ship", order_id=row.amazon_order_id, items={part.item_id: 1}, tracking=OTHER,
        carrier="UPS",
    )  # fmt: skip
    shop.until(lambda: bool(shop.row(row.id).failures))
    (failure,) = shop.row(row.id).failures
    assert (failure.kind, failure.code) == (SyncStatus.FAILED_SHIPMENT, "items_unmatched")


def _not_yet(life: Any, feed: Any) -> int:
    """The feed is still being worked on."""
    life._look_at[feed.id] = life.clock() + 1.0
    return 0


def test_our_own_package_is_no_strangers_while_the_feeds_report_is_out(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_setting("shipment.hold_without_tracking", False)
    row, item = of_two(shop)
    shop.happen("shopify.fulfil", order=row.amazon_order_id, company="UPS", lines={item: 1})
    with monkeypatch.context() as patched:
        patched.setattr(FeedLife, "_poll", _not_yet)
        shop.until(lambda: bool(packages(shop, row)))
        for _ in range(3):
            shop.sync()
        assert tasks_of([row.id], "fulfil_in_shopify") == ()
    shop.stays()
    assert sum(x["quantity"] for x in shop.shopify(row)["to_pack"]) == row.units - 1


def test_our_own_package_under_a_typed_number_is_no_strangers(shop: World) -> None:
    row, item = of_two(shop)
    shop.knobs("amazon", shipment_lag_s=0.0)
    fulfil(shop, row, "12", lines={item: 1})
    shop.until(lambda: bool(shop.row(row.id).failures))
    type_tracking(row.id, UPS, "UPS")
    shop.fault("amazon.confirmShipment", "cut_after")
    shop.until(lambda: bool(packages(shop, row)))
    shop.stays()
    assert tasks_of([row.id], "fulfil_in_shopify") == ()
    assert sum(x["quantity"] for x in shop.shopify(row)["to_pack"]) == row.units - 1


def test_what_amazon_ships_ends_the_wish_and_our_hold(shop: World) -> None:
    row = shop.wishing()
    shop.until(lambda: any(x["holds"] for x in shop.shopify(row)["fulfillment_orders"]))
    shop.happen("amazon.ship", order_id=row.amazon_order_id, by="buy_shipping")
    shop.until(lambda: shop.shopify(row)["to_pack"] == [])
    shop.stays()
    assert shop.row(row.id).failures == ()
    assert not shop.row(row.id).cancel_wish
    assert shop.row(row.id).sync_status is SyncStatus.SHIPPED


def test_an_order_that_ships_with_the_wish_is_never_held(shop: World) -> None:
    row = shop.unshipped()
    shop.happen("amazon.cancel_wish", order_id=row.amazon_order_id)
    shop.happen("amazon.ship", order_id=row.amazon_order_id, by="buy_shipping")
    shop.until(lambda: shop.shopify(row)["to_pack"] == [])
    shop.stays()
    assert tasks_of([row.id], "hold_in_shopify") == ()
    assert not shop.row(row.id).cancel_wish


def unseen_for_long(order_id: int) -> None:
    """As if no look had shown the order for a day."""
    with write() as connection:
        connection.execute("UPDATE shop_state SET seen_at = 0 WHERE order_id = ?", (order_id,))


def test_what_is_deleted_in_shopify_asks_and_is_created_again(shop: World) -> None:
    row = shop.unshipped()
    unseen_for_long(row.id)
    shop.happen("shopify.delete_order", order=row.amazon_order_id)
    shop.until(lambda: bool(shop.row(row.id).failures))
    (failure,) = shop.row(row.id).failures
    assert (failure.kind, failure.code) == (SyncStatus.FAILED_ORDER, "deleted_in_shopify")
    retry_rows([shop.row(row.id)])
    shop.until(lambda: not shop.row(row.id).failures)
    there = shop.shopify(row)
    assert shop.row(row.id).shopify_order_id in there["id"]
    fulfil(shop, row, UPS)
    shop.until(lambda: packages(shop, row) == [(UPS, row.units)])
    shop.stays()
    assert shop.row(row.id).stage == "in Shopify"


def test_a_deleted_order_that_is_skipped_says_so(shop: World) -> None:
    row = shop.unshipped()
    unseen_for_long(row.id)
    shop.happen("shopify.delete_order", order=row.amazon_order_id)
    shop.until(lambda: bool(shop.row(row.id).failures))
    skip([row.id], "sold at the door")
    assert shop.row(row.id).failures == ()
    assert shop.row(row.id).stage == "deleted in Shopify"


def test_an_order_too_old_to_be_seen_is_not_called_deleted(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = shop.unshipped()
    monkeypatch.setattr(ShopFacts, "sees_all_orders", property(lambda _: False))
    monkeypatch.setattr("desktop.sync.back.gone.VISIBLE_DAYS", 0)
    unseen_for_long(row.id)
    shop.happen("shopify.delete_order", order=row.amazon_order_id)
    for _ in range(4):
        shop.sync()
    assert shop.row(row.id).failures == ()
    assert not shop_state.is_missing(row.id)
    assert [one.what for one in history.of_order(row.id)].count(TOO_OLD) == 1


def test_a_line_removed_in_shopify_asks_until_amazon_has_it_removed_too(shop: World) -> None:
    row, item = of_two(shop)
    shop.happen("shopify.remove_line", order=row.amazon_order_id, lines={item: 1})
    shop.until(lambda: bool(shop.row(row.id).failures))
    assert shop.row(row.id).failures[0].kind is SyncStatus.FAILED_CANCELLATION
    fulfil(shop, row, UPS)
    shop.until(lambda: packages(shop, row) == [(UPS, row.units - 1)])
    shop.until(lambda: shop.row(row.id).amazon_status == "PARTIALLY_SHIPPED")
    shop.happen("amazon.cancel", order_id=row.amazon_order_id, items={item: 1}, by="BUYER")
    shop.until(lambda: not shop.row(row.id).failures)
    shop.stays()


def test_no_more_is_confirmed_than_amazon_still_expects(shop: World) -> None:
    row, item = of_two(shop)
    shop.happen("amazon.cancel", order_id=row.amazon_order_id, items={item: 1}, by="BUYER")
    shop.until(lambda: bool(shop.row(row.id).failures))
    shop.happen("shopify.release_hold", order=row.amazon_order_id)
    fulfil(shop, row, UPS)
    shop.until(lambda: packages(shop, row) == [(UPS, row.units - 1)])
    shop.stays()


def test_a_wish_for_what_is_being_packed_is_a_persons(shop: World) -> None:
    row = shop.unshipped()
    shop.happen("shopify.report_progress", order=row.amazon_order_id)
    shop.happen("amazon.cancel_wish", order_id=row.amazon_order_id)
    shop.until(lambda: bool(shop.row(row.id).failures))
    (failure,) = shop.row(row.id).failures
    assert (failure.kind, failure.code) == (SyncStatus.FAILED_CANCELLATION, "shop_hold_refused")
    shop.happen("amazon.ship", order_id=row.amazon_order_id, tracking=UPS, carrier="UPS")
    shop.until(lambda: not shop.row(row.id).failures)
    shop.until(lambda: shop.shopify(row)["to_pack"] == [])
    shop.stays()


def test_a_link_answers_what_the_lines_of_an_adopted_order_are(shop: World) -> None:
    row = next(
        one
        for one in adopted(shop, named=True, prefix="THEIRS-")
        if len({x.sku for x in order_store.order(one.id).lines}) > 1
    )
    first, *_ = order_store.order(row.id).lines
    fulfil(shop, row, UPS, lines={f"THEIRS-{first.sku}": first.quantity})
    shop.until(lambda: bool(shop.row(row.id).failures))
    assert shop.row(row.id).failures[0].code == "items_unmatched"
    theirs = shop.happen("shopify.add_variant", sku=f"THEIRS-{first.sku}", price="5.00")
    link_sku(first.sku, [str(theirs["sku"])], shop.profile)
    take_again(row.id, shop.profile)
    shop.until(lambda: packages(shop, row) == [(UPS, first.quantity)])
    assert shop.row(row.id).failures == ()
