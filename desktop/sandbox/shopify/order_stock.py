"""Takes the stock of a new order, as its options say."""

from typing import Any

from desktop.sandbox.shopify.order_lines import ordered_units
from desktop.sandbox.shopify.records import LineItem
from desktop.sandbox.shopify.refusals import Refusals
from desktop.sandbox.shopify.shop import Shop

Moved = list[dict[str, Any]]


def check_stock(shop: Shop, behaviour: str, lines: list[LineItem], refusals: Refusals) -> None:
    """Refuse what may not go below zero, where the variants' policy is to be obeyed."""
    if behaviour != "DECREMENT_OBEYING_POLICY":
        return
    for number, units in ordered_units(lines).items():
        variant = shop.variants[number]
        open_end = variant.inventory_policy == "CONTINUE" or not variant.inventory_item.tracked
        if not open_end and variant.stock < units:
            message = f"Unable to claim inventory for {variant.sku or variant.title}"
            refusals.add(("order", "lineItems"), message, "INVENTORY_CLAIM_FAILED")


def take_stock(shop: Shop, behaviour: str, lines: list[LineItem]) -> Moved:
    """Move it, and say what moved."""
    if behaviour == "BYPASS":
        return []
    moved: Moved = []
    for number, units in ordered_units(lines).items():
        variant = shop.variants[number]
        if variant.inventory_item.tracked:
            variant.stock -= units
            variant.updated_at = shop.now()
            moved.append({"variant_id": variant.id, "sku": variant.sku, "delta": -units})
    return moved
