"""Lines, fulfilments, refunds and fulfilment orders in our words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.shopify.state_reading import (
    read_fulfillment,
    read_line,
    read_refund,
    read_to_pack,
)
from desktop.clock import parse_iso
from desktop.trade.returns import ShopRefund, Tracking
from tests.channels.shopify.orders_back import (
    attributes,
    fulfillment,
    line,
    packed,
    payment,
    refund,
    refund_line,
    shipped,
    shipping,
    to_pack,
)


def given_back(node: dict[str, Any], *, tax_inside: bool = False) -> ShopRefund:
    return read_refund(node, node["refundLineItems"]["nodes"], tax_inside=tax_inside)


def lines_of(*lines: dict[str, Any]) -> dict[str, Any]:
    return {"nodes": list(lines), "pageInfo": {"hasNextPage": False, "endCursor": None}}


def test_a_line_knows_its_amazon_item_and_its_pack() -> None:
    said = attributes(order_item_id="0123", pack_quantity="6")
    read = read_line(line(1, customAttributes=said))
    assert (read.item_id, read.pack, read.is_charge, read.charge_item_id) == ("0123", 6, False, "")
    assert (read.quantity, read.current_quantity, read.unfulfilled, read.refundable) == (2, 2, 1, 2)


def test_a_charge_is_no_item() -> None:
    said = attributes(charge="gift_wrap", charge_item_id="0123")
    read = read_line(line(1, customAttributes=said, sku=None))
    assert (read.item_id, read.is_charge, read.charge_item_id, read.sku) == ("", True, "0123", "")


@pytest.mark.parametrize("said", ["", "0", "-2", "six", "1.5", "²"])
def test_a_pack_that_is_no_number_counts_as_one(said: str) -> None:
    assert read_line(line(1, customAttributes=attributes(pack_quantity=said))).pack == 1


def test_a_line_without_properties_is_nobodys() -> None:
    read = read_line(line(1, customAttributes=[{"key": "gift", "value": None}]))
    assert (read.item_id, read.pack, read.is_charge) == ("", 1, False)


def test_a_fulfilment_is_read_with_all_its_numbers() -> None:
    tracking = [
        {"company": None, "number": "A1", "url": None},
        {"company": "My own van", "number": None, "url": "https://t.example"},
    ]
    node = fulfillment(3, trackingInfo=tracking, displayStatus=None, status="CANCELLED")
    read = read_fulfillment(node, [shipped(1, 2), shipped(2, None)])
    assert read.tracking == (
        Tracking("", "A1", ""),
        Tracking("My own van", "", "https://t.example"),
    )
    assert read.lines == (("gid://shopify/LineItem/1", 2), ("gid://shopify/LineItem/2", 0))
    assert (read.status, read.display_status) == ("CANCELLED", "")
    assert read.created_at == parse_iso("2026-11-20T11:00:00Z")


def test_a_status_nobody_knows_is_taken_as_it_comes() -> None:
    read = read_fulfillment(fulfillment(1, status="TELEPORTED", displayStatus="BEAMED"), [])
    assert (read.status, read.display_status) == ("TELEPORTED", "BEAMED")


def test_a_refund_is_goods_shipping_and_the_rest() -> None:
    node = refund(
        1,
        "30.00",
        lines_of(refund_line(1, "20.00", "2.00", restocked=True)),
        refundShippingLines={"nodes": [shipping("5.00", "0.50")]},
        note="broken",
    )
    read = given_back(node)
    assert (read.total, read.shipping, read.shipping_tax, read.adjustment) == (3000, 500, 50, 250)
    (goods,) = read.lines
    assert (goods.quantity, goods.subtotal, goods.tax, goods.restocked) == (1, 2000, 200, True)
    assert (read.currency, read.note, read.is_settled) == ("SEK", "broken", True)
    assert read.processed_at == parse_iso("2026-11-19T10:00:00Z")
    assert read.created_at == parse_iso("2026-11-20T11:00:00Z")


def test_yen_have_no_decimals_and_dinars_three() -> None:
    node = refund(1, "1200.0")
    node["totalRefundedSet"]["presentmentMoney"]["currencyCode"] = "JPY"
    node["transactions"]["nodes"][0]["amountSet"] = node["totalRefundedSet"]
    assert given_back(node).total == 1200
    node["totalRefundedSet"]["presentmentMoney"] = {"amount": "1.234", "currencyCode": "KWD"}
    assert given_back(node).total == 1234


@pytest.mark.parametrize(
    ("payments", "total", "settled", "failed"),
    [
        (["SUCCESS"], 1000, True, False),
        (["PENDING"], 1000, False, False),
        (["AWAITING_RESPONSE"], 1000, False, False),
        (["UNKNOWN"], 1000, False, False),
        (["FAILURE"], 1000, False, True),
        (["ERROR", "FAILURE"], 1000, False, True),
        (["SUCCESS", "FAILURE"], 1000, True, False),
        (["SUCCESS", "PENDING"], 1000, False, False),
        (["SOMETHING_NEW"], 1000, False, False),
        ([], 1000, False, False),
    ],
)
def test_money_has_moved_only_where_its_payments_say_so(
    payments: list[str], total: int, settled: bool, failed: bool
) -> None:
    nodes = [payment("REFUND", "10.00", status) for status in payments]
    read = given_back(refund(1, "10.00", transactions={"nodes": nodes}))
    assert (read.total, read.is_settled, read.is_failed) == (total, settled, failed)


def test_a_refund_that_failed_in_part_counts_what_moved() -> None:
    nodes = [payment("REFUND", "4.00"), payment("REFUND", "6.00", "ERROR")]
    read = given_back(refund(1, "10.00", transactions={"nodes": nodes}))
    assert (read.total, read.is_settled) == (400, True)


def test_a_pending_refund_whose_total_is_not_counted_yet_names_its_amount() -> None:
    nodes = [payment("REFUND", "4.00", "PENDING")]
    read = given_back(refund(1, "0.0", transactions={"nodes": nodes}))
    assert (read.total, read.is_settled, read.adjustment) == (400, False, 0)


def test_goods_without_money_give_nothing_back() -> None:
    read = given_back(refund(1, "0.0", lines_of(refund_line(1, "20.00", "2.00"))))
    assert (read.total, read.is_settled, read.adjustment) == (0, True, -2200)


def test_subtotals_that_hold_the_tax_are_told_by_the_sum() -> None:
    node = refund(
        1,
        "24.00",
        lines_of(refund_line(1, "18.00", "3.00")),
        refundShippingLines={"nodes": [shipping("6.00", "1.00")]},
    )
    inside = given_back(node, tax_inside=True)
    assert (inside.lines[0].subtotal, inside.lines[0].tax) == (1500, 300)
    assert (inside.shipping, inside.shipping_tax, inside.adjustment) == (500, 100, 0)
    on_top = given_back(node, tax_inside=False)
    assert (on_top.lines[0].subtotal, on_top.adjustment) == (1800, -400)


@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**5)), max_size=5),
    st.tuples(st.integers(0, 10**5), st.integers(0, 10**4)),
    st.integers(0, 10**7),
    st.booleans(),
)
def test_the_parts_of_a_refund_always_add_up(
    goods: list[tuple[int, int]], freight: tuple[int, int], total: int, inside: bool
) -> None:
    def amount(minor: int) -> str:
        return f"{minor // 100}.{minor % 100:02d}"

    nodes = [refund_line(n, amount(net), amount(tax)) for n, (net, tax) in enumerate(goods)]
    costs = {"nodes": [shipping(amount(freight[0]), amount(freight[1]))]}
    node = refund(1, amount(total), lines_of(*nodes), refundShippingLines=costs)
    read = given_back(node, tax_inside=inside)
    parts = sum(one.subtotal + one.tax for one in read.lines) + read.shipping + read.shipping_tax
    assert parts + read.adjustment == read.total == total


@pytest.mark.parametrize(
    ("status", "actions", "can"),
    [
        ("OPEN", ["CREATE_FULFILLMENT"], True),
        ("IN_PROGRESS", ["HOLD", "CREATE_FULFILLMENT"], True),
        ("OPEN", ["REQUEST_FULFILLMENT"], False),
        ("ON_HOLD", ["CREATE_FULFILLMENT"], False),
        ("SCHEDULED", ["CREATE_FULFILLMENT"], False),
        ("CLOSED", [], False),
        ("SOMETHING_NEW", ["CREATE_FULFILLMENT"], False),
    ],
)
def test_what_can_be_fulfilled_says_so_twice(status: str, actions: list[str], can: bool) -> None:
    node = to_pack(1, status=status, supportedActions=[{"action": a} for a in actions])
    assert read_to_pack(node, []).can_fulfill is can


def test_a_fulfilment_order_is_read_with_holds_and_lines() -> None:
    holds = [{"id": "gid://shopify/FulfillmentHold/1", "reasonNotes": None}]
    node = to_pack(4, fulfillmentHolds=holds, assignedLocation={"location": None})
    read = read_to_pack(node, [packed(1, 3)])
    assert (read.gid[-1], read.location_gid) == ("4", "")
    assert read.holds == (("gid://shopify/FulfillmentHold/1", ""),)
    assert read.lines == (
        ("gid://shopify/FulfillmentOrderLineItem/1", "gid://shopify/LineItem/1", 3),
    )
