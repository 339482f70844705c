"""Rates are derived from amounts: legal where they explain the amount, short otherwise."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.shopify.sale import sale_of
from desktop.channels.shopify.tax import (
    AMAZON_TAX,
    AMAZON_TAX_REMITTED,
    TaxRules,
    derive_rate,
    lacks_vat,
    seller_rate,
    tax_name,
    with_derived_tax,
)
from desktop.channels.shopify.vat_rates import EU_AND_UK, LEGAL_RATES
from tests.channels.shopify.sales import line, order


@pytest.mark.parametrize(
    ("tax", "net", "quantity", "country", "expected"),
    [
        (319, 1999, 1, "DE", "0.19"),  # 19.99 / 1.19 = 16.80 net
        (131, 1999, 1, "DE", "0.07"),
        (333, 1999, 1, "GB", "0.2"),
        (95, 1999, 1, "GB", "0.05"),
        (91, 1000, 1, "JP", "0.1"),
        (74, 1000, 1, "JP", "0.08"),
        (75, 1000, 1, "CH", "0.081"),
        (203, 1000, 1, "FI", "0.255"),
        (957, 5997, 3, "DE", "0.19"),  # each unit rounded by itself
        (958, 5997, 3, "DE", "0.19"),
    ],
)
def test_an_included_tax_gets_the_legal_rate(
    tax: int, net: int, quantity: int, country: str, expected: str
) -> None:
    assert derive_rate(tax, net, quantity, country=country, included=True) == expected


@pytest.mark.parametrize(
    ("tax", "net", "country", "expected"),
    [
        (380, 2000, "DE", "0.19"),
        (149, 1999, "US", "0.0745"),
        (165, 1998, "US", "0.0826"),
        (80, 1000, "US", "0.08"),
        (1, 3, "US", "0.3"),
        (500, 1000, "DE", "0.5"),  # no legal rate explains it
    ],
)
def test_a_tax_on_top_gets_a_short_rate(tax: int, net: int, country: str, expected: str) -> None:
    assert derive_rate(tax, net, 1, country=country, included=False) == expected


@pytest.mark.parametrize(
    ("tax", "net", "included"),
    [(10, 0, False), (10, 10, True), (0, 1000, False), (10, 5, True), (10, -5, False)],
)
def test_without_a_base_the_rate_is_zero(tax: int, net: int, included: bool) -> None:
    assert derive_rate(tax, net, 1, country="US", included=included) == "0"


def test_a_tax_beyond_its_price_is_never_more_than_the_whole() -> None:
    assert derive_rate(900, 100, 1, country="US", included=False) == "1"


@given(st.integers(1, 10**7), st.integers(1, 10**7), st.booleans())
def test_a_derived_rate_gives_the_tax_back(tax: int, base: int, included: bool) -> None:
    net = base + tax if included else base
    text = derive_rate(tax, net, 1, country="US", included=included)
    rate = Decimal(text)
    assert 0 < rate <= 1
    assert "E" not in text
    if tax <= base:
        assert abs(base * Fraction(rate) - tax) <= Fraction(1, 2)


@given(
    st.sampled_from(sorted(LEGAL_RATES)),
    st.integers(0, 20),
    st.integers(20_000, 10**7),
    st.booleans(),
)
def test_a_rounded_legal_tax_finds_its_rate(
    country: str, which: int, net: int, included: bool
) -> None:
    rates = LEGAL_RATES[country]
    rate = rates[which % len(rates)]
    exact = net * (rate / (1 + rate) if included else rate)
    tax = int((Decimal(exact.numerator) / exact.denominator).quantize(0, ROUND_HALF_UP))
    found = Fraction(derive_rate(tax, net, 1, country=country, included=included))
    assert found == rate


def test_the_table_has_every_country_of_the_union() -> None:
    assert set(LEGAL_RATES) >= EU_AND_UK
    assert all(0 < rate < 1 for rates in LEGAL_RATES.values() for rate in rates)
    assert len(EU_AND_UK - {"GB", "IM", "MC"}) == 27


@pytest.mark.parametrize(
    ("by_marketplace", "title"), [(True, AMAZON_TAX_REMITTED), (False, AMAZON_TAX)]
)
def test_who_remits_is_said(by_marketplace: bool, title: str) -> None:
    rules = TaxRules("US", included=False)
    name = tax_name(80, (1000,), 1, rules, by_marketplace=by_marketplace)
    assert name.line((80,), ("USD",)) == {
        "title": title,
        "rate": "0.08",
        "channelLiable": by_marketplace,
        "priceSet": {"shopMoney": {"amount": "0.80", "currencyCode": "USD"}},
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0.19", "0.19"), ("0.190", "0.19"), ("0", ""), ("-0.1", ""), ("19", ""), ("x", "")],
)
def test_only_a_usable_rate_of_the_seller_counts(text: str, expected: str) -> None:
    assert seller_rate((("DE", text), ("FR", "0.2")), "DE") == expected
    assert seller_rate((("DE", text),), "AT") == ""


def test_a_sale_lacks_vat_only_in_the_union_and_without_any_tax() -> None:
    untaxed = sale_of(order(line(item=1000)), "EUR")
    assert lacks_vat(untaxed, "DE")
    assert lacks_vat(untaxed, "GB")
    assert not lacks_vat(untaxed, "US")
    assert not lacks_vat(sale_of(order(line(item=1000, tax_item=1)), "EUR"), "DE")
    assert not lacks_vat(sale_of(order(line(item=0)), "EUR"), "DE")


def test_derived_tax_is_in_the_price_and_leaves_the_total() -> None:
    sale = sale_of(order(line(item=1190, shipping=238, discount_item=119), delivery_tip=100), "EUR")
    made = with_derived_tax(sale, "0.19")
    assert [piece.tax for piece in made.pieces] == [171, 0]  # a tip is no supply
    assert [part.tax for part in made.freight] == [38]
    assert made.included
    assert made.total == sale.total


@pytest.mark.parametrize(
    ("nets", "rules", "expected"),
    [
        ((0, 1000), TaxRules("US", included=False), "0.08"),  # free, but taxed before the coupon
        ((0, 0), TaxRules("US", included=False, stand_in="0.07"), "0.07"),
        ((0, 0), TaxRules("DE", included=False), "0.19"),
        ((0, 0), TaxRules("US", included=False), "0"),
    ],
)
def test_a_tax_without_a_price_takes_the_next_best_rate(
    nets: tuple[int, ...], rules: TaxRules, expected: str
) -> None:
    assert tax_name(80, nets, 1, rules, by_marketplace=False).rate == expected
