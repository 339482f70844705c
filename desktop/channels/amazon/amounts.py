"""Amazon's amounts as integer minor units of an order's currency."""

from decimal import Decimal

from desktop.channels.amazon.records import Amount
from desktop.trade import exponent

_DIGITS = 14  # no order is worth more; keeps sums far inside the database's integers


class AmountUnreadable(Exception):
    """An amount is no number, or finer than its currency; the text names the field."""


class Purse:
    """Reads the amounts of one order and notices amounts in another currency."""

    __slots__ = ("_factors", "currency", "others")

    def __init__(self, currency: str) -> None:
        self.currency = currency
        self.others: set[str] = set()
        self._factors = {currency: Decimal(10) ** exponent(currency)}

    def minor(self, given: Amount | None, field: str) -> int:
        """Minor units; nothing given counts as 0. Raises AmountUnreadable naming the field."""
        if given is None or given.amount is None:
            return 0
        currency = given.currency_code or self.currency
        factor = self._factors.get(currency) or self._another(currency)
        try:
            scaled = given.amount * factor
            if scaled.adjusted() > _DIGITS:
                raise AmountUnreadable(f"{field}: larger than any order")
            minor = int(scaled)
        except (ValueError, OverflowError, ArithmeticError):
            raise AmountUnreadable(f"{field}: no amount of money") from None
        if minor != scaled:
            raise AmountUnreadable(f"{field}: finer than the currency's minor unit")
        return minor

    def _another(self, currency: str) -> Decimal:
        factor = self._factors[currency] = Decimal(10) ** exponent(currency)
        self.others.add(currency)
        return factor
