"""Writing metafields and tags later on."""

from typing import Any

import pytest

from tests.sandbox.shopify.shop_stand import DEFINE, KEY, NAMESPACE, Stand, key_field, order

SET = """
mutation S($metafields: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $metafields) {
    metafields { namespace key type value compareDigest ownerType }
    userErrors { field message code }
  }
}
"""
LEASE = """{ shop { id metafield(namespace: "crossdock", key: "lease") {
  value jsonValue compareDigest updatedAt
} } }"""


def _set(stand: Stand, *fields: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = stand.data(SET, {"metafields": list(fields)})["metafieldsSet"]
    return found


def _field(stand: Stand, owner: str, value: str = "1", **parts: Any) -> dict[str, Any]:
    return {"ownerId": owner, **key_field(value), **parts}


def test_a_key_is_set_on_an_order_later() -> None:
    stand = Stand()
    stand.define_key()
    first, second = stand.made(order())["id"], stand.made(order())["id"]
    assert _set(stand, _field(stand, first))["userErrors"] == []
    found = stand.find("1")
    assert found is not None
    assert found["id"] == first
    (error,) = _set(stand, _field(stand, second))["userErrors"]
    assert (error["code"], error["field"]) == ("TAKEN", ["metafields", "0", "value"])
    assert _set(stand, _field(stand, first))["userErrors"] == []
    assert _set(stand, _field(stand, first, "2"))["userErrors"] == []
    assert stand.find("1") is None
    assert _set(stand, _field(stand, second, "1"))["userErrors"] == []
    assert [entry["unique_key"] for entry in stand.part.ledger()] == ["2", "1"]


def test_all_are_set_or_none() -> None:
    stand = Stand()
    stand.define_key()
    made = stand.made(order())["id"]
    wrong = _field(stand, "gid://shopify/Order/1")
    payload = _set(stand, _field(stand, made), wrong)
    assert payload["metafields"] is None
    assert payload["userErrors"][0]["field"] == ["metafields", "1", "ownerId"]
    assert stand.find("1") is None


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"key": "x"}, "INVALID"),
        ({"key": "a b"}, "INVALID"),
        ({"key": "other", "type": "nothing"}, "INCLUSION"),
        ({"key": "other", "type": None}, "BLANK"),
        ({"type": "json"}, "INVALID_TYPE"),
        ({"value": ""}, "BLANK"),
        ({"value": "9" * 256}, "TOO_LONG"),
        ({"key": "other", "type": "json", "value": "{"}, "INVALID_VALUE"),
        ({"key": "other", "type": "number_integer", "value": "1.5"}, "INVALID_VALUE"),
        ({"key": "other", "type": "boolean", "value": "yes"}, "INVALID_VALUE"),
    ],
)
def test_values_that_do_not_fit(parts: dict[str, Any], code: str) -> None:
    stand = Stand()
    stand.define_key()
    made = stand.made(order())["id"]
    payload = _set(stand, _field(stand, made, **parts))
    assert [error["code"] for error in payload["userErrors"]] == [code]


def test_more_than_25_are_too_many() -> None:
    stand = Stand()
    made = stand.made(order())["id"]
    fields = [_field(stand, made, key=f"key_{n}", type="json") for n in range(26)]
    assert _set(stand, *fields)["userErrors"][0]["code"] == "LESS_THAN_OR_EQUAL_TO"
    assert _set(stand, *fields[:25])["userErrors"] == []


def test_a_digest_guards_the_shops_own_fields() -> None:
    stand = Stand()
    shop = stand.data(LEASE)["shop"]
    assert shop["metafield"] is None
    lease = {"ownerId": shop["id"], "namespace": "crossdock", "key": "lease", "type": "json"}
    assert _set(stand, {**lease, "value": "[1]", "compareDigest": None})["userErrors"] == []
    (error,) = _set(stand, {**lease, "value": "[2]", "compareDigest": None})["userErrors"]
    assert error["code"] == "STALE_OBJECT"
    held = stand.data(LEASE)["shop"]["metafield"]
    assert held["jsonValue"] == [1]
    stand.pass_time(5)
    digest = held["compareDigest"]
    assert _set(stand, {**lease, "value": "[2]", "compareDigest": digest})["userErrors"] == []
    (error,) = _set(stand, {**lease, "value": "[3]", "compareDigest": digest})["userErrors"]
    assert error["code"] == "STALE_OBJECT"
    assert stand.data(LEASE)["shop"]["metafield"]["value"] == "[2]"
    assert _set(stand, {**lease, "value": "[4]"})["userErrors"] == []


def test_fields_of_an_order_are_listed() -> None:
    stand = Stand()
    made = stand.made(order(metafields=[key_field("1"), {**key_field("2"), "key": "other"}]))
    query = """query O($id: ID!, $keys: [String!]) { order(id: $id) {
      metafields(first: 5, keys: $keys) { nodes { key value definition { name } } } } }"""
    nodes = stand.data(query, {"id": made["id"]})["order"]["metafields"]["nodes"]
    assert [(n["key"], n["value"]) for n in nodes] == [(KEY, "1"), ("other", "2")]
    keys = [f"{NAMESPACE}.other"]
    nodes = stand.data(query, {"id": made["id"], "keys": keys})["order"]["metafields"]["nodes"]
    assert nodes == [{"key": "other", "value": "2", "definition": None}]


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"namespace": "ab"}, "namespace", "TOO_SHORT"),
        ({"key": "k" * 65}, "key", "TOO_LONG"),
        ({"key": "a.b"}, "key", "INVALID_CHARACTER"),
        ({"type": "nothing"}, "type", "INCLUSION"),
        ({"name": " "}, "name", "BLANK"),
    ],
)
def test_definitions_that_cannot_be(changed: dict[str, str], field: str, code: str) -> None:
    usual = {"name": "N", "namespace": "abc", "key": "key", "type": "id", "ownerType": "ORDER"}
    payload = Stand().data(DEFINE, {"definition": {**usual, **changed}})
    (error,) = payload["metafieldDefinitionCreate"]["userErrors"]
    assert (error["field"], error["code"]) == (["definition", field], code)


def _tags(stand: Stand, mutation: str, order_id: str, tags: list[str]) -> dict[str, Any]:
    query = f"""mutation T($id: ID!, $tags: [String!]!) {{ {mutation}(id: $id, tags: $tags) {{
      node {{ ... on Order {{ tags updatedAt }} }} userErrors {{ field message }} }} }}"""
    found: dict[str, Any] = stand.data(query, {"id": order_id, "tags": tags})[mutation]
    return found


def test_tags_come_and_go() -> None:
    stand = Stand()
    made = stand.made(order(tags=["b"]))["id"]
    stand.pass_time(60)
    added = _tags(stand, "tagsAdd", made, ["A", "B"])
    assert added["node"] == {"tags": ["A", "b"], "updatedAt": "2026-11-18T11:07:40Z"}
    stand.pass_time(60)
    same = _tags(stand, "tagsAdd", made, ["a"])
    assert same["node"]["updatedAt"] == "2026-11-18T11:07:40Z"
    assert _tags(stand, "tagsRemove", made, ["a", "x"])["node"]["tags"] == ["b"]
    assert _tags(stand, "tagsAdd", made, ["t" * 41])["userErrors"][0]["field"] == ["tags"]
    gone = _tags(stand, "tagsAdd", "gid://shopify/Order/1", ["a"])
    assert gone == {
        "node": None,
        "userErrors": [{"field": ["id"], "message": "Order does not exist"}],
    }
