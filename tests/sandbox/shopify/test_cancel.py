"""Orders that are cancelled: when they can be, and what becomes of goods and money."""

from typing import Any

import pytest

from tests.sandbox.shopify.back_stand import BackStand
from tests.sandbox.shopify.shop_stand import custom_line, order

MONEY = {"refundMethod": {"originalPaymentMethodsRefund": True}}


def test_a_job_cancels_it_after_a_while() -> None:
    stand = BackStand()
    job = stand.cancel(**MONEY, note="Cancelled on Amazon")["job"]["id"]
    assert stand.call("JobState", id=job) == {"id": job, "done": False}
    assert stand.state()["cancelledAt"] is None
    assert stand.refusal("CancelOrder", id=stand.order_id, reason="OTHER", restock=False)[
        1
    ].endswith("try again later.")
    stand.pass_time(4)
    assert stand.call("JobState", id=job)["done"] is True
    state = stand.state()
    assert (state["cancelReason"], state["displayFinancialStatus"]) == ("CUSTOMER", "REFUNDED")
    assert state["displayFulfillmentStatus"] == "FULFILLMENT_NOT_REQUIRED"
    assert state["updatedAt"] == state["cancelledAt"]
    lines = state["lineItems"]["nodes"]
    assert [(n["currentQuantity"], n["unfulfilledQuantity"]) for n in lines] == [(0, 0), (0, 0)]
    entry = stand.entry()
    assert entry["cancellation"]["made_by"] == "app"
    assert entry["cancellation"]["note"] == "Cancelled on Amazon"
    assert (entry["to_pack"], entry["refunded"]) == ([], "57.35")
    assert stand.part.shop.variant_of_sku("MUG-1").stock == 10
    assert stand.packing()["status"] == "CLOSED"
    assert stand.packing()["supportedActions"] == []


def test_without_restock_and_money_neither_moves() -> None:
    stand = BackStand()
    stand.cancel(restock=False)
    stand.pass_time(4)
    entry = stand.entry()
    assert (entry["refunded"], entry["financial_status"]) == ("0.00", "PAID")
    assert stand.part.shop.variant_of_sku("MUG-1").stock == 7
    assert entry["to_pack"] == []


def test_what_was_refunded_before_goes_back_once() -> None:
    stand = BackStand()
    stand.happens("refund", lines={"MUG-1": 1})
    stand.cancel(**MONEY)
    stand.pass_time(4)
    assert stand.entry()["refunded"] == "57.35"
    assert [r["lines"][0]["quantity"] for r in stand.entry()["refunds"]] == [1, 2]


def _cancelled(stand: BackStand) -> None:
    stand.happens("cancel")


def _closed(stand: BackStand) -> None:
    name = next(iter(stand.part.shop.locations.values())).name
    stand.part.event("shopify.close_location", {"location_id": name})


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (_cancelled, "already been cancelled"),
        (lambda s: s.send(1), "fulfillments"),
        (lambda s: s.happens("return"), "returns"),
        (lambda s: s.happens("refund", amount="1", status="PENDING"), "pending"),
        (_closed, "deactivated"),
    ],
)
def test_orders_that_cannot_be_cancelled(before: Any, words: str) -> None:
    stand = BackStand()
    before(stand)
    code, said = stand.refusal("CancelOrder", id=stand.order_id, reason="OTHER", restock=True)
    assert code == "INVALID"
    assert words in said


@pytest.mark.parametrize(
    ("more", "knobs", "code"),
    [
        ({"id": "gid://shopify/Order/1"}, {}, "NOT_FOUND"),
        ({"note": "n" * 256}, {}, "INVALID"),
        (MONEY, {"no_refund_permission": True}, "NO_REFUND_PERMISSION"),
        ({}, {"cancel_fails": True}, "INTERNAL_ERROR"),
        (
            {"refundMethod": {"storeCreditRefund": {}}},
            {},
            "STORE_CREDIT_REFUND_MISSING_CUSTOMER",
        ),
    ],
)
def test_wishes_that_are_refused(more: dict[str, Any], knobs: dict[str, Any], code: str) -> None:
    stand = BackStand()
    stand.part.knobs.update(knobs)
    usual = {"id": stand.order_id, "reason": "OTHER", "restock": False}
    assert stand.refusal("CancelOrder", **{**usual, **more})[0] == code
    stand.pass_time(10)
    assert stand.state()["cancelledAt"] is None


def test_what_is_sent_meanwhile_is_not_cancelled() -> None:
    stand = BackStand()
    job = stand.cancel()["job"]["id"]
    stand.happens("fulfil")
    stand.pass_time(4)
    assert stand.call("JobState", id=job)["done"] is True
    assert stand.state()["cancelledAt"] is None


def test_an_unpaid_order_is_voided() -> None:
    stand = BackStand(transactions=[], lineItems=[custom_line()])
    stand.cancel()
    stand.pass_time(4)
    assert stand.entry()["financial_status"] == "VOIDED"


def test_the_merchant_cancels_at_once() -> None:
    stand = BackStand()
    stand.happens("hold")
    told = stand.happens("cancel", reason="fraud")
    assert told["cancellation"]["reason"] == "FRAUD"
    assert told["cancellation"]["made_by"] == "merchant"
    assert told["refunded"] == "57.35"
    with pytest.raises(ValueError, match="already"):
        stand.happens("cancel")
    with pytest.raises(ValueError, match="reason"):
        stand.happens("cancel", reason="whim")


def test_an_order_that_is_deleted_meanwhile_is_left_alone() -> None:
    stand = BackStand()
    job = stand.cancel()["job"]["id"]
    stand.part.event("shopify.delete_order", {"order_id": stand.order_id})
    stand.pass_time(4)
    assert stand.call("JobState", id=job)["done"] is True
    assert stand.data("{ orders(first: 5) { nodes { id } } }") == {"orders": {"nodes": []}}
    assert stand.made(order())["name"] == "#1002"
