"""Money as integer minor units and a currency; never a float."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

# ISO 4217: currencies whose minor unit is not a hundredth.
_EXPONENTS = {
    **dict.fromkeys(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}


def exponent(currency: str) -> int:
    """Decimal places of a currency: JPY 0, USD 2, KWD 3."""
    return _EXPONENTS.get(currency, 2)


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units of one currency."""

    minor: int
    currency: str

    @classmethod
    def parse(cls, amount: str | Decimal, currency: str) -> "Money":
        """From a decimal text such as "12.34".

        Raises ValueError where the text is no finite number, or finer than the currency's minor
        unit.
        """
        try:
            scaled = Decimal(amount).scaleb(exponent(currency))
            minor = int(scaled)
        except (InvalidOperation, ValueError, OverflowError, TypeError) as error:
            raise ValueError(f"{amount!r} is no amount of money") from error
        if minor != scaled:
            raise ValueError(f"{amount} is finer than the minor unit of {currency}")
        return cls(minor, currency)

    @property
    def amount(self) -> str:
        """The decimal text that both services take: "12.34", "1200" for JPY."""
        return str(self.decimal)

    @property
    def decimal(self) -> Decimal:
        """The amount in major units."""
        return (
            Decimal(self.minor)
            .scaleb(-exponent(self.currency))
            .quantize(Decimal(1).scaleb(-exponent(self.currency)))
        )

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added")
        return Money(self.minor + other.minor, self.currency)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Divide a total by weights, exactly, by largest remainder; the sum is the total.

    Weights are zero or more; where all are zero the parts are as equal as can be. A negative
    total is divided like its positive twin.
    """
    if not weights:
        raise ValueError("nothing to divide among")
    if total < 0:
        return [-part for part in allocate(-total, weights)]
    shares = list(weights) if any(weights) else [1] * len(weights)
    whole = sum(shares)
    parts = [total * share // whole for share in shares]
    remainders = [total * share % whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda i: (-remainders[i], i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts
