"""The sums of one order, in Amazon's currency and in the shop's, exact to the minor unit.

A `Sums` is one currency's side of an order. Where both currencies are sent, every amount is a
tuple: the shop's first, Amazon's second. All numbers are minor units.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from desktop.catalogue import order_failure
from desktop.errors import NeedsPerson
from desktop.trade import Money, ShopFacts, allocate, exponent
from desktop.trade.rules import ExchangeRate

Amounts = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """All amounts of an order in one currency; `gross` and `taxes` have one entry per piece."""

    currency: str
    gross: Amounts
    taxes: Amounts
    shipping: int
    shipping_taxes: Amounts
    discount: int
    total: int
    included: bool

    @property
    def adds_up(self) -> bool:
        """Whether what Shopify will add up is the total."""
        tax = 0 if self.included else sum(self.taxes) + sum(self.shipping_taxes)
        return sum(self.gross) - self.discount + self.shipping + tax == self.total


def round_half_up(value: Fraction) -> int:
    """The nearest integer of a value that is not negative; halves go up."""
    return int(value + Fraction(1, 2))


def split_units(amounts: Amounts, quantity: int) -> list[tuple[int, Amounts]]:
    """Divide amounts over a quantity: (how many, unit prices), with quantity x price = amount.

    One entry where all amounts divide, else one more for each amount that does not; unit prices
    differ by one minor unit at most.
    """
    floors = [amount // quantity for amount in amounts]
    rests = [amount % quantity for amount in amounts]
    cuts = sorted({0, *rests, quantity})
    return [
        (
            end - start,
            tuple(
                floor + (1 if start < rest else 0)
                for floor, rest in zip(floors, rests, strict=True)
            ),
        )
        for start, end in itertools.pairwise(cuts)
    ]


def divide(amounts: Amounts, weights: Sequence[Amounts]) -> list[Amounts]:
    """Divide each currency's amount by that currency's weights; the parts add up exactly."""
    sides = [
        allocate(amount, [weight[side] for weight in weights])
        for side, amount in enumerate(amounts)
    ]
    return list(zip(*sides, strict=True))


def bag(amounts: Amounts, currencies: Sequence[str]) -> dict[str, Any]:
    """A MoneyBagInput: the shop's money, and Amazon's as presentment money where both are sent."""
    names = ("shopMoney", "presentmentMoney")
    return {
        name: {"amount": Money(minor, currency).amount, "currencyCode": currency}
        for name, minor, currency in zip(names, amounts, currencies, strict=False)
    }


def sides_of(sums: Sums, facts: ShopFacts, rate: ExchangeRate | None) -> tuple[Sums, ...]:
    """The sums as they are sent: the shop's, then Amazon's where the shop can present them.

    Raises NeedsPerson (currency_no_rate) where the currencies differ and no usable rate is given.
    """
    if sums.currency == facts.currency:
        return (sums,)
    shop = convert(sums, facts.currency, factor(sums.currency, facts.currency, rate))
    if sums.currency in facts.presentment_currencies:
        return shop, sums
    return (shop,)


def factor(source: str, target: str, rate: ExchangeRate | None) -> Fraction:
    """Minor units of the shop's currency for one minor unit of Amazon's."""
    if rate is None or (rate.source, rate.target) != (source, target):
        raise _no_rate(source, target)
    try:
        units = Decimal(rate.rate)
    except InvalidOperation as error:
        raise _no_rate(source, target) from error
    if not units.is_finite() or units <= 0:
        raise _no_rate(source, target)
    return Fraction(units) * Fraction(10) ** (exponent(target) - exponent(source))


def convert(sums: Sums, currency: str, by: Fraction) -> Sums:
    """The sums in another currency, adding up to the converted total exactly.

    The total is rounded once, half up; its parts are what largest remainder gives them. The
    goods after discount are one part, so the discount can never become larger than the goods.
    """
    total = round_half_up(sums.total * by)
    discount = round_half_up(sums.discount * by)
    goods_net = sum(sums.gross) - sums.discount
    places = [*sums.taxes, *sums.shipping_taxes]
    on_top = [0] * len(places) if sums.included else places
    goods, shipping, *taxes = allocate(total, [goods_net, sums.shipping, *on_top])
    gross = allocate(goods + discount, sums.gross)
    if sums.included:
        limits = [*gross, *[shipping] * len(sums.shipping_taxes)]
        taxes = [
            min(round_half_up(tax * by), limit) for tax, limit in zip(places, limits, strict=True)
        ]
    cut = len(sums.taxes)
    return Sums(
        currency,
        tuple(gross),
        tuple(taxes[:cut]),
        shipping,
        tuple(taxes[cut:]),
        discount,
        total,
        sums.included,
    )


def _no_rate(source: str, target: str) -> NeedsPerson:
    return order_failure("currency_no_rate", currency=source, shop_currency=target)
