"""Every field of the schema can be asked for, and the app's own documents fit it."""

import pytest
from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLOutputType,
    is_leaf_type,
    parse,
    validate,
    validate_schema,
)
from graphql.type import get_named_type

from desktop.channels.shopify.queries import DOCUMENTS
from desktop.sandbox.shopify.call import need_idempotency_key
from desktop.sandbox.shopify.registry import snake
from desktop.sandbox.shopify.schema import schema_text, shop_schema
from tests.sandbox.shopify.shop_stand import Stand, custom_line, key_field, money, paid, tax

_SELF = {"QueryRoot", "Order", "Product", "ProductVariant"}


def _selection(kind: GraphQLOutputType, seen: tuple[str, ...]) -> str:
    named = get_named_type(kind)
    if is_leaf_type(named):
        return ""
    if isinstance(named, GraphQLInterfaceType):
        return "{ __typename id }" if "id" in named.fields else "{ __typename }"
    if not isinstance(named, GraphQLObjectType) or named.name in seen:
        return "{ __typename }"
    parts = []
    for name, field in named.fields.items():
        below = get_named_type(field.type).name
        if below in seen or (below in _SELF and named.name not in ("QueryRoot", "LineItem")):
            continue
        arguments = "(first: 2)" if "first" in field.args else ""
        if "key" in field.args:
            arguments = '(namespace: "crossdock", key: "amazon_order_id")'
        parts.append(name + arguments + _selection(field.type, (*seen, named.name)))
    return "{ " + " ".join(parts) + " }"


def _full_shop() -> Stand:
    stand = Stand()
    stand.part.knobs["bucket_size"] = 1_000_000.0
    stand.define_key()
    address = {"countryCode": "US", "provinceCode": "NY", "lastName": "A"}
    stand.made(
        {
            "lineItems": [
                {"variantId": stand.gid("MUG-1"), "quantity": 1, "taxLines": [tax("1")]},
                custom_line(),
            ],
            "shippingLines": [{"title": "S", "priceSet": money("1"), "taxLines": [tax("1")]}],
            "transactions": [paid("1")],
            "customer": {"toUpsert": {"email": "ann@example.com"}},
            "shippingAddress": address,
            "billingAddress": address,
            "customAttributes": [{"key": "a", "value": "b"}],
            "fulfillment": {"locationId": stand.location(), "trackingNumber": "1"},
            "metafields": [key_field("1")],
        }
    )
    stand.part.event("shopify.refund", {"order": "1", "lines": {"MUG-1": 1}, "shipping": True})
    stand.pass_time(3600)  # the bucket fills up to its size
    return stand


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("Order", "orders(first: 1) { nodes"),
        ("ProductVariant", "productVariants(first: 1) { nodes"),
        ("Location", "locations(first: 3) { nodes"),
        ("MetafieldDefinition", "metafieldDefinitions(first: 1, ownerType: ORDER) { nodes"),
        ("Shop", "shop"),
        ("AppInstallation", "currentAppInstallation"),
        ("ApiVersion", "publicApiVersions"),
    ],
)
def test_every_field_answers(monkeypatch: pytest.MonkeyPatch, kind: str, field: str) -> None:
    monkeypatch.setattr("desktop.sandbox.shopify.execute.MOST_FOR_ONE", 100_000)
    named = shop_schema().type_map[kind]
    assert isinstance(named, GraphQLObjectType)
    text = f"{{ {field} {_selection(named, ())} {'}' if '{' in field else ''} }}"
    assert len(text) > 30
    assert _full_shop().data(text)


def test_the_schema_is_sound() -> None:
    assert validate_schema(shop_schema()) == []
    assert "OrderConnection {" in schema_text()


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_the_apps_documents_fit(name: str) -> None:
    assert validate(shop_schema(), parse(DOCUMENTS[name])) == []


def test_nodes_of_every_kind_are_found() -> None:
    stand = _full_shop()
    (entry,) = stand.part.ledger()
    product = next(iter(stand.part.shop.products.values())).id
    ids = [entry["id"], stand.gid("MUG-1"), stand.location(), product, stand.part.shop.id]
    query = "query N($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
    nodes = stand.data(query, {"ids": [*ids, "gid://shopify/Nothing/1"]})["nodes"]
    assert [node and node["id"] for node in nodes] == [*ids, None]
    assert [node["__typename"] for node in nodes[:5]] == [
        *("Order", "ProductVariant", "Location", "Product", "Shop")
    ]
    assert stand.data('{ job(id: "gid://shopify/Job/1") { done } }') == {"job": None}


def test_names_become_attributes() -> None:
    assert snake("legacyResourceId") == "legacy_resource_id"
    assert snake("countryCodeV2") == "country_code_v2"


@pytest.mark.parametrize(
    ("directive", "found"),
    [
        ('@idempotent(key: "a")', "a"),
        ("@idempotent(key: $key)", "from a variable"),
        ('@idempotent(key: " ")', None),
        ("", None),
    ],
)
def test_a_mutation_may_insist_on_an_idempotency_key(
    monkeypatch: pytest.MonkeyPatch, directive: str, found: str | None
) -> None:
    keys: list[str] = []
    field = shop_schema().mutation_type
    assert field is not None
    monkeypatch.setattr(
        field.fields["tagsAdd"],
        "resolve",
        lambda _r, info, **_a: keys.append(need_idempotency_key(info)),
    )
    variable = "($key: String!)" if "$key" in directive else ""
    call = f'tagsAdd(id: "gid://shopify/Order/1", tags: []) {directive}'
    query = f"mutation{variable} {{ {call} {{ userErrors {{ message }} }} }}"
    answer = Stand().ask(query, {"key": "from a variable"} if variable else None)
    assert keys == ([found] if found else [])
    assert ("errors" in answer) is (found is None)
