"""The ledger tells all, and things happen that the app did not do."""

from typing import Any

import pytest

from desktop.sandbox.shopify.knobs import DEFAULTS
from tests.sandbox.shopify.shop_stand import CREATE, Stand, custom_line, key_field, order

KEYS = {
    *("id", "legacy_id", "name", "source_identifier", "unique_key", "input", "options"),
    *("stock_moved", "fulfillments", "refunds", "cancelled_at", "created_at", "total", "currency"),
    *("presentment_total", "presentment_currency", "financial_status", "made_by"),
}


def test_an_entry_holds_the_input_just_as_it_came() -> None:
    stand = Stand()
    stand.define_key()
    given = {
        "sourceIdentifier": "1",
        "processedAt": "2026-11-01T10:00:00+02:00",
        "lineItems": [custom_line("9.990", 2)],
        "metafields": [key_field("1")],
        "note": None,
    }
    made = stand.made(given, inventoryBehaviour="BYPASS")
    (entry,) = stand.part.ledger()
    assert entry.keys() >= KEYS
    assert entry["input"] == given
    assert entry["options"] == {"inventoryBehaviour": "BYPASS"}
    assert entry["id"] == made["id"]
    assert entry["id"].endswith(entry["legacy_id"])
    assert (entry["total"], entry["unique_key"], entry["made_by"]) == ("19.98", "1", "app")
    assert (entry["cancelled_at"], entry["refunds"]) == (None, [])


def test_an_input_in_the_document_itself_is_told_as_well() -> None:
    stand = Stand()
    query = """mutation M($title: String!) { orderCreate(order: {
      lineItems: [{ title: $title, quantity: 2, priceSet: { shopMoney: {
        amount: "1.50", currencyCode: USD } } }] }) { order { id } userErrors { message } } }"""
    stand.data(query, {"title": "Thing"})
    (entry,) = stand.part.ledger()
    assert entry["input"]["lineItems"][0]["title"] == "Thing"
    assert entry["total"] == "3.00"


@pytest.mark.parametrize("where", ["name", "tag", "note", "attribute", "source"])
def test_another_app_names_the_amazon_order_somewhere(where: str) -> None:
    stand = Stand()
    amazon_id = "111-2222222-3333333"
    made = stand.part.other_app_order(amazon_id, where)
    assert made["made_by"] == "other"
    query = """query O($id: ID!) { order(id: $id) {
      name tags note sourceIdentifier customAttributes { value } app { name } } }"""
    found = stand.data(query, {"id": made["id"]})["order"]
    places = {
        "name": found["name"],
        "tag": " ".join(found["tags"]),
        "note": found["note"] or "",
        "attribute": " ".join(each["value"] for each in found["customAttributes"]),
        "source": found["sourceIdentifier"] or "",
    }
    assert [place for place, text in places.items() if amazon_id in text] == [where]
    assert found["app"] == {"name": "Another connector"}
    stand.pass_time(10)
    hits = stand.search(f'"{amazon_id}"')
    assert hits == ([made["name"]] if where in ("name", "tag", "source") else [])


def test_another_apps_order_may_be_old_and_dear() -> None:
    stand = Stand()
    body = {"amazon_order_id": "1", "where": "tag", "total": "99.5", "age_days": 2}
    made = stand.part.event("shopify.other_app_order", body)
    assert (made["total"], made["created_at"]) == ("99.50", "2026-11-16T11:06:40Z")


def test_the_merchant_edits_tags() -> None:
    stand = Stand()
    made = stand.made(order(tags=["a"]))
    told = stand.part.event("shopify.set_tags", {"order_id": made["name"], "tags": ["z", "b"]})
    assert told["tags"] == ["b", "z"]


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("shopify.nothing", {}, "shopify.delete_variant"),
        ("shopify.other_app_order", {}, "amazon_order_id"),
        ("shopify.other_app_order", {"amazon_order_id": "1", "where": "sky"}, "attribute"),
        ("shopify.other_app_order", {"amazon_order_id": "1", "total": "x"}, "event"),
        ("shopify.delete_variant", {"sku": "none"}, "none"),
        ("shopify.set_stock", {"sku": "MUG-1", "inventory": None}, "event"),
        ("shopify.set_policy", {"sku": "MUG-1", "policy": "MAYBE"}, "DENY"),
        ("shopify.delete_order", {"order_id": "7"}, "7"),
        ("shopify.delete_definition", {"namespace": "a", "key": "b"}, "a.b"),
        ("shopify.close_location", {"location_id": "x"}, "x"),
    ],
)
def test_an_event_that_cannot_be_says_why(kind: str, body: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Stand().part.event(kind, body)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("nothing", True),
        ("frozen", 1),
        ("search_lag_s", "5"),
        ("search_lag_s", -1),
        ("search_lag_s", True),
        ("id_metafield", "both"),
        ("scopes_missing", "read_orders"),
        ("scopes_missing", [1]),
        ("answers_as", None),
    ],
)
def test_a_knob_that_cannot_be_turned_so(name: str, value: object) -> None:
    knobs = Stand().part.knobs
    before = dict(knobs)
    with pytest.raises(ValueError, match=name):
        knobs[name] = value
    with pytest.raises(ValueError, match=name):
        knobs.update({"locked": True, name: value})
    assert knobs == before


def test_knobs_start_as_documented() -> None:
    knobs = Stand().part.knobs
    assert {k: v for k, v in knobs.items() if k != "static_token"} == {
        k: v for k, v in DEFAULTS.items() if k != "static_token"
    }
    knobs.update(frozen=True, search_lag_s=0)
    assert (knobs["frozen"], knobs["search_lag_s"]) == (True, 0)


def test_the_same_seed_makes_the_same_orders() -> None:
    runs = []
    for _ in range(2):
        stand = Stand(seed=3)
        stand.define_key()
        stand.made(order(metafields=[key_field("1")]))
        stand.part.other_app_order("2", "tag")
        runs.append(stand.part.ledger())
    assert runs[0] == runs[1]


def test_a_bug_of_the_sandbox_is_not_hidden_in_an_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stand = Stand()
    monkeypatch.setattr(stand.part.shop, "may_create", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        stand.ask(CREATE, {"order": order()})
