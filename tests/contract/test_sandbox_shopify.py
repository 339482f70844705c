"""The sandbox's shop against Shopify's whole schema: its types, and its answers.

The schema lies in the folder that CROSSDOCK_CONTRACTS names; without it there are no cases.
"""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    ExecutionResult,
    FieldNode,
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    build_schema,
    execute,
    is_required_argument,
    is_required_input_field,
    parse,
    print_ast,
    validate,
)

from desktop.channels.shopify.queries import DOCUMENTS
from desktop.sandbox.shopify.schema import one_branch_inputs, shop_schema
from tests.contract.back_world import ASKS, lively_order
from tests.sandbox.shopify.shop_stand import (
    CREATE,
    KEY,
    NAMESPACE,
    Stand,
    custom_line,
    key_field,
    money,
    paid,
    tax,
)

COMPLETE_INPUTS = ("OrderCreateOrderInput", "OrderCreateOptionsInput")
COMPLETE_ENUMS = ("CountryCode", "CurrencyCode", "OrderCreateUserErrorCode", "OrderSortKeys")
INPUTS_BACK = (
    *("FulfillmentInput", "FulfillmentTrackingInput", "FulfillmentOrderHoldInput", "RefundInput"),
    *("OrderCancelRefundMethodInput", "OrderCancelReason", "OrderCancelUserErrorCode"),
    *("FulfillmentOrderHoldUserErrorCode", "FulfillmentOrderReleaseHoldUserErrorCode"),
    *("FulfillmentOrderStatus", "FulfillmentOrderAction", "RefundLineItemRestockType"),
)
DEFAULTED = ("QueryRoot", "Mutation", "Order", "Shop", "Fulfillment", "FulfillmentOrder", "Refund")


def _folder() -> Path | None:
    folder = os.environ.get("CROSSDOCK_CONTRACTS")
    return Path(folder) / "shopify" if folder else None


@cache
def _real(path: Path) -> GraphQLSchema:
    text = (path / "admin-2026-10.graphql").read_text(encoding="utf-8")
    return build_schema(text, assume_valid=True, assume_valid_sdl=True, no_location=True)


def _report(capsys: pytest.CaptureFixture[str], what: str, count: int) -> None:
    with capsys.disabled():
        print(f"\nSandbox Shopify: {what}: {count}")


def _own_types() -> list[str]:
    return [name for name in sorted(shop_schema().type_map) if not name.startswith("__")]


def _default(element: GraphQLArgument | GraphQLInputField) -> str:
    """The default as it is written; empty where there is none."""
    node = element.ast_node
    return print_ast(node.default_value) if node and node.default_value else ""


def _argument_complaints(where: str, own: GraphQLField, real: GraphQLField) -> Iterator[str]:
    for name, argument in own.args.items():
        if name not in real.args:
            yield f"{where}({name}:) is not there"
        elif str(argument.type) != str(real.args[name].type):
            yield f"{where}({name}:) is {real.args[name].type}, not {argument.type}"
    for name, argument in real.args.items():
        if is_required_argument(argument) and name not in own.args:
            yield f"{where}({name}:) is missing and required"


def _type_complaints(own: GraphQLNamedType, real: GraphQLNamedType | None) -> Iterator[str]:
    if type(own) is not type(real):
        yield f"{own.name}: not the same kind of type"
    elif isinstance(own, GraphQLObjectType | GraphQLInterfaceType):
        assert isinstance(real, GraphQLObjectType | GraphQLInterfaceType)
        for name, field in own.fields.items():
            where = f"{own.name}.{name}"
            if name not in real.fields:
                yield f"{where} is not there"
                continue
            if str(field.type) != str(real.fields[name].type):
                yield f"{where} is {real.fields[name].type}, not {field.type}"
            yield from _argument_complaints(where, field, real.fields[name])
        beyond = {i.name for i in own.interfaces} - {i.name for i in real.interfaces}
        yield from (f"{own.name} does not implement {name}" for name in sorted(beyond))
    elif isinstance(own, GraphQLInputObjectType):
        assert isinstance(real, GraphQLInputObjectType)
        yield from _input_complaints(own, real)
    elif isinstance(own, GraphQLEnumType):
        assert isinstance(real, GraphQLEnumType)
        yield from (f"{own.name}.{name} is not there" for name in own.values.keys() - real.values)


def _input_complaints(own: GraphQLInputObjectType, real: GraphQLInputObjectType) -> Iterator[str]:
    for name, field in own.fields.items():
        if name not in real.fields:
            yield f"{own.name}.{name} is not there"
        elif str(field.type) != str(real.fields[name].type):
            yield f"{own.name}.{name} is {real.fields[name].type}, not {field.type}"
        elif _default(field) != _default(real.fields[name]):
            yield f"{own.name}.{name} has the default {_default(real.fields[name])}"
    for name, field in real.fields.items():
        if is_required_input_field(field) and name not in own.fields:
            yield f"{own.name}.{name} is missing and required"
    one_of = bool(getattr(real, "is_one_of", own.name in one_branch_inputs()))
    if one_of is not (own.name in one_branch_inputs()):
        yield f"{own.name}: @oneOf differs"


def test_every_type_agrees_with_the_real_one(capsys: pytest.CaptureFixture[str]) -> None:
    folder = _folder()
    names = _own_types() if folder else []
    found = [
        complaint
        for name in names
        if folder
        for complaint in _type_complaints(
            shop_schema().type_map[name], _real(folder).type_map.get(name)
        )
    ]
    _report(capsys, "types held against the real schema", len(names))
    assert found == []


def _below(kind: Any, seen: dict[str, GraphQLNamedType]) -> None:
    named = getattr(kind, "of_type", None)
    if named is not None:
        _below(named, seen)
    elif kind.name not in seen:
        seen[kind.name] = kind
        if isinstance(kind, GraphQLInputObjectType):
            for field in kind.fields.values():
                _below(field.type, seen)


def test_inputs_of_an_order_are_complete(capsys: pytest.CaptureFixture[str]) -> None:
    folder = _folder()
    real: dict[str, GraphQLNamedType] = {}
    for name in (*COMPLETE_INPUTS, *COMPLETE_ENUMS, *INPUTS_BACK) if folder else ():
        _below(_real(folder).type_map[name], real) if folder else None
    for name, kind in real.items():
        own = shop_schema().type_map[name]
        if isinstance(kind, GraphQLInputObjectType):
            assert isinstance(own, GraphQLInputObjectType)
            assert own.fields.keys() == kind.fields.keys(), name
        if isinstance(kind, GraphQLEnumType):
            assert isinstance(own, GraphQLEnumType)
            assert own.values.keys() == kind.values.keys(), name
    _report(capsys, "input types complete", len(real))


def test_defaults_of_arguments_are_the_real_ones(capsys: pytest.CaptureFixture[str]) -> None:
    folder = _folder()
    count = 0
    for name in DEFAULTED if folder else ():
        own, real = shop_schema().type_map[name], _real(folder).type_map[name] if folder else None
        assert isinstance(own, GraphQLObjectType)
        assert isinstance(real, GraphQLObjectType)
        for field_name, field in own.fields.items():
            for argument_name, argument in field.args.items():
                count += 1
                wanted = _default(real.fields[field_name].args[argument_name])
                assert _default(argument) == wanted, f"{name}.{field_name}({argument_name}:)"
    _report(capsys, "arguments with the real default", count)


def _operations(folder: Path) -> dict[str, str]:
    """Operations of the collection that use only what the sandbox has at its roots."""
    roots = {
        kind.name: set(kind.fields)
        for kind in (shop_schema().query_type, shop_schema().mutation_type)
        if kind is not None
    }
    known = set().union(*roots.values())
    found = {}
    for definition in parse(
        (folder / "operations.graphql").read_text(encoding="utf-8")
    ).definitions:
        if isinstance(definition, OperationDefinitionNode) and definition.name:
            fields = definition.selection_set.selections
            name = definition.name.value
            own = all(isinstance(f, FieldNode) and f.name.value in known for f in fields)
            if own:
                found[name] = print_ast(definition)
    return found


def test_the_collected_operations_fit(capsys: pytest.CaptureFixture[str]) -> None:
    folder = _folder()
    operations = _operations(folder) if folder else {}
    wrong = {
        name: [error.message for error in validate(shop_schema(), parse(text))]
        for name, text in operations.items()
    }
    _report(capsys, "collected operations validated", len(operations))
    assert {name: errors for name, errors in wrong.items() if errors} == {}


def _shop_of_everything() -> tuple[Stand, str]:
    """A shop whose one order has something in every place."""
    stand = Stand()
    stand.part.knobs.update(bucket_size=1_000_000.0)
    stand.define_key()
    address = {"countryCode": "US", "provinceCode": "NY", "lastName": "A", "address1": "1 Main St"}
    made = stand.made(
        {
            "sourceIdentifier": "111-2222222-3333333",
            "lineItems": [
                {"variantId": stand.gid("MUG-1"), "quantity": 2, "taxLines": [tax("1.65")]},
                custom_line("0.10", properties=[{"name": "a", "value": "b"}]),
            ],
            "shippingLines": [{"title": "Std", "priceSet": money("4.99")}],
            "transactions": [paid("31.74")],
            "shippingAddress": address,
            "customer": {"toUpsert": {"email": "ann@example.com", "lastName": "A"}},
            "fulfillment": {"locationId": stand.location(), "trackingNumber": "1Z"},
            "metafields": [key_field("111-2222222-3333333")],
            "tags": ["amazon"],
        }
    )
    stand.pass_time(600)
    return stand, made["id"]


def _cases(folder: Path) -> Iterator[tuple[str, str, dict[str, Any], Stand]]:
    """Documents of the collection and of the app, with variables that find something."""
    for source in (_operations(folder), DOCUMENTS):
        for name, text in source.items():
            stand, order_id = _shop_of_everything()
            values = _values(stand, order_id)
            document = parse(text)
            (operation,) = (
                d for d in document.definitions if isinstance(d, OperationDefinitionNode)
            )
            names = [v.variable.name.value for v in operation.variable_definitions or ()]
            variables = {each: values[each] for each in names if each in values}
            if "ids" in variables and "Job" not in name:
                variables["ids"] = [stand.gid("MUG-1"), "gid://shopify/ProductVariant/1"]
            if name in ASKS:
                asked = ASKS[name](stand, lively_order(stand))
                variables = {each: asked[each] for each in names if each in asked}
            yield name, text, variables, stand


def _values(stand: Stand, order_id: str) -> dict[str, Any]:
    field = {"ownerId": order_id, **key_field("222"), "key": "second"}
    return {
        "id": order_id,
        "ids": [],
        "first": 20,
        "q": "amazon OR mug OR sku:mug",
        "search": "amazon OR mug OR sku:mug",
        "namespace": NAMESPACE,
        "key": KEY,
        "value": "111-2222222-3333333",
        "tags": ["new"],
        "metafields": [{**field, "key": KEY}],
        "order": {"lineItems": [custom_line()]},
        "definition": {
            "name": "Other",
            "namespace": NAMESPACE,
            "key": "other",
            "type": "id",
            "ownerType": "ORDER",
        },
    }


def _replayed(schema: GraphQLSchema, text: str, variables: dict[str, Any], data: Any) -> list[str]:
    """What a schema says of an answer: every value must serialize in its own type."""
    result = execute(
        schema,
        parse(text),
        root_value=data,
        variable_values=variables,
        field_resolver=_by_response_name,
        type_resolver=lambda value, _info, _kind: value.get("__typename") or _guess(value),
    )
    assert isinstance(result, ExecutionResult)
    return [error.message for error in result.errors or ()]


def _by_response_name(source: Any, info: Any, **_arguments: Any) -> Any:
    node = info.field_nodes[0]
    name = node.alias.value if node.alias else node.name.value
    return source.get(name) if isinstance(source, dict) else None


def _guess(value: dict[str, Any]) -> str:
    if str(value.get("id", "")).startswith("gid://shopify/"):
        return str(value["id"]).split("/")[3]
    return "BasicEvent" if "action" in value else "ProductVariant"


def _user_errors(data: dict[str, Any]) -> list[Any]:
    payloads = [payload for payload in data.values() if isinstance(payload, dict)]
    return [
        error
        for payload in payloads
        for name in ("userErrors", "orderCancelUserErrors")
        for error in payload.get(name, ())
    ]


def test_every_answer_fits_the_real_schema(capsys: pytest.CaptureFixture[str]) -> None:
    folder = _folder()
    count = 0
    for name, text, variables, stand in _cases(folder) if folder else ():
        count += 1
        assert folder is not None
        assert validate(_real(folder), parse(text)) == [], name
        answer = stand.ask(text, variables)
        assert "errors" not in answer, (name, answer["errors"])
        assert all(answer["data"].values()), name
        assert _user_errors(answer["data"]) == [], name
        assert _replayed(_real(folder), text, variables, answer["data"]) == [], name
    _report(capsys, "answers held against the real schema", count)


@pytest.mark.parametrize(
    ("shop", "complaints"),
    [
        ({"name": "A", "kind": "BIG"}, 0),
        ({"name": None, "kind": "BIG"}, 1),
        ({"name": "A", "kind": "HUGE"}, 1),
        ({"kind": "BIG"}, 1),
    ],
)
def test_the_replay_finds_what_is_wrong(shop: dict[str, Any], complaints: int) -> None:
    """Against a small schema, so that this runs everywhere."""
    schema = build_schema(
        "type Query { shop: Shop } type Shop { name: String! kind: Kind! } enum Kind { BIG }"
    )
    assert len(_replayed(schema, "{ shop { name kind } }", {}, {"shop": shop})) == complaints


@pytest.mark.parametrize(
    ("own", "complaint"),
    [
        ("type T { a(b: Int): Int! }", ""),
        ("type T { a(b: Int): Int }", "T.a is Int!, not Int"),
        ("type T { a(b: String): Int! }", "T.a(b:) is Int, not String"),
        ("type T { c: Int }", "T.c is not there"),
        ("input T { a: Int }", "T: not the same kind of type"),
    ],
)
def test_the_comparison_finds_what_differs(own: str, complaint: str) -> None:
    real = build_schema("type T { a(b: Int): Int! } type Query { t: T }")
    mine = build_schema(own + " type Query { q: Int }")
    found = list(_type_complaints(mine.type_map["T"], real.type_map["T"]))
    assert found == ([complaint] if complaint else [])


def test_the_example_order_is_created() -> None:
    """The full set of variables that the documents give, with this shop's variant."""
    stand, _ = _shop_of_everything()
    order = {
        "currency": "USD",
        "processedAt": "2026-11-18T10:00:00Z",
        "sourceUrl": "https://sellercentral.amazon.com/orders-v3/order/111",
        "lineItems": [{"variantId": stand.gid("MUG-1"), "quantity": 1, "priceSet": money("5")}],
        "transactions": [paid("5")],
    }
    payload = stand.data(CREATE, {"order": order})["orderCreate"]
    assert payload["userErrors"] == []
    assert payload["order"]["displayFinancialStatus"] == "PAID"
