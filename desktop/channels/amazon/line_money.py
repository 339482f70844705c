"""The money of one order item: Amazon's breakdowns as charges.

Two things are not documented, so both are met as they come: a discount may carry either sign, and
the details under TAX and DISCOUNT may be missing in part or as a whole. What no detail explains
belongs to the item itself; where that is a guess on tax, the line says so.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from desktop.channels.amazon.amounts import Purse
from desktop.channels.amazon.records import Breakdown, Detail, ItemProceeds
from desktop.trade import Charges, allocate

_PLAIN = ("ITEM", "SHIPPING", "GIFT_WRAP", "COD_FEE")


class LineMoney(NamedTuple):
    """Charges, whether their tax parts are a guess, and tax on discounts not yet taken off."""

    charges: Charges
    tax_estimated: bool = False
    discount_tax: int = 0  # positive; the tax subtotal may stand without it


_NOTHING = LineMoney(Charges())


def read_line_money(proceeds: ItemProceeds | None, purse: Purse) -> LineMoney:
    """The charges of one item. Raises AmountUnreadable."""
    if proceeds is None:
        return _NOTHING
    if not proceeds.breakdowns:
        whole = purse.minor(proceeds.proceeds_total, "orderItems.proceeds.proceedsTotal")
        return LineMoney(Charges(item=whole), tax_estimated=whole != 0)
    return _from_breakdowns(proceeds.breakdowns, purse)


def _from_breakdowns(breakdowns: Sequence[Breakdown], purse: Purse) -> LineMoney:
    plain = dict.fromkeys(_PLAIN, 0)
    other = tax = item_off = shipping_off = other_off = 0
    tax_details: list[Detail] = []
    for part in breakdowns:
        kind = part.type or ""
        minor = purse.minor(part.subtotal, kind)
        if kind in plain:
            plain[kind] += minor
        elif kind == "TAX":
            tax += minor
            tax_details += part.detailed_breakdowns or ()
        elif kind == "DISCOUNT":
            off = _discounts(minor, part.detailed_breakdowns or (), purse)
            item_off, shipping_off, other_off = (
                item_off + off[0],
                shipping_off + off[1],
                other_off + off[2],
            )
        else:
            other += minor
    parts = _taxes(tax, tax_details, shipping_off, item_off + other_off, purse)
    charges = Charges(
        plain["ITEM"],
        plain["SHIPPING"],
        plain["GIFT_WRAP"],
        plain["COD_FEE"],
        other,
        item_off,
        shipping_off,
        other_off,
        parts.item,
        parts.shipping,
        parts.gift_wrap,
        parts.other,
    )
    return LineMoney(charges, parts.estimated, parts.discount_tax)


def _discounts(subtotal: int, details: Sequence[Detail], purse: Purse) -> tuple[int, int, int]:
    """A discount as positive parts: item, shipping, other; they add up to the subtotal."""
    whole = abs(subtotal)
    if not details:
        return whole, 0, 0
    found = [(detail.subtype, purse.minor(detail.value, "DISCOUNT details")) for detail in details]
    if sum(value for _, value in found) == subtotal:
        sign = -1 if subtotal < 0 else 1
        parts = [(kind, value * sign) for kind, value in found]
    else:
        parts = [(kind, abs(value)) for kind, value in found]
    shipping = sum(value for kind, value in parts if kind == "SHIPPING")
    other = sum(value for kind, value in parts if kind not in ("ITEM", "SHIPPING"))
    item = whole - shipping - other
    if item < 0 or shipping < 0 or other < 0:
        return whole, 0, 0
    return item, shipping, other


class _Taxes(NamedTuple):
    item: int
    shipping: int = 0
    gift_wrap: int = 0
    other: int = 0
    estimated: bool = False
    discount_tax: int = 0


def _taxes(
    subtotal: int, details: Sequence[Detail], shipping_off: int, rest_off: int, purse: Purse
) -> _Taxes:
    """The tax subtotal in parts that add up to it."""
    if not details:
        return _Taxes(subtotal, estimated=subtotal != 0)
    item = shipping = gift_wrap = other = discount = 0
    for detail in details:
        minor = purse.minor(detail.value, "TAX details")
        match detail.subtype:
            case "ITEM":
                item += minor
            case "SHIPPING":
                shipping += minor
            case "GIFT_WRAP":
                gift_wrap += minor
            case "DISCOUNT":
                discount += minor
            case _:
                other += minor
    discount = abs(discount)
    whole = item + shipping + gift_wrap + other
    taken_off = whole - discount == subtotal
    if taken_off:
        shipping -= _shipping_share(discount, shipping, shipping_off, rest_off)
    item = subtotal - shipping - gift_wrap - other
    if min(item, shipping, gift_wrap, other) < 0 <= subtotal:
        return _Taxes(subtotal, estimated=True)
    fits = taken_off or whole == subtotal
    return _Taxes(
        item,
        shipping,
        gift_wrap,
        other,
        estimated=not fits,
        discount_tax=discount if fits and not taken_off else 0,
    )


def _shipping_share(discount: int, shipping: int, shipping_off: int, rest_off: int) -> int:
    """How much of the tax on discounts belongs to shipping."""
    if not shipping_off:
        return 0
    return min(max(shipping, 0), allocate(discount, (shipping_off, rest_off))[0])


def without_discount_tax(money: LineMoney) -> LineMoney:
    """The line with the tax on its discounts taken off its tax."""
    charges = money.charges
    rest_off = charges.discount_item + charges.discount_other
    share = _shipping_share(
        money.discount_tax, charges.tax_shipping, charges.discount_shipping, rest_off
    )
    taken = replace(
        charges,
        tax_shipping=charges.tax_shipping - share,
        tax_item=charges.tax_item - (money.discount_tax - share),
    )
    return money._replace(charges=taken, discount_tax=0)
