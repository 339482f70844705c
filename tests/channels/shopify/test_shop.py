"""The shop's facts, its permissions, and the one-time setup of the order key."""

import dataclasses
from typing import Any

import pytest

from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.shop import (
    NEEDED_SCOPES,
    check_shopify,
    ensure_key_definition,
    missing_scopes,
    read_shop,
)
from desktop.errors import AccountProblem
from desktop.trade import ShopFacts
from tests.channels.shopify.scripted_shop import ScriptedShop, data, error, graphql

MINIMUM = (
    "write_orders",
    "read_products",
    "read_inventory",
    "read_locations",
    "write_merchant_managed_fulfillment_orders",
)


def info(scopes: tuple[str, ...] = MINIMUM, **more: object) -> bytes:
    shop: dict[str, Any] = {
        "name": "Blue Mugs",
        "myshopifyDomain": "blue-mugs.myshopify.com",
        "currencyCode": "USD",
        "enabledPresentmentCurrencies": ["USD", "CAD"],
        "ianaTimezone": "America/New_York",
        "taxesIncluded": False,
        "plan": {"publicDisplayName": "Basic", "partnerDevelopment": False},
        "shopAddress": {"countryCodeV2": "US"},
        **more,
    }
    grants = [{"handle": scope} for scope in scopes]
    return data({"shop": shop, "currentAppInstallation": {"accessScopes": grants}})


def locations(*numbers: int, cursor: str = "") -> bytes:
    nodes = [
        {"id": f"gid://shopify/Location/{n}", "name": f"Store {n}", "isActive": n != 13}
        for n in numbers
    ]
    info = {"hasNextPage": bool(cursor), "endCursor": cursor or None}
    return data({"locations": {"nodes": nodes, "pageInfo": info}})


def definition(kind: str | None) -> bytes:
    nodes = [] if kind is None else [{"id": "gid://x/1", "type": {"name": kind}}]
    return data({"metafieldDefinitions": {"nodes": nodes}})


def made(code: str = "") -> bytes:
    errors = [{"field": ["definition"], "message": "no", "code": code}] if code else []
    created = None if code else {"id": "gid://x/1", "type": {"name": "id"}}
    return data({"metafieldDefinitionCreate": {"createdDefinition": created, "userErrors": errors}})


FACTS = ShopFacts(
    domain="blue-mugs.myshopify.com",
    name="Blue Mugs",
    currency="USD",
    presentment_currencies=("USD", "CAD"),
    country="US",
    taxes_included=False,
    timezone="America/New_York",
    plan="Basic",
    scopes=tuple(sorted(MINIMUM)),
    api_version="2026-10",
    trial=False,
    locations=(("gid://shopify/Location/1", "Store 1"), ("gid://shopify/Location/2", "Store 2")),
)


def test_the_facts_of_a_shop_are_read_with_all_its_locations(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(info(), locations(1, 13, cursor="c"), locations(2))
    assert read_shop(client) == FACTS
    assert [call.variables for call in shop.calls] == [{}, {"after": None}, {"after": "c"}]


@pytest.mark.parametrize(
    ("plan", "trial"),
    [
        ({"publicDisplayName": "Developer Preview", "partnerDevelopment": True}, True),
        ({"publicDisplayName": "Trial", "partnerDevelopment": False}, True),
        ({"publicDisplayName": "Development", "partnerDevelopment": False}, True),
        ({"publicDisplayName": "Shopify Plus", "partnerDevelopment": False}, False),
    ],
)
def test_a_shop_with_few_orders_a_minute_is_known(
    shop: ScriptedShop, client: ShopifyClient, plan: object, *, trial: bool
) -> None:
    shop.will(info(plan=plan), locations())
    assert read_shop(client).trial is trial


def test_locations_are_not_asked_for_without_the_permission(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(info(("read_orders",)))
    facts = read_shop(client)
    assert facts.locations == ()
    assert len(shop.calls) == 1


@pytest.mark.parametrize("broken", [{"plan": None}, {"enabledPresentmentCurrencies": None}])
def test_a_shop_without_what_the_schema_promises_is_not_shopifys(
    shop: ScriptedShop, client: ShopifyClient, broken: dict[str, Any]
) -> None:
    shop.will(info(**broken), locations())
    with pytest.raises(AccountProblem) as caught:
        read_shop(client)
    assert caught.value.code == "endpoint_wrong"


def test_write_includes_read_and_not_the_other_way() -> None:
    assert missing_scopes(FACTS) == ()
    assert missing_scopes(dataclasses.replace(FACTS, scopes=())) == NEEDED_SCOPES
    only_reading = dataclasses.replace(
        FACTS, scopes=tuple(s.replace("write_", "read_") for s in MINIMUM)
    )
    assert missing_scopes(only_reading) == (
        "write_orders",
        "write_merchant_managed_fulfillment_orders",
    )


def test_a_definition_that_is_there_is_left_alone(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(definition("id"))
    ensure_key_definition(client)
    assert shop.operations == ["OrderKeyDefinition"]
    assert shop.calls[0].variables == {"namespace": "crossdock", "key": "amazon_order_id"}


def test_a_missing_definition_is_made(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(definition(None), made())
    ensure_key_definition(client)
    sent = shop.calls[1].variables["definition"]
    assert (sent["type"], sent["ownerType"]) == ("id", "ORDER")
    assert (sent["namespace"], sent["key"]) == ("crossdock", "amazon_order_id")


def test_a_definition_made_meanwhile_is_taken(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(definition(None), made("TAKEN"), definition("id"))
    ensure_key_definition(client)
    assert shop.operations[-1] == "OrderKeyDefinition"


@pytest.mark.parametrize(
    "answers",
    [
        (definition("single_line_text_field"),),
        (definition(None), made("TAKEN"), definition("number_integer")),
        (definition(None), made("TAKEN"), definition(None)),
        (definition(None), made("UNSTRUCTURED_ALREADY_EXISTS"), definition(None)),
    ],
)
def test_a_definition_of_another_type_pauses_the_side(
    shop: ScriptedShop, client: ShopifyClient, answers: tuple[bytes, ...]
) -> None:
    shop.will(*answers)
    with pytest.raises(AccountProblem) as caught:
        ensure_key_definition(client)
    assert caught.value.code == "key_definition"
    assert "crossdock.amazon_order_id" in caught.value.cause


def test_another_refusal_of_the_definition_is_not_called_another_type(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(definition(None), made("RESOURCE_TYPE_LIMIT_EXCEEDED"), definition(None))
    with pytest.raises(AccountProblem) as caught:
        ensure_key_definition(client)
    assert caught.value.code == "request_refused"
    assert caught.value.technical.code == "RESOURCE_TYPE_LIMIT_EXCEEDED"
    assert caught.value.technical.request_id == "req-1"


def test_a_check_says_what_is_right(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(info(), locations(1, 2), definition("id"))
    lines = "\n".join(check_shopify(client))
    assert "Blue Mugs" in lines
    assert "USD" in lines
    assert "2 active locations" in lines
    assert "last 60 days" in lines


def test_a_check_knows_who_may_see_all_orders(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(info((*MINIMUM, "read_all_orders")), locations(1), definition("id"))
    assert "All orders of the shop are visible to Crossdock." in check_shopify(client)


def test_a_check_names_every_missing_permission(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(info(("read_orders", "read_products")))
    with pytest.raises(AccountProblem) as caught:
        check_shopify(client)
    assert caught.value.code == "scope_missing"
    for scope in ("write_orders", "read_inventory", "read_locations"):
        assert scope in caught.value.cause


def test_a_frozen_shop_is_told(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(graphql({"errors": [error("SHOP_INACTIVE", "inactive")]}))
    with pytest.raises(AccountProblem) as caught:
        check_shopify(client)
    assert caught.value.code == "shop_frozen"
