"""Shipping, discounts, totals, taxes and currencies of what is sent."""

from dataclasses import replace

import pytest

from desktop.trade import (
    Money,
    Order,
    OrderRules,
)
from desktop.trade.rules import ExchangeRate
from tests.channels.shopify.drafts import GERMANY, draft, prices, refused, sent, usd
from tests.channels.shopify.sales import line, order, shop, shopify_total


def test_shipping_is_one_line_with_its_discount_taken_off() -> None:
    fields = sent(
        order(
            line("A", item=1000, shipping=599, discount_shipping=599, tax_shipping=0),
            line("B", item=1000, shipping=500, tax_shipping=40, tax_by_marketplace=True),
            service_level="NEXT_DAY",
        )
    )
    assert fields["shippingLines"] == [
        {
            "title": "Next day",
            "code": "NEXT_DAY",
            "priceSet": usd("5.00"),
            "taxLines": [
                {
                    "title": "Amazon tax (remitted by Amazon)",
                    "rate": "0.08",
                    "channelLiable": True,
                    "priceSet": usd("0.40"),
                }
            ],
        }
    ]
    assert "discountCode" not in fields


def test_a_shipping_discount_beyond_shipping_goes_into_the_code() -> None:
    fields = sent(order(line("A", item=1000, shipping=100, discount_shipping=150)))
    assert fields["discountCode"]["itemFixedDiscountCode"]["amountSet"] == usd("0.50")
    assert "shippingLines" not in fields or fields["shippingLines"][0]["priceSet"] == usd("0.00")


def test_a_discount_beyond_the_goods_comes_off_shipping() -> None:
    fields = sent(order(line("A", item=1000, shipping=500, discount_item=1200)))
    assert fields["discountCode"]["itemFixedDiscountCode"]["amountSet"] == usd("10.00")
    assert fields["shippingLines"][0]["priceSet"] == usd("3.00")
    assert shopify_total(fields) == 3


def test_a_discount_that_only_tax_could_pay_needs_a_person() -> None:
    error = refused(order(line("A", item=1000, discount_item=1100, tax_item=150)))
    assert error.code == "total_mismatch"
    assert "0.50 USD" in error.cause
    assert "1.50 USD" in error.cause


def test_negative_charges_go_into_the_discount() -> None:
    fields = sent(order(line("A", item=1000, other=-150), order_level_other=-50))
    assert len(fields["lineItems"]) == 1
    assert fields["discountCode"]["itemFixedDiscountCode"]["amountSet"] == usd("2.00")


def test_a_replacement_of_nothing_is_paid_with_nothing() -> None:
    made = draft(order(line("A", item=0), replaces="111-1111111-1111111", currency=""))
    assert "transactions" not in made.variables["order"]
    assert made.total == Money(0, "USD")
    assert prices(made.variables["order"]) == [(1, "0.00")]


@pytest.mark.parametrize(
    ("of", "code"),
    [
        (replace(order(line(item=1000)), total=None), "money_missing"),
        (order(line(item=1000), currency=""), "money_missing"),
        (order(line(item=1000), tax_mode="unclear", other_currencies=("EUR",)), "currencies_mixed"),
        (order(), "no_items"),
        (order(line(quantity=0)), "no_items"),
        (order(line(item=1000), tax_mode="unclear"), "total_mismatch"),
        (order(line(item=1000), total=1001), "total_mismatch"),
        (order(line(item=0, discount_item=500)), "total_mismatch"),
        (order(line("A", item=1000), line("B", 0, item=500)), "total_mismatch"),
        (order(*(line(str(i), item=100) for i in range(251))), "too_many_items"),
        (order(*(line(str(i), item=100) for i in range(500))), "too_many_items"),
    ],
)
def test_what_cannot_be_sent_needs_a_person(of: Order, code: str) -> None:
    assert refused(of).code == code


def test_the_difference_is_shown() -> None:
    error = refused(order(line(item=1000), total=1250))
    assert "12.50 USD" in error.cause
    assert "10.00 USD" in error.cause
    assert "2.50 USD apart" in error.cause


def test_250_lines_are_sent() -> None:
    assert draft(order(*(line(str(i), item=100) for i in range(250)))).lines == 250


def test_items_without_units_are_left_out_and_noted() -> None:
    made = draft(order(line("A", item=1000), line("B", 0)))
    assert made.lines == 1
    assert any("quantity of 0" in note for note in made.notes)


def test_included_tax_is_in_the_price() -> None:
    of = order(
        line("A", 2, item=3998, tax_item=638, shipping=499, tax_shipping=80),
        tax_mode="included",
        address=GERMANY,
    )
    fields = sent(of)
    assert fields["taxesIncluded"] is True
    assert fields["lineItems"][0]["taxLines"][0]["rate"] == "0.19"
    assert fields["shippingLines"][0]["taxLines"][0]["rate"] == "0.19"
    assert shopify_total(fields) == Money(4497, "USD").decimal


def test_the_sellers_rate_stands_in_where_amazon_sends_no_vat() -> None:
    of = order(line("A", item=1190), address=GERMANY)
    fields = sent(of, rules=OrderRules(tax_rates=(("DE", "0.19"),)))
    assert fields["taxesIncluded"] is True
    assert fields["lineItems"][0]["taxLines"] == [
        {
            "title": "VAT (derived, not sent by Amazon)",
            "rate": "0.19",
            "channelLiable": False,
            "priceSet": usd("1.90"),
        }
    ]
    assert shopify_total(fields) == Money(1190, "USD").decimal


def test_missing_vat_is_marked_where_no_rate_is_set() -> None:
    made = draft(order(line("A", item=1190), address=GERMANY))
    assert "taxLines" not in made.variables["order"]["lineItems"][0]
    assert made.notes == ("Amazon sent no tax for this sale to DE.",)
    assert made.notes[0] in made.variables["order"]["note"]


def test_no_tax_is_derived_outside_the_union() -> None:
    fields = sent(order(line("A", item=1190)), rules=OrderRules(tax_rates=(("US", "0.08"),)))
    assert "taxLines" not in fields["lineItems"][0]


def test_an_estimated_division_of_tax_is_told() -> None:
    estimated = replace(line("A", item=1000, tax_item=80), tax_estimated=True)
    assert any("how its tax divides" in note for note in draft(order(estimated)).notes)


def test_a_negative_tax_part_is_netted_within_its_line() -> None:
    fields = sent(
        order(line("A", item=1000, gift_wrap=300, shipping=200, tax_item=80, tax_gift_wrap=-10))
    )
    assert fields["lineItems"][0]["taxLines"][0]["priceSet"] == usd("0.70")
    assert "taxLines" not in fields["lineItems"][1]


def test_a_refund_of_tax_as_a_whole_needs_a_person() -> None:
    assert refused(order(line("A", item=1000, tax_item=-80))).code == "total_mismatch"


YEN = ExchangeRate("JPY", "USD", "0.0067", "2026-11-20", "ECB")


def test_another_currency_needs_a_rate() -> None:
    error = refused(order(line(item=1000), currency="JPY"))
    assert error.code == "currency_no_rate"
    assert "JPY" in error.cause


def test_both_currencies_are_sent_where_the_shop_presents_amazons() -> None:
    made = draft(
        order(line("A", 3, item=2000, shipping=500), currency="JPY"),
        facts=shop("USD", "JPY"),
        rate=YEN,
    )
    fields = made.variables["order"]
    assert fields["currency"] == "USD"
    assert fields["presentmentCurrency"] == "JPY"
    assert made.total == Money(1675, "USD")
    assert shopify_total(fields) == Money(1675, "USD").decimal
    assert shopify_total(fields, "presentmentMoney") == 2500
    assert fields["transactions"][0]["amountSet"] == {
        "shopMoney": {"amount": "16.75", "currencyCode": "USD"},
        "presentmentMoney": {"amount": "2500", "currencyCode": "JPY"},
    }


def test_only_converted_money_is_sent_where_the_shop_does_not_present_it() -> None:
    made = draft(order(line("A", item=2000), currency="JPY"), rate=YEN)
    assert "presentmentMoney" not in str(made.variables)
    assert "presentmentCurrency" not in made.variables["order"]
    assert made.total == Money(1340, "USD")


def test_a_conversion_is_never_silent() -> None:
    made = draft(
        order(line("A", item=2000), currency="JPY"), rate=YEN, rules=OrderRules(note=False)
    )
    words = "1 JPY = 0.0067 USD (ECB, 2026-11-20)"
    assert made.notes == (f"Converted at {words}.",)
    assert words in made.variables["order"]["note"]
    assert {"key": "Exchange rate", "value": words} in made.variables["order"]["customAttributes"]


def test_a_rate_is_ignored_in_the_shops_own_currency() -> None:
    made = draft(order(line("A", item=2000)), rate=YEN)
    assert made.notes == ()
    assert "Exchange rate" not in str(made.variables)
