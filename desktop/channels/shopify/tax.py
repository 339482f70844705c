"""Tax lines: a title, a rate that Shopify insists on, and Amazon's amount.

Amazon gives amounts and no rates. A rate is derived from tax and price: the legal one of the
country where that explains the amount, else the shortest decimal that does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from desktop.channels.shopify.money import Amounts, bag, round_half_up
from desktop.channels.shopify.sale import Sale
from desktop.channels.shopify.vat_rates import EU_AND_UK, LEGAL_RATES

AMAZON_TAX = "Amazon tax"
AMAZON_TAX_REMITTED = "Amazon tax (remitted by Amazon)"
DERIVED_TAX = "VAT (derived, not sent by Amazon)"

_HALF = Fraction(1, 2)
_MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class TaxName:
    """What a tax line says beside its amount. `rate` is a decimal fraction as text."""

    title: str
    rate: str
    by_marketplace: bool

    def line(self, amounts: Amounts, currencies: Sequence[str]) -> dict[str, Any]:
        """The OrderCreateTaxLineInput for an amount."""
        return {
            "title": self.title,
            "rate": self.rate,
            "channelLiable": self.by_marketplace,
            "priceSet": bag(amounts, currencies),
        }


@dataclass(frozen=True, slots=True)
class TaxRules:
    """Where the tax applies, and what rate stands in where none can be derived."""

    country: str
    included: bool
    stand_in: str = ""  # decimal text; empty: the country's standard rate


def tax_name(
    tax: int, nets: Sequence[int], quantity: int, rules: TaxRules, *, by_marketplace: bool
) -> TaxName:
    """Title and rate for Amazon's tax.

    `nets` are the prices (minor units) that the tax may be on, the likeliest first: after
    discount, then before it, for what is free of charge but was taxed all the same.
    """
    derived = (
        derive_rate(tax, net, quantity, country=rules.country, included=rules.included)
        for net in nets
    )
    rate = next((rate for rate in derived if rate != "0"), "") or _stand_in(rules)
    title = AMAZON_TAX_REMITTED if by_marketplace else AMAZON_TAX
    return TaxName(title, rate, by_marketplace)


def _stand_in(rules: TaxRules) -> str:
    standard = LEGAL_RATES.get(rules.country, (Fraction(0),))[0]
    return rules.stand_in or _text(standard)


def derive_rate(tax: int, net: int, quantity: int, *, country: str, included: bool) -> str:
    """The rate, from 0 to 1 as decimal text; "0" where there is no base to take it from."""
    base = net - tax if included else net
    if base <= 0 or tax <= 0:
        return "0"
    legal = _legal_rate(tax, net, quantity, country=country, included=included)
    if legal is not None:
        return _text(legal)
    return _shortest(tax, base)


def _legal_rate(
    tax: int, net: int, quantity: int, *, country: str, included: bool
) -> Fraction | None:
    """The legal rate that comes nearest, within rounding: of the line, else of each unit."""

    def miss(rate: Fraction) -> Fraction:
        return abs(net * (rate / (1 + rate) if included else rate) - tax)

    rates = LEGAL_RATES.get(country)
    if not rates:
        return None
    nearest = min(rates, key=miss)
    return nearest if miss(nearest) <= _HALF * max(1, quantity) else None


def _shortest(tax: int, base: int) -> str:
    """The decimal with the fewest digits that gives the tax when rounded to the minor unit."""
    exact = Fraction(tax, base)
    if exact >= 1:
        return "1"
    for digits in range(1, _MOST_DIGITS):
        scale = 10**digits
        rate = Fraction(round_half_up(exact * scale), scale)
        if abs(rate * base - tax) <= _HALF and 0 < rate <= 1:
            return _text(rate)
    return _text(Fraction(round_half_up(exact * 10**_MOST_DIGITS), 10**_MOST_DIGITS))


def _text(rate: Fraction) -> str:
    return format((Decimal(rate.numerator) / Decimal(rate.denominator)).normalize(), "f")


def lacks_vat(sale: Sale, country: str) -> bool:
    """Whether this is an EU or UK sale for which Amazon named no tax."""
    return country in EU_AND_UK and sale.tax == 0 and sale.total > 0


def seller_rate(tax_rates: tuple[tuple[str, str], ...], country: str) -> str:
    """The rate that the seller set for a country, as decimal text; empty where none is usable."""
    text = dict(tax_rates).get(country, "")
    try:
        rate = Decimal(text)
    except InvalidOperation:
        return ""
    usable = rate.is_finite() and Decimal(0) < rate <= Decimal(1)
    return format(rate.normalize(), "f") if usable else ""


def with_derived_tax(sale: Sale, rate: str) -> Sale:
    """The sale with tax at the seller's rate taken to be in its prices; the total stays."""
    share = Fraction(rate) / (1 + Fraction(rate))
    return replace(
        sale,
        included=True,
        pieces=tuple(
            replace(piece, tax=round_half_up(piece.net * share) if piece.taxed else 0)
            for piece in sale.pieces
        ),
        freight=tuple(
            replace(part, tax=round_half_up(part.price * share)) for part in sale.freight
        ),
    )
