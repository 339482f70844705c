"""Unit prices, conversion and money bags, exact to the minor unit."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.channels.shopify.money import (
    Sums,
    bag,
    convert,
    divide,
    factor,
    round_half_up,
    sides_of,
    split_units,
)
from desktop.errors import NeedsPerson
from desktop.trade.rules import ExchangeRate
from tests.channels.shopify.sales import shop


def sums(**changes: object) -> Sums:
    fields: dict[str, object] = {
        "currency": "EUR",
        "gross": (1999, 350),
        "taxes": (380, 0),
        "shipping": 499,
        "shipping_taxes": (80,),
        "discount": 200,
        "total": 3108,
        "included": False,
        **changes,
    }
    return Sums(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("amounts", "quantity", "expected"),
    [
        ((1000,), 3, [(1, (334,)), (2, (333,))]),
        ((999,), 3, [(3, (333,))]),
        ((0,), 5, [(5, (0,))]),
        ((2,), 5, [(2, (1,)), (3, (0,))]),
        ((1000, 999), 3, [(1, (334, 333)), (2, (333, 333))]),
        ((1001, 1000), 3, [(1, (334, 334)), (1, (334, 333)), (1, (333, 333))]),
        ((1000, 1000), 3, [(1, (334, 334)), (2, (333, 333))]),
    ],
)
def test_an_amount_is_split_into_whole_unit_prices(
    amounts: tuple[int, ...], quantity: int, expected: list[tuple[int, tuple[int, ...]]]
) -> None:
    assert split_units(amounts, quantity) == expected


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=2), st.integers(1, 999))
def test_split_units_keep_amount_and_quantity(amounts: list[int], quantity: int) -> None:
    groups = split_units(tuple(amounts), quantity)

    assert sum(count for count, _ in groups) == quantity
    assert all(count > 0 for count, _ in groups)
    for side, amount in enumerate(amounts):
        assert sum(count * units[side] for count, units in groups) == amount
    assert len(groups) <= 1 + sum(amount % quantity > 0 for amount in amounts)


def test_each_currency_is_divided_by_its_own_weights() -> None:
    assert divide((100, 7), [(1, 3), (1, 3), (1, 0)]) == [(34, 4), (33, 3), (33, 0)]


@pytest.mark.parametrize(
    ("currencies", "expected"),
    [
        (("USD",), {"shopMoney": {"amount": "12.00", "currencyCode": "USD"}}),
        (("JPY",), {"shopMoney": {"amount": "1200", "currencyCode": "JPY"}}),
        (("KWD",), {"shopMoney": {"amount": "1.200", "currencyCode": "KWD"}}),
    ],
)
def test_a_bag_writes_each_currency_with_its_own_places(
    currencies: tuple[str, ...], expected: dict[str, object]
) -> None:
    assert bag((1200,), currencies) == expected


def test_a_bag_of_two_currencies_names_shop_then_presentment() -> None:
    both = bag((1050, 1500), ("USD", "JPY"))
    assert both["shopMoney"] == {"amount": "10.50", "currencyCode": "USD"}
    assert both["presentmentMoney"] == {"amount": "1500", "currencyCode": "JPY"}


@pytest.mark.parametrize(("half", "up"), [(5, 1), (4, 0), (15, 2), (0, 0)])
def test_halves_go_up(half: int, up: int) -> None:
    assert round_half_up(Fraction(half, 10)) == up


@pytest.mark.parametrize(
    ("source", "target", "rate", "expected"),
    [
        ("JPY", "USD", "0.0067", Fraction(67, 100)),
        ("USD", "JPY", "150", Fraction(3, 2)),
        ("EUR", "USD", "1.1", Fraction(11, 10)),
        ("USD", "KWD", "0.3", Fraction(3)),
    ],
)
def test_the_factor_is_between_minor_units(
    source: str, target: str, rate: str, expected: Fraction
) -> None:
    assert factor(source, target, ExchangeRate(source, target, rate, "", "fixed")) == expected


@pytest.mark.parametrize("rate", ["", "0", "-1", "NaN", "Infinity", "one"])
def test_an_unusable_rate_is_none(rate: str) -> None:
    with pytest.raises(NeedsPerson) as refused:
        factor("EUR", "USD", ExchangeRate("EUR", "USD", rate, "", "fixed"))
    assert refused.value.code == "currency_no_rate"


def test_a_rate_for_other_currencies_is_none() -> None:
    with pytest.raises(NeedsPerson) as refused:
        factor("EUR", "USD", ExchangeRate("USD", "EUR", "0.9", "", "fixed"))
    assert "EUR" in refused.value.cause
    assert "USD" in refused.value.cause


def test_converted_parts_make_the_converted_total() -> None:
    made = convert(sums(), "USD", Fraction(108137, 100000))
    assert made.total == 3361  # 31.08 x 1.08137 = 33.608…
    assert made.discount == 216
    assert made.adds_up
    assert made.gross == (2162, 378)


def test_included_tax_is_converted_beside_the_total() -> None:
    made = convert(sums(total=2648, included=True), "USD", Fraction(11, 10))
    assert made.total == 2913
    assert made.taxes == (418, 0)
    assert made.shipping_taxes == (88,)
    assert made.adds_up


def test_a_discount_of_all_goods_stays_within_them() -> None:
    for by in (Fraction(n, 97) for n in range(1, 400)):
        made = convert(sums(discount=2349, total=959), "USD", by)
        assert made.discount <= sum(made.gross)
        assert made.adds_up


def test_what_is_nothing_stays_nothing() -> None:
    made = convert(sums(gross=(1999, 0), total=2758), "USD", Fraction(10813, 10000))
    assert made.gross[1] == 0
    assert made.taxes[1] == 0


def test_the_shops_own_currency_is_sent_as_it_is() -> None:
    assert sides_of(sums(), shop("EUR"), None) == (sums(),)


def test_amazons_currency_is_sent_too_where_the_shop_presents_it() -> None:
    rate = ExchangeRate("EUR", "USD", "1.1", "2026-11-20", "ECB")
    shops, amazons = sides_of(sums(), shop("USD", "CAD", "EUR"), rate)
    assert (shops.currency, amazons) == ("USD", sums())
    assert [side.currency for side in sides_of(sums(), shop("USD", "CAD"), rate)] == ["USD"]


def test_sums_notice_what_does_not_add_up() -> None:
    assert sums().adds_up
    assert not sums(total=3109).adds_up
    assert not sums(included=True).adds_up


def test_included_tax_never_exceeds_its_converted_price() -> None:
    tiny = sums(
        gross=(1, 1),
        taxes=(1, 1),
        shipping=0,
        shipping_taxes=(),
        discount=0,
        total=2,
        included=True,
    )
    made = convert(tiny, "USD", Fraction(1, 2))
    assert made.gross == (1, 0)
    assert made.taxes == (1, 0)
