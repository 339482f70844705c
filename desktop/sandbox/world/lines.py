"""The items of a made-up order: what was bought, at which price, and how far it got."""

from dataclasses import dataclass
from random import Random
from typing import Any

from desktop.sandbox.amazon.store import Head
from desktop.sandbox.seeds import CatalogueItem
from desktop.sandbox.world.money import LineMoney, line_proceeds
from desktop.sandbox.world.money import money as amount
from desktop.sandbox.world.products import AMBIGUOUS_SKU, UNLINKED, asin

_WISHES = ("Ordered by mistake", "Would not arrive in time", "Found it cheaper somewhere else")
_GREETINGS = (
    "Happy birthday! Love, Sam & Jo",
    "Congratulations on the new place 🎉",
    "With thanks — the whole team",
    "Für Dich, zum Einzug. Deine Zofia",
)
_FACILITATOR = {"model": "MARKETPLACE_FACILITATOR", "responsibleParty": "Amazon Services, Inc."}


@dataclass(frozen=True, slots=True)
class Line:
    """One item before it is put into Amazon's shape. Prices in minor units."""

    sku: str
    title: str
    quantity: int
    unit: int
    money: LineMoney


@dataclass(frozen=True, slots=True)
class LineMaker:
    """Draws the lines of one order. `per_dollar` is how many cents of its currency 100 are."""

    rng: Random
    head: Head
    mark: str
    tax_rate: int
    per_dollar: int

    def lines(self, catalogue: tuple[CatalogueItem, ...]) -> list[Line]:
        """One to five lines."""
        promoted, ships_free = self.rng.random() < 0.15, self.rng.random() < 0.7
        return [
            self._line(sku, title, cents, promoted, ships_free)
            for sku, title, cents in self._picked(catalogue)
        ]

    def _picked(self, catalogue: tuple[CatalogueItem, ...]) -> list[tuple[str, str, int]]:
        drawn = self.rng.random()
        count = 1 if drawn < 0.7 else 2 if drawn < 0.9 else self.rng.randrange(3, 6)
        sold = [
            (item.sku, f"{item.title}, {item.variant_title}", _cents(item))
            for item in self.rng.sample(catalogue, min(count + 2, len(catalogue)))
            if item.sku != AMBIGUOUS_SKU
        ][:count]
        if self.head.trouble == "unlinked_sku":
            return [self.rng.choice(UNLINKED), *sold[1:]]
        if self.head.trouble == "ambiguous_sku":
            return [(AMBIGUOUS_SKU, "Market Tote, Heavy Canvas, Natural", 2600)]
        return [sold[0], *sold] if self.mark == "twice" else sold

    def _line(self, sku: str, title: str, cents: int, promoted: bool, ships_free: bool) -> Line:
        rng = self.rng
        quantity = rng.choices((1, 2, 3, 4, 6), (75, 15, 5, 3, 2))[0]
        if self.head.status == "PARTIALLY_SHIPPED":
            quantity += 1  # with a single unit there would be no part
        unit = cents * self.per_dollar // 100
        shipping = 0 if ships_free else 499 * self.per_dollar // 100
        wrap = 399 * self.per_dollar // 100 if rng.random() < 0.06 else 0
        waived = shipping if rng.random() < 0.3 else 0
        saved = unit * quantity // 10 if promoted else 0
        costs = (
            LineMoney(0)
            if self.mark == "replacement"
            else LineMoney(unit * quantity, shipping, wrap, saved, waived, self.tax_rate)
        )
        return Line(sku, title, quantity, unit, costs)


def order_item(
    rng: Random,
    head: Head,
    line: Line,
    item_id: str,
    *,
    shipped: int,
    currency: str,
    business: bool,
    wish: bool,
) -> dict[str, Any]:
    """OrderItem. While an order is pending Amazon tells no money."""
    open_units = 0 if head.status == "CANCELLED" else line.quantity - shipped
    item: dict[str, Any] = {
        "orderItemId": item_id,
        "quantityOrdered": line.quantity,
        "product": _product(line, currency, business, priced=head.status != "PENDING"),
        "fulfillment": {"quantityFulfilled": shipped, "quantityUnfulfilled": open_units},
    }
    if head.status == "PENDING":
        return item
    item["proceeds"] = line_proceeds(line.money, currency)
    if line.money.taxes:
        item["tax"] = {"taxCollections": [_FACILITATOR]}
    if line.money.item_discount or line.money.shipping_discount:
        item["promotion"] = {"breakdowns": [{"promotionId": f"Autumn offer {line.sku[:20]}"}]}
    if line.money.wrap:
        option = {"giftMessage": rng.choice(_GREETINGS), "giftWrapLevel": "Classic"}
        item["fulfillment"]["packing"] = {"giftOption": option}
    if wish:
        asked = {"requester": "BUYER", "cancelReason": rng.choice(_WISHES)}
        item["cancellation"] = {"cancellationRequest": asked}
    if head.status == "CANCELLED":
        done = {"cancelledBy": "BUYER", "cancelReason": "Cancelled by the buyer"}
        item["cancellation"] = {"cancellationExecution": done}
    return item


def _product(line: Line, currency: str, business: bool, *, priced: bool) -> dict[str, Any]:
    product: dict[str, Any] = {
        "asin": asin(line.sku),
        "title": line.title,
        "sellerSku": line.sku,
        "condition": {"conditionType": "NEW", "conditionSubtype": "NEW", "conditionNote": ""},
    }
    if priced:
        product["price"] = {"unitPrice": amount(line.unit, currency)}
        if business:
            product["price"]["priceDesignation"] = "BUSINESS_PRICE"
    return product


def _cents(item: CatalogueItem) -> int:
    whole, _, part = item.price.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0")[:2])
