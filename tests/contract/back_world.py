"""A shop with one order in the middle of its life, and what each document asks of it."""

from collections.abc import Callable
from typing import Any

from tests.sandbox.shopify.shop_stand import Stand, key_field, money, paid, tax

AMAZON_ID = "222-2222222-2222222"


def lively_order(stand: Stand) -> dict[str, Any]:
    """The ledger's entry of an order that was sent in part and refunded in part."""
    stand.made(
        {
            "sourceIdentifier": AMAZON_ID,
            "lineItems": [
                {
                    "variantId": stand.gid("LAMP/2"),
                    "quantity": 3,
                    "taxLines": [tax("6.00")],
                    "requiresShipping": True,
                }
            ],
            "shippingLines": [{"title": "S", "priceSet": money("5"), "taxLines": [tax("0.25")]}],
            "transactions": [paid("131.25")],
            "metafields": [{**key_field(AMAZON_ID), "namespace": "crossdock_intent", "key": "a1",
                            "type": "single_line_text_field"}],
        }
    )  # fmt: skip
    event = stand.part.event
    event(
        "shopify.fulfil",
        {"order": AMAZON_ID, "lines": {"LAMP/2": 1}, "number": "1Z", "company": "UPS"},
    )
    event(
        "shopify.refund",
        {"order": AMAZON_ID, "lines": {"LAMP/2": 1}, "shipping": "1.00", "note": "n"},
    )
    stand.pass_time(600)
    return entry_of(stand)


def entry_of(stand: Stand) -> dict[str, Any]:
    """The order as the ledger tells it now."""
    return next(e for e in stand.part.ledger() if e["source_identifier"] == AMAZON_ID)


def _held(stand: Stand, entry: dict[str, Any]) -> dict[str, Any]:
    hold = """mutation H($id: ID!) { fulfillmentOrderHold(
      id: $id, fulfillmentHold: {reason: OTHER, handle: "x"}
    ) { fulfillmentHold { id } } }"""
    packing = entry["fulfillment_orders"][0]["id"]
    made = stand.data(hold, {"id": packing})["fulfillmentOrderHold"]["fulfillmentHold"]
    return {"id": packing, "holds": [made["id"]]}


def _cancelled(stand: Stand, entry: dict[str, Any]) -> dict[str, Any]:
    stand.part.event("shopify.cancel_fulfillment", {"order": AMAZON_ID})
    return {"id": entry["id"], "orderId": entry["id"], "reason": "CUSTOMER", "restock": True,
            "refundMethod": {"originalPaymentMethodsRefund": True}, "note": "n",
            "staffNote": "n", "notifyCustomer": False}  # fmt: skip


def _job(stand: Stand, entry: dict[str, Any]) -> dict[str, Any]:
    cancel = """mutation C($orderId: ID!) { orderCancel(
      orderId: $orderId, reason: OTHER, restock: false
    ) { job { id } } }"""
    variables = {"orderId": _cancelled(stand, entry)["orderId"]}
    return {"id": stand.data(cancel, variables)["orderCancel"]["job"]["id"]}


def _to_send(stand: Stand, entry: dict[str, Any]) -> dict[str, Any]:
    (packing,) = entry["fulfillment_orders"]
    parts = [{"fulfillmentOrderId": packing["id"]}]
    tracking = {"company": "FedEx", "numbers": ["1", "2"]}
    return {
        "fulfillment": {"lineItemsByFulfillmentOrder": parts, "trackingInfo": tracking},
        "message": None,
    }


def _refund(stand: Stand, entry: dict[str, Any]) -> dict[str, Any]:
    query = "query T($id: ID!) { order(id: $id) { transactions(first: 1) { id gateway } } }"
    (sale,) = stand.data(query, {"id": entry["id"]})["order"]["transactions"]
    payment = {"orderId": entry["id"], "parentId": sale["id"], "kind": "REFUND",
               "gateway": sale["gateway"], "amount": "43.05"}  # fmt: skip
    line = {"lineItemId": entry["lines"][0]["line_id"], "quantity": 1, "restockType": "NO_RESTOCK"}
    given = {
        "orderId": entry["id"],
        "currency": "USD",
        "refundLineItems": [line],
        "shipping": {"amount": "1.00"},
        "transactions": [payment],
    }
    return {"input": given, "key": "k1"}


def _of(part: str) -> Callable[[Stand, dict[str, Any]], dict[str, Any]]:
    def asked(stand: Stand, entry: dict[str, Any]) -> dict[str, Any]:
        gid = entry[part][0]["id"]
        location = stand.location()
        tracking = {"company": "UPS", "number": "9"}
        return {
            "id": gid,
            "fulfillmentId": gid,
            "hold": {"reason": "OTHER", "handle": "crossdock"},
            "location": location,
            "tracking": tracking,
            "info": tracking,
            "notify": False,
        }

    return asked


def _order(stand: Stand, entry: dict[str, Any]) -> dict[str, Any]:
    line = {"lineItemId": entry["lines"][0]["line_id"], "quantity": 2, "restockType": "NO_RESTOCK"}
    return {"id": entry["id"], "lines": [line], "shipping": "2.00", "fullShipping": True}


ASKS: dict[str, Callable[[Stand, dict[str, Any]], dict[str, Any]]] = {
    "OrderState": _order,
    "MoreOrderLines": _order,
    "OrderFulfillments": _order,
    "FulfillmentIds": _order,
    "OneFulfillment": _of("fulfillments"),
    "OrderRefunds": _order,
    "RefundIds": _order,
    "OneRefund": _of("refunds"),
    "RefundLines": _of("refunds"),
    "FulfillmentOrders": _order,
    "OrderToPack": _order,
    "OneToPack": _of("fulfillment_orders"),
    "SuggestedRefund": _order,
    "ReadIntents": lambda stand, entry: {"id": entry["id"], "namespace": "crossdock_intent"},
    "JobState": _job,
    "CreateFulfillment": _to_send,
    "UpdateTracking": _of("fulfillments"),
    "CancelFulfillment": _of("fulfillments"),
    "HoldToPack": _of("fulfillment_orders"),
    "ReleaseHolds": _held,
    "MoveToPack": _of("fulfillment_orders"),
    "CreateRefund": _refund,
    "CancelOrder": _cancelled,
}
