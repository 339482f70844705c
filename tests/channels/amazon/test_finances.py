"""Refunds in Amazon's books: pages, times, what is a refund, and what of it the buyer gets."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desktop.channels.amazon.finances import RefundPage, refunds
from desktop.channels.amazon.orders import PaginationExpired
from desktop.channels.amazon.transactions import read_refund
from desktop.errors import AccountProblem, TryLater
from desktop.trade.returns import AmazonRefund
from tests.channels.amazon.fake import Bench, Reply, errors
from tests.channels.amazon.given import ORDER_ID

DAY = 86400
NOW = 1_790_000_000


def money(amount: float, currency: str = "USD") -> dict[str, Any]:
    return {"currencyAmount": amount, "currencyCode": currency}


def part(kind: str, amount: float, *parts: dict[str, Any]) -> dict[str, Any]:
    return {"breakdownType": kind, "breakdownAmount": money(amount), "breakdowns": list(parts)}


def entry(*items: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A refund as Amazon's books might have it; identifiers by name."""
    names = {"ORDER_ID": ORDER_ID, "REFUND_ID": "R1", **more.pop("ids", {})}
    return {
        "transactionType": "Refund",
        "transactionId": "T1",
        "transactionStatus": "Released",
        "description": "Refund Order",
        "postedDate": "2026-11-20T10:00:00Z",
        "totalAmount": money(-20.0),
        "relatedIdentifiers": [
            {"relatedIdentifierName": name, "relatedIdentifierValue": value}
            for name, value in names.items()
            if value
        ],
        "items": list(items),
        **more,
    }


def item(*parts: dict[str, Any], sku: str = "SKU-1", quantity: int = 1) -> dict[str, Any]:
    context = {"contextType": "ProductContext", "sku": sku, "quantityShipped": quantity}
    return {"totalAmount": money(-20.0), "breakdowns": list(parts), "contexts": [context]}


FEES = part("AmazonFees", 4.2, part("Commission", 5.2, part("Base", 5.2)), part("Tax", -1.0))
FULL = item(
    part("Tax", -2.24, part("OurPriceTax", -2.0), part("ShippingTax", -0.24)),
    part("ProductCharges", -24.99, part("OurPricePrincipal", -24.99)),
    part("Shipping", -2.99, part("ShippingPrincipal", -2.99)),
    FEES,
    quantity=2,
)


def read(told: Any) -> AmazonRefund | None:
    return read_refund(json.dumps(told).encode())


def total(told: Any) -> int:
    got = read(told)
    assert got is not None
    return got.total


def test_a_refund() -> None:
    assert read(entry(FULL)) == AmazonRefund(
        key="T1",
        amazon_order_id=ORDER_ID,
        posted_at=1_795_168_800,
        currency="USD",
        total=3022,
        status="RELEASED",
        items=(("SKU-1", 2, 3022),),
        description="Refund Order",
    )


@pytest.mark.parametrize("kind", ["refund", "REFUND", " Refund "])
def test_a_refund_in_any_spelling(kind: str) -> None:
    assert total(entry(FULL, transactionType=kind)) == 3022


@pytest.mark.parametrize("kind", ["Shipment", "ServiceFee", "Retrocharge", "", None])
def test_what_is_no_refund(kind: str | None) -> None:
    assert read(entry(FULL, transactionType=kind)) is None


def test_a_refund_of_no_order_or_of_nothing() -> None:
    assert read(entry(FULL, ids={"ORDER_ID": ""})) is None
    assert read(entry(totalAmount=money(0))) is None
    assert read(entry(totalAmount=money(5.0))) is None


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param(entry(), 2000, id="only a total"),
        pytest.param(entry(item()), 2000, id="an item with only a total"),
        pytest.param(
            entry(breakdowns=[part("Sales", -10, part("ProductCharges", -24.99), FEES)]),
            2499,
            id="told for the whole",
        ),
        pytest.param(
            entry(
                item(),
                breakdowns=[
                    part("Sales", 4.2, FEES),
                    part("Expenses", -27.23, part("Product Charges", -24.99), part("Tax", -2.24)),
                ],
            ),
            2723,
            id="groups of other names",
        ),
        pytest.param(
            entry(
                item(
                    part(
                        "Tax",
                        0,
                        part("OurPriceTax", -2.0),
                        part("MarketplaceFacilitatorTax-Principal", 2.0),
                    ),
                    part("ProductCharges", -10.0),
                    part("MarketplaceWithheldTax", 2.0),
                )
            ),
            1200,
            id="what Amazon keeps for the tax office is the buyer's all the same",
        ),
        pytest.param(
            entry(item(part("ProductCharges", -10.0), part("PromotionalRebates", 2.5))),
            750,
            id="a promotion taken back",
        ),
        pytest.param(
            entry(item(part("ProductCharges", -10.0), part("RestockingFee", 2.0))),
            800,
            id="a restocking fee",
        ),
        pytest.param(entry(FULL, FULL), 6044, id="two items"),
        pytest.param(entry(item(part("ProductCharges", -2.989999999))), 299, id="a float's rest"),
        pytest.param(entry(item(part("ShippingChargeback", -9), FEES)), 2000, id="fees only"),
    ],
)
def test_what_the_buyer_gets(told: Any, expected: int) -> None:
    assert total(told) == expected


@pytest.mark.parametrize(
    ("currency", "amount", "expected"), [("JPY", -1200, 1200), ("KWD", -1.234, 1234)]
)
def test_minor_units_of_the_currency(currency: str, amount: float, expected: int) -> None:
    got = read(entry(totalAmount=money(amount, currency)))
    assert got is not None
    assert (got.total, got.currency) == (expected, currency)


def test_held_back_and_released_is_the_same_money() -> None:
    held = entry(FULL, transactionId="D", transactionStatus="DEFERRED_RELEASED")
    held["relatedIdentifiers"].append(
        {"relatedIdentifierName": "RELEASE_TRANSACTION_ID", "relatedIdentifierValue": "T9"}
    )
    released = entry(FULL, transactionId="T9", ids={"DEFERRED_TRANSACTION_ID": "D"})
    first, second = read(held), read(released)
    assert first is not None
    assert second is not None
    assert first.key == second.key == "D"


def test_a_refund_without_an_id_has_a_key_of_its_own() -> None:
    first = read(entry(FULL, transactionId=None))
    again = read(entry(FULL, transactionId=None))
    other = read(entry(FULL, transactionId=None, ids={"REFUND_ID": "R2"}))
    assert first is not None
    assert other is not None
    assert first == again
    assert first.key != other.key


@pytest.mark.parametrize(
    "told",
    [
        entry(postedDate="yesterday"),
        entry(postedDate=None),
        entry(totalAmount=None),
        entry(totalAmount=money(-1e30)),
        entry(items="none"),
        entry(totalAmount={"currencyAmount": "NaN", "currencyCode": "USD"}),
    ],
)
def test_a_refund_that_cannot_be_read(told: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(told)


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | some.text(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = some.sampled_from(
    ["postedDate", "totalAmount", "items", "breakdowns", "relatedIdentifiers", "transactionId"]
)


@given(FIELDS, JSON)
def test_any_value_is_read_or_a_value_error(field: str, value: Any) -> None:
    try:
        got = read(entry(FULL, **{field: value}))
    except ValueError:
        return
    assert got is None or got.total > 0


def answer(*entries: Any, token: str | None = None) -> Reply:
    payload: dict[str, Any] = {"transactions": list(entries)}
    return Reply(body={"payload": payload if token is None else {**payload, "nextToken": token}})


def test_refunds_since_a_time(at: Bench) -> None:
    at.amazon.answers = [answer(entry(FULL), entry(transactionType="Shipment"))]
    got = refunds(at.client(speed=1), NOW - DAY)
    assert [one.key for one in got.refunds] == ["T1"]
    assert (got.next_token, got.before, got.unreadable) == ("", NOW - 130, 0)
    (asked,) = at.amazon.calls
    assert asked.path == "/finances/2024-06-19/transactions"
    assert asked.params == {"postedAfter": "2026-09-20T14:13:20Z"}


def test_next_pages_repeat_the_question_and_keep_the_time_of_the_first(at: Bench) -> None:
    at.amazon.answers = [answer(token="a.b:c"), answer(entry(FULL))]
    first = refunds(at.client(speed=1), NOW - DAY)
    at.watch.seconds += 600
    second = refunds(at.client(speed=1), NOW - DAY, token=first.next_token)
    assert first.refunds == ()
    assert second.before == first.before == NOW - 130
    one, two = at.amazon.calls
    assert two.params == {**one.params, "nextToken": "a.b:c"}


def test_more_than_180_days_are_asked_for_in_parts(at: Bench) -> None:
    at.amazon.answers = [answer(token="n"), answer()]
    since = NOW - 300 * DAY
    first = refunds(at.client(speed=1), since)
    second = refunds(at.client(speed=1), since, token=first.next_token)
    assert first.before == second.before == since + 179 * DAY
    one, two = at.amazon.calls
    assert one.params["postedBefore"] == two.params["postedBefore"] == "2026-05-23T14:13:20Z"


def test_a_time_that_is_too_near_is_taken_back(at: Bench) -> None:
    at.amazon.answers = [answer()]
    refunds(at.client(speed=1), NOW)
    assert at.amazon.calls[0].params == {"postedAfter": "2026-09-21T14:11:10Z"}


def test_refunds_of_an_order(at: Bench) -> None:
    at.amazon.answers = [answer(entry(FULL), token="n")]
    got = refunds(at.client(speed=1), order_id=ORDER_ID)
    refunds(at.client(speed=1), order_id=ORDER_ID, token=got.next_token)
    one, two = at.amazon.calls
    assert one.params == {
        "relatedIdentifierName": "ORDER_ID",
        "relatedIdentifierValue": ORDER_ID,
    }
    assert two.params == {**one.params, "nextToken": "n"}


@pytest.mark.parametrize("status", [400, 404])
def test_an_order_that_the_books_do_not_know(at: Bench, status: int) -> None:
    at.amazon.answers = [Reply(status, errors("NotFound", "x"))]
    assert refunds(at.client(speed=1), order_id=ORDER_ID) == RefundPage((), "", NOW - 130)


def test_one_that_cannot_be_read_spoils_no_other(at: Bench) -> None:
    at.amazon.answers = [answer(entry(postedDate="x"), entry(FULL))]
    got = refunds(at.client(), NOW - DAY)
    assert (len(got.refunds), got.unreadable) == (1, 1)
    assert got.unreadable_of == (ORDER_ID,)


def test_one_that_names_no_order_is_counted_only(at: Bench) -> None:
    at.amazon.answers = [answer(entry(postedDate="x", relatedIdentifiers=7), entry(FULL))]
    got = refunds(at.client(), NOW - DAY)
    assert (len(got.refunds), got.unreadable, got.unreadable_of) == (1, 1, ())


@pytest.mark.parametrize("token", ["x", "1.2.", "-1.2.x"])
def test_a_token_that_is_none_of_ours(at: Bench, token: str) -> None:
    with pytest.raises(PaginationExpired):
        refunds(at.client(), NOW - DAY, token=token)
    assert at.amazon.calls == []


def test_a_token_that_amazon_does_not_take(at: Bench) -> None:
    at.amazon.answers = [Reply(400, errors("InvalidInput", "nextToken"))]
    with pytest.raises(PaginationExpired):
        refunds(at.client(), NOW - DAY, token="0.1.old")


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(403, errors("Unauthorized", "Access denied", "")), "finance_role_missing"),
        (
            Reply(403, errors("x", "x", "The LWA secret token you provided has expired.")),
            "secret_expired",
        ),
        (Reply(400, errors("InvalidInput", "Start date cannot be null")), "request_refused"),
    ],
)
def test_what_stops_it(at: Bench, reply: Reply, code: str) -> None:
    at.amazon.answers = [reply]
    with pytest.raises(AccountProblem) as caught:
        refunds(at.client(), NOW - DAY)
    assert caught.value.code == code


@pytest.mark.parametrize("body", [b"{", b"[]", b"{}", b"\xff"])
def test_an_answer_of_another_shape(at: Bench, body: bytes) -> None:
    at.amazon.answers = [Reply(200, body)]
    with pytest.raises(TryLater):
        refunds(at.client(), NOW - DAY)


@pytest.mark.parametrize("given_", [{}, {"posted_after": 1, "order_id": ORDER_ID}])
def test_exactly_one_question(at: Bench, given_: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="exactly one"):
        refunds(at.client(), **given_)
