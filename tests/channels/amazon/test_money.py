"""Amazon's amounts as charges: tax in or on top, discounts of either sign, missing details."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.channels.amazon.mapping import Unreadable
from desktop.trade import Charges, Order, exponent
from tests.channels.amazon.given import item, money, order, part, read


def charges(*parts: dict[str, Any], total: str = "0") -> Charges:
    return read(order(item(*parts), total=money(total))).lines[0].charges


def test_tax_on_top() -> None:
    got = read(
        order(item(part("ITEM", "10.00"), part("TAX", "2.00", ITEM="2.00")), total=money("12.00"))
    )
    assert (got.total, got.currency, got.tax_mode) == (1200, "USD", "on_top")
    assert got.lines[0].charges == Charges(item=1000, tax_item=200)
    assert not got.lines[0].tax_estimated


def test_tax_included() -> None:
    told = order(
        item(
            part("ITEM", "12.00", "EUR"),
            part("SHIPPING", "1.20", "EUR"),
            part("TAX", "2.20", "EUR", ITEM="2.00", SHIPPING="0.20"),
        ),
        total=money("13.20", "EUR"),
    )
    got = read(told)
    assert (got.total, got.tax_mode) == (1320, "included")
    assert got.lines[0].charges == Charges(item=1200, shipping=120, tax_item=200, tax_shipping=20)


def test_a_total_that_nothing_adds_up_to_is_kept_and_marked() -> None:
    got = read(order(item(part("ITEM", "10.00"), part("TAX", "2.00")), total=money("11.00")))
    assert (got.total, got.tax_mode) == (1100, "unclear")
    assert got.lines[0].charges.item == 1000


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_discount_may_carry_either_sign(sign: str) -> None:
    discount = part("DISCOUNT", f"{sign}3.00", ITEM=f"{sign}2.00", SHIPPING=f"{sign}1.00")
    got = read(
        order(item(part("ITEM", "10"), part("SHIPPING", "4"), discount), total=money("11.00"))
    )
    assert got.tax_mode == "on_top"
    line = got.lines[0].charges
    assert (line.discount_item, line.discount_shipping, line.discount) == (200, 100, 300)


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({}, (300, 0, 0)),
        ({"SHIPPING": "1.00"}, (200, 100, 0)),  # the rest belongs to the item
        ({"SHIPPING": "-1.00"}, (200, 100, 0)),  # signs of their own
        ({"COD_FEE": "3.00"}, (0, 0, 300)),
        ({"SHIPPING": "9.00"}, (300, 0, 0)),  # more than there is: not to be trusted
        ({"ITEM": "4.00", "SHIPPING": "-1.00"}, (300, 0, 0)),
        ({"ITEM": "-2.00", "SHIPPING": "-1.00"}, (200, 100, 0)),
    ],
)
def test_details_of_a_discount_may_be_missing(
    details: dict[str, str], expected: tuple[int, int, int]
) -> None:
    got = charges(part("ITEM", "10.00"), part("DISCOUNT", "3.00", **details))
    assert (got.discount_item, got.discount_shipping, got.discount_other) == expected


@pytest.mark.parametrize(
    ("subtotal", "details", "expected", "estimated"),
    [
        ("5.00", {}, (500, 0, 0, 0), True),
        ("0.00", {}, (0, 0, 0, 0), False),
        ("5.00", {"ITEM": "5.00"}, (500, 0, 0, 0), False),
        (
            "5.00",
            {"ITEM": "3.00", "SHIPPING": "1", "GIFT_WRAP": "0.5", "COD_FEE": "0.5"},
            (300, 100, 50, 50),
            False,
        ),
        ("5.00", {"SHIPPING": "1.00"}, (400, 100, 0, 0), True),
        ("5.00", {"SHIPPING": "9.00"}, (500, 0, 0, 0), True),
        ("5.00", {"ITEM": "5.00", "NEW_KIND": "0.00"}, (500, 0, 0, 0), False),
    ],
)
def test_details_of_tax_may_be_missing(
    subtotal: str, details: dict[str, str], expected: tuple[int, ...], estimated: bool
) -> None:
    (line,) = read(order(item(part("ITEM", "1"), part("TAX", subtotal, **details)))).lines
    got = line.charges
    assert (got.tax_item, got.tax_shipping, got.tax_gift_wrap, got.tax_other) == expected
    assert line.tax_estimated is estimated


@pytest.mark.parametrize("sign", ["", "-"])
def test_tax_on_a_discount_is_taken_off_what_was_discounted(sign: str) -> None:
    told = order(
        item(
            part("ITEM", "15.00"),
            part("SHIPPING", "2.00"),
            part("DISCOUNT", f"{sign}2.00", SHIPPING=f"{sign}2.00"),
            part("TAX", "1.20", ITEM="1.20", SHIPPING="0.16", DISCOUNT=f"{sign}0.16"),
        ),
        total=money("16.20"),
    )
    got = read(told)
    assert got.tax_mode == "on_top"
    assert got.lines[0].charges.tax_item == 120
    assert got.lines[0].charges.tax_shipping == 0
    assert not got.lines[0].tax_estimated


def test_tax_on_a_discount_that_the_subtotal_leaves_out_is_found_by_the_total() -> None:
    told = order(
        item(
            part("ITEM", "10.00"),
            part("DISCOUNT", "5.00", ITEM="5.00"),
            part("TAX", "1.00", ITEM="1.00", DISCOUNT="0.50"),
        ),
        total=money("5.50"),
    )
    got = read(told)
    assert got.tax_mode == "on_top"
    assert got.lines[0].charges.tax == 50


def test_all_other_kinds_are_kept() -> None:
    got = read(
        order(
            item(
                part("ITEM", "1"),
                part("ITEM", "1"),
                part("GIFT_WRAP", "2"),
                part("COD_FEE", "3"),
                part("OTHER", "4"),
                part("BRAND_NEW", "5"),
            ),
            total=money("16.00"),
        )
    )
    assert got.tax_mode == "on_top"
    assert got.lines[0].charges == Charges(item=200, gift_wrap=200, cod_fee=300, other=900)


def with_order_level(total: str, *parts: dict[str, Any]) -> Order:
    told = order(item(part("ITEM", "10.00"), part("OTHER", "1.00"), part("COD_FEE", "2.00")))
    told["proceeds"] = {"grandTotal": money(total), "breakdowns": list(parts)}
    return read(told)


def test_a_tip_stands_in_the_total_and_in_no_item() -> None:
    got = with_order_level("18.00", part("ITEM", "10.00"), part("DELIVERY_TIP", "5.00"))
    assert (got.tax_mode, got.delivery_tip) == ("on_top", 500)


def test_a_tip_that_is_not_in_the_total_does_not_count() -> None:
    got = with_order_level("13.00", part("DELIVERY_TIP", "5.00"))
    assert (got.tax_mode, got.delivery_tip) == ("on_top", 0)


def test_what_the_order_tells_beyond_its_items_counts_once() -> None:
    got = with_order_level("13.00", part("OTHER", "1.00"), part("COD_FEE", "2.00"))
    assert (got.tax_mode, got.order_level_other) == ("on_top", 0)
    got = with_order_level("15.50", part("OTHER", "2.50"), part("COD_FEE", "3.00"))
    assert (got.tax_mode, got.order_level_other) == ("on_top", 250)


def test_currencies_without_decimals() -> None:
    got = read(order(item(part("ITEM", "1980", "JPY")), total=money("1980.00", "JPY")))
    assert (got.total, got.currency, got.tax_mode) == (1980, "JPY", "on_top")
    got = read(order(item(part("ITEM", "1.234", "KWD")), total=money("1.234", "KWD")))
    assert got.total == 1234


def test_mixed_currencies_are_kept_and_marked() -> None:
    got = read(
        order(item(part("ITEM", "10.00", "EUR"), part("TAX", "0", "JPY")), total=money("10.00"))
    )
    assert (got.total, got.currency, got.tax_mode) == (1000, "USD", "unclear")
    assert got.other_currencies == ("EUR", "JPY")


def test_an_amount_may_be_a_number() -> None:
    told = order(item(part("ITEM", "10.10")))
    told["proceeds"] = {"grandTotal": {"amount": 10.10, "currencyCode": "USD"}}
    assert read(told).total == 1010


def test_pending_without_money() -> None:
    got = read(order(item(), fulfillment={"fulfillmentStatus": "PENDING"}))
    assert (got.total, got.tax_mode, got.currency) == (None, "none", "")
    assert got.lines[0].charges == Charges()


def test_lines_with_money_but_no_total_have_no_total() -> None:
    got = read(order(item(part("ITEM", "10.00", "GBP"))))
    assert (got.total, got.tax_mode, got.currency) == (None, "none", "GBP")
    assert got.lines[0].charges.item == 1000


def test_a_replacement_costs_nothing() -> None:
    got = read(order(item(), item(part("ITEM", "0.00")), total=money("0.00")))
    assert (got.total, got.tax_mode) == (0, "on_top")


def test_an_item_with_a_total_and_no_breakdown_is_that_total() -> None:
    told = order(item(proceeds={"proceedsTotal": money("12.00")}), total=money("12.00"))
    got = read(told)
    assert got.tax_mode == "on_top"
    assert got.lines[0].charges == Charges(item=1200)
    assert got.lines[0].tax_estimated


def test_a_breakdown_finer_than_the_minor_unit_is_named() -> None:
    for told in (
        part("TAX", "1.001"),
        part("TAX", "1.00", ITEM="1.001"),
        part("DISCOUNT", "1.00", ITEM="1.001"),
    ):
        with pytest.raises(Unreadable, match=told["type"]):
            read(order(item(told), total=money("1.00")))


CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "KWD"])
AMOUNT = st.integers(0, 100_000)
KINDS = ("ITEM", "SHIPPING", "GIFT_WRAP", "COD_FEE", "OTHER")


def text(minor: int, currency: str) -> str:
    return str(Decimal(minor).scaleb(-exponent(currency)))


@st.composite
def made_up_items(draw: st.DrawFn, currency: str, on_top: bool) -> tuple[dict[str, Any], int]:
    """An item by the rules, and what it adds to the total."""
    plain = {kind: draw(AMOUNT) for kind in KINDS if draw(st.booleans())}
    sign = draw(st.sampled_from([1, -1]))
    gross = plain.get("ITEM", 0), plain.get("SHIPPING", 0)
    off = draw(st.integers(0, gross[0])), draw(st.integers(0, gross[1]))
    taxes = {kind: draw(st.integers(0, 5_000)) for kind in ("ITEM", "SHIPPING", "GIFT_WRAP")}
    off_tax = draw(st.integers(0, taxes["ITEM"]))
    tax = sum(taxes.values()) - off_tax
    parts = [part(kind, text(minor, currency), currency) for kind, minor in plain.items()]
    if sum(off):
        details = {"ITEM": text(sign * off[0], currency), "SHIPPING": text(sign * off[1], currency)}
        if draw(st.booleans()):
            details = {}
        parts.append(part("DISCOUNT", text(sign * sum(off), currency), currency, **details))
    told = {kind: text(minor, currency) for kind, minor in taxes.items() if draw(st.booleans())}
    if draw(st.booleans()):
        told["DISCOUNT"] = text(sign * off_tax, currency)
    parts.append(part("TAX", text(tax, currency), currency, **told))
    worth = sum(plain.values()) - sum(off) + (tax if on_top else 0)
    return item(*draw(st.permutations(parts))), worth


@st.composite
def made_up_orders(draw: st.DrawFn) -> Any:
    currency = draw(CURRENCIES)
    on_top = draw(st.booleans())
    made: Sequence[tuple[dict[str, Any], int]] = draw(
        st.lists(made_up_items(currency, on_top), max_size=4)
    )
    tip = draw(st.sampled_from([0, 500]))
    wrong_by = draw(st.sampled_from([0, 0, 0, 1, -7]))
    total = sum(worth for _, worth in made) + tip + wrong_by
    told = order(*(one for one, _ in made))
    told["proceeds"] = {
        "grandTotal": money(text(total, currency), currency),
        "breakdowns": [part("DELIVERY_TIP", text(tip, currency), currency)],
    }
    return told, total, wrong_by


@settings(deadline=None)  # a busy machine is no failure
@given(made_up_orders())
def test_the_parts_add_up_to_amazons_total_or_the_order_is_marked(made: Any) -> None:
    told, total, wrong_by = made
    got = read(told)
    assert got.total == total
    net = sum(line.charges.net for line in got.lines) + got.delivery_tip + got.order_level_other
    tax = sum(line.charges.tax for line in got.lines)
    if got.tax_mode == "on_top":
        assert net + tax == total
    elif got.tax_mode == "included":
        assert net == total
    else:
        assert got.tax_mode == "unclear"
        assert wrong_by
    for line in got.lines:
        one = line.charges
        assert min(one.tax_item, one.tax_shipping, one.tax_gift_wrap, one.tax_other) >= 0
        assert min(one.discount_item, one.discount_shipping, one.discount_other) >= 0
