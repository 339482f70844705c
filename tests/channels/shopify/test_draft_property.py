"""Whatever Amazon charges for, Shopify must make Amazon's total of it, in every currency."""

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desktop.channels.shopify.draft import draft_order
from desktop.channels.shopify.draft_types import OrderDraft
from desktop.errors import NeedsPerson
from desktop.trade import (
    Charges,
    LinkPart,
    Order,
    OrderLine,
    OrderRules,
    ShopFacts,
    SkuLink,
    Variant,
)
from desktop.trade.rules import ExchangeRate
from tests.channels.shopify.sales import line, order, shop, shopify_total, variant

PLACES = {"USD": 2, "EUR": 2, "JPY": 0, "KWD": 3}
CURRENCIES = sorted(PLACES)

small = st.integers(0, 400)
amount = st.one_of(st.just(0), small, st.integers(0, 2_000_000))
signed = st.one_of(st.just(0), st.integers(-300, 2000))
quantity = st.one_of(st.integers(1, 7), st.integers(1, 300))


@st.composite
def order_lines(draw: st.DrawFn, index: int) -> OrderLine:
    """A line with any mix of charges; its discounts may be more than its goods."""
    item = draw(amount)
    return replace(
        line(
            f"S{draw(st.integers(0, 3))}",
            draw(quantity),
            item_id=str(index),
            tax_by_marketplace=draw(st.booleans()),
        ),
        charges=Charges(
            item=item,
            shipping=draw(small),
            gift_wrap=draw(st.one_of(st.just(0), small)),
            cod_fee=draw(st.one_of(st.just(0), small)),
            other=draw(signed),
            discount_item=draw(st.one_of(st.just(0), st.integers(0, item + 50))),
            discount_shipping=draw(st.one_of(st.just(0), small)),
            discount_other=draw(st.one_of(st.just(0), st.integers(0, 60))),
            tax_item=draw(st.one_of(st.just(0), small)),
            tax_shipping=draw(st.one_of(st.just(0), st.integers(-20, 90))),
            tax_gift_wrap=draw(st.one_of(st.just(0), st.integers(0, 90))),
            tax_other=draw(st.one_of(st.just(0), st.integers(0, 90))),
        ),
    )


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """Orders whose parts make their total; not all of them can be sent."""
    count = draw(st.integers(1, 5))
    lines = [draw(order_lines(i)) for i in range(count)]
    return order(
        *lines,
        tax_mode=draw(st.sampled_from(["on_top", "included"])),
        delivery_tip=draw(st.one_of(st.just(0), small)),
        order_level_other=draw(signed),
        currency=draw(st.sampled_from(CURRENCIES)),
    )


@dataclass(frozen=True)
class Case:
    """An order with all that it takes to draft it."""

    order: Order
    facts: ShopFacts
    links: dict[str, SkuLink]
    variants: dict[str, Variant]
    rate: ExchangeRate | None


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Any order with links of one or more parts, in the shop's currency or another."""
    of = draw(orders())
    variants = {v.gid: v for v in (variant(str(i), draw(small)) for i in range(5))}
    part = st.builds(LinkPart, st.sampled_from(sorted(variants)), st.integers(1, 5))
    links = {
        each.sku: SkuLink(each.sku, tuple(draw(st.lists(part, max_size=3)))) for each in of.lines
    }
    currency = draw(st.sampled_from(CURRENCIES))
    rate = None
    if currency != of.currency:
        number = draw(st.decimals("0.0001", "400", places=6))
        rate = ExchangeRate(of.currency, currency, str(number), "2026-11-20", "ECB")
    facts = shop(currency, *draw(st.sets(st.sampled_from(CURRENCIES))))
    return Case(of, facts, links, variants, rate)


def draft(case: Case) -> dict[str, Any]:
    """The order input; an order that Shopify cannot hold must be refused, and is no example."""
    if not can_be_sent(case.order):
        with pytest.raises(NeedsPerson) as refused:
            made_of(case)
        assert refused.value.code == "total_mismatch"
        assume(False)
    order_input: dict[str, Any] = made_of(case).variables["order"]
    return order_input


def made_of(case: Case) -> OrderDraft:
    return draft_order(
        case.order,
        rules=OrderRules(),
        facts=case.facts,
        links=case.links,
        variants=case.variants,
        rate=case.rate,
    )


def can_be_sent(of: Order) -> bool:
    """Whether prices cover the discounts, and tax is not negative as a whole."""
    net = sum(each.charges.net for each in of.lines) + of.delivery_tip + of.order_level_other
    tax = sum(each.charges.tax for each in of.lines)
    return net >= 0 and (tax >= 0 or of.tax_mode == "included")


def expected_total(case: Case) -> Decimal:
    """Amazon's total in the shop's currency, rounded once, half up."""
    of, shop_currency = case.order, case.facts.currency
    assert of.total is not None
    amazon = Decimal(of.total).scaleb(-PLACES[of.currency])
    if case.rate is None:
        return amazon
    step = Decimal(1).scaleb(-PLACES[shop_currency])
    return (amazon * Decimal(case.rate.rate)).quantize(step, ROUND_HALF_UP)


def amounts(node: Any) -> list[tuple[str, str, str]]:
    """Every amount in the input: (kind of money, amount, currency)."""
    if isinstance(node, dict):
        mine = [
            (key, value["amount"], value["currencyCode"])
            for key, value in node.items()
            if key in ("shopMoney", "presentmentMoney")
        ]
        return mine + [found for value in node.values() for found in amounts(value)]
    if isinstance(node, list):
        return [found for value in node for found in amounts(value)]
    return []


def rates(order_input: dict[str, Any]) -> list[str]:
    carriers = [*order_input["lineItems"], *order_input.get("shippingLines", [])]
    return [tax["rate"] for each in carriers for tax in each.get("taxLines", [])]


@settings(max_examples=150, deadline=None)
@given(cases())
def test_shopify_makes_amazons_total_of_it(case: Case) -> None:
    sent = draft(case)

    assert shopify_total(sent) == expected_total(case)
    paid = sent.get("transactions", [{"amountSet": {"shopMoney": {"amount": "0"}}}])[0]
    assert Decimal(paid["amountSet"]["shopMoney"]["amount"]) == expected_total(case)


@settings(max_examples=60, deadline=None)
@given(cases())
def test_presentment_money_adds_up_too_and_is_amazons(case: Case) -> None:
    sent = draft(case)

    presents = case.rate is not None and case.order.currency in case.facts.presentment_currencies
    assert ("presentmentCurrency" in sent) == presents
    assert sent["currency"] == case.facts.currency
    if presents:
        assert case.order.total is not None
        amazon = Decimal(case.order.total).scaleb(-PLACES[case.order.currency])
        assert shopify_total(sent, "presentmentMoney") == amazon
        assert sent["presentmentCurrency"] == case.order.currency


@settings(max_examples=60, deadline=None)
@given(cases())
def test_amounts_are_never_negative_nor_finer_than_their_currency(case: Case) -> None:
    sent = draft(case)

    for kind, text, currency in amounts(sent):
        value = Decimal(text)
        assert value >= 0
        assert value.as_tuple().exponent == -PLACES[currency]
        assert currency == (case.facts.currency if kind == "shopMoney" else case.order.currency)
    assert all(0 <= Decimal(rate) <= 1 and "E" not in rate for rate in rates(sent))


@settings(max_examples=60, deadline=None)
@given(cases())
def test_every_unit_is_sent_once(case: Case) -> None:
    sent = draft(case)

    units: dict[str, int] = {}
    for item in sent["lineItems"]:
        assert item["quantity"] > 0
        for entry in item["properties"]:
            if entry["name"] == "_amazon_order_item_id":
                units[entry["value"]] = units.get(entry["value"], 0) + item["quantity"]
    assert units == {
        each.item_id: each.quantity * sum(part.quantity for part in case.links[each.sku].parts)
        or each.quantity
        for each in case.order.lines
    }


@settings(max_examples=60, deadline=None)
@given(cases())
def test_no_more_lines_than_the_currencies_force(case: Case) -> None:
    sent = draft(case)

    def key(item: dict[str, Any]) -> tuple[str, str]:
        return str(item["properties"]), item.get("variantId", "")

    sides = 2 if "presentmentCurrency" in sent else 1
    parts = sum(max(1, len(case.links[each.sku].parts)) for each in case.order.lines) + sum(
        "_amazon_charge" in str(item["properties"]) for item in sent["lineItems"]
    )
    assert len(sent["lineItems"]) <= parts * (1 + sides)
    # A part may repeat a variant; otherwise one variant of one item needs no more lines than that.
    repeated = max(
        (
            sum(part.variant_gid == other.variant_gid for other in link.parts)
            for link in case.links.values()
            for part in link.parts
        ),
        default=1,
    )
    for _, group in groupby(sent["lineItems"], key):
        assert len(list(group)) <= repeated * (1 + sides)


@given(st.integers(1, 300), st.integers(0, 10_000), st.sampled_from(CURRENCIES))
def test_a_price_that_divides_stays_one_line(count: int, unit: int, currency: str) -> None:
    of = order(line("A", count, item=unit * count), currency=currency)
    thing = variant("A")
    sent = draft(
        Case(
            of,
            shop(currency),
            {"A": SkuLink("A", (LinkPart(thing.gid, 1),))},
            {thing.gid: thing},
            None,
        )
    )

    assert [item["quantity"] for item in sent["lineItems"]] == [count]
