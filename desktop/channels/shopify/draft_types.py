"""What is sent to Shopify for one order, before anything is sent."""

from dataclasses import dataclass
from typing import Any

from desktop.trade import Money

# The unique metafield of orders: type "id", its value the Amazon order ID.
KEY_NAMESPACE = "crossdock"
KEY_NAME = "amazon_order_id"
KEY_TYPE = "id"

# The property of a line that carries Amazon's order item ID; the underscore hides it from buyers.
ITEM_ID_PROPERTY = "_amazon_order_item_id"


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """The variables of one orderCreate call, and what they amount to.

    `variables` is {"order": OrderCreateOrderInput, "options": OrderCreateOptionsInput}; `total` is
    in the shop's currency; `notes` say what was left out or changed on the way.
    """

    amazon_order_id: str
    variables: dict[str, Any]
    total: Money
    lines: int
    notes: tuple[str, ...]
    takes_stock: bool
    fulfilled: bool
