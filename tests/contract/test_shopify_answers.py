"""The check of requests and answers sees what is wrong, on a small schema of its own."""

from pathlib import Path
from typing import Any

import pytest

from tests.contract.shopify_answers import answer_errors, request_errors

SDL = """
scalar Decimal
scalar DateTime
enum Colour { RED GREEN }
interface Node { id: ID! }
input Wish { price: Decimal!, colour: Colour, at: DateTime }
type Order implements Node {
  id: ID!, name: String!, colour: Colour, price: Decimal!, many: [Int!]!
}
type Shop implements Node { id: ID!, url: String }
type Query { order(wish: Wish, n: Int): Order, node(id: ID!): Node, old: Int @deprecated }
"""
QUERY = """query Ask($wish: Wish, $n: Int) {
  order(wish: $wish, n: $n) { ...Parts again: name many }
  node(id: "gid://shopify/Order/1") { id ... on Order { colour } ... on Shop { url } }
}
fragment Parts on Order { id colour price }
"""
NODE = {"id": "gid://shopify/Order/1", "colour": "RED"}
ORDER = {"id": "1", "colour": None, "price": "1.50", "again": "#1", "many": [1, 2]}


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    path = tmp_path / "small.graphql"
    path.write_text(SDL, encoding="utf-8")
    return path


def answer(order: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    return {"data": {"order": {**ORDER, **(order or {})}, "node": NODE, **changes}}


@pytest.mark.parametrize(
    "good",
    [
        answer(),
        answer(order=None, node=None),
        {"data": {"order": None, "node": None}},
        answer(node={"id": "gid://shopify/Shop/1", "url": None}),
        {"errors": [{"message": "Throttled"}]},
    ],
)
def test_a_good_answer_is_taken(schema: Path, good: dict[str, Any]) -> None:
    assert answer_errors(schema, {"query": QUERY}, good) == []


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (answer({"colour": "BLUE"}), ".order.colour: 'BLUE' is none of Colour"),
        (answer({"price": None}), ".order.price is null"),
        (answer({"price": 1.5}), ".order.price: 1.5 is no Decimal"),
        (answer({"many": [1, None]}), ".order.many[1] is null"),
        (answer({"many": [1, True]}), ".order.many[1]: True is no Int"),
        (answer({"many": 1}), ".order.many: 1 is no list"),
        (answer({"more": 1}), ".order.more was not asked for"),
        (answer({"again": 7}), ".order.again: 7 is no String"),
        (answer(order=None, node=[]), ".node: [] is no Order"),
        (answer(node={"id": "gid://shopify/Order/1"}), ".node.colour is missing"),
        (answer(node={"id": "gid://shopify/Shop/1"}), ".node.url is missing"),
        ({"data": {"order": None}}, ".node is missing"),
        ({}, "neither data nor errors"),
        ({**answer(), "more": 1}, "more has no place in an answer"),
        ({"errors": [{}]}, "an error without a message"),
    ],
)
def test_what_is_wrong_in_an_answer_is_seen(schema: Path, bad: dict[str, Any], words: str) -> None:
    found = answer_errors(schema, {"query": QUERY}, bad)
    assert len(found) == 1
    assert found[0].startswith(words)


@pytest.mark.parametrize(
    ("variables", "is_good"),
    [
        ({}, True),
        ({"wish": {"price": "-1.50", "colour": "RED", "at": "2026-11-23T03:43:08Z"}}, True),
        ({"wish": {"price": 1.5}}, False),
        ({"wish": {"price": "1,5"}}, False),
        ({"wish": {}}, False),
        ({"wish": {"price": "1", "colour": "BLUE"}}, False),
        ({"wish": {"price": "1", "at": "2026-11-23T03:43:08"}}, False),
        ({"wish": {"price": "1", "more": 1}}, False),
        ({"n": "1"}, False),
        ({"other": 1}, False),
    ],
)
def test_variables_have_to_fit(schema: Path, variables: dict[str, Any], is_good: bool) -> None:
    assert (request_errors(schema, {"query": QUERY, "variables": variables}) == []) is is_good


@pytest.mark.parametrize("query", ["{ order { gone } }", "{ old }"])
def test_documents_have_to_fit(schema: Path, query: str) -> None:
    assert len(request_errors(schema, {"query": query})) == 1
