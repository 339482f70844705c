"""One order's state: which readings it takes, merged, whole, and of one moment."""

from typing import Any

import pytest

from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.queries import document
from desktop.channels.shopify.queries_state import FULFILLMENTS_AT_ONCE, REFUNDS_AT_ONCE
from desktop.channels.shopify.state import one_refund, order_state
from desktop.clock import parse_iso
from desktop.errors import AccountProblem, TryLater
from desktop.trade.returns import ShopState
from tests.channels.shopify.orders_back import (
    GID,
    UPDATED,
    bag,
    fulfillment,
    line,
    order,
    page,
    payment,
    refund,
    refund_line,
    shipped,
)
from tests.channels.shopify.scripted_shop import ScriptedShop, data

ANY = [{"id": "gid://shopify/Any/1"}]


def of_order(**parts: Any) -> bytes:
    names = ("updatedAt", "cancelledAt", "displayFinancialStatus", "displayFulfillmentStatus")
    marks = {name: given for name, given in order().items() if name in names}
    return data({"order": {**marks, **parts}})


def state(client: ShopifyClient) -> ShopState:
    found = order_state(client, GID)
    assert found is not None
    return found


def test_an_untouched_order_takes_one_reading(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(data({"order": order()}))
    found = state(client)
    assert shop.operations == ["OrderState"]
    assert (found.gid, found.legacy_id, found.name, found.currency) == (GID, "7", "#1007", "SEK")
    assert found.updated_at == parse_iso(UPDATED)
    assert (found.cancelled_at, found.cancel_reason, found.closed) == (None, "", False)
    assert (found.financial, found.fulfillment) == ("PAID", "UNFULFILLED")
    assert (found.fulfillments, found.refunds, found.transactions) == ((), (), ())
    assert [one.gid for one in found.lines] == ["gid://shopify/LineItem/1"]


def test_a_deleted_order_is_none(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(data({"order": None}))
    assert order_state(client, GID) is None


def test_cancellation_and_payments_are_read(shop: ScriptedShop, client: ShopifyClient) -> None:
    sale = payment("SALE", "99.50")
    shop.will(
        data(
            {
                "order": order(
                    cancelledAt="2026-11-20T12:00:00Z",
                    cancelReason="CUSTOMER",
                    displayFinancialStatus=None,
                    displayFulfillmentStatus="FULFILLMENT_NOT_REQUIRED",
                    totalRefundedSet=bag("99.50", shop="9.0"),
                    transactions=[sale],
                )
            }
        )
    )
    found = state(client)
    assert (found.cancelled_at, found.cancel_reason) == (parse_iso(UPDATED), "CUSTOMER")
    assert (found.financial, found.fulfillment) == ("", "FULFILLMENT_NOT_REQUIRED")
    assert found.refunded == 9950
    assert found.transactions == ((sale["id"], "SALE", "SUCCESS", 9950),)


def test_lines_are_read_to_the_last_page(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(
        data({"order": order(lineItems=page([line(1)], "c1"))}),
        of_order(lineItems=page([line(2)], "c2")),
        of_order(lineItems=page([line(3)])),
    )
    assert [one.sku for one in state(client).lines] == ["SKU-1", "SKU-2", "SKU-3"]
    assert shop.operations == ["OrderState", "MoreOrderLines", "MoreOrderLines"]
    assert [call.variables.get("after") for call in shop.calls] == [None, "c1", "c2"]


def test_fulfilments_and_refunds_are_read_where_there_are_any(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(
        data({"order": order(fulfillments=ANY, refunds=ANY, taxesIncluded=True)}),
        of_order(fulfillments=[fulfillment(1)]),
        of_order(refunds=[refund(1, "12.50", page([refund_line(1, "12.50", "2.50")]))]),
    )
    found = state(client)
    assert shop.operations == ["OrderState", "OrderFulfillments", "OrderRefunds"]
    assert [one.name for one in found.fulfillments] == ["#1007-F1"]
    (given,) = found.refunds
    assert (given.total, given.lines[0].subtotal, given.lines[0].tax) == (1250, 1000, 250)


def test_more_fulfilments_than_one_list_holds_are_read_one_by_one(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    first = [fulfillment(n) for n in range(FULFILLMENTS_AT_ONCE)]
    last = fulfillment(99)
    shop.will(
        data({"order": order(fulfillments=ANY)}),
        of_order(fulfillments=first),
        of_order(fulfillments=[{"id": one["id"]} for one in [*first, last]]),
        data({"fulfillment": last}),
    )
    found = state(client).fulfillments
    assert [one.gid for one in found] == [one["id"] for one in [*first, last]]
    assert shop.calls[-1].variables["id"] == last["id"]
    assert len(shop.calls) == 4


def test_a_fulfilment_of_many_lines_is_read_by_itself_to_its_end(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(
        data({"order": order(fulfillments=ANY)}),
        of_order(fulfillments=[fulfillment(1, page([shipped(1, 1)], "c1"))]),
        data({"fulfillment": fulfillment(1, page([shipped(1, 1)], "c1"))}),
        data({"fulfillment": fulfillment(1, page([shipped(2, 3)]))}),
    )
    (found,) = state(client).fulfillments
    assert found.lines == (("gid://shopify/LineItem/1", 1), ("gid://shopify/LineItem/2", 3))
    assert [call.variables.get("after") for call in shop.calls] == [None, None, None, "c1"]


def test_more_refunds_and_more_lines_are_read_one_by_one(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    first = [refund(n, "1.00") for n in range(REFUNDS_AT_ONCE)]
    first[0] = refund(0, "2.00", page([refund_line(1, "1.00")], "c1"))
    shop.will(
        data({"order": order(refunds=ANY)}),
        of_order(refunds=first),
        of_order(refunds=[{"id": one["id"]} for one in first]),
        data({"refund": refund(0, "2.00", page([refund_line(1, "1.00")], "c1"))}),
        data({"refund": refund(0, "2.00", page([refund_line(2, "1.00")]))}),
    )
    found = state(client).refunds
    assert len(found) == REFUNDS_AT_ONCE
    assert [one.line_gid[-1] for one in found[0].lines] == ["1", "2"]
    assert found[0].adjustment == 0


def test_the_lists_are_as_long_as_the_documents_ask() -> None:
    assert f"fulfillments(first: {FULFILLMENTS_AT_ONCE})" in document("OrderFulfillments")
    assert f"refunds(first: {REFUNDS_AT_ONCE})" in document("OrderRefunds")


def test_an_order_that_changes_between_two_readings_is_read_again(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    """Else a cancellation's refund would be seen without the cancellation."""
    later = "2026-11-20T12:00:07Z"
    shop.will(
        data({"order": order(refunds=ANY)}),
        of_order(updatedAt=later, refunds=[refund(1, "9.99")]),
        data({"order": order(refunds=ANY, updatedAt=later, cancelledAt=later)}),
        of_order(updatedAt=later, cancelledAt=later, refunds=[refund(1, "9.99")]),
    )
    found = state(client)
    assert found.cancelled_at == found.updated_at == parse_iso(later)
    assert len(found.refunds) == 1


def test_a_change_within_the_same_second_is_seen_by_what_it_changed(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    for told in (
        {"cancelledAt": UPDATED},
        {"displayFinancialStatus": "REFUNDED"},
        {"displayFulfillmentStatus": "FULFILLED"},
    ):
        shop.will(
            data({"order": order(refunds=ANY)}),
            of_order(refunds=[refund(1, "9.99")], **told),
            data({"order": order(refunds=ANY, **told)}),
            of_order(refunds=[refund(1, "9.99")], **told),
        )
        found = state(client)
        assert (found.cancelled_at is not None) == ("cancelledAt" in told)
    assert len(shop.calls) == 12


def test_an_order_deleted_between_two_readings_is_none(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(data({"order": order(refunds=ANY)}), data({"order": None}), data({"order": None}))
    assert order_state(client, GID) is None


def test_an_order_that_never_rests_is_left_for_later(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    for n in range(3):
        shop.will(
            data({"order": order(refunds=ANY)}),
            of_order(updatedAt=f"2026-11-20T12:00:1{n}Z", refunds=[]),
        )
    with pytest.raises(TryLater):
        order_state(client, GID)
    assert len(shop.calls) == 6


@pytest.mark.parametrize(
    "lacking",
    [
        {"lineItems": None},
        {"lineItems": {"nodes": [line(1)], "pageInfo": {"hasNextPage": True, "endCursor": None}}},
        {"lineItems": page([line(1, quantity="many")])},
        {"presentmentCurrencyCode": None},
        {"totalRefundedSet": {"presentmentMoney": {"amount": "x", "currencyCode": "SEK"}}},
        {"updatedAt": "yesterday"},
    ],
)
def test_an_order_that_lacks_a_part_is_no_state(
    shop: ScriptedShop, client: ShopifyClient, lacking: dict[str, Any]
) -> None:
    shop.will(data({"order": order(**lacking)}))
    with pytest.raises(AccountProblem):
        order_state(client, GID)


def test_a_refund_that_is_gone_is_none(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(data({"refund": None}))
    assert one_refund(client, "gid://shopify/Refund/1", tax_inside=False) is None
