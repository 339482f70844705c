"""An Amazon order in our words. Amounts in minor units of its currency; times in UTC seconds."""

from dataclasses import dataclass, field
from enum import StrEnum

from desktop.trade.money import Money


class AmazonStatus(StrEnum):
    """Amazon's fulfilment status; an unknown word is kept raw beside UNKNOWN."""

    PENDING_AVAILABILITY = "PENDING_AVAILABILITY"
    PENDING = "PENDING"
    UNSHIPPED = "UNSHIPPED"
    PARTIALLY_SHIPPED = "PARTIALLY_SHIPPED"
    SHIPPED = "SHIPPED"
    CANCELLED = "CANCELLED"
    UNFULFILLABLE = "UNFULFILLABLE"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when; either end may be unknown."""

    earliest: int | None = None
    latest: int | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address as Amazon gives it: free text, parts may be empty, country ISO alpha-2."""

    name: str = ""
    company: str = ""
    line1: str = ""
    line2: str = ""
    line3: str = ""
    city: str = ""
    district: str = ""
    municipality: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""
    phone: str = ""
    kind: str = ""

    @property
    def has_street(self) -> bool:
        """Whether there is anything to deliver to."""
        return any(part.strip() for part in (self.line1, self.line2, self.line3))


@dataclass(frozen=True, slots=True)
class Charges:
    """The money of one line, whole quantity; discounts are positive and are to be subtracted.

    Tax parts add up to the line's tax subtotal; a tax on a discount is netted into the tax of what
    was discounted, the item or the shipping.
    """

    item: int = 0
    shipping: int = 0
    gift_wrap: int = 0
    cod_fee: int = 0
    other: int = 0
    discount_item: int = 0
    discount_shipping: int = 0
    discount_other: int = 0
    tax_item: int = 0
    tax_shipping: int = 0
    tax_gift_wrap: int = 0
    tax_other: int = 0

    @property
    def tax(self) -> int:
        """All tax of the line."""
        return self.tax_item + self.tax_shipping + self.tax_gift_wrap + self.tax_other

    @property
    def discount(self) -> int:
        """All discount of the line, positive."""
        return self.discount_item + self.discount_shipping + self.discount_other

    @property
    def net(self) -> int:
        """Everything without tax, discounts subtracted."""
        gross = self.item + self.shipping + self.gift_wrap + self.cod_fee + self.other
        return gross - self.discount


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One order item. `item_id` is text: it may begin with a zero."""

    item_id: str
    sku: str
    asin: str
    title: str
    quantity: int
    charges: Charges
    quantity_fulfilled: int = 0
    tax_by_marketplace: bool = False
    tax_estimated: bool = False
    condition: str = ""
    gift_message: str = ""
    gift_wrap_level: str = ""
    customization_url: str = ""
    ioss_number: str = ""
    cancel_wish: str = ""
    cancelled_by: str = ""
    cancel_reason: str = ""
    programs: tuple[str, ...] = ()
    has_cancel_wish: bool = False


@dataclass(frozen=True, slots=True)
class Package:
    """One parcel as Amazon knows it (FBM only)."""

    reference: str
    status: str = ""
    detailed_status: str = ""
    carrier: str = ""
    service: str = ""
    tracking_number: str = ""
    shipped_at: int | None = None
    items: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """An order as Amazon told it.

    `tax_mode` says what the arithmetic showed: `on_top` (the sum with tax is the grand total),
    `included` (the sum without tax is), `unclear` (neither: the order needs a person),
    `none` (Amazon gives no money yet).
    """

    amazon_order_id: str
    created_at: int
    updated_at: int
    marketplace_id: str
    sold_on_amazon: bool
    status: AmazonStatus
    raw_status: str
    fulfilled_by: str
    currency: str
    total: int | None
    tax_mode: str
    delivery_tip: int = 0
    order_level_other: int = 0
    other_currencies: tuple[str, ...] = ()  # not empty: amounts are mixed, tax_mode is unclear
    marketplace_name: str = ""
    seller_order_id: str = ""
    service_level: str = ""
    ship_by: Window = Window()
    deliver_by: Window = Window()
    buyer_name: str = ""
    buyer_company: str = ""
    purchase_order_number: str = ""
    address: Address | None = None
    delivery_note: str = ""
    programs: tuple[str, ...] = ()
    replaces: str = ""
    tax_numbers: tuple[tuple[str, str], ...] = ()
    lines: tuple[OrderLine, ...] = field(default=())
    packages: tuple[Package, ...] = field(default=())

    @property
    def is_fba(self) -> bool:
        """Fulfilled by Amazon."""
        return self.fulfilled_by == "AMAZON"

    @property
    def tag(self) -> str:
        """FBA or FBM."""
        return "FBA" if self.is_fba else "FBM"

    @property
    def units(self) -> int:
        """Ordered units over all lines."""
        return sum(line.quantity for line in self.lines)

    @property
    def grand_total(self) -> Money | None:
        """Amazon's grand total, or None while Amazon gives none."""
        return None if self.total is None else Money(self.total, self.currency)

    @property
    def wishing(self) -> frozenset[str]:
        """The items that the buyer asks to cancel, as long as something of them is still to ship.

        What was shipped or cancelled has ended its wish.
        """
        if self.status in (AmazonStatus.SHIPPED, AmazonStatus.CANCELLED):
            return frozenset()
        return frozenset(
            line.item_id
            for line in self.lines
            if line.has_cancel_wish
            and not line.cancelled_by
            and line.quantity_fulfilled < line.quantity
        )

    @property
    def has_cancel_wish(self) -> bool:
        """Whether the buyer asked to cancel, and it is not settled."""
        return bool(self.wishing)
