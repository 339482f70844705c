"""What a refund made in Shopify is for Amazon: per item, its parts, its units, and what asks."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.rows import TaskState
from desktop.sync.back import refunds_of
from desktop.sync.back.refund_parts import parts_of
from desktop.sync.back.wanted import Wanted
from desktop.sync.feed_kinds import refund_items
from desktop.sync.refund_left import foreseen, paid
from desktop.trade import Charges
from desktop.trade.order import AmazonStatus
from desktop.trade.returns import AmazonRefundReason, ShopLine, ShopRefund, ShopRefundLine
from desktop.trade.rules_back import BackRules, RefundRules
from tests.sync.samples import CONNECTED, line
from tests.sync.test_back_planning import parcel, shop, sold

SENDING = BackRules(refund=RefundRules(to_amazon=True))
OFF = BackRules()
CUP = ShopLine("a", "CUP", 1, 1, 0, 1, item_id="1")
PLATE = ShopLine("b", "PLATE", 1, 1, 0, 1, item_id="1")
PACK = ShopLine("a", "CUP", 6, 6, 0, 6, item_id="1", pack=6)
SHIPPED = {"status": AmazonStatus.SHIPPED}


def give(gid: str, lines: Any, total: int, at: int = CONNECTED, **more: Any) -> ShopRefund:
    parts = tuple(ShopRefundLine(*one) for one in lines)
    return replace(ShopRefund(gid, at, at, "", "USD", total, parts), **more)


def asked(order: Any, state: Any, rules: BackRules = SENDING) -> list[Wanted]:
    return list(refunds_of.from_shopify(order, state, [], rules))


def code(wanted: Wanted) -> str:
    return wanted.failure.code if wanted.failure else ""


def units(wanted: Wanted) -> list[int]:
    items: Any = wanted.plan["items"]
    return [one["quantity"] for one in items]


@pytest.mark.parametrize(
    ("lines", "first", "second"),
    [
        ((CUP, PLATE), ("a", 1, 900, 0), ("b", 1, 1100, 0)),
        ((PACK,), ("a", 2, 700, 0), ("a", 4, 1300, 0)),
    ],
)
def test_a_part_of_a_set_or_pack_asks_and_the_rest_counts_the_unit(lines, first, second) -> None:
    order = sold(lines=(line(quantity=1, item=2000),), **SHIPPED)
    refunds = (give("r1", [first], first[2]), give("r2", [second], second[2], CONNECTED + 9))
    (half,) = asked(order, shop(lines=lines, refunds=refunds[:1]))
    assert code(half) == "set_incomplete"
    assert units(half) == [0]
    (held,) = asked(order, shop(lines=lines, refunds=refunds[:1]), OFF)
    assert (held.hold, held.plan[refunds_of.ASKS]) == ("not_sent", "set_incomplete")
    _, whole = asked(order, shop(lines=lines, refunds=refunds))
    assert code(whole) == ""
    assert units(whole) == [1]


def test_a_whole_set_is_one_unit() -> None:
    order = sold(lines=(line(quantity=1, item=2500),), total=2500, **SHIPPED)
    both = give("r1", [("a", 1, 900, 0), ("b", 1, 1100, 0)], 2000)
    (wanted,) = asked(order, shop(lines=(CUP, PLATE), refunds=(both,)))
    assert (code(wanted), units(wanted)) == ("", [1])


CHARGES = Charges(
    item=2000, tax_item=160, shipping=300, tax_shipping=24, gift_wrap=400, tax_gift_wrap=32,
    cod_fee=150, tax_other=12,
)  # fmt: skip
WRAP = ShopLine("w", "", 1, 1, 0, 1, is_charge=True, charge_item_id="1", charge="gift_wrap")
COD = ShopLine("c", "", 1, 1, 0, 1, is_charge=True, charge_item_id="1", charge="cod_fee")
TIP = ShopLine("t", "", 1, 1, 0, 1, is_charge=True, charge="delivery_tip")


def dear(**more: Any) -> Any:
    of = replace(line(quantity=2), charges=CHARGES)
    return sold(**{"lines": (of,), "total": 3078, **SHIPPED, **more})


def parts(order: Any, state: Any, refund: ShopRefund) -> Any:
    return parts_of(order, state, refund, (), AmazonRefundReason.CUSTOMER_RETURN)


def test_gift_wrap_and_fees_are_given_back_as_such() -> None:
    mug = ShopLine("l1", "MUG", 2, 2, 0, 2, item_id="1")
    goods = [("l1", 1, 1000, 80), ("w", 1, 400, 32), ("c", 1, 150, 12)]
    (item,) = parts(dear(), shop(lines=(mug, WRAP, COD)), give("r", goods, 1674))
    told = {name: item[name] for name in ("principal", "tax", "gift_wrap", "gift_wrap_tax")}
    assert told == {"principal": 1000, "tax": 80, "gift_wrap": 400, "gift_wrap_tax": 32}
    assert (item["cod"], item["cod_tax"], item["quantity"]) == (150, 12, 1)
    tip = give("r", [("l1", 1, 1000, 80), ("t", 1, 100, 0)], 1180)
    assert parts(dear(), shop(lines=(mug, TIP)), tip) is None


def test_all_of_an_order_goes_as_amazon_charged_it() -> None:
    mug = ShopLine("l1", "MUG", 2, 2, 0, 2, item_id="1")
    whole = give("r", [("l1", 2, 2300, 240)], 3078, adjustment=538)
    (item,) = parts(dear(), shop(lines=(mug,)), whole)
    assert sum(refund_items({"items": [item]})[0].total for _ in "1") == 3078
    assert foreseen(dear(), "USD", refund_items({"items": [item]}), (), ()) is None
    assert (item["gift_wrap"], item["cod"], item["shipping"]) == (400, 150, 300)


def test_shipping_alone_goes_to_what_it_was_paid_for() -> None:
    lines = (line(item=1000), replace(line(item=2000), item_id="2"))
    with_shipping = tuple(
        replace(one, charges=replace(one.charges, shipping=paid_for, tax_shipping=tax))
        for one, paid_for, tax in zip(lines, (100, 300), (8, 24), strict=True)
    )
    order = sold(lines=with_shipping, total=3432, **SHIPPED)
    only = give("r", [], 216, shipping=200, shipping_tax=16)
    found = parts(order, shop(), only)
    assert [(one["shipping"], one["shipping_tax"]) for one in found] == [(50, 4), (150, 12)]
    assert {one["quantity"] for one in found} == {0}
    none = sold(lines=lines, total=3000, **SHIPPED)
    assert parts(none, shop(), only) is None


def test_where_prices_hold_the_tax_no_part_of_tax_is_told() -> None:
    order = dear(tax_mode="included", total=2850)
    mug = ShopLine("l1", "MUG", 2, 2, 0, 2, item_id="1")
    refund = give("r", [("l1", 1, 840, 160)], 1150, shipping=126, shipping_tax=24)
    (item,) = parts(order, shop(lines=(mug,)), refund)
    assert (item["principal"], item["tax"]) == (1000, 0)
    assert (item["shipping"], item["shipping_tax"]) == (150, 0)


@given(
    st.lists(st.tuples(*(st.integers(-500, 5000) for _ in range(12))), min_size=1, max_size=5),
    st.sampled_from(["on_top", "included"]),
)
def test_what_was_paid_adds_up_and_may_be_given_back_whole(rows: Any, mode: str) -> None:
    lines = tuple(
        replace(line(quantity=2), item_id=str(n), charges=Charges(*row))
        for n, row in enumerate(rows, 1)
    )
    of = [one for one in lines if one.charges.net + one.charges.tax > 0]
    order = sold(lines=tuple(of), tax_mode=mode, total=None, **SHIPPED)
    for one in of:
        bought = paid(order, one)
        tax = one.charges.tax if mode == "on_top" else 0
        nets, taxes = one.charges.net, tax
        assert bought.total == max(0, nets) + max(0, taxes)
        if bought.total:
            assert foreseen(order, order.currency, [bought], (), ()) is None


def test_a_refund_right_after_the_shipment_waits_for_amazon_to_show_it() -> None:
    mug = ShopLine("l1", "MUG", 2, 2, 0, 2, item_id="1")
    goods = give("r", [("l1", 1, 1000, 0)], 1000)
    state = shop(lines=(mug,), fulfillments=(parcel(),), refunds=(goods,))
    (wanted,) = asked(sold(), state)
    assert (code(wanted), wanted.state, wanted.hold) == ("", TaskState.WAITING, "unshipped")
    (later,) = asked(sold(**SHIPPED), state)
    assert (later.hold, set(later.heals)) == ("outbox", {"order_unshipped", "unshipped"})
    (unpacked,) = asked(sold(), shop(refunds=(goods,)))
    assert code(unpacked) == "order_unshipped"


def test_units_taken_off_before_packing_are_no_refund_on_amazon() -> None:
    rest = ShopLine("l1", "MUG", 2, 1, 0, 1, item_id="1")
    goods = give("r", [("l1", 1, 1000, 0)], 1000)
    state = shop(lines=(rest,), fulfillments=(parcel(quantity=1),), refunds=(goods,))
    half = replace(line(quantity=2, item=2000), quantity_fulfilled=1)
    for status in (AmazonStatus.UNSHIPPED, AmazonStatus.PARTIALLY_SHIPPED):
        order = sold(lines=(replace(half, quantity_fulfilled=status != "UNSHIPPED"),),
                     status=status)  # fmt: skip
        (wanted,) = asked(order, state)
        assert code(wanted) == "never_shipped"
        assert asked(order, state, OFF)[0].hold == "not_sent"
    all_left = sold(lines=(replace(half, quantity_fulfilled=2),), **SHIPPED)
    assert code(asked(all_left, state)[0]) == ""


def test_a_cancellations_refund_is_offered_only_where_amazon_charged() -> None:
    mug = ShopLine("l1", "MUG", 2, 2, 0, 2, item_id="1")
    goods = give("r", [("l1", 2, 2000, 0)], 2000, CONNECTED + 61)
    before = give("g", [("l1", 0, 100, 0)], 100, CONNECTED - 300)
    state = shop(lines=(mug,), refunds=(before, goods), cancelled_at=CONNECTED + 60)
    offered = asked(sold(**SHIPPED), state)
    assert [(one.foreign_id, one.hold) for one in offered] == [("g", "outbox"), ("r", "not_sent")]
    (goodwill,) = asked(sold(), state)
    assert (goodwill.foreign_id, code(goodwill)) == ("g", "order_unshipped")
    assert asked(sold(status=AmazonStatus.CANCELLED), state) == []
