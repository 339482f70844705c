"""The Shopify side in our words."""

from dataclasses import dataclass, field

from desktop.trade.money import Money
from desktop.trade.returns import ShopState


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """What a connection check read from the shop."""

    domain: str
    name: str
    currency: str
    presentment_currencies: tuple[str, ...]
    country: str
    taxes_included: bool
    timezone: str
    plan: str
    scopes: tuple[str, ...]
    api_version: str
    trial: bool = False
    locations: tuple[tuple[str, str], ...] = ()  # (gid, name), active ones

    @property
    def sees_all_orders(self) -> bool:
        """Whether orders older than 60 days are visible to the app."""
        return "read_all_orders" in self.scopes


@dataclass(frozen=True, slots=True)
class Variant:
    """One product variant of the catalogue; price in minor units of the shop's currency."""

    gid: str
    sku: str
    title: str
    product_title: str
    price: int
    barcode: str = ""
    inventory: int | None = None
    tracked: bool = True
    sells_below_zero: bool = False
    requires_shipping: bool = True
    product_status: str = "ACTIVE"


@dataclass(frozen=True, slots=True)
class LinkPart:
    """One variant of a SKU link, and how many of it one Amazon unit stands for."""

    variant_gid: str
    quantity: int


@dataclass(frozen=True, slots=True)
class SkuLink:
    """What an Amazon SKU is in Shopify; no parts means: send as a custom line."""

    sku: str
    parts: tuple[LinkPart, ...]
    by: str = "seller"  # seller | exact

    @property
    def is_custom_line(self) -> bool:
        """Whether the SKU is sent as a line without a product."""
        return not self.parts


@dataclass(frozen=True, slots=True)
class ShopOrder:
    """A Shopify order as far as exactly-once needs it; total in shop currency."""

    gid: str
    legacy_id: str
    name: str
    source_identifier: str = ""
    created_at: int = 0
    cancelled_at: int | None = None
    unique_key: str = ""
    total: str = ""
    currency: str = ""
    presentment_total: str = ""
    presentment_currency: str = ""
    # (line gid, sku, quantity, amazon order item id) as read back
    lines: tuple[tuple[str, str, int, str], ...] = ()
    oversold: tuple[str, ...] = ()  # SKUs of which it took more than there was
    # what has become of it, where that was read along with it
    state: ShopState | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class SeenOrder:
    """An order of the shop that names an Amazon order ID, and where it names it."""

    amazon_order_id: str
    order: ShopOrder
    where: str  # name | tag | note | attribute | source


@dataclass(frozen=True, slots=True)
class ShopAddressView:
    """An order's delivery address as Shopify shows it.

    None in a part is "not visible to this app", never "empty".
    """

    name: str | None = None
    company: str | None = None
    line1: str | None = None
    line2: str | None = None
    city: str | None = None
    province_code: str | None = None
    postal_code: str | None = None
    country: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class ShopOrderView:
    """A Shopify order as a person sees it; `address` is None where there is none.

    `total` is in the shop's currency, after edits and refunds; `lines` are (SKU, title, quantity,
    is goods); `tracking` are (carrier, number). Words of status are Shopify's own.
    """

    gid: str
    legacy_id: str
    name: str
    financial: str
    fulfillment: str
    total: Money
    presentment: Money
    cancelled: bool
    tags: tuple[str, ...]
    note: str
    lines: tuple[tuple[str, str, int, bool], ...]
    tracking: tuple[tuple[str, str], ...]
    address: ShopAddressView | None = None
    address_hidden: bool = False
