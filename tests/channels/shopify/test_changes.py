"""Which orders changed: what is asked, page by page, and what is refused."""

import pytest

from desktop.channels.shopify.changes import ChangedPage, changed_orders
from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.errors import SearchIgnored
from desktop.errors import AccountProblem
from tests.channels.shopify.orders_back import page
from tests.channels.shopify.scripted_shop import ScriptedShop, data

SINCE = 1795168800  # 2026-11-20T10:00:00Z


def test_all_orders_are_asked_for_by_time_alone(shop: ScriptedShop, client: ShopifyClient) -> None:
    nodes = [{"id": "gid://shopify/Order/1", "updatedAt": "2026-11-20T10:00:05Z"}, None]
    shop.will(data({"orders": page(nodes, "c1")}))
    assert changed_orders(client, SINCE) == ChangedPage(
        (("gid://shopify/Order/1", SINCE + 5),), "c1"
    )
    (call,) = shop.calls
    assert call.variables == {"search": "updated_at:>='2026-11-20T10:00:00Z'", "after": None}


def test_the_last_page_has_no_cursor(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(data({"orders": page([])}))
    assert changed_orders(client, SINCE, "c1") == ChangedPage((), "")
    assert shop.calls[0].variables["after"] == "c1"


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
    "orders", [None, {}, {"nodes": []}, page([{"id": None, "updatedAt": "x"}]), page([{"id": "g"}])]
)
def test_what_lacks_a_part_is_no_answer(
    shop: ScriptedShop, client: ShopifyClient, orders: object
) -> None:
    shop.will(data({"orders": orders}))
    with pytest.raises(AccountProblem) as caught:
        changed_orders(client, SINCE)
    assert caught.value.technical.operation == "ChangedOrders"
