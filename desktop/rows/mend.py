"""What mending or starting a shipment, refund or cancellation needs to know and to be told."""

from dataclasses import dataclass

from desktop.trade.money import Money


@dataclass(frozen=True, slots=True)
class ShipmentCase:
    """A shipment that failed, or is to be made. `suggested` carriers come likeliest first."""

    company: str  # as Shopify has it
    number: str
    country: str  # of the marketplace, two letters
    carriers: tuple[str, ...]  # all of Amazon's codes
    suggested: tuple[str, ...] = ()
    from_number: tuple[str, ...] = ()  # those that the number itself tells
    waiting: tuple[int, ...] = ()  # rows of all orders that mapping the company would heal
    waiting_here: tuple[int, ...] = ()  # those of them in this country
    left: tuple[tuple[str, int], ...] = ()  # Amazon's item, units that are not fulfilled


@dataclass(frozen=True, slots=True)
class MatchCase:
    """Amazon's SKUs that no line of an adopted order is known to be; the orders that wait, too."""

    skus: tuple[str, ...] = ()
    waiting: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftRow:
    """What can still be given back of an item; minor units, with tax in them."""

    item_id: str
    sku: str
    title: str
    quantity: int
    goods: int
    shipping: int


@dataclass(frozen=True, slots=True)
class GivenRow:
    """What a person gives back of an item; minor units, with tax in them.

    `tax_in_price` tells Amazon the tax as a part of the price.
    """

    item_id: str
    quantity: int
    reason: str
    goods: int
    shipping: int = 0
    tax_in_price: bool = False

    @property
    def total(self) -> int:
        """Everything that the buyer gets for this item."""
        return self.goods + self.shipping


@dataclass(frozen=True, slots=True)
class RefundCase:
    """What is left of each item and a proposal. `total` is Shopify's refund; None: none yet."""

    currency: str
    left: tuple[LeftRow, ...]
    given: tuple[GivenRow, ...] = ()
    total: Money | None = None
    reason: str = "CustomerReturn"


@dataclass(frozen=True, slots=True)
class StartedRow:
    """What was begun: the side that is told first, and what follows, in words."""

    side: str
    words: str
    warning: str = ""
