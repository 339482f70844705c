"""Recording a refund: the draft that is kept, what is sent of it, and what each end means."""

from typing import Any

import pytest

from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.refunds import (
    KeySpent,
    Source,
    Suggested,
    create_refund,
    draft_refund,
    suggested,
)
from desktop.errors import NeedsPerson, OutcomeUnknown, TryLater
from tests.channels.shopify.orders_back import (
    GID,
    bag,
    line_gid,
    page,
    payment,
    refund,
    refund_line,
    shipping,
)
from tests.channels.shopify.scripted_shop import HANG_UP, ScriptedShop, data, error, graphql, raw

SALE = "gid://shopify/OrderTransaction/1"
SECOND = "gid://shopify/OrderTransaction/2"
KEY = "3f1c"
DRAFT: dict[str, Any] = {
    "orderId": GID,
    "currency": "SEK",
    "note": "Amazon refund R-1",
    "notify": False,
    "refundLineItems": [{"lineItemId": line_gid(1), "quantity": 1, "restockType": "NO_RESTOCK"}],
    "transactions": [
        {
            "orderId": GID,
            "parentId": SALE,
            "kind": "REFUND",
            "gateway": "Amazon",
            "amount": "24.00",
        }
    ],
    "shipping": {"amount": "4.00"},
    "processedAt": "2026-11-20T10:00:00Z",
}


def sale(gid: str, amount: str, kind: str = "SALE", status: str = "SUCCESS") -> dict[str, Any]:
    return payment(kind, amount, status, id=gid, gateway="Amazon", parentTransaction=None)


def back(amount: str, parent: str | None, status: str = "SUCCESS") -> dict[str, Any]:
    given = {"id": parent} if parent else None
    return payment("REFUND", amount, status, parentTransaction=given, gateway="Amazon")


def offer(
    *payments: dict[str, Any], maximum: str = "100.00", first: str = SALE, freight: str = "9.00"
) -> bytes:
    return data(
        {
            "order": {
                "presentmentCurrencyCode": "SEK",
                "suggestedRefund": {
                    "amountSet": bag("24.00"),
                    "subtotalSet": bag("16.00"),
                    "totalTaxSet": bag("4.00"),
                    "maximumRefundableSet": bag(maximum),
                    "shipping": {"amountSet": bag("4.00"), "maximumRefundableSet": bag(freight)},
                    "suggestedTransactions": [
                        {
                            "gateway": "Amazon",
                            "amountSet": bag("24.00"),
                            "parentTransaction": {"id": first},
                        }
                    ],
                },
                "transactions": list(payments),
            }
        }
    )


def draft(client: ShopifyClient, **more: Any) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "currency": "SEK",
        "lines": [(line_gid(1), 1)],
        "shipping": 400,
        "note": "Amazon refund R-1",
        "amount": 2400,
        "processed_at": 1795168800,
    }
    return draft_refund(client, GID, **{**asked, **more})


def made(node: Any, *errors: dict[str, Any], inside: bool = False) -> bytes:
    order = {"taxesIncluded": inside}
    return data({"refundCreate": {"refund": node, "order": order, "userErrors": list(errors)}})


def wrong(message: str, *field: str) -> dict[str, Any]:
    return {"field": list(field) or None, "message": message}


def test_a_suggestion_is_read_in_the_currency_of_the_order(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(offer(sale(SALE, "100.00")))
    read = suggested(client, GID, [(line_gid(1), 1)], 400, "SEK")
    assert read == Suggested(
        currency="SEK",
        amount=2400,
        subtotal=1600,
        tax=400,
        shipping=400,
        shipping_maximum=900,
        maximum=10000,
        sources=(Source(SALE, "Amazon", 10000),),
    )
    assert shop.calls[0].variables == {
        "id": GID,
        "lines": DRAFT["refundLineItems"],
        "shipping": "4.00",
    }


def test_a_draft_is_all_that_will_be_sent(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(offer(sale(SALE, "100.00")))
    assert draft(client) == DRAFT


def test_a_flat_refund_has_no_lines_and_no_shipping(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(offer(sale(SALE, "100.00")))
    made_of = draft(client, lines=[], shipping=0, processed_at=None)
    assert made_of["refundLineItems"] == []
    assert "shipping" not in made_of
    assert "processedAt" not in made_of
    assert "shipping" not in shop.calls[0].variables


def test_goods_without_money_have_no_payment(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(offer(sale(SALE, "100.00")))
    assert draft(client, amount=0, shipping=0)["transactions"] == []


def test_the_amount_is_divided_over_what_is_left_of_each_payment(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(
        offer(
            sale(SALE, "20.00"),
            sale(SECOND, "30.00", kind="CAPTURE"),
            sale("gid://shopify/OrderTransaction/3", "70.00", status="FAILURE"),
            sale("gid://shopify/OrderTransaction/4", "70.00", kind="AUTHORIZATION"),
            back("8.00", SALE),
            back("5.00", SALE, "ERROR"),
            back("1.00", SECOND, "PENDING"),
            back("2.00", None),
            first=SECOND,
        )
    )
    payments = draft(client, amount=3500)["transactions"]
    assert [(one["parentId"], one["amount"]) for one in payments] == [
        (SECOND, "29.00"),
        (SALE, "6.00"),
    ]
    assert all(one["gateway"] == "Amazon" and one["orderId"] == GID for one in payments)


@pytest.mark.parametrize(
    ("told", "asked", "code"),
    [
        (data({"order": None}), {}, "shop_order_gone"),
        (offer(sale(SALE, "100.00")), {"currency": "USD"}, "shop_currency"),
        (offer(sale(SALE, "100.00"), freight="3.99"), {}, "shop_shipping"),
        (offer(sale(SALE, "100.00"), maximum="23.99"), {}, "shop_more_than_paid"),
        (offer(sale(SALE, "23.99")), {}, "shop_more_than_paid"),
        (offer(sale(SALE, "30.00"), back("6.01", SALE)), {}, "shop_more_than_paid"),
        (offer(), {}, "shop_more_than_paid"),
    ],
)
def test_what_shopify_would_refuse_is_not_drafted(
    shop: ScriptedShop, client: ShopifyClient, told: bytes, asked: dict[str, Any], code: str
) -> None:
    shop.will(told)
    with pytest.raises(NeedsPerson) as caught:
        draft(client, **asked)
    assert caught.value.code == code
    assert "unknown)" not in caught.value.cause


@pytest.mark.parametrize(
    "asked", [{"amount": -1}, {"shipping": -1}, {"amount": 0, "lines": [], "shipping": 0}]
)
def test_a_refund_of_nothing_is_a_mistake(client: ShopifyClient, asked: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="gives something back"):
        draft(client, **asked)


def test_the_draft_is_sent_as_it_is_with_its_key(shop: ScriptedShop, client: ShopifyClient) -> None:
    node = refund(
        4,
        "24.00",
        page([refund_line(1, "20.00", "4.00")]),
        refundShippingLines={"nodes": [shipping("4.00")]},
    )
    shop.will(made(node, inside=True))
    read = create_refund(client, DRAFT, KEY)
    assert (read.gid, read.total) == ("gid://shopify/Refund/4", 2400)
    assert (read.lines[0].subtotal, read.lines[0].tax, read.adjustment) == (1600, 400, 0)
    call = shop.calls[0]
    assert call.variables == {"input": DRAFT, "key": KEY}
    assert "@idempotent(key: $key)" in call.sent["query"]


def test_a_refund_of_many_lines_is_read_back_whole(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    lines = page([refund_line(1, "1.00")], "c1")
    shop.will(
        made(refund(4, "2.00", lines)),
        data({"refund": refund(4, "2.00", page([refund_line(1, "1.00"), refund_line(2, "1.00")]))}),
    )
    assert len(create_refund(client, DRAFT, KEY).lines) == 2


@pytest.mark.parametrize("key", ["", "  "])
def test_no_refund_leaves_without_a_key(client: ShopifyClient, key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        create_refund(client, DRAFT, key)


def keyed(code: str, **more: Any) -> bytes:
    return graphql({"errors": [error(code, "about the key", path=["refundCreate"])], **more})


@pytest.mark.parametrize("more", [{}, {"data": {"refundCreate": None}}, {"data": None}])
def test_a_request_under_way_is_repeated_with_the_same_key(
    shop: ScriptedShop, client: ShopifyClient, more: dict[str, Any]
) -> None:
    shop.will(keyed("IDEMPOTENCY_CONCURRENT_REQUEST", **more))
    with pytest.raises(TryLater) as caught:
        create_refund(client, DRAFT, KEY)
    assert caught.value.technical.code == "IDEMPOTENCY_CONCURRENT_REQUEST"


def test_a_key_with_other_amounts_is_a_persons_affair(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(keyed("IDEMPOTENCY_KEY_PARAMETER_MISMATCH"))
    with pytest.raises(NeedsPerson) as caught:
        create_refund(client, DRAFT, KEY)
    assert caught.value.code == "shop_key_mismatch"
    assert not isinstance(caught.value, KeySpent)


@pytest.mark.parametrize(
    "told",
    [
        keyed("IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED"),
        made(None, wrong("A previous request with this idempotency key failed.")),
    ],
)
def test_a_key_whose_attempt_failed_is_spent(
    shop: ScriptedShop, client: ShopifyClient, told: bytes
) -> None:
    shop.will(told)
    with pytest.raises(KeySpent) as caught:
        create_refund(client, DRAFT, KEY)
    assert caught.value.code == "shop_key_spent"
    assert "retry" in caught.value.fixes


def test_a_refusal_names_the_amount(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(made(None, wrong("Amount exceeds what is refundable", "transactions", "0")))
    with pytest.raises(NeedsPerson) as caught:
        create_refund(client, DRAFT, KEY)
    assert caught.value.code == "shop_more_than_paid"
    assert "24.00 SEK" in caught.value.cause


@pytest.mark.parametrize(
    "told",
    [
        HANG_UP,
        raw("500 Internal Server Error"),
        graphql({"errors": [error("INTERNAL_SERVER_ERROR")]}),
        data({"refundCreate": None}),
        made(None),
        made({"id": "gid://shopify/Refund/4"}),
        made(refund(4, "1.00"), wrong("and yet")),
    ],
)
def test_an_unclear_end_is_unknown(shop: ScriptedShop, client: ShopifyClient, told: bytes) -> None:
    shop.will(told)
    with pytest.raises(OutcomeUnknown):
        create_refund(client, DRAFT, KEY)


def test_refused_variables_are_this_refunds_failure(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(graphql({"errors": [error("INVALID_VARIABLE", problems=[{"path": ["currency"]}])]}))
    with pytest.raises(NeedsPerson) as caught:
        create_refund(client, DRAFT, KEY)
    assert caught.value.code == "shop_input_refused"
