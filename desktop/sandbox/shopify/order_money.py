"""The sums of a new order, in the shop's and in the buyer's currency at once."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from desktop.sandbox.seeds import ShopSeed
from desktop.sandbox.shopify.records import MoneyBag, MoneyV2, TaxLine
from desktop.sandbox.shopify.refusals import Path, Refusals
from desktop.trade import exponent

Pair = tuple[Decimal, Decimal]
ZERO: Pair = (Decimal(0), Decimal(0))


def plus(*pairs: Pair) -> Pair:
    """The sum of several."""
    return (sum((p[0] for p in pairs), Decimal(0)), sum((p[1] for p in pairs), Decimal(0)))


def minus(a: Pair, b: Pair) -> Pair:
    """The difference."""
    return (a[0] - b[0], a[1] - b[1])


def smaller(a: Pair, b: Pair) -> Pair:
    """The lesser, currency by currency."""
    return (min(a[0], b[0]), min(a[1], b[1]))


def rounded(amount: Decimal, currency: str) -> Decimal:
    """To the currency's minor unit, halves up."""
    return amount.quantize(Decimal(1).scaleb(-exponent(currency)), ROUND_HALF_UP)


class Till:
    """Reads money of an order's input and holds it against the order's two currencies."""

    def __init__(self, shop: ShopSeed, order: dict[str, Any], refusals: Refusals) -> None:
        self.currency = shop.currency
        self.presentment = order.get("presentmentCurrency") or shop.currency
        self.refusals = refusals
        if order.get("currency") not in (None, shop.currency):
            refusals.add(("order", "currency"), "Currency must be the shop's currency")
        if self.presentment not in {shop.currency, *shop.presentment_currencies}:
            message = "Presentment currency is not enabled on this shop"
            refusals.add(("order", "presentmentCurrency"), message)

    def read(self, bag: dict[str, Any], path: Path) -> Pair:
        """A money bag of the input; what does not fit is noted as a user error."""
        shop, buyer = bag["shopMoney"], bag.get("presentmentMoney")
        if shop["currencyCode"] != self.currency:
            self.refusals.add((*path, "shopMoney"), "Currency code must match the shop's currency")
        if buyer is not None and buyer["currencyCode"] != self.presentment:
            message = "Currency code must match the order's presentment currency"
            self.refusals.add((*path, "presentmentMoney"), message)
        if buyer is None and self.presentment != self.currency:
            message = "Presentment money is required when the presentment currency differs"
            self.refusals.add((*path, "presentmentMoney"), message)
        if shop["amount"] < 0 or (buyer is not None and buyer["amount"] < 0):
            self.refusals.add(path, "Amount must be greater than or equal to 0")
        if buyer is None or self.presentment == self.currency:
            amount = rounded(shop["amount"], self.currency)
            return (amount, amount)
        return (
            rounded(shop["amount"], self.currency),
            rounded(buyer["amount"], self.presentment),
        )

    def share(self, pair: Pair, rate: Decimal) -> Pair:
        """A share of an amount, rounded in each currency."""
        return (
            rounded(pair[0] * rate, self.currency),
            rounded(pair[1] * rate, self.presentment),
        )

    def bag(self, pair: Pair) -> MoneyBag:
        """As the order keeps it."""
        return MoneyBag(MoneyV2(pair[0], self.currency), MoneyV2(pair[1], self.presentment))

    def taxes(
        self, given: list[dict[str, Any]] | None, of: Pair, path: Path, *, zero_rate_ok: bool
    ) -> tuple[list[TaxLine], Pair]:
        """Tax lines on an amount, and their sum; a line without money is worked out by its rate."""
        lines, total = [], ZERO
        for place, tax in enumerate(given or ()):
            here = (*path, "taxLines", place)
            rate: Decimal = tax["rate"]
            if rate < 0:
                self.refusals.add((*here, "rate"), "Rate must be greater than or equal to 0")
            bag = tax.get("priceSet")
            amount = self.read(bag, (*here, "priceSet")) if bag else self.share(of, rate)
            if rate == 0 and amount[0] > 0 and not zero_rate_ok:
                message = "Tax line rate is missing"
                self.refusals.add((*here, "rate"), message, "TAX_LINE_RATE_MISSING")
            liable = bool(tax.get("channelLiable"))
            lines.append(TaxLine(tax["title"], self.bag(amount), float(rate), liable))
            total = plus(total, amount)
        return lines, total


@dataclass(frozen=True, slots=True)
class Totals:
    """What an order comes to."""

    goods: Pair
    discount: Pair
    free_shipping: Pair
    shipping: Pair
    tax: Pair
    total: Pair

    def bags(self, till: Till, received: Pair) -> dict[str, MoneyBag]:
        """Under the names that the order keeps them by."""
        return {
            "subtotal": till.bag(minus(self.goods, self.discount)),
            "discounts": till.bag(plus(self.discount, self.free_shipping)),
            "shipping": till.bag(self.shipping),
            "tax": till.bag(self.tax),
            "total": till.bag(self.total),
            "received": till.bag(received),
            "refunded": till.bag(ZERO),
        }


def work_out(till: Till, order: dict[str, Any], goods: Pair, shipping: Pair, tax: Pair) -> Totals:
    """Goods − discount + shipping + tax, the last only where prices are without it."""
    discount, free = ZERO, ZERO
    given = {kind: code for kind, code in (order.get("discountCode") or {}).items() if code}
    if len(given) > 1:
        till.refusals.add(("order", "discountCode"), "Only one kind of discount code can be given")
    if given.get("itemFixedDiscountCode"):
        bag = given["itemFixedDiscountCode"].get("amountSet")
        path = ("order", "discountCode", "itemFixedDiscountCode", "amountSet")
        discount = smaller(till.read(bag, path), goods) if bag else ZERO
    elif given.get("itemPercentageDiscountCode"):
        percentage = Decimal(str(given["itemPercentageDiscountCode"].get("percentage") or 0))
        if not 0 <= percentage <= 100:
            path = ("order", "discountCode", "itemPercentageDiscountCode", "percentage")
            till.refusals.add(path, "Percentage must be between 0 and 100")
        discount = till.share(goods, percentage / 100)
    elif given.get("freeShippingDiscountCode"):
        free, shipping = shipping, ZERO
    added = ZERO if order.get("taxesIncluded") else tax
    total = plus(minus(goods, discount), shipping, added)
    return Totals(goods, discount, free, shipping, tax, total)


def discount_code(order: dict[str, Any]) -> str | None:
    """The code of the order's one discount."""
    for kind in (order.get("discountCode") or {}).values():
        if kind:
            return str(kind["code"])
    return None


def financial_status(
    order: dict[str, Any], total: Pair, received: Pair, *, authorized: bool
) -> str:
    """Where the money stands, by the transactions; without any, by what was said."""
    if order.get("transactions"):
        if received[1] >= total[1]:
            return "PAID"
        if received[1] > 0:
            return "PARTIALLY_PAID"
        return "AUTHORIZED" if authorized else "PENDING"
    return str(order.get("financialStatus") or ("PAID" if total[1] == 0 else "PENDING"))
