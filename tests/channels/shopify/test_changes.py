"""Which orders changed: what is asked, page by page, and what is refused."""

from dataclasses import replace
from typing import Any

import pytest

from desktop.channels.shopify.changes import ChangedPage, Glance, changed_orders
from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.errors import SearchIgnored
from desktop.clock import parse_iso
from desktop.errors import AccountProblem
from tests.channels.shopify.orders_back import GID, UPDATED, order, page
from tests.channels.shopify.scripted_shop import ScriptedShop, data, graphql

SINCE = 1795168800  # 2026-11-20T10:00:00Z


def test_all_orders_are_asked_for_by_time_alone(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(data({"orders": page([order(), None], "c1")}))
    glance = Glance(GID, parse_iso(UPDATED), None, False, "PAID", "UNFULFILLED", 0, True)
    assert changed_orders(client, SINCE) == ChangedPage((glance,), "c1")
    (call,) = shop.calls
    assert call.variables == {"search": "updated_at:>='2026-11-20T10:00:00Z'", "after": None}


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        ({"cancelledAt": UPDATED}, {"cancelled_at": parse_iso(UPDATED)}),
        ({"closed": True}, {"closed": True}),
        ({"displayFinancialStatus": None}, {"financial": ""}),
        ({"displayFulfillmentStatus": "ON_HOLD"}, {"fulfillment": "ON_HOLD"}),
        ({"fulfillmentsCount": {"count": 2}}, {"sent": 2}),
        ({"fulfillmentsCount": None}, {"sent": -1}),
        ({"refunds": [{"id": "gid://shopify/Refund/1"}]}, {"is_whole": False}),
        ({"edited": True}, {"is_whole": False}),
        ({"currentSubtotalLineItemsQuantity": 1}, {"is_whole": False}),
    ],
)
def test_what_has_become_of_an_order_shows_at_a_glance(
    shop: ScriptedShop, client: ShopifyClient, shown: dict[str, Any], told: dict[str, Any]
) -> None:
    shop.will(data({"orders": page([order()])}), data({"orders": page([order(**shown)])}))
    (before,), (after,) = (changed_orders(client, SINCE).orders for _ in range(2))
    assert after == replace(before, **told) != before


def test_the_last_page_has_no_cursor(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(data({"orders": page([])}))
    assert changed_orders(client, SINCE, "c1") == ChangedPage((), "")
    assert shop.calls[0].variables["after"] == "c1"


def test_the_time_of_the_answer_is_shopifys(shop: ScriptedShop, client: ShopifyClient) -> None:
    answered = {"data": {"orders": page([])}}
    shop.will(graphql(answered, "Date: Fri, 20 Nov 2026 10:00:07 GMT"), graphql(answered))
    assert changed_orders(client, SINCE).told_at == SINCE + 7
    assert changed_orders(client, SINCE).told_at is None


def test_a_page_that_leads_to_itself_is_no_page(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(data({"orders": page([], "c1")}))
    with pytest.raises(AccountProblem):
        changed_orders(client, SINCE, "c1")


def test_a_search_taken_in_part_is_refused(shop: ScriptedShop, client: ShopifyClient) -> None:
    warning = {"field": "updated_at", "message": "is ignored", "code": "invalid_field"}
    search = [{"path": ["orders"], "query": "x", "warnings": [warning]}]
    shop.will(data({"orders": page([])}, search=search))
    with pytest.raises(SearchIgnored):
        changed_orders(client, SINCE)


@pytest.mark.parametrize(
    "orders",
    [
        None,
        {},
        {"nodes": []},
        page([order(id=None)]),
        page([7]),
    ],
)
def test_what_lacks_a_part_is_no_answer(
    shop: ScriptedShop, client: ShopifyClient, orders: object
) -> None:
    shop.will(data({"orders": orders}))
    with pytest.raises(AccountProblem) as caught:
        changed_orders(client, SINCE)
    assert caught.value.technical.operation == "ChangedOrders"


@pytest.mark.parametrize("part", ["updatedAt", "closed", "fulfillmentsCount", "refunds"])
def test_one_order_that_lacks_a_part_is_named_and_keeps_no_other_back(
    shop: ScriptedShop, client: ShopifyClient, part: str
) -> None:
    bad = {name: value for name, value in order().items() if name != part}
    shop.will(data({"orders": page([bad, order(id="gid://shopify/Order/8")])}))
    found = changed_orders(client, SINCE)
    assert found.unclear == (order()["id"],)
    assert [one.gid for one in found.orders] == ["gid://shopify/Order/8"]
