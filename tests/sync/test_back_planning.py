"""What a change on one side asks for on the other, rule by rule."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.rows import TaskState
from desktop.sync.back import cancels_of, refunds_of, shipments_of
from desktop.sync.back.parcels import Known
from desktop.sync.back.quantities import is_partial_set, items_of, lines_for
from desktop.sync.back.wanted import Over, Wanted
from desktop.trade.order import AmazonStatus, Package, Window
from desktop.trade.returns import (
    ShopFulfillment,
    ShopLine,
    ShopRefund,
    ShopRefundLine,
    ShopState,
    Tracking,
)
from desktop.trade.rules_back import BackRules, CancelRules, RefundRules, ShipmentRules
from tests.sync.samples import CONNECTED, line, order

NOW = CONNECTED + 1000.0
HOUR = 3600
MUG = ShopLine("l1", "MUG", 2, 2, 2, 2, item_id="1")
WRAP = ShopLine("l9", "", 1, 1, 1, 1, item_id="", is_charge=True)
UPS = Tracking("UPS", "1Z999AA10123456784")
NONE = Known()
SHIPMENTS = ShipmentRules()
RULES = BackRules()


def parcel(gid: str = "f1", quantity: int = 2, **more: Any) -> ShopFulfillment:
    plain = ShopFulfillment(
        gid,
        f"#1001.{gid}",
        "SUCCESS",
        "",
        CONNECTED + 500,
        CONNECTED + 500,
        (UPS,),
        (("l1", quantity),),
    )
    return replace(plain, **more)


def shop(**more: Any) -> ShopState:
    plain = ShopState(
        "o1", "1", "#1001", CONNECTED, "USD", None, "", "PAID", "UNFULFILLED", False, (MUG, WRAP)
    )
    return replace(plain, **more)


def sold(**more: Any) -> Any:
    return order(**{"lines": (line(quantity=2, item=2000),), "total": 2000, **more})


def confirmed(state: ShopState, rules: ShipmentRules = SHIPMENTS, **more: Any) -> list[Any]:
    of, known = sold(**more.pop("of", {})), more.pop("known", NONE)
    found = shipments_of.confirmations(of, state, known, rules, NOW)
    return [one for one in found if not isinstance(one, Over)]


def test_one_fulfilment_is_one_package_of_amazons_items():
    (wanted,) = confirmed(shop(fulfillments=(parcel(),)))
    assert (wanted.verb, wanted.foreign_id, wanted.state) == (
        "confirm_shipment",
        "f1",
        TaskState.READY,
    )
    assert wanted.plan["items"] == [["1", 2]]
    assert (wanted.plan["company"], wanted.plan["number"]) == ("UPS", UPS.number)


def test_a_second_parcel_tells_only_what_it_adds():
    both = (parcel("f1", 1), parcel("f2", 1, created_at=CONNECTED + 600))
    assert [one.plan["items"] for one in confirmed(shop(fulfillments=both))] == [
        [["1", 1]],
        [["1", 1]],
    ]


def test_several_numbers_send_the_first_and_keep_the_rest():
    numbers = (UPS, Tracking("UPS", "1Z999AA10123456785"))
    (wanted,) = confirmed(shop(fulfillments=(parcel(tracking=numbers),)))
    assert wanted.plan["number"] == UPS.number
    assert wanted.plan["other_numbers"] == ["1Z999AA10123456785"]


def test_what_we_made_ourselves_is_not_sent_back():
    ours = Known(ours=frozenset({"f1"}))
    assert confirmed(shop(fulfillments=(parcel(),)), known=ours) == []


@pytest.mark.parametrize(
    "of",
    [
        {"fulfilled_by": "AMAZON"},
        {"programs": ("FBM_SHIP_PLUS",)},
        {"status": AmazonStatus.CANCELLED},
        {"status": AmazonStatus.PENDING},
        {"status": AmazonStatus.SHIPPED},
    ],
)
def test_amazon_is_not_told_what_it_knows_or_does_itself(of):
    assert confirmed(shop(fulfillments=(parcel(),)), of=of) == []


def test_without_a_number_it_waits_until_some_hours_before_ship_by():
    of = {"ship_by": Window(None, int(NOW) + 10 * HOUR)}
    (wanted,) = confirmed(shop(fulfillments=(parcel(tracking=()),)), of=of)
    assert (wanted.state, wanted.hold) == (TaskState.WAITING, "no_tracking")
    assert wanted.due_in_s == 6 * HOUR


@pytest.mark.parametrize(
    ("rules", "level"),
    [
        (ShipmentRules(without_tracking_services=("STANDARD",)), "STANDARD"),
        (ShipmentRules(hold_without_tracking=False), "EXPEDITED"),
    ],
)
def test_where_the_seller_allowed_it_a_feed_goes_without_a_number(rules, level):
    state = shop(fulfillments=(parcel(tracking=()),))
    (wanted,) = confirmed(state, rules, of={"service_level": level})
    assert (wanted.verb, wanted.state) == ("ship_by_feed", TaskState.READY)


def test_a_fulfilment_taken_back_after_amazon_was_told_is_a_persons():
    told = Known(told=frozenset({"f1"}))
    found = confirmed(shop(fulfillments=(parcel(status="CANCELLED"),)), known=told)
    failures = [one.failure.code for one in found if isinstance(one, Wanted) and one.failure]
    assert failures == ["fulfillment_cancelled"]
    assert confirmed(shop(fulfillments=(parcel(status="CANCELLED"),))) == []


def test_a_part_of_a_set_asks():
    lines = (
        ShopLine("a", "CUP", 1, 1, 1, 1, item_id="1"),
        ShopLine("b", "PLATE", 1, 1, 1, 1, item_id="1"),
    )
    half = shop(lines=lines, fulfillments=(parcel(lines=(("a", 1),)),))
    (wanted,) = confirmed(half)
    assert wanted.failure is not None
    assert wanted.failure.code == "set_incomplete"


def test_the_chosen_location_is_asked_for_once_while_nothing_left():
    rules = ShipmentRules(location="loc")
    (wanted,) = shipments_of.moves(sold(), shop(), rules)
    assert (wanted.verb, wanted.plan["location"]) == ("move_in_shopify", "loc")
    assert wanted.reopens
    (held,) = shipments_of.moves(sold(), shop(fulfillment="ON_HOLD"), rules)
    assert not held.reopens
    assert list(shipments_of.moves(sold(), shop(fulfillments=(parcel(),)), rules)) == []
    assert list(shipments_of.moves(sold(fulfilled_by="AMAZON"), shop(), rules)) == []
    assert list(shipments_of.moves(sold(), shop(), ShipmentRules())) == []


def test_amazons_own_packages_are_fulfilled_in_shopify():
    package = Package("77", "SHIPPED", carrier="UPS", tracking_number="1Z", items=(("1", 2),))
    of = sold(status=AmazonStatus.SHIPPED, packages=(package,))
    (wanted,) = shipments_of.mirrors(of, shop(), NONE, ShipmentRules())
    assert (wanted.verb, wanted.foreign_id) == ("fulfil_in_shopify", "77")
    assert wanted.plan["items"] == [["1", 2]]
    assert list(shipments_of.mirrors(of, shop(), NONE, ShipmentRules(to_shopify=False))) == []


def test_a_cancellation_on_amazon_is_one_in_shopify_unless_it_was_shipped():
    gone = sold(status=AmazonStatus.CANCELLED)
    (wanted,) = cancels_of.from_amazon(gone, shop(), BackRules())
    assert (wanted.verb, wanted.plan["restock"], wanted.failure) == (
        "cancel_in_shopify",
        True,
        None,
    )
    (shipped,) = cancels_of.from_amazon(gone, shop(fulfillments=(parcel(),)), BackRules())
    assert shipped.failure is not None
    assert shipped.failure.code == "shop_fulfilled"
    assert list(cancels_of.from_amazon(gone, shop(cancelled_at=1), BackRules())) == []
    off = BackRules(cancel=CancelRules(to_shopify=False))
    assert list(cancels_of.from_amazon(gone, shop(), off)) == []


@pytest.mark.parametrize(
    ("status", "is_open", "is_held", "wishes", "asked"),
    [
        (AmazonStatus.UNSHIPPED, True, False, True, "hold_in_shopify"),
        (AmazonStatus.UNSHIPPED, True, True, True, "hold_in_shopify"),  # followed, not repeated
        (AmazonStatus.UNSHIPPED, False, False, True, None),  # answered
        (AmazonStatus.UNSHIPPED, False, True, False, "release_in_shopify"),  # taken back
        (AmazonStatus.SHIPPED, True, True, True, "release_in_shopify"),  # too late
        (AmazonStatus.SHIPPED, True, False, True, None),
    ],
)
def test_an_undecided_cancel_wish_holds_the_order(status, is_open, is_held, wishes, asked):
    of = sold(status=status, lines=(line(has_cancel_wish=wishes, cancel_wish="too late"),))
    found = cancels_of.wish_hold(of, shop(), RULES, is_open=is_open, is_held=is_held)
    told = [(one.verb, one.again) for one in found]
    assert told == ([(asked, asked != "hold_in_shopify" or not is_held)] if asked else [])
    off = BackRules(cancel=CancelRules(hold_on_wish=False))
    held = cancels_of.wish_hold(of, shop(), off, is_open=is_open, is_held=False)
    assert list(held) == []


@pytest.mark.parametrize(
    ("amazon", "unfulfilled", "sent", "differs"),
    [
        (2, 2, 0, False),
        (1, 2, 0, True),  # Amazon cancelled one
        (2, 1, 0, True),  # the merchant took one off
        (2, 1, 1, False),
        (1, 0, 2, False),  # nothing is left to stop
        (2, 0, 1, True),
    ],
)
def test_a_part_that_only_one_side_cancelled_is_a_persons(amazon, unfulfilled, sent, differs):
    mug = replace(MUG, current_quantity=unfulfilled + sent, unfulfilled=unfulfilled)
    made = (parcel(quantity=sent),) if sent else ()
    of = sold(lines=(line(quantity=amazon, quantity_fulfilled=min(sent, amazon)),))
    found = list(cancels_of.from_amazon(of, shop(lines=(mug, WRAP), fulfillments=made), RULES))
    codes = [one.failure.code for one in found if one.failure]
    assert codes == (["partial"] if differs else [])


def test_parts_of_a_set_that_lost_the_others_are_a_persons():
    lines = (
        ShopLine("a", "CUP", 1, 1, 1, 1, item_id="1"),
        ShopLine("b", "PLATE", 2, 1, 1, 1, item_id="1", pack=2),
    )
    for quantity in (0, 1):
        of = sold(lines=(line(quantity=quantity),))
        (found,) = cancels_of.from_amazon(of, shop(lines=lines), RULES)
        assert found.failure is not None


def test_our_fulfilment_that_was_taken_back_asks_before_it_is_packed_again():
    gone = parcel(status="CANCELLED")

    def asked(state: ShopState, ours: str = "f1", **of: Any) -> list[Wanted]:
        known = Known(ours=frozenset({ours}))
        return list(shipments_of.taken_back(sold(**of), state, known, SHIPMENTS))

    (wanted,) = asked(shop(fulfillments=(gone,)))
    assert wanted.failure is not None
    assert wanted.failure.code == "mirror_cancelled"
    assert (wanted.plan["items"], wanted.plan["number"]) == ([["1", 2]], UPS.number)
    assert asked(shop(fulfillments=(gone,)), ours="f2") == []
    assert asked(shop(fulfillments=(gone,)), status=AmazonStatus.CANCELLED) == []
    part, done = (replace(MUG, unfulfilled=units) for units in (1, 0))
    assert len(asked(shop(fulfillments=(gone,), lines=(part, WRAP)))) == 1
    assert asked(shop(fulfillments=(gone,), lines=(done, WRAP))) == []


def test_a_cancellation_in_shopify_is_not_sent_until_the_seller_wants_it():
    state = shop(cancelled_at=int(NOW), cancel_reason="INVENTORY")

    def asked(rules: BackRules, **of: Any) -> Any:
        found = cancels_of.from_shopify(sold(**of), state, rules, is_ours=False)
        return next(one for one in found if isinstance(one, Wanted))

    assert (asked(BackRules()).state, asked(BackRules()).hold) == (TaskState.WAITING, "not_sent")
    on = asked(BackRules(cancel=CancelRules(to_amazon=True)))
    assert (on.hold, on.due_in_s, on.plan["reason"]) == ("outbox", 600.0, "NoInventory")
    assert asked(BackRules(), status=AmazonStatus.SHIPPED).failure.code == "already_shipped"
    assert list(cancels_of.from_shopify(sold(), state, BackRules(), is_ours=True)) == []


SENDING = BackRules(refund=RefundRules(to_amazon=True))


def refund(**more: Any) -> ShopRefund:
    goods = (ShopRefundLine("l1", 1, 1000, 80),)
    return replace(ShopRefund("r1", 0, 0, "", "USD", 1080, goods), **more)


def refunded(state: ShopState, rules: BackRules = RULES, **of: Any) -> list[Wanted]:
    amazon = sold(**{"status": AmazonStatus.SHIPPED, **of})
    return list(refunds_of.from_shopify(amazon, state, [], rules))


def test_a_refund_stands_as_not_sent_until_the_seller_wants_it_sent():
    (wanted,) = refunded(shop(refunds=(refund(),)))
    assert (wanted.verb, wanted.hold) == ("send_refund", "not_sent")
    (on,) = refunded(shop(refunds=(refund(),)), BackRules(refund=RefundRules(to_amazon=True)))
    assert (on.hold, on.due_in_s) == ("outbox", 600.0)
    item = on.plan["items"][0]  # type: ignore[index]
    assert (item["principal"], item["tax"], item["reason"]) == (1000, 80, "GeneralAdjustment")


@pytest.mark.parametrize(
    ("refund_of", "order_of", "code"),
    [
        ({}, {"fulfilled_by": "AMAZON"}, "fba"),
        ({}, {"status": AmazonStatus.UNSHIPPED}, "order_unshipped"),
        ({"currency": "EUR"}, {}, "currency"),
        ({"lines": ()}, {}, "not_allocated"),
        ({"total": 1500}, {}, "not_allocated"),
    ],
)
def test_certain_rejections_are_told_before_anything_is_sent(refund_of, order_of, code):
    state = shop(refunds=(refund(**refund_of),))
    (wanted,) = refunded(state, SENDING, **order_of)
    assert wanted.failure is not None
    assert wanted.failure.code == code
    (off,) = refunded(state, **order_of)
    assert (off.failure, off.state, off.hold) == (None, TaskState.WAITING, "not_sent")


def test_money_that_did_not_move_and_cancelled_orders_are_no_refunds():
    assert refunded(shop(refunds=(refund(is_settled=False),))) == []
    assert refunded(shop(refunds=(refund(total=0),))) == []
    undone = shop(refunds=(refund(),), cancelled_at=1)
    assert refunded(undone, status=AmazonStatus.UNSHIPPED) == []
    assert refunded(shop(refunds=(refund(),)), status=AmazonStatus.CANCELLED) == []


lines_of_items = st.lists(
    st.tuples(st.sampled_from("12"), st.sampled_from("AB"), st.integers(1, 3), st.integers(1, 4)),
    min_size=1,
    max_size=6,
)


@given(lines_of_items, st.data())
def test_units_never_exceed_what_moved_and_are_found_again(drawn, data):
    lines = [
        ShopLine(f"l{n}", sku, pack * units, 0, pack * units, 0, item_id=item, pack=pack)
        for n, (item, sku, pack, units) in enumerate(drawn)
    ]
    moved = [(one.gid, data.draw(st.integers(0, one.quantity))) for one in lines]
    items = items_of(lines, moved)
    packs = {(one.item_id, one.sku, one.pack) for one in lines}
    for item, units in items.items():
        for _, sku, pack in (key for key in packs if key[0] == item):
            have = sum(
                dict(moved)[one.gid]
                for one in lines
                if (one.item_id, one.sku, one.pack) == (item, sku, pack)
            )
            assert units * pack <= have
    chosen = lines_for(lines, items)
    assert chosen is not None
    assert items_of(lines, chosen) == items
    assert not is_partial_set(lines, chosen)


def test_a_refund_of_a_part_of_a_set_asks():
    parts = (
        ShopLine("a", "CUP", 1, 1, 1, 1, item_id="1"),
        ShopLine("b", "SAUCER", 1, 1, 1, 1, item_id="1"),
    )

    def sent(*lines: ShopRefundLine) -> Wanted:
        total = sum(one.subtotal for one in lines)
        made = ShopRefund("r1", 1, 1, "", "USD", total, lines=lines)
        of = sold(status=AmazonStatus.SHIPPED)
        found = refunds_of.from_shopify(of, shop(lines=parts, refunds=(made,)), (), SENDING)
        (wanted,) = found
        return wanted

    cup, saucer = ShopRefundLine("a", 1, 400, 0), ShopRefundLine("b", 1, 600, 0)
    part = sent(cup)
    assert part.failure is not None
    assert part.failure.code == "set_incomplete"
    assert "allocate" in part.failure.fixes
    whole = sent(cup, saucer)
    assert whole.failure is None
    items: Any = whole.plan["items"]
    assert items[0]["quantity"] == 1
