"""What a buyer paid for an item and what of it can still be given back, by component."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from desktop.sandbox.amazon.deeds import Refund
from desktop.sandbox.amazon.totals import dig
from desktop.trade import exponent

GOODS = ("Principal", "Shipping", "GiftWrap", "COD", "Other")
TAXES = ("Tax", "ShippingTax", "GiftWrapTax", "CODTax")
COMPONENTS = (*GOODS, *TAXES)
_NONE = Decimal()


@dataclass(frozen=True, slots=True)
class Paid:
    """Each component has a limit of its own, goods and taxes have one together as well.

    `is_inside`: the prices hold the tax, so that the goods are all that was paid.
    """

    currency: str
    limits: dict[str, Decimal]
    goods: Decimal
    taxes: Decimal
    is_inside: bool = False

    def left(self, kind: str, given: dict[str, Decimal]) -> Decimal:
        """What is left of a component after what was given back."""
        group, most = (GOODS, self.goods) if kind in GOODS else (TAXES, self.taxes)
        own = self.limits.get(kind, _NONE) - given.get(kind, _NONE)
        left = min(own, most - sum((given.get(one, _NONE) for one in group), _NONE))
        if self.is_inside:
            everything = sum((given.get(one, _NONE) for one in COMPONENTS), _NONE)
            left = min(left, self.goods - everything)
        return max(left, _NONE)


def paid_for(item: dict[str, Any]) -> Paid:
    """Of an order item; nothing where it tells no money."""
    sums: dict[str, Decimal] = {}
    details: dict[tuple[str, str], Decimal] = {}
    breakdowns = dig(item, "proceeds", "breakdowns")
    currency = str(dig(item, "proceeds", "proceedsTotal", "currencyCode") or "")
    for one in breakdowns if isinstance(breakdowns, list) else []:
        kind = str(dig(one, "type"))
        sums[kind] = sums.get(kind, _NONE) + _decimal(dig(one, "subtotal", "amount"))
        currency = currency or str(dig(one, "subtotal", "currencyCode") or "")
        more = dig(one, "detailedBreakdowns")
        for part in more if isinstance(more, list) else []:
            key = (kind, str(dig(part, "subtype")))
            details[key] = details.get(key, _NONE) + _decimal(dig(part, "value", "amount"))
    goods, tax = max(_goods(sums), _NONE), sums.get("TAX", _NONE)
    told = _decimal(dig(item, "proceeds", "proceedsTotal", "amount"))
    return Paid(currency, _limits(sums, details), goods, tax, tax > 0 and told == goods)


def _goods(sums: dict[str, Decimal]) -> Decimal:
    parts = (amount for kind, amount in sums.items() if kind not in ("DISCOUNT", "TAX"))
    return sum(parts, _NONE) - abs(sums.get("DISCOUNT", _NONE))


def _limits(
    sums: dict[str, Decimal], details: dict[tuple[str, str], Decimal]
) -> dict[str, Decimal]:
    def less(kind: str) -> Decimal:
        discount = abs(details.get(("DISCOUNT", kind), _NONE))
        return max(sums.get(kind, _NONE) - discount, _NONE)

    tax = max(sums.get("TAX", _NONE), _NONE)
    detailed = any(kind == "TAX" for kind, _ in details)

    def tax_on(kind: str) -> Decimal:
        if not detailed:
            return tax if sums.get(kind) else _NONE
        return min(max(details.get(("TAX", kind), _NONE), _NONE), tax)

    return {
        "Principal": less("ITEM"),
        "Shipping": less("SHIPPING"),
        "GiftWrap": less("GIFT_WRAP"),
        "COD": less("COD_FEE"),
        "Other": less("OTHER"),
        "Tax": tax,
        "ShippingTax": tax_on("SHIPPING"),
        "GiftWrapTax": tax_on("GIFT_WRAP"),
        "CODTax": tax_on("COD_FEE"),
    }


def given_back(refunds: Iterable[Refund], item_id: str) -> dict[str, Decimal]:
    """What was given back for an item already, by component."""
    given: dict[str, Decimal] = {}
    for refund in refunds:
        for line in refund.lines:
            if line.item_id == item_id:
                for kind, amount in line.amounts.items():
                    given[kind] = given.get(kind, _NONE) + amount
    return given


def in_currency(amount: Decimal, currency: str) -> Decimal:
    """With as many decimals as the currency has; Amazon's are text such as 12.34."""
    return amount.quantize(Decimal(1).scaleb(-exponent(currency)))


def _decimal(text: Any) -> Decimal:
    try:
        value = Decimal(str(text))
    except InvalidOperation:
        return _NONE
    return value if value.is_finite() else _NONE
