"""What a person is told by a message, grouped by account and kind."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewsRow:
    """One message. `order_id` is the order where it is about one only, else 0.

    `kind` is failures, cancel_wishes, ship_by, oversold, refunds or problems.
    """

    kind: str
    account_id: int
    title: str
    text: str
    order_id: int = 0
    orders: int = 0
