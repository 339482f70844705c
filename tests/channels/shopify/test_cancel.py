"""Cancelling an order: what is sent, and what each end means."""

from typing import Any

import pytest

from desktop.channels.shopify.cancel import AlreadyCancelled, cancel_order, job_is_done
from desktop.channels.shopify.client import ShopifyClient
from desktop.errors import AccountProblem, NeedsPerson, OutcomeUnknown, TryLater
from tests.channels.shopify.orders_back import GID
from tests.channels.shopify.scripted_shop import HANG_UP, ScriptedShop, data, error, graphql, raw

JOB = "gid://shopify/Job/1"


def taken(job: Any, *errors: dict[str, Any]) -> bytes:
    return data({"orderCancel": {"job": job, "orderCancelUserErrors": list(errors)}})


def wrong(message: str, code: str | None = "INVALID") -> dict[str, Any]:
    return {"field": ["orderId"], "message": message, "code": code}


def cancel(client: ShopifyClient, **more: Any) -> str:
    asked: dict[str, Any] = {"reason": "CUSTOMER", "restock": True, "refund": True, "note": "n"}
    return cancel_order(client, GID, **{**asked, **more})


def test_a_cancellation_gives_the_payment_back_without_mail(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(taken({"id": JOB}))
    assert cancel(client) == JOB
    call = shop.calls[0]
    assert call.variables == {
        "id": GID,
        "reason": "CUSTOMER",
        "restock": True,
        "note": "n",
        "refundMethod": {"originalPaymentMethodsRefund": True},
    }
    assert "notifyCustomer: false" in call.sent["query"]


def test_without_refund_no_method_is_named_and_a_note_is_cut(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(taken({"id": JOB}), taken({"id": JOB}))
    cancel(client, refund=False, restock=False, note="x" * 400)
    cancel(client, refund=False, note="")
    first, second = (call.variables for call in shop.calls)
    assert "refundMethod" not in first
    assert (first["restock"], first["note"]) == (False, "x" * 255)
    assert second["note"] is None


def test_a_reason_that_is_none_of_shopifys_is_a_mistake(client: ShopifyClient) -> None:
    with pytest.raises(ValueError, match="BORED"):
        cancel(client, reason="BORED")


def test_what_is_cancelled_already_is_told_from_all_else(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(taken(None, wrong("Order has already been canceled")))
    with pytest.raises(AlreadyCancelled):
        cancel(client)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (wrong("Cannot cancel a fulfilled order"), "shop_fulfilled"),
        (wrong("x", "NOT_FOUND"), "shop_order_gone"),
        (wrong("x", "NO_REFUND_PERMISSION"), "shop_permission"),
    ],
)
def test_a_refusal_is_explained(
    shop: ScriptedShop, client: ShopifyClient, said: dict[str, Any], code: str
) -> None:
    shop.will(taken(None, said))
    with pytest.raises(NeedsPerson) as caught:
        cancel(client)
    assert caught.value.code == code
    assert caught.value.technical.request_id == "req-1"


@pytest.mark.parametrize(
    "told",
    [
        HANG_UP,
        raw("504 Gateway Timeout"),
        data({"orderCancel": None}),
        taken(None),
        taken({"id": None}),
        taken({"id": JOB}, wrong("and yet")),
        taken(None, wrong("Internal error", "INTERNAL_ERROR")),
        graphql({"errors": [error("INTERNAL_SERVER_ERROR")]}),
    ],
)
def test_an_unclear_end_is_unknown(shop: ScriptedShop, client: ShopifyClient, told: bytes) -> None:
    shop.will(told)
    with pytest.raises(OutcomeUnknown):
        cancel(client)


def test_too_many_attempts_had_no_effect(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(taken(None, wrong("Too many attempts. Please try again later.")))
    with pytest.raises(TryLater):
        cancel(client)


def test_refused_variables_are_this_cancellations_failure(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(graphql({"errors": [error("INVALID_VARIABLE", problems=[{"path": ["note"]}])]}))
    with pytest.raises(NeedsPerson) as caught:
        cancel(client)
    assert caught.value.code == "shop_input_refused"


@pytest.mark.parametrize(
    ("job", "done"),
    [({"id": JOB, "done": False}, False), ({"id": JOB, "done": True}, True), (None, True)],
)
def test_a_job_has_ended_or_is_forgotten(
    shop: ScriptedShop, client: ShopifyClient, job: Any, done: bool
) -> None:
    shop.will(data({"job": job}))
    assert job_is_done(client, JOB) is done
    assert shop.calls[0].variables == {"id": JOB}


def test_an_answer_without_a_job_is_none(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(data({}))
    with pytest.raises(AccountProblem):
        job_is_done(client, JOB)
