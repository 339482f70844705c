"""Fulfilling and what goes with it: what is sent, what is read, and what each end means."""

from typing import Any

import pytest

from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.fulfillments import (
    create_fulfillment,
    find_fulfillment,
    fulfillment_orders,
    hold,
    move,
    release,
    to_fulfill,
    update_tracking,
)
from desktop.channels.shopify.state_reading import read_fulfillment
from desktop.errors import AccountProblem, NeedsPerson, OutcomeUnknown, TryLater
from desktop.trade.returns import FulfillmentOrder, Tracking
from tests.channels.shopify.orders_back import (
    GID,
    fulfillment,
    line_gid,
    pack_line_gid,
    packed,
    page,
    shipped,
    to_pack,
)
from tests.channels.shopify.scripted_shop import HANG_UP, ScriptedShop, data, error, graphql, raw

FO = "gid://shopify/FulfillmentOrder/1"
HERE = "gid://shopify/Location/1"
THERE = "gid://shopify/Location/2"
HOLD_GID = "gid://shopify/FulfillmentHold/3"
LINES = {FO: [(pack_line_gid(1), 2)]}


def made(node: Any, *errors: dict[str, Any]) -> bytes:
    return data({"fulfillmentCreate": {"fulfillment": node, "userErrors": list(errors)}})


def wrong(message: str, *field: str, code: str | None = None) -> dict[str, Any]:
    return {"field": list(field) or None, "message": message, "code": code}


def test_what_is_to_pack_is_read_page_by_page(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(
        data({"order": {"fulfillmentOrders": page([to_pack(1)], "c1")}}),
        data({"order": {"fulfillmentOrders": page([to_pack(2, page([packed(1, 2)], "l1"))])}}),
        data({"fulfillmentOrder": to_pack(2, page([packed(2, 1)]))}),
    )
    first, second = fulfillment_orders(client, GID)
    assert (first.location_gid, first.can_fulfill) == (HERE, True)
    assert [line[1] for line in second.lines] == [line_gid(1), line_gid(2)]
    assert shop.operations == ["OrderToPack", "OrderToPack", "OneToPack"]
    assert [call.variables["after"] for call in shop.calls] == [None, "c1", "l1"]


def test_an_order_that_is_gone_has_nothing_to_pack(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(data({"order": None}))
    assert fulfillment_orders(client, GID) == ()


def test_a_fulfilment_is_made_without_mail(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(made(fulfillment(1, page([shipped(1, 2)]))))
    read = create_fulfillment(client, LINES, Tracking("UPS", "1Z9"))
    assert (read.name, read.lines) == ("#1007-F1", ((line_gid(1), 2),))
    assert shop.calls[0].variables == {
        "fulfillment": {
            "lineItemsByFulfillmentOrder": [
                {
                    "fulfillmentOrderId": FO,
                    "fulfillmentOrderLineItems": [{"id": pack_line_gid(1), "quantity": 2}],
                }
            ],
            "notifyCustomer": False,
            "trackingInfo": {"company": "UPS", "number": "1Z9"},
        }
    }


@pytest.mark.parametrize("tracking", [None, Tracking("", "")])
def test_without_lines_all_is_fulfilled_and_without_a_number_none_is_sent(
    shop: ScriptedShop, client: ShopifyClient, tracking: Tracking | None
) -> None:
    shop.will(made(fulfillment(1)))
    create_fulfillment(client, {FO: []}, tracking)
    assert shop.calls[0].variables["fulfillment"] == {
        "lineItemsByFulfillmentOrder": [{"fulfillmentOrderId": FO}],
        "notifyCustomer": False,
    }


def test_a_fulfilment_of_many_lines_is_read_back_whole(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(
        made(fulfillment(1, page([shipped(1, 1)], "c1"))),
        data({"fulfillment": fulfillment(1, page([shipped(1, 1), shipped(2, 1)]))}),
    )
    assert len(create_fulfillment(client, LINES, None).lines) == 2


def test_a_refused_fulfilment_is_explained(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(made(None, wrong("Fulfillment order is on hold", "fulfillment")))
    with pytest.raises(NeedsPerson) as caught:
        create_fulfillment(client, LINES, None)
    assert caught.value.code == "shop_on_hold"
    assert caught.value.technical.operation == "CreateFulfillment"
    assert caught.value.technical.request_id == "req-1"


@pytest.mark.parametrize(
    "told",
    [
        HANG_UP,
        raw("502 Bad Gateway"),
        graphql({"errors": [error("INTERNAL_SERVER_ERROR")]}),
        data({"fulfillmentCreate": None}),
        made(None),
        made(fulfillment(1), wrong("and yet")),
        made({"id": "gid://shopify/Fulfillment/1"}),
    ],
)
def test_an_unclear_end_is_unknown(shop: ScriptedShop, client: ShopifyClient, told: bytes) -> None:
    shop.will(told)
    with pytest.raises(OutcomeUnknown):
        create_fulfillment(client, LINES, None)


def test_a_throttled_fulfilment_had_no_effect(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(graphql({"errors": [error("THROTTLED", "Throttled")]}))
    with pytest.raises(TryLater):
        create_fulfillment(client, LINES, None)


def test_refused_variables_are_this_shipments_failure(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    problem = error("INVALID_VARIABLE", problems=[{"path": ["trackingInfo", "url"]}])
    shop.will(graphql({"errors": [problem]}))
    with pytest.raises(NeedsPerson) as caught:
        create_fulfillment(client, LINES, Tracking("UPS", "1Z9", "no link"))
    assert caught.value.code == "shop_input_refused"
    assert "trackingInfo.url" in caught.value.cause


def test_too_many_lines_and_none_are_never_sent(client: ShopifyClient) -> None:
    for lines in ({}, {FO: [(pack_line_gid(n), 1) for n in range(513)]}):
        with pytest.raises(ValueError, match="one call"):
            create_fulfillment(client, lines, None)


def test_a_tracking_number_is_changed_without_mail(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(data({"fulfillmentTrackingInfoUpdate": {"fulfillment": None, "userErrors": []}}))
    update_tracking(
        client, "gid://shopify/Fulfillment/1", Tracking("DHL", "9", "https://t.example")
    )
    call = shop.calls[0]
    assert call.variables == {
        "id": "gid://shopify/Fulfillment/1",
        "tracking": {"company": "DHL", "number": "9", "url": "https://t.example"},
    }
    assert "notifyCustomer: false" in call.sent["query"]


def test_tracking_of_a_cancelled_fulfilment_is_refused(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    errors = [wrong("Fulfillment has been cancelled", "fulfillmentId")]
    shop.will(data({"fulfillmentTrackingInfoUpdate": {"fulfillment": None, "userErrors": errors}}))
    with pytest.raises(NeedsPerson) as caught:
        update_tracking(client, "gid://shopify/Fulfillment/1", Tracking("DHL", "9"))
    assert caught.value.code == "shop_fulfillment_gone"


@pytest.mark.parametrize("told", [HANG_UP, raw("503 Service Unavailable")])
def test_what_may_be_repeated_is_never_unknown(
    shop: ScriptedShop, client: ShopifyClient, told: bytes
) -> None:
    shop.will(told, told, told)
    with pytest.raises(TryLater):
        update_tracking(client, "gid://shopify/Fulfillment/1", Tracking("DHL", "9"))
    with pytest.raises(TryLater):
        hold(client, FO, "The buyer wishes to cancel")
    with pytest.raises(TryLater):
        release(client, FO, [HOLD_GID])


def held(hold_node: Any, *errors: dict[str, Any]) -> bytes:
    payload = {"fulfillmentHold": hold_node, "userErrors": list(errors)}
    return data({"fulfillmentOrderHold": payload})


def test_a_hold_says_why_and_has_our_handle(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(held({"id": HOLD_GID}))
    assert hold(client, FO, "x" * 300) == HOLD_GID
    assert shop.calls[0].variables == {
        "id": FO,
        "hold": {
            "reason": "OTHER",
            "reasonNotes": "x" * 255,
            "handle": "crossdock",
            "notifyMerchant": False,
        },
    }


def test_a_second_hold_is_the_first(shop: ScriptedShop, client: ShopifyClient) -> None:
    holds = [
        {"id": "gid://shopify/FulfillmentHold/1", "handle": "crossdock"},
        {"id": "gid://shopify/FulfillmentHold/2", "handle": "", "heldByRequestingApp": True},
        {"id": HOLD_GID, "handle": "crossdock", "heldByRequestingApp": True},
    ]
    shop.will(
        held(None, wrong("x", "handle", code="DUPLICATE_FULFILLMENT_HOLD_HANDLE")),
        data({"fulfillmentOrder": to_pack(1, fulfillmentHolds=holds)}),
    )
    assert hold(client, FO, "again") == HOLD_GID


@pytest.mark.parametrize("found", [None, to_pack(1)])
def test_a_hold_that_is_said_to_stand_and_does_not_is_a_failure(
    shop: ScriptedShop, client: ShopifyClient, found: Any
) -> None:
    shop.will(held(None, wrong("x", code="TAKEN")), data({"fulfillmentOrder": found}))
    with pytest.raises(NeedsPerson) as caught:
        hold(client, FO, "again")
    assert caught.value.code == "shop_hold_refused"


def test_a_hold_refused_or_not_made_is_a_failure(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(
        held(None, wrong("x", code="FULFILLMENT_ORDER_HOLD_LIMIT_REACHED")),
        held(None),
        data({"fulfillmentOrderHold": None}),
    )
    codes = []
    for _ in range(3):
        with pytest.raises(NeedsPerson) as caught:
            hold(client, FO, "x")
        codes.append(caught.value.code)
    assert codes == ["shop_hold_refused", "refused", "refused"]


def released(*errors: dict[str, Any]) -> bytes:
    payload = {"fulfillmentOrder": None, "userErrors": list(errors)}
    return data({"fulfillmentOrderReleaseHold": payload})


def test_only_named_holds_are_released(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(released())
    release(client, FO, [])
    assert shop.calls == []
    release(client, FO, [HOLD_GID])
    assert shop.calls[0].variables == {"id": FO, "holds": [HOLD_GID]}


def test_a_hold_that_is_gone_is_released(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(released(wrong("gone", code="FULFILLMENT_ORDER_NOT_FOUND")))
    release(client, FO, [HOLD_GID])
    assert shop.operations == ["ReleaseHolds"]


def test_anothers_hold_is_not_ours_to_release(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(released(wrong("no", code="INVALID_ACCESS")))
    with pytest.raises(NeedsPerson) as caught:
        release(client, FO, [HOLD_GID])
    assert caught.value.code == "shop_hold_foreign"


def moved(node: Any, *errors: dict[str, Any]) -> bytes:
    payload = {"movedFulfillmentOrder": node, "userErrors": list(errors)}
    return data({"fulfillmentOrderMove": payload})


def test_a_move_gives_the_order_that_lies_there(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(data({"fulfillmentOrder": to_pack(1)}), moved({"id": FO + "9"}))
    assert move(client, FO, THERE) == FO + "9"
    assert shop.calls[1].variables == {"id": FO, "location": THERE}


def test_what_lies_there_already_is_not_moved(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(data({"fulfillmentOrder": to_pack(1)}))
    assert move(client, FO, HERE) == FO
    assert shop.operations == ["OneToPack"]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (
            moved(None, wrong("x", code="CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS")),
            "shop_in_progress",
        ),
        (moved(None, wrong("is not active", "newLocationId")), "shop_location"),
        (moved(None), "refused"),
    ],
)
def test_a_refused_move_is_explained(
    shop: ScriptedShop, client: ShopifyClient, told: bytes, code: str
) -> None:
    shop.will(data({"fulfillmentOrder": None}), told)
    with pytest.raises(NeedsPerson) as caught:
        move(client, FO, THERE)
    assert caught.value.code == code


def test_an_answer_that_lacks_a_part_stops_the_side(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(data({"order": {"fulfillmentOrders": {"nodes": [{}]}}}))
    with pytest.raises(AccountProblem):
        fulfillment_orders(client, GID)


def order_of(number: int, location: str, *lines: tuple[int, int], **more: Any) -> FulfillmentOrder:
    given = {"status": "OPEN", "can_fulfill": True, "holds": (), **more}
    gids = tuple((pack_line_gid(number * 10 + n), line_gid(n), left) for n, left in lines)
    gid = f"gid://shopify/FulfillmentOrder/{number}"
    return FulfillmentOrder(gid=gid, location_gid=location, lines=gids, **given)


def test_there_is_one_call_per_location() -> None:
    orders = [
        order_of(1, HERE, (1, 1), (2, 5)),
        order_of(2, THERE, (1, 2)),
        order_of(3, HERE, (2, 1)),
    ]
    calls = to_fulfill(orders, {line_gid(1): 2, line_gid(2): 6, line_gid(3): 0})
    assert calls == (
        {
            orders[0].gid: ((pack_line_gid(11), 1), (pack_line_gid(12), 5)),
            orders[2].gid: ((pack_line_gid(32), 1),),
        },
        {orders[1].gid: ((pack_line_gid(21), 1),)},
    )


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"status": "ON_HOLD", "can_fulfill": False}, "shop_on_hold"),
        ({"status": "SCHEDULED", "can_fulfill": False}, "shop_scheduled"),
        ({"status": "OPEN", "can_fulfill": False}, "shop_at_service"),
        ({"status": "CLOSED", "can_fulfill": False}, "shop_not_open"),
        ({}, "shop_not_open"),
    ],
)
def test_what_cannot_be_fulfilled_whole_is_not_begun(more: dict[str, Any], code: str) -> None:
    orders = [order_of(1, HERE, (1, 1)), order_of(2, HERE, (2, 1), **more)]
    with pytest.raises(NeedsPerson) as caught:
        to_fulfill(orders, {line_gid(1): 1, line_gid(2): 2})
    assert caught.value.code == code


def test_the_reason_of_a_hold_is_named() -> None:
    holds = ((HOLD_GID, "Buyer wishes to cancel"), ("x", ""))
    blocked = order_of(1, HERE, (1, 1), status="ON_HOLD", can_fulfill=False, holds=holds)
    with pytest.raises(NeedsPerson) as caught:
        to_fulfill([blocked], {line_gid(1): 1})
    assert caught.value.cause.endswith("Buyer wishes to cancel")


def test_a_held_order_beside_an_open_one_does_not_matter() -> None:
    orders = [
        order_of(1, HERE, (1, 1), status="ON_HOLD", can_fulfill=False),
        order_of(2, THERE, (1, 1)),
    ]
    (call,) = to_fulfill(orders, {line_gid(1): 1})
    assert list(call) == [orders[1].gid]


def test_what_a_lost_call_made_is_known_by_lines_and_number() -> None:
    def on_order(n: int, *lines: tuple[int, int], number: str = "1Z9", **more: Any) -> Any:
        tracking = [{"company": "UPS", "number": number, "url": None}] if number else []
        node = fulfillment(n, trackingInfo=tracking, **more)
        return read_fulfillment(node, [shipped(*line) for line in lines])

    wanted = {line_gid(1): 2, line_gid(2): 1, line_gid(3): 0}
    ours = on_order(9, (1, 1), (2, 1), (1, 1))
    others = [
        on_order(1, (1, 2), (2, 1)),
        on_order(2, (1, 2)),
        on_order(3, (1, 2), (2, 1), number="1Z8"),
        on_order(4, (1, 2), (2, 1), number=""),
        on_order(5, (1, 2), (2, 1), status="CANCELLED"),
    ]
    known = {others[0].gid}
    ups = Tracking("UPS", "1Z9")
    found = find_fulfillment([*others, ours], wanted, ups, known)
    assert found == ours
    assert find_fulfillment(others, wanted, ups, known) is None
    assert find_fulfillment(others, wanted, None, known) == others[3]
