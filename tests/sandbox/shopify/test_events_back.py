"""The merchant's doings, the ledger, the lease, and a shop that lives by itself."""

from typing import Any

import pytest

from desktop.sandbox.run import Sandbox, SandboxOptions
from tests.sandbox.shopify.back_stand import AMAZON_ID, BackStand
from tests.sandbox.shopify.shop_stand import Stand, custom_line, key_field, order


def test_an_order_is_named_in_any_way() -> None:
    stand = Stand()
    stand.define_key()
    stand.made(order(metafields=[key_field("111-1")], sourceIdentifier="src-1"))
    (entry,) = stand.part.ledger()
    for name in (entry["id"], entry["legacy_id"], "#1001", "111-1", "src-1"):
        for field in ("order", "order_id"):
            assert stand.part.event("shopify.move", {field: name, "location": stand.location()})
    with pytest.raises(ValueError, match="order_id"):
        stand.part.event("shopify.fulfil", {})


def test_the_merchant_fulfils_lines_and_all() -> None:
    stand = BackStand()
    stand.pass_time(60)
    told = stand.happens(
        "fulfil", lines={"item-1": 2}, company="DHL Express", numbers=["1", "2"], notify=True
    )
    (shipment,) = told["fulfillments"]
    assert (shipment["made_by"], shipment["notify_customer"]) == ("merchant", True)
    assert [each["number"] for each in shipment["tracking"]] == ["1", "2"]
    assert shipment["lines"][0]["item_id"] == "item-1"
    assert told["fulfillment_status"] == "PARTIALLY_FULFILLED"
    stand.happens("fulfil", lines=[{"sku": "MUG-1"}])
    told = stand.happens("fulfil", number="3")
    assert [len(each["lines"]) for each in told["fulfillments"]] == [1, 1, 1]
    assert told["to_pack"] == []
    told = stand.happens("update_tracking", fulfillment="3", number="4", company="UPS")
    assert told["fulfillments"][2]["tracking"][0]["number"] == "4"
    stand.happens("deliver", fulfillment="#1001-F1")
    stand.happens("deliver")
    state = stand.call("OrderFulfillments", id=stand.order_id)["fulfillments"]
    assert {each["displayStatus"] for each in state} == {"DELIVERED"}
    moves = [(move["name"], move["delta"]) for move in told["stock_moves"]]
    assert moves == [("on_hand", -2), ("on_hand", -1)]


def test_parts_at_two_locations_go_as_two_packages() -> None:
    stand = BackStand()
    line = stand.packing()["lineItems"]["nodes"][1]["id"]
    move = """mutation M($id: ID!, $to: ID!, $line: ID!) { fulfillmentOrderMove(
      id: $id, newLocationId: $to, fulfillmentOrderLineItems: [{id: $line, quantity: 1}]
    ) { movedFulfillmentOrder { id } remainingFulfillmentOrder { id } userErrors { message } } }"""
    asked = {"id": stand.packing()["id"], "to": stand.location(), "line": line}
    moved = stand.data(move, asked)["fulfillmentOrderMove"]
    assert moved["remainingFulfillmentOrder"] == {"id": asked["id"]}
    both = [{"fulfillmentOrderId": stand.packing(place)["id"]} for place in (0, 1)]
    given = {"lineItemsByFulfillmentOrder": both}
    assert "same location" in stand.refusal("CreateFulfillment", fulfillment=given)[1]
    told = stand.happens("fulfil", number="1")
    assert len({each["location_id"] for each in told["fulfillments"]}) == 2


def test_the_merchant_refunds_lines_amounts_and_all() -> None:
    stand = BackStand()
    stand.happens("refund", lines={"MUG-1": 1}, note="broken")
    stand.happens("refund", amount="3.21")
    stand.happens("refund", amount="1.00", shipping="1.00")
    told = stand.happens("refund", restock=True)
    totals = [each["total"] for each in told["refunds"]]
    assert totals[:3] == ["13.53", "3.21", "1.00"]
    assert told["refunded"] == told["received"] == "57.35"
    assert [each["made_by"] for each in told["refunds"]] == ["merchant"] * 4
    assert told["refunds"][1]["adjustment"] == "3.21"
    assert told["refunds"][1]["lines"] == []
    assert (told["refunds"][0]["note"], told["financial_status"]) == ("broken", "REFUNDED")
    with pytest.raises(ValueError, match="nothing"):
        stand.happens("refund")


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("fulfil", {"lines": {"MUG-1": 4}}, "4 of 3"),
        ("fulfil", {"lines": {"none": 1}}, "none"),
        ("fulfil", {"lines": [7]}, "quantity"),
        ("fulfil", {"order": "nothing"}, "nothing"),
        ("refund", {"amount": "57.36"}, "of 57.35"),
        ("refund", {"amount": "x"}, "no amount"),
        ("refund", {"amount": "1.001"}, "decimal"),
        ("refund", {"amount": "1", "shipping": "6"}, "of 5"),
        ("refund", {"amount": "1", "status": "LOST"}, "PENDING"),
        ("update_tracking", {"number": "1"}, "fulfillment"),
        ("deliver", {}, "nothing was sent"),
        ("release_hold", {}, "on hold"),
        ("move", {"location": "Moon"}, "Moon"),
        ("return", {"status": "LOST"}, "RETURNED"),
        ("settle_refunds", {"status": "PENDING"}, "FAILURE"),
        ("remove_line", {}, "sku"),
    ],
)
def test_doings_that_cannot_be(kind: str, body: dict[str, Any], words: str) -> None:
    stand = BackStand()
    before = stand.entry()
    with pytest.raises(ValueError, match=words):
        stand.happens(kind, **body)
    assert stand.entry() == before


def test_a_line_is_removed() -> None:
    stand = BackStand()
    stand.send(1)
    told = stand.happens("remove_line", sku="MUG-1")
    assert [line["quantity"] for line in told["to_pack"]] == [1]
    mug = told["lines"][0]
    assert (mug["current"], mug["unfulfilled"], mug["fulfilled"]) == (1, 0, 1)
    (removal,) = told["refunds"]
    assert (removal["total"], removal["lines"][0]["quantity"]) == ("0.00", 2)
    assert stand.part.shop.variant_of_sku("MUG-1").stock == 9


def test_every_doing_shows_in_the_changes_and_the_events() -> None:
    stand = BackStand()
    doings: tuple[tuple[str, dict[str, Any]], ...] = (
        ("hold", {}),
        ("release_hold", {}),
        ("fulfil", {"lines": {"MUG-1": 1}}),
        ("update_tracking", {"number": "1"}),
        ("deliver", {}),
        ("cancel_fulfillment", {}),
        ("refund", {"amount": "1"}),
        ("remove_line", {"sku": "MUG-1", "quantity": 1}),
        ("cancel", {}),
    )
    for kind, body in doings:
        stand.pass_time(60)
        since = stand.state()["updatedAt"]
        stand.happens(kind, **body)
        assert stand.state()["updatedAt"] > since, kind
        stand.pass_time(10)  # the index follows
        search = f"updated_at:>'{since}'"
        (found,) = stand.call("ChangedOrders", search=search)["nodes"]
        assert found["id"] == stand.order_id
    query = """query E($id: ID!) { order(id: $id) {
      events(first: 20) { nodes { action attributeToUser } } } }"""
    nodes = stand.data(query, {"id": stand.order_id})["order"]["events"]["nodes"]
    assert len(nodes) > len(doings)
    assert [n["attributeToUser"] for n in nodes][:2] == [False, True]


def test_leases_and_intents_stand_in_the_ledger() -> None:
    stand = BackStand()

    def write(digest: str | None, holder: str) -> dict[str, Any]:
        field = {"ownerId": stand.part.shop.id, "namespace": "crossdock_lease", "key": "S1",
                 "type": "json", "value": f'"{holder}"', "compareDigest": digest}  # fmt: skip
        return stand.call("WriteMetafield", metafields=[field])

    (first,) = write(None, "a")["metafields"]
    assert write(None, "b")["userErrors"][0]["code"] == "STALE_OBJECT"
    assert write("old", "b")["userErrors"][0]["code"] == "STALE_OBJECT"
    (second,) = write(first["compareDigest"], "b")["metafields"]
    assert second["compareDigest"] != first["compareDigest"]
    (third,) = write(second["compareDigest"], "b")["metafields"]
    assert stand.part.shop_ledger()["leases"] == {"crossdock_lease.S1": '"b"'}
    read = stand.call("ReadLease", namespace="crossdock_lease", key="S1")["metafield"]
    assert read == third
    intent = {"ownerId": stand.order_id, "namespace": "crossdock_intent", "key": "a1",
              "type": "multi_line_text_field", "value": "going to refund"}  # fmt: skip
    assert stand.call("WriteMetafield", metafields=[intent])["userErrors"] == []
    assert stand.entry()["intents"] == {"crossdock_intent.a1": "going to refund"}


def test_a_shop_lives_by_itself_where_it_is_asked_to() -> None:
    def lived(life: float) -> list[Any]:
        stand = BackStand()
        stand.part.knobs["life"] = life
        for _ in range(60):
            stand.pass_time(30)
            stand.state()
        return [
            (name, each["made_by"], each.get("tracking"), each.get("total"))
            for name in ("fulfillments", "refunds")
            for each in stand.entry()[name]
        ]

    assert lived(0.0) == []
    once = lived(6.0)
    assert once == lived(6.0)
    assert {made_by for _, made_by, _, _ in once} == {"merchant"}
    assert {name for name, *_ in once} == {"fulfillments", "refunds"}


def test_a_whole_sandbox_lives_where_it_is_asked_to() -> None:
    quiet, lively = Sandbox(SandboxOptions(orders=0)), Sandbox(SandboxOptions(orders=0, life=2.5))
    try:
        assert quiet.shopify.knobs["life"] == 0.0
        assert lively.shopify.knobs["life"] == 2.5
        assert quiet.ledger()["shopify"]["leases"] == {}
    finally:
        quiet.stop()
        lively.stop()


def test_orders_of_another_app_can_be_sent_too() -> None:
    stand = Stand()
    stand.part.other_app_order(AMAZON_ID, "source")
    assert stand.part.event("shopify.fulfil", {"order": AMAZON_ID})["to_pack"] == []
    stand.made(order(fulfillmentStatus="FULFILLED", lineItems=[custom_line()]))
    assert stand.part.ledger()[1]["to_pack"] == []
