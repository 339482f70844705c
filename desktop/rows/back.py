"""The way back as screens show it: shipments, refunds, what is about to leave."""

from dataclasses import dataclass

from desktop.trade.money import Money


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """One shipment on one side. Items are (item id, quantity); `state` is a word of the app's."""

    id: int
    side: str  # shopify | amazon
    reference: str  # what Amazon knows the package by
    carrier: str
    number: str
    shipped_at: int
    state: str  # seen | sent | confirmed | mirrored | cancelled
    items: tuple[tuple[str, int], ...] = ()
    made_by: str = "other"  # app | other


@dataclass(frozen=True, slots=True)
class RefundRow:
    """One refund on one side; `pair_id` is the same one on the other."""

    id: int
    side: str  # shopify | amazon
    amount: Money
    at: int
    state: str
    pair_id: int | None = None
    asks: bool = False  # equals one that stands on both sides: is it a second one?
    made_by: str = "other"
    foreign_id: str = ""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """What is about to leave and can still be withdrawn.

    `leaves_at` is None where it waits for a person: not sent, or so long that it asks.
    """

    task_id: int
    order_id: int
    amazon_order_id: str
    account_id: int
    account: str
    verb: str
    words: str
    leaves_at: int | None
    hold: str = "outbox"  # outbox | asks | not_sent
    amount: Money | None = None
    shopify_order_name: str = ""
    why: str = ""  # the reason that is told, in Amazon's or Shopify's word
    is_withdrawn: bool = False  # by a person; it can still be sent


@dataclass(frozen=True, slots=True)
class ToRecordRow:
    """A refund on Amazon that Shopify does not show. `asks`: it may be there already."""

    refund_id: int
    order_id: int
    amazon_order_id: str
    account: str
    shopify_order_name: str
    amount: Money
    at: int
    asks: bool = False


@dataclass(frozen=True, slots=True)
class OutboxContent:
    """What leaves by itself, what stays until a person decides, what Shopify does not show yet."""

    waiting: tuple[OutboxRow, ...] = ()
    not_sent: tuple[OutboxRow, ...] = ()
    to_record: tuple[ToRecordRow, ...] = ()


@dataclass(frozen=True, slots=True)
class CarrierRow:
    """What a carrier of the shop is on Amazon; an empty country stands for all.

    `name` is told beside Amazon's code `Other`. Not `is_own`: the usual one, not kept.
    """

    company: str
    country: str
    code: str
    name: str = ""
    is_own: bool = True
