"""The sums of a new order, against sums worked out another way."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.sandbox.seeds import ShopSeed
from tests.sandbox.shopify.shop_stand import Stand, custom_line, money, order, paid, tax


def _total(made: dict[str, Any], side: str = "shopMoney") -> tuple[str, str]:
    found = made["totalPriceSet"][side]
    return found["amount"], found["currencyCode"]


def test_an_order_of_everything() -> None:
    stand = Stand()
    made = stand.made(
        {
            "lineItems": [
                custom_line("9.99", 2, taxLines=[tax("1.65", "0.0825")]),
                {"variantId": stand.gid("LAMP/2"), "quantity": 1, "taxLines": [tax("3.30")]},
            ],
            "shippingLines": [
                {"title": "Std", "priceSet": money("4.99"), "taxLines": [tax("0.41")]}
            ],
            "discountCode": {"itemFixedDiscountCode": {"code": "PROMO", "amountSet": money("1")}},
            "transactions": [paid("69.33")],
        }
    )
    assert _total(made) == ("69.33", "USD")
    assert _total(made, "presentmentMoney") == ("69.33", "USD")
    assert made["displayFinancialStatus"] == "PAID"
    entry = stand.part.ledger()[0]
    assert (entry["total"], entry["currency"]) == ("69.33", "USD")
    sums = stand.data(
        """query O($id: ID!) { order(id: $id) {
          subtotalPriceSet { shopMoney { amount } } totalDiscountsSet { shopMoney { amount } }
          totalShippingPriceSet { shopMoney { amount } } totalTaxSet { shopMoney { amount } }
          totalReceivedSet { shopMoney { amount } } totalOutstandingSet { shopMoney { amount } }
          fullyPaid unpaid discountCodes
        } }""",
        {"id": made["id"]},
    )["order"]
    amounts = {k: v["shopMoney"]["amount"] for k, v in sums.items() if isinstance(v, dict)}
    assert amounts == {
        "subtotalPriceSet": "58.98",
        "totalDiscountsSet": "1.0",
        "totalShippingPriceSet": "4.99",
        "totalTaxSet": "5.36",
        "totalReceivedSet": "69.33",
        "totalOutstandingSet": "0.0",
    }
    assert (sums["fullyPaid"], sums["unpaid"]) == (True, False)
    assert sums["discountCodes"] == ["PROMO"]


@pytest.mark.parametrize(("included", "total"), [(False, "22.0"), (True, "20.0")])
def test_taxes_on_top_or_within(included: bool, total: str) -> None:
    line = custom_line("10", 2, taxLines=[tax("2")])
    made = Stand().made({"lineItems": [line], "taxesIncluded": included})
    assert _total(made)[0] == total


@pytest.mark.parametrize(
    ("discount", "total"),
    [
        ({"itemFixedDiscountCode": {"code": "A", "amountSet": money("3.50")}}, "21.5"),
        ({"itemFixedDiscountCode": {"code": "A", "amountSet": money("99")}}, "5.0"),
        ({"itemFixedDiscountCode": {"code": "A"}}, "25.0"),
        ({"itemPercentageDiscountCode": {"code": "A", "percentage": 12.5}}, "22.5"),
        ({"freeShippingDiscountCode": {"code": "A"}}, "20.0"),
    ],
)
def test_discounts(discount: dict[str, Any], total: str) -> None:
    shipping = [{"title": "Std", "priceSet": money("5")}]
    lines = [custom_line("10", 2)]
    made = Stand().made({"lineItems": lines, "shippingLines": shipping, "discountCode": discount})
    assert _total(made)[0] == total


def test_one_discount_is_enough() -> None:
    both = {"freeShippingDiscountCode": {"code": "A"}, "itemFixedDiscountCode": {"code": "B"}}
    (error,) = Stand().refused(order(discountCode=both))
    assert error["field"] == ["order", "discountCode"]


@pytest.mark.parametrize(
    ("transactions", "status"),
    [
        ([], "PENDING"),
        ([paid("10.00")], "PAID"),
        ([paid("11.00")], "PAID"),
        ([paid("9.99")], "PARTIALLY_PAID"),
        ([paid("4"), paid("6")], "PAID"),
        ([{**paid("10"), "status": "PENDING"}], "PENDING"),
        ([{**paid("10"), "kind": "AUTHORIZATION"}], "AUTHORIZED"),
    ],
)
def test_the_financial_status_follows_the_transactions(
    transactions: list[dict[str, Any]], status: str
) -> None:
    made = Stand().made(order(transactions=transactions))
    assert made["displayFinancialStatus"] == status


def test_without_transactions_it_is_what_was_said_and_nothing_owed_is_paid() -> None:
    stand = Stand()
    said = stand.made(order(financialStatus="AUTHORIZED"))
    assert said["displayFinancialStatus"] == "AUTHORIZED"
    free = stand.made({"lineItems": [custom_line("0")]})
    assert free["displayFinancialStatus"] == "PAID"


def test_two_currencies_are_added_up_each_for_itself() -> None:
    stand = Stand(ShopSeed(presentment_currencies=("USD", "EUR")))

    def both(dollars: str, euros: str) -> dict[str, Any]:
        return money(dollars, "USD", (euros, "EUR"))

    made = stand.made(
        {
            "presentmentCurrency": "EUR",
            "lineItems": [{"title": "a", "quantity": 3, "priceSet": both("1.09", "1.00")}],
            "shippingLines": [{"title": "Std", "priceSet": both("5.45", "5.00")}],
            "transactions": [{"amountSet": both("8.71", "8.00")}],
        }
    )
    assert _total(made) == ("8.72", "USD")
    assert _total(made, "presentmentMoney") == ("8.0", "EUR")
    assert made["displayFinancialStatus"] == "PAID"
    entry = stand.part.ledger()[0]
    assert (entry["presentment_total"], entry["presentment_currency"]) == ("8.00", "EUR")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"currency": "EUR"}, ["order", "currency"]),
        ({"presentmentCurrency": "GBP"}, ["order", "presentmentCurrency"]),
        (
            {"lineItems": [{"title": "a", "quantity": 1, "priceSet": money("1", "EUR")}]},
            ["order", "lineItems", "0", "priceSet", "shopMoney"],
        ),
        (
            {"shippingLines": [{"title": "a", "priceSet": money("1", "USD", ("1", "GBP"))}]},
            ["order", "shippingLines", "0", "priceSet", "presentmentMoney"],
        ),
        (
            {"presentmentCurrency": "EUR"},
            ["order", "lineItems", "0", "priceSet", "presentmentMoney"],
        ),
        (
            {"transactions": [{"amountSet": money("1", "EUR")}]},
            ["order", "transactions", "0", "amountSet", "shopMoney"],
        ),
        (
            {"shippingLines": [{"title": "a", "priceSet": money("-1")}]},
            ["order", "shippingLines", "0", "priceSet"],
        ),
    ],
)
def test_currencies_and_amounts_that_do_not_fit(changed: dict[str, Any], field: list[str]) -> None:
    stand = Stand(ShopSeed(presentment_currencies=("USD", "EUR")))
    errors = stand.refused(order(**changed))
    assert field in [error["field"] for error in errors]
    assert {error["code"] for error in errors} == {"INVALID"}


def test_a_currency_that_is_switched_off_is_refused() -> None:
    stand = Stand(ShopSeed(presentment_currencies=("USD", "EUR")))
    priced = {"title": "a", "quantity": 1, "priceSet": money("1", "USD", ("0.9", "EUR"))}
    given = {"lineItems": [priced], "presentmentCurrency": "EUR"}
    stand.made(given)
    stand.part.event("shopify.set_currencies", {"presentment_currencies": ["USD"]})
    (error,) = stand.refused(given)
    assert error["field"] == ["order", "presentmentCurrency"]


def test_a_tax_line_without_money_is_worked_out() -> None:
    line = custom_line("9.99", 3, taxLines=[{"title": "Tax", "rate": "0.0825"}])
    assert _total(Stand().made({"lineItems": [line]}))[0] == "32.44"


def test_taxes_of_the_order_and_of_lines_exclude_each_other() -> None:
    stand = Stand()
    assert _total(stand.made(order(taxLines=[tax("1")])))[0] == "11.0"
    lines = [custom_line(taxLines=[tax("1")])]
    (error,) = stand.refused({"lineItems": lines, "taxLines": [tax("1")]})
    assert error["field"] == ["order", "taxLines"]


def test_a_rate_below_zero_is_refused_and_a_zero_rate_by_the_knob() -> None:
    stand = Stand()
    (error,) = stand.refused({"lineItems": [custom_line(taxLines=[tax("1", "-0.1")])]})
    assert error["field"] == ["order", "lineItems", "0", "taxLines", "0", "rate"]
    zero = {"lineItems": [custom_line(taxLines=[tax("1", "0")])]}
    stand.made(zero)
    stand.part.knobs["zero_tax_rate"] = "refuse"
    (error,) = stand.refused(zero)
    assert error["code"] == "TAX_LINE_RATE_MISSING"


@pytest.mark.parametrize(
    ("currency", "unit", "total"),
    [("JPY", "120", "360.0"), ("KWD", "1.234", "3.702"), ("USD", "0.333", "0.99")],
)
def test_every_currency_has_its_own_minor_unit(currency: str, unit: str, total: str) -> None:
    stand = Stand(ShopSeed(currency=currency, presentment_currencies=(currency,)))
    line = {"title": "a", "quantity": 3, "priceSet": money(unit, currency)}
    assert _total(stand.made({"lineItems": [line]})) == (total, currency)


_CENTS = st.integers(0, 100_000)


@given(
    lines=st.lists(st.tuples(_CENTS, st.integers(1, 9), _CENTS), min_size=1, max_size=6),
    shipping=_CENTS,
    shipping_tax=_CENTS,
    discount=_CENTS,
    included=st.booleans(),
)
def test_totals_of_any_mix(
    lines: list[tuple[int, int, int]],
    shipping: int,
    shipping_tax: int,
    discount: int,
    included: bool,
) -> None:
    def text(cents: int) -> str:
        return str(Decimal(cents) / 100)

    goods = sum(unit * quantity for unit, quantity, _ in lines)
    taxes = sum(amount for _, _, amount in lines) + shipping_tax
    expected = goods - min(discount, goods) + shipping + (0 if included else taxes)
    given_order = {
        "taxesIncluded": included,
        "lineItems": [
            custom_line(text(unit), quantity, taxLines=[tax(text(amount))])
            for unit, quantity, amount in lines
        ],
        "shippingLines": [
            {"title": "S", "priceSet": money(text(shipping)), "taxLines": [tax(text(shipping_tax))]}
        ],
        "discountCode": {
            "itemFixedDiscountCode": {"code": "A", "amountSet": money(text(discount))}
        },
        "transactions": [paid(text(expected))],
    }
    stand = Stand()
    made = stand.made(given_order)
    assert Decimal(_total(made)[0]) * 100 == expected
    assert made["displayFinancialStatus"] == "PAID"
    assert stand.part.ledger()[0]["total"] == f"{Decimal(expected) / 100:.2f}"
