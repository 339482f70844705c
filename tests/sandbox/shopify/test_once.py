"""The unique metafield: what makes an order one of its kind, in both of its behaviours."""

from typing import Any

import pytest

from tests.sandbox.shopify.shop_stand import FIND, KEY, NAMESPACE, Stand, key_field, order

AMAZON_ID = "111-2222222-3333333"


def _with_key(value: str = AMAZON_ID, **parts: Any) -> dict[str, Any]:
    return order(metafields=[key_field(value)], **parts)


def test_an_order_is_found_by_its_key_at_once() -> None:
    stand = Stand()
    stand.define_key()
    assert stand.find(AMAZON_ID) is None
    made = stand.made(_with_key(name="A"))
    assert stand.find(AMAZON_ID) == {"id": made["id"], "name": "A"}
    assert stand.find(AMAZON_ID.replace("1", "2")) is None
    assert stand.part.ledger()[0]["unique_key"] == AMAZON_ID


def test_a_taken_key_refuses_the_order() -> None:
    stand = Stand()
    stand.define_key()
    stand.made(_with_key())
    (error,) = stand.refused(_with_key())
    assert error["field"] == ["order", "metafields", "0", "value"]
    assert "taken" in error["message"]
    stand.made(_with_key("111-2222222-4444444"))


def test_or_it_makes_a_twin_without_the_key() -> None:
    stand = Stand()
    stand.define_key()
    first = stand.made(_with_key())
    stand.part.knobs["id_metafield"] = "twin"
    second = stand.made(_with_key())
    assert first["id"] != second["id"]
    found = stand.find(AMAZON_ID)
    assert found is not None
    assert found["id"] == first["id"]
    assert [entry["unique_key"] for entry in stand.part.ledger()] == [AMAZON_ID, ""]
    query = f"""query O($id: ID!) {{ order(id: $id) {{
      metafield(namespace: "{NAMESPACE}", key: "{KEY}") {{ value }} }} }}"""
    assert stand.data(query, {"id": second["id"]})["order"]["metafield"] is None
    assert stand.data(query, {"id": first["id"]})["order"]["metafield"] == {"value": AMAZON_ID}


@pytest.mark.parametrize("kind", [None, "single_line_text_field"])
def test_without_an_id_definition_nothing_is_unique(kind: str | None) -> None:
    stand = Stand()
    if kind:
        stand.define_key(kind)
    field = {**key_field(AMAZON_ID), "type": kind or "id"}
    for _ in range(2):
        stand.made(order(metafields=[field]))
    answer = stand.ask(FIND, {"namespace": NAMESPACE, "key": KEY, "value": AMAZON_ID})
    assert "definition of type 'id' is required" in answer["errors"][0]["message"]
    assert [entry["unique_key"] for entry in stand.part.ledger()] == ["", ""]


def test_the_look_up_can_be_slow_as_well() -> None:
    stand = Stand(speed=10.0)
    stand.define_key()
    stand.part.knobs["exact_lag_s"] = 30.0
    stand.made(_with_key())
    stand.pass_time(2.9)
    assert stand.find(AMAZON_ID) is None
    stand.pass_time(0.2)
    assert stand.find(AMAZON_ID) is not None


def test_a_deleted_order_frees_its_key() -> None:
    stand = Stand()
    stand.define_key()
    made = stand.made(_with_key())
    stand.part.event("shopify.delete_order", {"order_id": made["id"]})
    assert stand.find(AMAZON_ID) is None
    stand.made(_with_key())


def test_an_order_is_found_by_its_own_id() -> None:
    stand = Stand()
    made = stand.made(order())
    query = "query I($id: ID!) { orderByIdentifier(identifier: { id: $id }) { name } }"
    assert stand.data(query, {"id": made["id"]}) == {"orderByIdentifier": {"name": "#1001"}}


def test_a_key_of_the_wrong_type_is_refused() -> None:
    stand = Stand()
    stand.define_key()
    field = {**key_field(AMAZON_ID), "type": "single_line_text_field"}
    (error,) = stand.refused(order(metafields=[field]))
    assert error["field"] == ["order", "metafields", "0", "type"]


def test_two_identifiers_are_one_too_many() -> None:
    query = """{ orderByIdentifier(identifier: {
      id: "gid://shopify/Order/1", customId: { key: "a", value: "b" } }) { id } }"""
    assert Stand().ask(query)["errors"]


def test_the_definition_is_made_once() -> None:
    stand = Stand()
    stand.define_key()
    assert stand.define() == ["TAKEN"]
    query = """query D($namespace: String, $key: String) {
      metafieldDefinitions(first: 5, ownerType: ORDER, namespace: $namespace, key: $key) {
        nodes { namespace key type { name } capabilities { uniqueValues { enabled eligible } } }
      }
    }"""
    found = stand.data(query, {"namespace": NAMESPACE, "key": KEY})["metafieldDefinitions"]
    assert found["nodes"] == [
        {
            "namespace": NAMESPACE,
            "key": KEY,
            "type": {"name": "id"},
            "capabilities": {"uniqueValues": {"enabled": True, "eligible": True}},
        }
    ]
    assert stand.data(query, {"key": "other"})["metafieldDefinitions"]["nodes"] == []


def test_a_definition_comes_too_late_for_values_that_are_there() -> None:
    stand = Stand()
    stand.made(_with_key())
    assert stand.define() == ["UNSTRUCTURED_ALREADY_EXISTS"]


def test_a_deleted_definition_makes_the_look_up_fail() -> None:
    stand = Stand()
    stand.define_key()
    stand.made(_with_key())
    stand.part.event("shopify.delete_definition", {"namespace": NAMESPACE, "key": KEY})
    assert "errors" in stand.ask(FIND, {"namespace": NAMESPACE, "key": KEY, "value": AMAZON_ID})
