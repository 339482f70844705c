"""Money and goods that go back: exact sums, one refund for one key, and what is refused."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.channels.shopify.queries import DOCUMENTS
from tests.sandbox.shopify.back_stand import BackStand
from tests.sandbox.shopify.shop_stand import custom_line, money, paid, tax


def _refund(stand: BackStand, key: str, given: dict[str, Any]) -> dict[str, Any]:
    return stand.call("CreateRefund", input=given, key=key)


def _suggested(stand: BackStand, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer = stand.call("SuggestedRefund", id=stand.order_id, lines=list(lines), **more)
    found: dict[str, Any] = answer["suggestedRefund"]
    return found


def _presentment(bag: dict[str, Any]) -> Decimal:
    return Decimal(bag["presentmentMoney"]["amount"])


def _code(stand: BackStand, key: str, given: dict[str, Any]) -> str:
    answer = stand.ask(DOCUMENTS["CreateRefund"], {"input": given, "key": key})
    return str(answer["errors"][0]["extensions"]["code"])


def test_the_suggestion_is_what_the_lines_cost() -> None:
    stand = BackStand()
    offer = _suggested(stand, stand.goods(1), shipping="2.50")
    # 12.50 + a third of 3.10 tax + 2.50 shipping + half of its tax
    assert _presentment(offer["amountSet"]) == Decimal("16.41")
    assert _presentment(offer["subtotalSet"]) == Decimal("12.50")
    assert _presentment(offer["totalTaxSet"]) == Decimal("1.41")
    assert _presentment(offer["maximumRefundableSet"]) == Decimal("57.35")
    (payment,) = offer["suggestedTransactions"]
    assert payment["gateway"] == "Amazon"
    assert payment["parentTransaction"]["id"] == stand.state()["transactions"][0]["id"]


def test_goods_and_money_go_back() -> None:
    stand = BackStand()
    stand.pass_time(60)
    given = stand.refund_input(
        "16.41", refundLineItems=[stand.goods(1)], shipping={"amount": "2.50"},
        note="Amazon refund 1", processedAt="2026-11-10T00:00:00Z", notify=False,
    )  # fmt: skip
    made = _refund(stand, "k1", given)
    assert made["userErrors"] == []
    (line,) = made["refund"]["refundLineItems"]["nodes"]
    assert (line["quantity"], line["restocked"]) == (1, False)
    assert _presentment(line["totalTaxSet"]) == Decimal("1.03")
    (told,) = stand.entry()["refunds"]
    assert (told["key"], told["made_by"], told["total"]) == ("k1", "app", "16.41")
    assert (told["shipping"], told["shipping_tax"], told["adjustment"]) == ("2.50", "0.38", "0.00")
    assert told["processed_at"] == "2026-11-10T00:00:00Z"
    state = stand.state()
    assert state["displayFinancialStatus"] == "PARTIALLY_REFUNDED"
    assert _presentment(state["totalRefundedSet"]) == Decimal("16.41")
    mug = state["lineItems"]["nodes"][0]
    assert (mug["currentQuantity"], mug["refundableQuantity"]) == (2, 2)
    assert mug["unfulfilledQuantity"] == 3  # no restock: all are still to pack
    assert state["transactions"][-1]["kind"] == "REFUND"
    assert stand.entry()["stock_moves"] == []


def test_one_key_makes_one_refund() -> None:
    stand = BackStand()
    given = stand.refund_input("5.00")
    first, again = _refund(stand, "k", given), _refund(stand, "k", given)
    assert first["refund"]["id"] == again["refund"]["id"]
    other = stand.refund_input("6.00")
    assert _code(stand, "k", other) == "IDEMPOTENCY_KEY_PARAMETER_MISMATCH"
    assert [refund["total"] for refund in stand.entry()["refunds"]] == ["5.00"]
    stand.pass_time(25 * 3600)  # forgotten: only a look at the order helps
    _refund(stand, "k", given)
    assert [refund["total"] for refund in stand.entry()["refunds"]] == ["5.00", "5.00"]


def test_a_key_under_way_or_failed_is_told() -> None:
    stand = BackStand()
    stand.part.knobs["refund_busy_s"] = 10.0
    given = stand.refund_input("5.00")
    made = _refund(stand, "k", given)
    assert _code(stand, "k", given) == "IDEMPOTENCY_CONCURRENT_REQUEST"
    stand.pass_time(11)
    assert _refund(stand, "k", given)["refund"]["id"] == made["refund"]["id"]
    wrong = stand.refund_input("500.00")
    assert "greater than" in _refund(stand, "w", wrong)["userErrors"][0]["message"]
    stand.pass_time(11)
    assert _code(stand, "w", wrong) == "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED"
    assert len(stand.entry()["refunds"]) == 1


def test_a_refund_needs_a_key() -> None:
    stand = BackStand()
    query = "mutation R($i: RefundInput!) { refundCreate(input: $i) { refund { id } } }"
    (error,) = stand.ask(query, {"i": stand.refund_input("5.00")})["errors"]
    assert "@idempotent" in error["message"]
    assert stand.entry()["refunds"] == []


def test_a_lost_answer_is_given_again() -> None:
    stand = BackStand()
    given = stand.refund_input("5.00")
    stand.part.knobs["internal_error"] = "after"
    assert _code(stand, "k", given) == "INTERNAL_SERVER_ERROR"
    stand.part.knobs["internal_error"] = ""
    assert _refund(stand, "k", given)["userErrors"] == []
    assert len(stand.entry()["refunds"]) == 1


def _refusals() -> list[tuple[str, Any]]:
    def lines(*given: dict[str, Any]) -> Any:
        return lambda s: s.refund_input("1.00", refundLineItems=[s.goods(1, **g) for g in given])

    def payment(**changed: Any) -> Any:
        def made(stand: BackStand) -> dict[str, Any]:
            given = stand.refund_input("1.00")
            given["transactions"][0].update(changed)
            return given

        return made

    return [
        ("orderId", lambda s: {**s.refund_input("1.00"), "orderId": "gid://shopify/Order/1"}),
        ("currency", lambda s: s.refund_input("1.00", currency="EUR")),
        ("amount", payment(amount="57.36")),
        ("amount", payment(amount="1.001")),
        ("amount", payment(amount="-1.00")),
        ("kind", payment(kind="SALE")),
        ("gateway", payment(gateway="other")),
        ("parentId", payment(parentId="gid://shopify/OrderTransaction/1")),
        ("orderId", payment(orderId="gid://shopify/Order/1")),
        ("quantity", lambda s: s.refund_input("1.00", refundLineItems=[s.goods(4)])),
        ("quantity", lambda s: s.refund_input("1.00", refundLineItems=[s.goods(2), s.goods(2)])),
        ("quantity", lambda s: s.refund_input("1.00", refundLineItems=[s.goods(0)])),
        ("lineItemId", lines({"lineItemId": "gid://shopify/LineItem/1"})),
        ("locationId", lines({"restockType": "CANCEL"})),
        ("restockType", lambda s: s.refund_input(
            "1.00", refundLineItems=[s.goods(1, restockType="RETURN", locationId=s.location())])),
        ("restockType", lines({"restockType": "LEGACY_RESTOCK"})),
        ("amount", lambda s: s.refund_input("1.00", shipping={"amount": "5.01"})),
        ("shipping", lambda s: s.refund_input(
            "1.00", shipping={"amount": "1.00", "fullRefund": True})),
        ("processedAt", lambda s: s.refund_input("1.00", processedAt="2027-11-10T00:00:00Z")),
        ("transactions", lambda s: s.refund_input()),
    ]  # fmt: skip


@pytest.mark.parametrize(("where", "make"), _refusals())
def test_a_refund_that_cannot_be_changes_nothing(where: str, make: Any) -> None:
    stand = BackStand()
    given, before = make(stand), stand.entry()
    payload = _refund(stand, "k", given)
    assert payload["refund"] is None
    assert payload["userErrors"][0]["field"][-1] == where
    assert stand.entry() == before


def test_more_than_came_in_only_where_it_is_allowed() -> None:
    stand = BackStand()
    assert _refund(stand, "a", stand.refund_input("57.35"))["userErrors"] == []
    assert stand.entry()["financial_status"] == "REFUNDED"
    assert (
        "greater than"
        in _refund(stand, "b", stand.refund_input("0.01"))["userErrors"][0]["message"]
    )
    over = stand.refund_input("0.01", allowOverRefunding=True)
    assert _refund(stand, "c", over)["userErrors"] == []
    assert stand.entry()["refunded"] == "57.36"


def test_goods_come_back_to_the_shelf() -> None:
    stand = BackStand()
    home = next(iter(stand.part.shop.locations.values())).id
    stand.send(1)
    back = [
        stand.goods(1, restockType="RETURN", locationId=home),
        stand.goods(1, restockType="CANCEL", locationId=home),
    ]
    assert _refund(stand, "k", stand.refund_input(refundLineItems=back))["userErrors"] == []
    assert stand.part.shop.variant_of_sku("MUG-1").stock == 10 - 3 + 2
    mug = stand.state()["lineItems"]["nodes"][0]
    assert (mug["unfulfilledQuantity"], mug["currentQuantity"]) == (1, 1)
    assert [line["quantity"] for line in stand.entry()["to_pack"]] == [1, 1]
    (told,) = stand.entry()["refunds"]
    assert (told["total"], told["status"]) == ("0.00", [])


def test_money_that_has_not_moved() -> None:
    stand = BackStand()
    stand.part.knobs["refund_status"] = "PENDING"
    _refund(stand, "k", stand.refund_input("57.35"))
    assert (stand.entry()["refunded"], stand.entry()["financial_status"]) == ("0.00", "PAID")
    assert (
        "greater than" in _refund(stand, "b", stand.refund_input("1"))["userErrors"][0]["message"]
    )
    stand.happens("settle_refunds", status="FAILURE")
    assert stand.entry()["refunded"] == "0.00"
    stand.part.knobs["refund_status"] = "SUCCESS"
    assert _refund(stand, "c", stand.refund_input("57.35"))["userErrors"] == []
    assert stand.entry()["financial_status"] == "REFUNDED"


def test_two_currencies_agree_to_the_last_cent() -> None:
    stand = BackStand()
    stand.part.event("shopify.set_currencies", {"presentment_currencies": ["EUR"]})
    given = {
        "sourceIdentifier": "E",
        "presentmentCurrency": "EUR",
        "lineItems": [
            {**custom_line("0", 3), "priceSet": money("3.33", presentment=("3.00", "EUR"))}
        ],
        "transactions": [
            {"gateway": "Amazon", "amountSet": money("9.99", presentment=("9.00", "EUR"))}
        ],
    }
    stand.made(given)
    for _ in range(3):
        stand.part.event(
            "shopify.refund", {"order": "E", "lines": [{"line": _line(stand), "quantity": 1}]}
        )
    entry = stand.part.ledger()[1]
    assert (entry["refunded"], entry["financial_status"]) == ("9.00", "REFUNDED")
    assert sum(Decimal(refund["shop_total"]) for refund in entry["refunds"]) == Decimal("9.99")


def _line(stand: BackStand) -> str:
    return str(stand.part.ledger()[1]["lines"][0]["line_id"])


@settings(max_examples=40, deadline=None)
@given(
    price=st.decimals("0.01", "99.99", places=2),
    line_tax=st.decimals("0", "9.99", places=2),
    discount=st.decimals("0", "5", places=2),
    included=st.booleans(),
)
def test_refunds_one_by_one_add_up_to_the_order(
    price: Decimal, line_tax: Decimal, discount: Decimal, included: bool
) -> None:
    goods = price * 3 + Decimal("1.01")
    total = (
        goods
        - min(discount, goods)
        + Decimal("3.33")
        + (0 if included else line_tax + Decimal("0.10"))
    )
    code = {"code": "A", "amountSet": money(str(discount))}
    stand = BackStand(
        lineItems=[
            custom_line(str(price), 3, sku="A", taxLines=[tax(str(line_tax))]),
            custom_line("1.01", sku="B"),
        ],
        shippingLines=[{"title": "S", "priceSet": money("3.33"), "taxLines": [tax("0.10")]}],
        discountCode={"itemFixedDiscountCode": code},
        taxesIncluded=included,
        transactions=[paid(str(total))],
    )
    for lines, shipping in (({"A": 1}, "1.11"), ({"A": 1, "B": 1}, False), ({"A": 1}, True)):
        stand.happens("refund", lines=lines, shipping=shipping)
    entry = stand.entry()
    assert entry["financial_status"] == ("REFUNDED" if total else "PAID")
    assert Decimal(entry["refunded"]) == total
    assert {Decimal(refund["adjustment"]) for refund in entry["refunds"]} == {Decimal(0)}
