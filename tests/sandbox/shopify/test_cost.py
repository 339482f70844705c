"""What operations cost, and what happens when the bucket is empty."""

from typing import Any

import pytest

from tests.sandbox.shopify.shop_stand import Stand, order


def _cost(answer: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = answer["extensions"]["cost"]
    return found


@pytest.mark.parametrize(
    ("query", "requested"),
    [
        ("{ shop { name } }", 1),
        ("{ shop { plan { publicDisplayName } } }", 2),
        ("{ orders(first: 10) { nodes { id } } }", 11),
        ("{ orders(first: 10) { nodes { id } pageInfo { hasNextPage } } }", 12),
        ("{ orders(last: 10) { edges { cursor node { id } } } }", 11),
        ("{ orders(first: 10) { nodes { totalPriceSet { shopMoney { amount } } } } }", 31),
        ("{ orders(first: 10) { nodes { ...P } } } fragment P on Order { app { name } }", 21),
        ('mutation { tagsAdd(id: "gid://shopify/Order/1", tags: []) { node { id } } }', 11),
    ],
)
def test_the_worst_case_is_reserved(query: str, requested: int) -> None:
    assert _cost(Stand().ask(query))["requestedQueryCost"] == requested


def test_ids_are_counted() -> None:
    ids = [f"gid://shopify/Order/{number}" for number in range(30)]
    answer = Stand().ask("query Q($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ids})
    assert _cost(answer)["requestedQueryCost"] == 30


def test_what_was_not_used_is_given_back() -> None:
    cost = _cost(Stand().ask("{ orders(first: 200) { nodes { id } } }"))
    assert cost["requestedQueryCost"] == 201
    assert cost["actualQueryCost"] == 1
    assert cost["throttleStatus"] == {
        "maximumAvailable": 2000,
        "currentlyAvailable": 1999,
        "restoreRate": 100,
    }


def test_one_query_may_not_cost_too_much() -> None:
    query = "{ orders(first: 100) { nodes { lineItems(first: 10) { nodes { id } } } } }"
    answer = Stand().ask(query)
    extensions = answer["errors"][0]["extensions"]
    assert (extensions["code"], extensions["maxCost"]) == ("MAX_COST_EXCEEDED", 1000)
    assert "data" not in answer


def test_an_empty_bucket_throttles_before_anything_happens_and_refills() -> None:
    stand = Stand(speed=2.0)
    stand.part.knobs["bucket_size"] = 25.0
    create = (
        "mutation M($order: OrderCreateOrderInput!) { orderCreate(order: $order)"
        " { order { id } userErrors { message } } }"
    )
    assert "errors" not in stand.ask(create, {"order": order()})
    assert "errors" not in stand.ask(create, {"order": order()})
    answer = stand.ask(create, {"order": order()})
    assert answer["errors"][0]["extensions"]["code"] == "THROTTLED"
    assert "data" not in answer
    assert len(stand.part.ledger()) == 2
    status = _cost(answer)["throttleStatus"]
    short = _cost(answer)["requestedQueryCost"] - status["currentlyAvailable"]
    stand.pass_time(short / status["restoreRate"] / 2 + 0.01)
    assert "errors" not in stand.ask(create, {"order": order()})


def test_a_refused_query_costs_nothing() -> None:
    stand = Stand()
    stand.ask("{ shop { nothing } }")
    status = _cost(stand.ask("{ shop { name } }"))["throttleStatus"]
    assert status["currentlyAvailable"] == 1999
