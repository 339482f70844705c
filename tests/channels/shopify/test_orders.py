"""Creating an order and finding it: what is sent, what is read, and what each end means."""

from typing import Any

import pytest

from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.draft_types import OrderDraft
from desktop.channels.shopify.orders import (
    KeyTaken,
    SendWithout,
    create_order,
    find_order,
    recent_orders,
    search_by_source,
    set_key,
)
from desktop.errors import AccountProblem, NeedsPerson, OutcomeUnknown, TryLater
from desktop.trade import Money, ShopOrder
from tests.channels.shopify import orders_back
from tests.channels.shopify.scripted_shop import HANG_UP, ScriptedShop, data, error, graphql

AMAZON_ID = "111-2222222-3333333"
GID = "gid://shopify/Order/7"


def draft(**order: object) -> OrderDraft:
    variables = {
        "order": {"sourceIdentifier": AMAZON_ID, **order},
        "options": {"sendReceipt": False},
    }
    return OrderDraft(AMAZON_ID, variables, Money(999, "USD"), 1, (), True, False)


def node(**more: object) -> dict[str, Any]:
    return {
        "id": GID,
        "legacyResourceId": "7",
        "name": "#1007",
        "sourceIdentifier": AMAZON_ID,
        "createdAt": "2026-11-20T10:00:00Z",
        "cancelledAt": None,
        "totalPriceSet": {
            "shopMoney": {"amount": "9.99", "currencyCode": "USD"},
            "presentmentMoney": {"amount": "105.0", "currencyCode": "SEK"},
        },
        "metafield": {"value": AMAZON_ID},
        "lineItems": {
            "nodes": [
                {
                    "id": "gid://shopify/LineItem/1",
                    "sku": "MUG-1",
                    "quantity": 2,
                    "customAttributes": [
                        {"key": "gift", "value": "yes"},
                        {"key": "_amazon_order_item_id", "value": "0123"},
                    ],
                },
                {"id": "gid://shopify/LineItem/2", "sku": None, "quantity": 1},
            ]
        },
        **more,
    }


READ = ShopOrder(
    gid=GID,
    legacy_id="7",
    name="#1007",
    source_identifier=AMAZON_ID,
    created_at=1795168800,
    cancelled_at=None,
    unique_key=AMAZON_ID,
    total="9.99",
    currency="USD",
    presentment_total="105.00",
    presentment_currency="SEK",
    lines=(
        ("gid://shopify/LineItem/1", "MUG-1", 2, "0123"),
        ("gid://shopify/LineItem/2", "", 1, ""),
    ),
)


def created(order: object, *errors: object) -> bytes:
    return data({"orderCreate": {"order": order, "userErrors": list(errors)}})


def refused(field: list[str], message: str, code: str | None = "INVALID") -> bytes:
    return created(None, {"field": field, "message": message, "code": code})


def test_an_order_is_created_and_read_back(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(created(node()))
    assert create_order(client, draft()) == READ
    (call,) = shop.calls
    assert call.operation == "CreateOrder"
    assert call.variables == {
        "order": {"sourceIdentifier": AMAZON_ID},
        "options": {"sendReceipt": False},
        "namespace": "crossdock",
        "key": "amazon_order_id",
        "first": 1,
    }


def test_a_taken_key_is_told_from_all_else(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(refused(["order", "metafields", "0", "value"], "has already been taken"))
    with pytest.raises(KeyTaken):
        create_order(client, draft())


def test_a_refused_phone_can_be_left_out(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(refused(["order", "shippingAddress", "phone"], "is invalid"))
    with pytest.raises(SendWithout) as caught:
        create_order(client, draft(shippingAddress={"phone": "+49 30 1234567"}))
    assert caught.value.part == "phone"
    assert caught.value.technical.request_id == "req-1"


def test_a_refusal_for_a_person_is_explained(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(refused(["order", "lineItems"], "no stock", "INVENTORY_CLAIM_FAILED"))
    with pytest.raises(NeedsPerson) as caught:
        create_order(client, draft())
    assert caught.value.code == "stock"
    assert "stock_anyway" in caught.value.fixes


def test_five_orders_a_minute_are_waited_for(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(refused([], "Too many attempts. Please try again later.", None))
    with pytest.raises(TryLater) as caught:
        create_order(client, draft())
    assert (caught.value.code, caught.value.seconds) == ("too_many", 60.0)


def test_a_country_that_shopify_has_not_fails_this_order_only(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    problems = [{"path": ["shippingAddress", "countryCode"], "explanation": "Expected UK"}]
    shop.will(graphql({"errors": [error("INVALID_VARIABLE", "bad", problems=problems)]}))
    with pytest.raises(NeedsPerson) as caught:
        create_order(client, draft(shippingAddress={"countryCode": "UK"}))
    assert caught.value.code == "country_unknown"
    assert "UK" in caught.value.cause


@pytest.mark.parametrize(
    "answer",
    [
        HANG_UP,
        data({"orderCreate": None}),
        data({}),
        created(None),
        created({"id": GID}),
        created(node(createdAt="yesterday")),
        created(node(), {"field": ["order", "metafields"], "message": "taken", "code": None}),
        graphql({"errors": [error("INTERNAL_SERVER_ERROR")]}),
    ],
)
def test_an_answer_that_does_not_say_is_unknown(
    shop: ScriptedShop, client: ShopifyClient, answer: bytes
) -> None:
    shop.will(answer)
    with pytest.raises(OutcomeUnknown):
        create_order(client, draft())


def test_an_order_is_found_by_its_key(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(data({"orderByIdentifier": node()}), data({"orderByIdentifier": None}))
    assert find_order(client, AMAZON_ID) == READ
    assert find_order(client, AMAZON_ID) is None
    assert shop.calls[0].variables == {
        "namespace": "crossdock",
        "key": "amazon_order_id",
        "value": AMAZON_ID,
    }


def test_what_has_become_of_an_order_comes_with_it(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    whole = {**orders_back.order(id=GID), **node(), "lineItems": orders_back.order()["lineItems"]}
    longer = {**whole, "lineItems": orders_back.page([orders_back.line(1)], "c1")}
    broken = {**whole, "totalRefundedSet": None}
    shop.will(*(data({"orderByIdentifier": one}) for one in (whole, longer, broken)))
    found = [find_order(client, AMAZON_ID) for _ in range(3)]
    states = [one.state for one in found if one is not None]
    assert [state is not None for state in states] == [True, False, False]
    assert states[0] is not None
    assert (states[0].gid, states[0].fulfillment) == (GID, "UNFULFILLED")
    assert [line.sku for line in states[0].lines] == ["SKU-1"]


def test_a_cancelled_order_is_found_as_such(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(data({"orderByIdentifier": node(cancelledAt="2026-11-20T10:00:05Z", metafield=None)}))
    found = find_order(client, AMAZON_ID)
    assert found is not None
    assert (found.cancelled_at, found.unique_key) == (1795168805, "")


@pytest.mark.parametrize(
    ("amount", "currency", "total"),
    [
        ("10.0", "USD", "10.00"),
        ("1200.0", "JPY", "1200"),
        ("1.5", "KWD", "1.500"),
        ("9.995", "USD", "9.995"),
        ("", "USD", ""),
    ],
)
def test_totals_are_written_as_ours_are(
    shop: ScriptedShop, client: ShopifyClient, amount: str, currency: str, total: str
) -> None:
    money = {"shopMoney": {"amount": amount, "currencyCode": currency}}
    shop.will(data({"orderByIdentifier": node(totalPriceSet=money)}))
    found = find_order(client, AMAZON_ID)
    assert found is not None
    assert (found.total, found.currency) == (total, currency)


def test_a_lost_look_up_is_only_tried_later(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(HANG_UP)
    with pytest.raises(TryLater):
        find_order(client, AMAZON_ID)


def test_an_order_without_what_the_schema_promises_is_not_shopifys(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(data({"orderByIdentifier": {"id": 7}}), data({"orders": None}), data({}))
    for look_up in (find_order, search_by_source):
        with pytest.raises(AccountProblem) as caught:
            look_up(client, AMAZON_ID)
        assert caught.value.code == "endpoint_wrong"
    with pytest.raises(AccountProblem):
        recent_orders(client, 0)


def test_a_search_by_source_keeps_only_what_names_the_order(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    near = node(sourceIdentifier="111-2222222-33333334", id="gid://shopify/Order/8")
    other = node(sourceIdentifier=f"AMZ/{AMAZON_ID}", id="gid://shopify/Order/9")
    shop.will(data({"orders": {"nodes": [node(), near, other, node(sourceIdentifier=None)]}}))
    found = search_by_source(client, AMAZON_ID)
    assert [order.gid for order in found] == [GID, "gid://shopify/Order/9"]
    assert shop.calls[0].variables["search"] == f'source_identifier:"{AMAZON_ID}"'


def page(*nodes: object, cursor: str | None = None) -> bytes:
    info = {"hasNextPage": cursor is not None, "endCursor": cursor or "end"}
    return data({"orders": {"nodes": list(nodes), "pageInfo": info}})


def plain(number: int, **more: object) -> dict[str, Any]:
    return {
        "id": f"gid://shopify/Order/{number}",
        "legacyResourceId": str(number),
        "name": f"#{number}",
        "sourceIdentifier": None,
        "tags": [],
        "note": None,
        "createdAt": f"2026-11-20T10:00:{number:02}Z",
        "cancelledAt": None,
        "customAttributes": [],
        **more,
    }


def test_recent_orders_are_asked_for_by_creation(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(page(plain(3), plain(1), cursor="c1"), page())
    first = recent_orders(client, 1795168800)
    assert (first.count, first.next_cursor, first.newest_created_at) == (2, "c1", 1795168803)
    last = recent_orders(client, 1795168800, first.next_cursor)
    assert (last.count, last.next_cursor, last.newest_created_at) == (0, "", 0)
    assert [call.variables for call in shop.calls] == [
        {"search": "created_at:>='2026-11-20T10:00:00Z'", "after": None},
        {"search": "created_at:>='2026-11-20T10:00:00Z'", "after": "c1"},
    ]


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ({"sourceIdentifier": AMAZON_ID}, "source"),
        ({"name": f"AMZ{AMAZON_ID}"}, "name"),
        ({"customAttributes": [{"key": "Amazon", "value": f"Order {AMAZON_ID}."}]}, "attribute"),
        ({"tags": ["x", f"amazon-{AMAZON_ID}"]}, "tag"),
        ({"note": f"From Amazon\n{AMAZON_ID}\n"}, "note"),
        ({"note": AMAZON_ID, "tags": [AMAZON_ID], "name": AMAZON_ID}, "name"),
    ],
)
def test_an_amazon_id_is_seen_wherever_it_stands(
    shop: ScriptedShop, client: ShopifyClient, place: dict[str, Any], where: str
) -> None:
    shop.will(page(plain(5, **place)))
    (seen,) = recent_orders(client, 0).seen
    assert (seen.amazon_order_id, seen.where) == (AMAZON_ID, where)
    assert (seen.order.gid, seen.order.created_at) == ("gid://shopify/Order/5", 1795168805)


def test_digits_that_go_on_are_no_amazon_id_and_several_ids_are_all_seen(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    other = "222-3333333-4444444"
    shop.will(
        page(
            plain(1, note=f"9{AMAZON_ID} {AMAZON_ID}1 11-2222222-3333333 1112222222-3333333"),
            plain(2, note=f"{other}, {AMAZON_ID}, {other}"),
        )
    )
    seen = recent_orders(client, 0).seen
    assert [(s.amazon_order_id, s.order.legacy_id) for s in seen] == [
        (other, "2"),
        (AMAZON_ID, "2"),
    ]


def test_recent_orders_do_not_trust_an_ignored_filter(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    warnings = [{"field": "created_at", "message": "no such filter"}]
    shop.will(data({"orders": {"nodes": []}}, search=[{"warnings": warnings}]))
    with pytest.raises(AccountProblem) as caught:
        recent_orders(client, 0)
    assert caught.value.code == "request_refused"


def key_set(*errors: object) -> bytes:
    return data({"metafieldsSet": {"metafields": [], "userErrors": list(errors)}})


def test_the_key_is_set_only_where_there_is_none(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(key_set())
    set_key(client, GID, AMAZON_ID)
    assert shop.calls[0].variables["metafields"] == [
        {
            "ownerId": GID,
            "namespace": "crossdock",
            "key": "amazon_order_id",
            "type": "id",
            "value": AMAZON_ID,
            "compareDigest": None,
        }
    ]


STALE = {"field": ["metafields", "0"], "message": "stale", "code": "STALE_OBJECT"}


def test_setting_the_key_again_is_harmless(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(key_set(STALE), data({"orderByIdentifier": node()}))
    set_key(client, GID, AMAZON_ID)
    assert shop.operations == ["SetOrderKey", "OrderByAmazonId"]


@pytest.mark.parametrize("holder", [None, node(id="gid://shopify/Order/8")])
def test_a_key_that_stands_elsewhere_is_taken(
    shop: ScriptedShop, client: ShopifyClient, holder: object
) -> None:
    shop.will(key_set({**STALE, "code": "TAKEN"}), data({"orderByIdentifier": holder}))
    with pytest.raises(KeyTaken):
        set_key(client, GID, AMAZON_ID)


def test_another_refusal_of_the_key_needs_a_person(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(key_set({**STALE, "code": "INVALID_TYPE"}), data({"orderByIdentifier": None}))
    with pytest.raises(NeedsPerson) as caught:
        set_key(client, GID, AMAZON_ID)
    assert caught.value.technical.code == "INVALID_TYPE"
