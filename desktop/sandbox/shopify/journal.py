"""Writes down what was done to an order: its events, its stock, and that it changed."""

from desktop.sandbox.shopify.records import LineItem, Order
from desktop.sandbox.shopify.shop import Shop

_AUTHORS = {"app": "Crossdock", "merchant": "The merchant", "other": "Another app"}


def tell(shop: Shop, order: Order, action: str, words: str, by: str, at: float) -> None:
    """One more event of the order, and its new time of change (UTC seconds)."""
    order.log.append(
        {
            "__typename": "BasicEvent",
            "id": f"gid://shopify/BasicEvent/{shop.number('BasicEvent')}",
            "action": action,
            "message": f"{_AUTHORS.get(by, by)} {words}.",
            "createdAt": at,
            "attributeToApp": by != "merchant",
            "attributeToUser": by == "merchant",
        }
    )
    shop.changed(order, at)


def move_stock(
    shop: Shop, order: Order, line: LineItem, units: int, what: str, why: str, at: float
) -> bool:
    """Move `available` or `on_hand` stock of a line's variant; whether there was any to move."""
    variant = shop.variants.get(line.variant_id) if line.variant_id is not None else None
    if variant is None or not variant.inventory_item.tracked or not units:
        return False
    if what == "available":
        variant.stock += units
        variant.updated_at = at
    order.stock_moves.append(
        {
            "variant_id": variant.id,
            "sku": variant.sku,
            "name": what,
            "delta": units,
            "why": why,
            "at": int(at),
        }
    )
    return True
