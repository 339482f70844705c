"""What is wrong with a request is said in the service's manner."""

from typing import Any

import pytest

from tests.sandbox.shopify.shop_stand import CREATE, Stand, custom_line, order


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ shop { nothing } }", "undefinedField"),
        ("{ shop(id: 1) { name } }", "argumentNotAccepted"),
        ("{ order { id } }", "missingRequiredArguments"),
        ("{ shop }", "selectionMismatch"),
        ("{ shop { name { text } } }", "selectionMismatch"),
        ("query Q($a: Nothing) { shop { name } }", "undefinedType"),
        ("query Q($a: Int) { shop { name } }", "variableNotUsed"),
        ("query Q { order(id: $a) { id } }", "variableNotDefined"),
        ("query Q($a: String) { order(id: $a) { id } }", "variableMismatch"),
        ("{ shop { name @nothing } }", "undefinedDirective"),
        ("{ shop { ...Nothing } }", "useAndDefineFragment"),
        ("{ orders(first: 1, sortKey: NOTHING) { nodes { id } } }", "argumentLiteralsIncompatible"),
        ('{ orders(first: "one") { nodes { id } } }', "argumentLiteralsIncompatible"),
    ],
)
def test_a_wrong_document(query: str, code: str) -> None:
    answer = Stand().ask(query)
    assert code in [error["extensions"]["code"] for error in answer["errors"]]
    assert "data" not in answer


def test_what_cannot_be_parsed_has_a_place() -> None:
    answer = Stand().ask("{ shop { name }")
    assert answer["errors"][0]["message"].startswith("syntax error")
    assert answer["errors"][0]["locations"] == [{"line": 1, "column": 16}]


def _problem_paths(variables: dict[str, Any]) -> list[list[Any]]:
    stand = Stand()
    answer = stand.ask(CREATE, variables)
    assert stand.part.ledger() == []
    assert "data" not in answer
    assert {e["extensions"]["code"] for e in answer["errors"]} == {"INVALID_VARIABLE"}
    return [p["path"] for e in answer["errors"] for p in e["extensions"]["problems"]]


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"nothing": 1}, ["nothing"]),
        ({"currency": "EURO"}, ["currency"]),
        ({"processedAt": "yesterday"}, ["processedAt"]),
        ({"sourceUrl": "no address"}, ["sourceUrl"]),
        ({"shippingAddress": {"countryCode": "UK"}}, ["shippingAddress", "countryCode"]),
        ({"lineItems": [{"title": "a"}]}, ["lineItems", 0, "quantity"]),
        ({"lineItems": [{"quantity": 1, "variantId": "7"}]}, ["lineItems", 0, "variantId"]),
        (
            {"lineItems": [custom_line(taxLines=[{"title": "Tax"}])]},
            ["lineItems", 0, "taxLines", 0, "rate"],
        ),
        (
            {"lineItems": [custom_line("ten")]},
            ["lineItems", 0, "priceSet", "shopMoney", "amount"],
        ),
        ({"customer": {}}, ["customer"]),
        ({"customer": {"toUpsert": {}, "toAssociate": {}}}, ["customer"]),
        ({"transactions": [{"gateway": "Amazon"}]}, ["transactions", 0, "amountSet"]),
    ],
)
def test_a_wrong_variable_is_named_with_its_path(changed: dict[str, Any], path: list[Any]) -> None:
    assert _problem_paths({"order": order(**changed)}) == [path]


def test_several_wrong_variables_are_all_named() -> None:
    paths = _problem_paths({"order": order(currency="X", test="yes"), "options": {"a": 1}})
    assert sorted(map(str, paths)) == ["['a']", "['currency']", "['test']"]


def test_a_missing_variable_is_named() -> None:
    assert _problem_paths({}) == [[]]


@pytest.mark.parametrize(("when", "orders"), [("before", 0), ("after", 1)])
def test_an_internal_error_before_or_after_the_effect(when: str, orders: int) -> None:
    stand = Stand()
    stand.part.knobs["internal_error"] = when
    answer = stand.ask(CREATE, {"order": order()})
    assert answer["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert "data" not in answer
    assert len(stand.part.ledger()) == orders
    assert stand.data("{ shop { name } }")
    stand.part.knobs["internal_error_share"] = 0.0
    stand.made(order())


def test_a_list_may_hold_250() -> None:
    stand = Stand()
    assert stand.create({"lineItems": [custom_line()] * 250})["userErrors"] == []
    answer = stand.ask(CREATE, {"order": {"lineItems": [custom_line()] * 251}})
    assert answer["errors"][0]["extensions"]["code"] == "MAX_INPUT_SIZE_EXCEEDED"
    assert answer["errors"][0]["path"] == ["order", "lineItems"]


@pytest.mark.parametrize("text", ['"7"', '"gid://other/Order/7"'])
def test_a_wrong_id_in_the_document_itself(text: str) -> None:
    answer = Stand().ask(f"{{ order(id: {text}) {{ id }} }}")
    assert answer["errors"][0]["message"].startswith("Invalid global id")


def test_the_operation_is_named_for_the_count() -> None:
    from desktop.sandbox.wire import Request

    part = Stand().part

    def name(path: str, body: bytes) -> str:
        return part.operation(Request("POST", path, {}, {}, body))

    graphql = "/admin/api/2026-10/graphql.json"
    assert name("/admin/oauth/access_token", b"") == "shopify.token"
    assert name(graphql, b'{"query": "query A { orders(first: 1) { nodes { id } } }"}') == (
        "shopify.orders"
    )
    assert name(graphql, b"nothing") == "shopify.unknown"
    assert name("/elsewhere", b'{"query": "{ shop { name } }"}') == "shopify.unknown"
    several = b'{"query": "query A { shop { name } } query B { nodes(ids: []) { id } }"%s}'
    assert name(graphql, several % b', "operationName": "B"') == "shopify.nodes"
    assert name(graphql, several % b"") == "shopify.unknown"
