"""Shipments, refunds and cancellations in our words, on whichever side they happen.

Amounts are minor units; times UTC seconds; Shopify ids are gids.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Tracking:
    """One tracking number; company as the shop has it, which may be empty or free text."""

    company: str
    number: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ShopLine:
    """A line of a Shopify order. `item_id` is Amazon's order item, `pack` units of it per item."""

    gid: str
    sku: str
    quantity: int
    current_quantity: int
    unfulfilled: int
    refundable: int
    item_id: str = ""
    pack: int = 1
    is_charge: bool = False  # gift wrap, fee or tip: nothing of it ships
    charge_item_id: str = ""  # the order item that a charge belongs to, where it belongs to one
    charge: str = ""  # gift_wrap | cod_fee | other | delivery_tip | order_other


@dataclass(frozen=True, slots=True)
class ShopFulfillment:
    """One Shopify fulfilment: one Amazon package. Lines are (line gid, quantity)."""

    gid: str
    name: str
    status: str  # SUCCESS | CANCELLED | ERROR | FAILURE
    display_status: str
    created_at: int
    updated_at: int
    tracking: tuple[Tracking, ...]
    lines: tuple[tuple[str, int], ...]

    @property
    def is_live(self) -> bool:
        """Whether it stands: what is in it has left."""
        return self.status == "SUCCESS"

    @property
    def is_taken_back(self) -> bool:
        """Whether somebody cancelled it."""
        return self.status == "CANCELLED"


@dataclass(frozen=True, slots=True)
class ShopRefundLine:
    """Goods of a refund; amounts in the currency of the refund, without and of tax."""

    line_gid: str
    quantity: int
    subtotal: int
    tax: int
    restocked: bool = False


@dataclass(frozen=True, slots=True)
class ShopRefund:
    """A Shopify refund. `currency` is the presentment currency where there is one."""

    gid: str
    created_at: int
    processed_at: int
    note: str
    currency: str
    total: int
    lines: tuple[ShopRefundLine, ...] = ()
    shipping: int = 0
    shipping_tax: int = 0
    adjustment: int = 0
    is_settled: bool = True  # its money moved; False while pending, and it never counts if failed
    is_failed: bool = False  # its money will never move


@dataclass(frozen=True, slots=True)
class ShopState:
    """All of a Shopify order that the way back needs; no protected field is in it."""

    gid: str
    legacy_id: str
    name: str
    updated_at: int
    currency: str
    cancelled_at: int | None
    cancel_reason: str
    financial: str
    fulfillment: str
    closed: bool
    lines: tuple[ShopLine, ...]
    fulfillments: tuple[ShopFulfillment, ...] = ()
    refunds: tuple[ShopRefund, ...] = ()
    refunded: int = 0
    transactions: tuple[tuple[str, str, str, int], ...] = ()  # gid, kind, status, minor

    @property
    def sent(self) -> list[tuple[str, int]]:
        """What has left: (line gid, quantity) of every fulfilment that stands."""
        return [line for one in self.fulfillments if one.is_live for line in one.lines]


@dataclass(frozen=True, slots=True)
class FulfillmentOrder:
    """What a location is to pack. Lines are (line gid, order line gid, remaining)."""

    gid: str
    status: str
    location_gid: str
    can_fulfill: bool
    holds: tuple[tuple[str, str], ...]  # hold gid, notes
    lines: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class PackageToConfirm:
    """One package as Amazon is told of it. `reference` is positive digits, the same on a repeat."""

    marketplace_id: str
    reference: str
    carrier_code: str
    carrier_name: str
    method: str
    tracking_number: str
    shipped_at: int
    items: tuple[tuple[str, int], ...]  # order item id, quantity


class AmazonCancelReason(StrEnum):
    """Amazon's words for cancelling an order (amazon-sp-api 3.2)."""

    NO_INVENTORY = "NoInventory"
    ADDRESS_UNDELIVERABLE = "ShippingAddressUndeliverable"
    CUSTOMER_EXCHANGE = "CustomerExchange"
    BUYER_CANCELED = "BuyerCanceled"
    GENERAL_ADJUSTMENT = "GeneralAdjustment"
    CARRIER_CREDIT = "CarrierCreditDecision"
    RISK = "RiskAssessmentInformationNotValid"
    CARRIER_COVERAGE = "CarrierCoverageFailure"
    CUSTOMER_RETURN = "CustomerReturn"
    NOT_RECEIVED = "MerchandiseNotReceived"


class AmazonRefundReason(StrEnum):
    """Amazon's words for refunding an item (amazon-sp-api 3.2)."""

    NO_INVENTORY = "NoInventory"
    CUSTOMER_RETURN = "CustomerReturn"
    GENERAL_ADJUSTMENT = "GeneralAdjustment"
    COULD_NOT_SHIP = "CouldNotShip"
    DIFFERENT_ITEM = "DifferentItem"
    ABANDONED = "Abandoned"
    CUSTOMER_CANCEL = "CustomerCancel"
    PRICE_ERROR = "PriceError"
    OUT_OF_STOCK = "ProductOutofStock"
    ADDRESS_INCORRECT = "CustomerAddressIncorrect"
    EXCHANGE = "Exchange"
    OTHER = "Other"
    CARRIER_CREDIT = "CarrierCreditDecision"
    RISK = "RiskAssessmentInformationNotValid"
    CARRIER_COVERAGE = "CarrierCoverageFailure"
    TRANSACTION_RECORD = "TransactionRecord"
    UNDELIVERABLE = "Undeliverable"
    REFUSED_DELIVERY = "RefusedDelivery"


@dataclass(frozen=True, slots=True)
class RefundItem:
    """What is given back for one Amazon order item; all positive, in the order's currency."""

    item_id: str
    quantity: int
    reason: AmazonRefundReason
    principal: int = 0
    tax: int = 0
    shipping: int = 0
    shipping_tax: int = 0
    gift_wrap: int = 0
    gift_wrap_tax: int = 0
    cod: int = 0
    cod_tax: int = 0
    other: int = 0

    @property
    def freight(self) -> int:
        """Shipping with its tax."""
        return self.shipping + self.shipping_tax

    @property
    def goods(self) -> int:
        """Everything but the shipping: price, gift wrap and fees, with their taxes."""
        return self.total - self.freight

    @property
    def total(self) -> int:
        """Everything that the buyer gets for this item."""
        return sum(getattr(self, name) for name in REFUND_AMOUNTS)

    def with_tax_in_price(self) -> "RefundItem":
        """The same money without parts of tax: for orders whose prices hold it."""
        return replace(
            self,
            principal=self.principal + self.tax,
            tax=0,
            shipping=self.freight,
            shipping_tax=0,
            gift_wrap=self.gift_wrap + self.gift_wrap_tax,
            gift_wrap_tax=0,
            cod=self.cod + self.cod_tax,
            cod_tax=0,
        )


# The parts that Amazon takes apart from each other.
REFUND_AMOUNTS = (
    "principal",
    "tax",
    "shipping",
    "shipping_tax",
    "gift_wrap",
    "gift_wrap_tax",
    "cod",
    "cod_tax",
    "other",
)


@dataclass(frozen=True, slots=True)
class RefundToSend:
    """One order's refund for Amazon; `reference` names it in the report and on repeats."""

    amazon_order_id: str
    currency: str
    reference: str
    items: tuple[RefundItem, ...]


@dataclass(frozen=True, slots=True)
class CancelToSend:
    """One order's cancellation for Amazon: always the whole order."""

    amazon_order_id: str
    reason: AmazonCancelReason
    item_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeedResult:
    """One message's end, as the processing report tells it."""

    message_id: int
    is_error: bool
    code: str
    words: str
    amazon_order_id: str = ""  # where the report names it


@dataclass(frozen=True, slots=True)
class FeedReport:
    """A processing report. A message without an error is done only where the counts agree."""

    processed: int
    successful: int
    with_error: int
    results: tuple[FeedResult, ...]

    @property
    def failed_whole(self) -> FeedResult | None:
        """The error that concerns the whole file (message 0), if any."""
        return next((r for r in self.results if r.is_error and r.message_id == 0), None)


@dataclass(frozen=True, slots=True)
class AmazonRefund:
    """A refund that Amazon's books show; `total` positive, to the buyer."""

    key: str
    amazon_order_id: str
    posted_at: int
    currency: str
    total: int
    status: str
    items: tuple[tuple[str, int, int], ...] = ()  # SKU, quantity, amount
    description: str = ""


@dataclass(frozen=True, slots=True)
class Lease:
    """Which computer syncs an account, as the shop keeps it. `holder` is a mark that only the one
    that wrote this renewal knows; times UTC seconds."""

    holder: str
    computer: str
    renewed_at: int
    digest: str = ""  # compareDigest for the next write; empty where there is none yet
    owner: str = field(default="", compare=False)  # the shop's gid, where it is known
