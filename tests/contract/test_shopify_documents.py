"""Every document against Shopify's whole schema, and what each costs at worst.

The schema lies in the folder that CROSSDOCK_CONTRACTS names; without it only the costs are checked.
"""

import os
import re
from functools import cache
from pathlib import Path

import pytest
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    build_schema,
    parse,
    specified_rules,
    validate,
)
from graphql.validation import NoDeprecatedCustomRule

from desktop.channels.shopify.queries import API_VERSION, DOCUMENTS, document
from desktop.channels.shopify.queries_states import STATE_REFUNDS_AT_ONCE, STATES_AT_ONCE

NAMES = {
    *("ShopInfo", "Locations", "VariantsBySku", "VariantsById", "SearchVariants"),
    *("EnsureOrderKey", "OrderKeyDefinition", "OrderByAmazonId", "OrdersBySource"),
    *("RecentOrders", "CreateOrder", "StockLeft", "SetOrderKey", "OrderView", "OrderAddress"),
    *("ChangedOrders", "OrderState", "MoreOrderLines", "OrderFulfillments", "FulfillmentIds"),
    *("OneFulfillment", "OrderRefunds", "RefundIds", "OneRefund", "OrderToPack", "OneToPack"),
    *("OrderStates", "StateRefunds"),
    *("SuggestedRefund", "JobState", "ReadLease", "ReadIntents"),
    *("CreateFulfillment", "UpdateTracking", "HoldToPack", "ReleaseHolds", "MoveToPack"),
    *("CreateRefund", "CancelOrder", "WriteMetafield"),
}
SEES_BUYERS = {"OrderAddress"}  # asked only when a person looks at one order
IDS = {"OrderStates": STATES_AT_ONCE, "StateRefunds": STATE_REFUNDS_AT_ONCE}  # most at once
LARGEST_ARGUMENTS = {"first": 100}  # what the app gives where a document leaves it open
LIST_SIZES = {"nodes": 100, "metafields": 1}  # lists whose length the variables decide
PROTECTED = re.compile(
    r"\b(email|phone|customer|shippingAddress|billingAddress|address[12]|zip|firstName|lastName"
    r"|displayName|statusPageUrl|formatted|latitude|longitude)\b"
)


def _schema_file() -> Path | None:
    folder = os.environ.get("CROSSDOCK_CONTRACTS")
    return Path(folder) / "shopify" / f"admin-{API_VERSION}.graphql" if folder else None


@cache
def _schema(path: Path) -> GraphQLSchema:
    text = path.read_text(encoding="utf-8")
    return build_schema(text, assume_valid=True, assume_valid_sdl=True, no_location=True)


def test_every_document_fits_the_whole_schema(capsys: pytest.CaptureFixture[str]) -> None:
    path = _schema_file()
    cases = sorted(DOCUMENTS) if path else []
    found = {
        name: [error.message for error in _validate(path, DOCUMENTS[name])]
        for name in cases
        if path is not None
    }
    with capsys.disabled():
        print(f"\nShopify documents checked against the whole schema: {len(found)}")
    assert {name: errors for name, errors in found.items() if errors} == {}


def _validate(path: Path, text: str) -> list[GraphQLError]:
    rules = [*specified_rules, NoDeprecatedCustomRule]
    return list(validate(_schema(path), parse(text), rules, max_errors=20))


def test_the_check_finds_what_is_wrong() -> None:
    """Against a small schema, so that this runs everywhere."""
    schema = build_schema("type Query { shop: String new: String old: String @deprecated }")
    rules = [*specified_rules, NoDeprecatedCustomRule]
    assert validate(schema, parse("{ shop new }"), rules) == []
    assert len(validate(schema, parse("{ shop old gone }"), rules)) == 2


def test_the_names_are_those_of_the_documents() -> None:
    assert set(DOCUMENTS) == NAMES
    for name in NAMES:
        assert _operation(parse(document(name))).name.value == name  # type: ignore[union-attr]


def test_buyers_are_looked_at_where_that_is_the_purpose() -> None:
    assert all(PROTECTED.search(document(name)) for name in SEES_BUYERS)


@pytest.mark.parametrize("name", sorted(NAMES - SEES_BUYERS))
def test_no_document_selects_protected_data(name: str) -> None:
    assert PROTECTED.findall(document(name)) == []


@pytest.mark.parametrize("name", sorted(NAMES))
def test_no_document_may_cost_more_than_shopify_allows(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LIST_SIZES, "nodes", IDS.get(name, LIST_SIZES["nodes"]))
    assert 0 < worst_cost(document(name)) <= 1000


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("{ shop { name } }", 1),
        ("{ orders(first: 50) { nodes { id updatedAt } pageInfo { hasNextPage } } }", 102),
        ("mutation { tagsAdd { node { id } userErrors { field } } }", 12),
        ("{ a(first: 1) { nodes { b { c } } } }", 1 + 1 + 2),
        ("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", 100),
        ("{ a(first: 10) { nodes { b(first: 3) { nodes { id } } } } }", 1 + 20 + 10 * 7),
        ("{ list(first: 10) { id kind } }", 1 + 10),
        ("{ list(first: 10) { b { c } d(first: 3) { nodes { id } } } }", 1 + 10 * (1 + 1 + 7)),
        ("{ list(first: 10) { ...P } } fragment P on L { b { c } }", 1 + 10 * 2),
        ("{ a(first: 2) { ...C } } fragment C on A { nodes { b { c } } }", 1 + 2 + 2 * 2),
    ],
)
def test_the_reckoning_follows_the_rules(text: str, points: int) -> None:
    assert worst_cost(text) == points


def worst_cost(text: str) -> int:
    """Scalars 0, objects 1, connections by their size (and 1 for each node), mutations 10."""
    parsed = parse(text)
    fragments = {
        node.name.value: node
        for node in parsed.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    operation = _operation(parsed)
    is_mutation = operation.operation.value == "mutation"
    return _selected(operation.selection_set, fragments, None, is_mutation=is_mutation)


def _operation(parsed: DocumentNode) -> OperationDefinitionNode:
    (operation,) = (n for n in parsed.definitions if isinstance(n, OperationDefinitionNode))
    return operation


def _selected(
    selections: SelectionSetNode,
    fragments: dict[str, FragmentDefinitionNode],
    entries: int | None,
    *,
    is_mutation: bool = False,
) -> int:
    total = 0
    for node in selections.selections:
        if isinstance(node, FragmentSpreadNode):
            inner = fragments[node.name.value].selection_set
            total += _selected(inner, fragments, entries)
        elif isinstance(node, InlineFragmentNode):
            total += _selected(node.selection_set, fragments, entries)
        elif isinstance(node, FieldNode) and node.selection_set is not None:
            total += _field(node, fragments, entries, is_mutation=is_mutation)
    return total


def _field(
    node: FieldNode,
    fragments: dict[str, FragmentDefinitionNode],
    entries: int | None,
    *,
    is_mutation: bool,
) -> int:
    if node.selection_set is None:
        return 0
    size = _size(node)
    if size is not None and not _is_connection(node.selection_set, fragments):
        return 1 + size * (1 + _selected(node.selection_set, fragments, None))
    if size is not None:
        return 1 + size + _selected(node.selection_set, fragments, size)
    in_connection = node.name.value == "nodes" and entries is not None
    many = entries if in_connection else LIST_SIZES.get(node.name.value, 1)
    own = 10 if is_mutation else 1
    return (many or 0) * (own + _selected(node.selection_set, fragments, None))


def _is_connection(
    selections: SelectionSetNode, fragments: dict[str, FragmentDefinitionNode]
) -> bool:
    """Whether its entries stand under `nodes`; a plain list holds them itself."""
    for node in selections.selections:
        if isinstance(node, FieldNode) and node.name.value == "nodes":
            return True
        if isinstance(node, FragmentSpreadNode):
            spread = fragments[node.name.value].selection_set
            if _is_connection(spread, fragments):
                return True
    return False


def _size(node: FieldNode) -> int | None:
    for argument in node.arguments or ():
        if argument.name.value == "first":
            value = argument.value
            if isinstance(value, IntValueNode):
                return int(value.value)
            return LARGEST_ARGUMENTS["first"]
    return None
