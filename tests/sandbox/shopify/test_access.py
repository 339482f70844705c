"""Tokens, scopes, and a shop that shuts its door."""

import json
from urllib.parse import urlencode

import pytest

from desktop.sandbox.seeds import ShopSeed
from tests.sandbox.shopify.shop_stand import Stand, order

TOKEN = "/admin/oauth/access_token"
GRAPHQL = "/admin/api/2026-10/graphql.json"
SHOP = json.dumps({"query": "{ shop { name } }"}).encode()


def _asked(stand: Stand, **changed: str) -> dict[str, str]:
    access = stand.part.connect()
    return {
        "grant_type": "client_credentials",
        "client_id": access["client_id"],
        "client_secret": access["client_secret"],
        **changed,
    }


def _granted(stand: Stand) -> str:
    answer = stand.post(TOKEN, json.dumps(_asked(stand)).encode())
    assert answer.status == 200
    return str(json.loads(answer.body)["access_token"])


@pytest.mark.parametrize("form", [True, False])
def test_a_token_is_granted_for_json_and_for_a_form(form: bool) -> None:
    stand = Stand()
    asked = _asked(stand)
    body = urlencode(asked).encode() if form else json.dumps(asked).encode()
    kind = "application/x-www-form-urlencoded" if form else "application/json"
    answer = stand.post(TOKEN, body, {"content-type": kind})
    granted = json.loads(answer.body)
    assert (answer.status, granted["expires_in"]) == (200, 86_399)
    assert "write_orders" in granted["scope"].split(",")
    stand.token = granted["access_token"]
    assert stand.data("{ shop { name } }") == {"shop": {"name": "Harbor & Pine"}}


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"client_id": "another"}, "application_cannot_be_found"),
        ({"client_secret": "another"}, "invalid_client"),
        ({"grant_type": "password"}, "invalid_request"),
    ],
)
def test_a_wrong_grant_is_refused_on_a_page(changed: dict[str, str], word: str) -> None:
    stand = Stand()
    answer = stand.post(TOKEN, json.dumps(_asked(stand, **changed)).encode())
    assert answer.status == 400
    assert "html" in answer.headers["Content-Type"]
    assert word in answer.body.decode()


@pytest.mark.parametrize("word", ["app_not_installed", "shop_not_permitted", "invalid_client"])
def test_the_knob_refuses_a_right_grant(word: str) -> None:
    stand = Stand()
    stand.part.knobs["token_refusal"] = word
    answer = stand.post(TOKEN, json.dumps(_asked(stand)).encode())
    assert answer.status == 400
    assert word in answer.body.decode()


def test_a_token_ends_after_a_day_of_the_service() -> None:
    stand = Stand(speed=100.0)
    stand.token = _granted(stand)
    stand.pass_time(863)
    assert stand.post(GRAPHQL, SHOP).status == 200
    stand.pass_time(2)
    answer = stand.post(GRAPHQL, SHOP)
    assert answer.status == 401
    assert isinstance(json.loads(answer.body)["errors"], str)


def test_tokens_can_be_ended_at_once() -> None:
    stand = Stand()
    stand.token = _granted(stand)
    assert stand.part.event("shopify.expire_tokens", {}) == {"expired": 1}
    assert stand.post(GRAPHQL, SHOP).status == 401


def test_without_a_token_nobody_gets_in() -> None:
    stand = Stand()
    stand.token = ""
    assert stand.post(GRAPHQL, SHOP).status == 401


@pytest.mark.parametrize(
    ("knob", "status"), [("frozen", 402), ("forbidden", 403), ("locked", 423), ("rejected", 430)]
)
def test_a_closed_door(knob: str, status: int) -> None:
    stand = Stand()
    stand.part.knobs[knob] = True
    assert stand.post(GRAPHQL, SHOP).status == status
    stand.part.knobs[knob] = False
    assert stand.post(GRAPHQL, SHOP).status == 200


def test_too_many_requests_say_when_to_come_again() -> None:
    stand = Stand()
    stand.part.knobs["too_many"] = 2.5
    answer = stand.post(GRAPHQL, SHOP)
    assert (answer.status, answer.headers["Retry-After"]) == (429, "2.5")


def test_an_inactive_shop_answers_with_an_error() -> None:
    stand = Stand()
    stand.part.knobs["inactive"] = True
    answer = stand.ask("{ shop { name } }")
    assert answer["errors"][0]["extensions"]["code"] == "SHOP_INACTIVE"
    assert "data" not in answer


def test_a_missing_scope_is_named_and_nothing_happens() -> None:
    stand = Stand()
    stand.part.knobs["scopes_missing"] = ["write_orders", "read_locations"]
    answer = stand.ask(
        "mutation M($order: OrderCreateOrderInput!) { orderCreate(order: $order)"
        " { userErrors { message } } }",
        {"order": order()},
    )
    extensions = answer["errors"][0]["extensions"]
    assert extensions["code"] == "ACCESS_DENIED"
    assert extensions["requiredAccess"] == "`write_orders` access scope."
    assert answer["data"] == {"orderCreate": None}
    assert stand.part.ledger() == []
    handles = stand.data("{ currentAppInstallation { accessScopes { handle } } }")
    granted = {one["handle"] for one in handles["currentAppInstallation"]["accessScopes"]}
    assert granted.isdisjoint({"write_orders", "read_locations"})
    assert stand.ask("{ locations(first: 1) { nodes { id } } }")["data"] is None


def test_a_field_without_its_scope_is_null_beside_the_rest() -> None:
    stand = Stand()
    made = stand.made({"lineItems": [{"variantId": stand.gid("MUG-1"), "quantity": 1}]})
    stand.part.knobs["scopes_missing"] = ["read_products"]
    query = """query O($id: ID!) { order(id: $id) {
      lineItems(first: 1) { nodes { sku variant { id } } } } }"""
    answer = stand.ask(query, {"id": made["id"]})
    nodes = answer["data"]["order"]["lineItems"]["nodes"]
    assert nodes == [{"sku": "MUG-1", "variant": None}]
    (error,) = answer["errors"]
    assert error["path"] == ["order", "lineItems", "nodes", 0, "variant"]
    assert "`read_products`" in error["extensions"]["requiredAccess"]


def test_an_ended_version_falls_forward_and_says_so() -> None:
    stand = Stand()
    for asked, answered in (("2026-10", "2026-10"), ("2024-07", "2026-01")):
        answer = stand.post(f"/admin/api/{asked}/graphql.json", SHOP)
        assert (answer.status, answer.headers["X-Shopify-API-Version"]) == (200, answered)
    stand.part.knobs["answers_as"] = "2027-10"
    assert stand.post(GRAPHQL, SHOP).headers["X-Shopify-API-Version"] == "2027-10"


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/admin/api/latest/graphql.json", "POST", 404),
        ("/admin/api/2031-01/graphql.json", "POST", 404),
        ("/admin/orders.json", "POST", 404),
        (GRAPHQL, "GET", 404),
    ],
)
def test_what_is_not_there_is_not_found(path: str, method: str, status: int) -> None:
    assert Stand().post(path, SHOP, method=method).status == status


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"variables": {}}', b'{"query": 1}', b'{"query": "\\ud800"}', b"\xff"],
)
def test_a_broken_body_is_a_bad_request(body: bytes) -> None:
    assert Stand().post(GRAPHQL, body).status == 400


def test_another_content_type_is_refused() -> None:
    assert Stand().post(GRAPHQL, SHOP, {"content-type": "text/plain"}).status == 415


def test_every_answer_has_an_id_and_the_same_run_has_the_same_ids() -> None:
    runs = []
    for _ in range(2):
        stand = Stand(seed=7)
        runs.append([stand.post(GRAPHQL, SHOP).headers["X-Request-Id"] for _ in range(3)])
    assert runs[0] == runs[1]
    assert len(set(runs[0])) == 3
    assert Stand(seed=8).part.connect() != Stand(seed=7).part.connect()


def test_orders_beyond_sixty_days_need_their_own_scope() -> None:
    stand = Stand()
    old = stand.part.event(
        "shopify.other_app_order", {"amazon_order_id": "111-0000000-0000001", "age_days": 61}
    )
    stand.pass_time(60)
    assert stand.search("111-0000000-0000001") == [old["name"]]
    stand.part.knobs["scopes_missing"] = ["read_all_orders"]
    assert stand.search("111-0000000-0000001") == []
    assert stand.data("query Q($id: ID!) { order(id: $id) { id } }", {"id": old["id"]}) == {
        "order": None
    }


def test_a_trial_shop_says_so() -> None:
    plan = Stand(ShopSeed(trial=True)).data("{ shop { plan { partnerDevelopment } } }")
    assert plan == {"shop": {"plan": {"partnerDevelopment": True}}}
