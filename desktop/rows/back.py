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
