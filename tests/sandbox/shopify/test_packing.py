"""What is to pack: sent, cancelled, held, moved, and what is refused."""

from typing import Any

import pytest

from tests.sandbox.shopify.back_stand import BackStand


def _left(stand: BackStand) -> list[int]:
    return [line["quantity"] for line in stand.entry()["to_pack"]]


def test_a_new_order_is_to_pack_at_the_first_location() -> None:
    stand = BackStand()
    packing = stand.packing()
    assert packing["status"] == "OPEN"
    assert {"action": "CREATE_FULFILLMENT"} in packing["supportedActions"]
    assert [n["remainingQuantity"] for n in packing["lineItems"]["nodes"]] == [3, 1]
    (told,) = stand.entry()["fulfillment_orders"]
    assert told["location"].endswith("warehouse")
    assert _left(stand) == [3, 1]


def test_what_is_sent_is_to_pack_no_more() -> None:
    stand = BackStand()
    stand.pass_time(60)
    made = stand.send(2, company="UPS", number="1Z9")["fulfillment"]
    assert made["trackingInfo"][0]["url"].endswith("1Z9")
    assert (made["name"], made["status"]) == ("#1001-F1", "SUCCESS")
    state = stand.state()
    assert state["displayFulfillmentStatus"] == "PARTIALLY_FULFILLED"
    assert [n["unfulfilledQuantity"] for n in state["lineItems"]["nodes"]] == [1, 1]
    assert state["updatedAt"] > stand.entry()["created_at"]
    assert stand.packing()["status"] == "IN_PROGRESS"
    assert _left(stand) == [1, 1]
    stand.send()
    assert stand.state()["displayFulfillmentStatus"] == "FULFILLED"
    assert (stand.packing()["status"], _left(stand)) == ("CLOSED", [])
    first, second = stand.entry()["fulfillments"]
    assert (first["made_by"], first["notify_customer"], second["tracking"]) == ("app", False, [])


def test_what_cannot_be_sent_is_refused_and_nothing_changes() -> None:
    stand = BackStand()
    packing = stand.packing()
    line = packing["lineItems"]["nodes"][0]["id"]

    def refused(*parts: dict[str, Any], **more: Any) -> str:
        given = {"lineItemsByFulfillmentOrder": list(parts), **more}
        payload = stand.call("CreateFulfillment", fulfillment=given)
        assert payload["fulfillment"] is None
        return str(payload["userErrors"][0]["message"])

    def part(quantity: int, wanted: str = line) -> dict[str, Any]:
        units = [{"id": wanted, "quantity": quantity}]
        return {"fulfillmentOrderId": packing["id"], "fulfillmentOrderLineItems": units}

    assert "quantity" in refused(part(4))
    assert "quantity" in refused(part(0))
    assert "line item does not exist" in refused(
        part(1, "gid://shopify/FulfillmentOrderLineItem/1")
    )
    assert "does not exist" in refused({"fulfillmentOrderId": "gid://shopify/FulfillmentOrder/1"})
    assert "blank" in refused()
    assert "unique" in refused(part(1), part(1))
    both = {"number": "1", "numbers": ["2"]}
    assert "both" in refused(part(1), trackingInfo=both)
    other = stand.made({"lineItems": [{"variantId": stand.gid("MUG-1"), "quantity": 1}]})
    (theirs,) = stand.call("OrderToPack", id=other["id"])["fulfillmentOrders"]["nodes"]
    assert "same order" in refused(part(1), {"fulfillmentOrderId": theirs["id"]})
    assert stand.entry()["fulfillments"] == []
    stand.send()
    assert "status= closed" in refused(part(1))


@pytest.mark.parametrize(("event", "words"), [("hold", "on_hold"), ("schedule", "scheduled")])
def test_what_waits_cannot_be_sent(event: str, words: str) -> None:
    stand = BackStand()
    stand.happens(event)
    assert words in stand.send()["userErrors"][0]["message"]
    assert stand.entry()["to_pack"] == []
    stand.happens("release_hold" if event == "hold" else "mark_open")
    assert stand.send()["userErrors"] == []


def test_the_tracking_is_corrected() -> None:
    stand = BackStand()
    gid = stand.send(1, number="1")["fulfillment"]["id"]
    tracking = {"company": "Own van", "number": "2"}
    assert stand.call("UpdateTracking", id=gid, tracking=tracking)["userErrors"] == []
    (shipment,) = stand.entry()["fulfillments"]
    assert shipment["tracking"] == [{"company": "Own van", "number": "2", "url": None}]
    stand.happens("cancel_fulfillment")
    assert "cancelled" in stand.refusal("UpdateTracking", id=gid, tracking=tracking)[1]
    gone = "gid://shopify/Fulfillment/1"
    assert "not exist" in stand.refusal("UpdateTracking", id=gone, tracking=tracking)[1]


def test_a_cancelled_fulfilment_is_to_pack_again() -> None:
    stand = BackStand()
    stand.send(2)
    stand.happens("cancel_fulfillment")
    assert (_left(stand), stand.packing()["status"]) == ([3, 1], "OPEN")
    stand.send()
    stand.happens("cancel_fulfillment")
    packings = stand.entry()["fulfillment_orders"]
    assert [(p["status"], len(p["lines"])) for p in packings] == [("CLOSED", 0), ("OPEN", 2)]
    assert stand.state()["displayFulfillmentStatus"] == "UNFULFILLED"
    assert [s["status"] for s in stand.entry()["fulfillments"]] == ["CANCELLED", "CANCELLED"]
    with pytest.raises(ValueError, match="None"):
        stand.happens("cancel_fulfillment")


def test_what_came_back_is_not_to_pack_again() -> None:
    stand = BackStand()
    stand.send()
    stand.happens("refund", lines={"MUG-1": 1}, restock=True)
    stand.happens("cancel_fulfillment")
    assert _left(stand) == [2, 1]


def test_the_apps_hold_is_placed_once_and_released() -> None:
    stand = BackStand()
    gid = stand.packing()["id"]
    hold = {"reason": "OTHER", "handle": "crossdock", "reasonNotes": "Buyer wants to cancel"}
    made = stand.call("HoldToPack", id=gid, hold=hold)["fulfillmentHold"]["id"]
    assert stand.refusal("HoldToPack", id=gid, hold=hold)[0] == "DUPLICATE_FULFILLMENT_HOLD_HANDLE"
    assert stand.state()["displayFulfillmentStatus"] == "ON_HOLD"
    assert stand.packing()["fulfillmentHolds"] == [
        {"id": made, "handle": "crossdock", "reasonNotes": hold["reasonNotes"],
         "heldByRequestingApp": True}
    ]  # fmt: skip
    (told,) = stand.entry()["fulfillment_orders"][0]["holds"]
    assert (told["made_by"], told["notes"]) == ("app", hold["reasonNotes"])
    stand.happens("hold", notes="Fraud?")
    theirs = stand.packing()["fulfillmentHolds"][1]["id"]
    assert stand.refusal("ReleaseHolds", id=gid, holds=[theirs])[0] == "INVALID_ACCESS"
    assert stand.call("ReleaseHolds", id=gid, holds=[made])["userErrors"] == []
    assert stand.packing()["status"] == "ON_HOLD"
    stand.happens("release_hold")
    assert "not on hold" in stand.refusal("ReleaseHolds", id=gid, holds=[made])[1]
    assert stand.entry()["fulfillment_status"] == "UNFULFILLED"


def test_holds_that_are_refused() -> None:
    stand = BackStand()
    gid = stand.packing()["id"]
    for number in range(10):
        hold = {"reason": "OTHER", "handle": f"h{number}"}
        assert stand.call("HoldToPack", id=gid, hold=hold)["userErrors"] == []
    one = {"reason": "OTHER", "handle": "more"}
    assert (
        stand.refusal("HoldToPack", id=gid, hold=one)[0] == "FULFILLMENT_ORDER_HOLD_LIMIT_REACHED"
    )
    gone = "gid://shopify/FulfillmentOrder/1"
    assert stand.refusal("HoldToPack", id=gone, hold=one)[0] == "FULFILLMENT_ORDER_NOT_FOUND"
    assert stand.refusal("ReleaseHolds", id=gone, holds=[])[0] == "FULFILLMENT_ORDER_NOT_FOUND"
    sent = BackStand()
    sent.send()
    assert "closed" in sent.refusal("HoldToPack", id=sent.packing()["id"], hold=one)[1]


def test_a_part_is_held_by_itself() -> None:
    stand = BackStand()
    packing = stand.packing()
    line = packing["lineItems"]["nodes"][0]["id"]

    def hold(quantity: int) -> dict[str, Any]:
        units = [{"id": line, "quantity": quantity}]
        return {"reason": "OTHER", "handle": "a", "fulfillmentOrderLineItems": units}

    gid = packing["id"]
    assert stand.refusal("HoldToPack", id=gid, hold=hold(0))[0] == "GREATER_THAN_ZERO"
    assert stand.refusal("HoldToPack", id=gid, hold=hold(4))[0] == "INVALID_LINE_ITEM_QUANTITY"
    assert stand.call("HoldToPack", id=gid, hold=hold(2))["userErrors"] == []
    first, second = stand.entry()["fulfillment_orders"]
    assert [line["quantity"] for line in first["lines"]] == [1, 1]
    assert (second["status"], second["lines"][0]["quantity"]) == ("ON_HOLD", 2)
    assert _left(stand) == [1, 1]


def test_another_location_packs_it() -> None:
    stand = BackStand()
    gid = stand.packing()["id"]
    moved = stand.call("MoveToPack", id=gid, location=stand.location())
    assert moved["movedFulfillmentOrder"] == {"id": gid}
    assert stand.entry()["fulfillment_orders"][0]["location"] == "Amazon warehouses"
    assert "already" in stand.refusal("MoveToPack", id=gid, location=stand.location())[1]
    stand.send(1)
    home = stand.entry()["fulfillments"][0]["location_id"]
    assert home == stand.location()
    place = next(iter(stand.part.shop.locations.values())).id
    moved = stand.call("MoveToPack", id=gid, location=place)
    assert moved["movedFulfillmentOrder"]["id"] != gid == moved["originalFulfillmentOrder"]["id"]
    first, second = stand.entry()["fulfillment_orders"]
    assert (first["status"], first["lines"]) == ("CLOSED", [])
    assert [line["quantity"] for line in second["lines"]] == [2, 1]


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ("report_progress", "CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS"),
        ("request_fulfillment", "id"),
        ("fulfil", "id"),
    ],
)
def test_moves_that_are_refused(event: str, code: str) -> None:
    stand = BackStand()
    stand.happens(event)
    gid = stand.packing()["id"]
    assert stand.refusal("MoveToPack", id=gid, location=stand.location())[0] == code


def test_locations_that_cannot_pack() -> None:
    stand = BackStand()
    gid = stand.packing()["id"]
    stand.part.knobs["locations_without_stock"] = ["Amazon warehouses"]
    assert "stock" in stand.refusal("MoveToPack", id=gid, location=stand.location())[1]
    closed = stand.location("Old storage")
    assert stand.refusal("MoveToPack", id=gid, location=closed)[0] == "newLocationId"


def test_an_app_without_the_scope_neither_sees_nor_sends() -> None:
    stand = BackStand()
    gid = stand.packing()["id"]
    scopes = ("assigned_fulfillment_orders", "merchant_managed_fulfillment_orders",
              "third_party_fulfillment_orders")  # fmt: skip
    missing = [f"{verb}_{scope}" for verb in ("read", "write") for scope in scopes]
    stand.part.knobs["scopes_missing"] = missing
    query = "query P($id: ID!) { fulfillmentOrder(id: $id) { id } }"
    (error,) = stand.ask(query, {"id": gid})["errors"]
    assert error["extensions"]["code"] == "ACCESS_DENIED"
