"""What truly happened in the shop, for tests to compare with what should have."""

from typing import Any

from desktop.sandbox.shopify.records import Fulfillment, MoneyV2, Order
from desktop.sandbox.shopify.scalars import write_time
from desktop.sandbox.shopify.shop import Shop

KEY_NAMESPACE = "crossdock"


def unique_keys(shop: Shop) -> dict[int, str]:
    """The unique value each order holds; where it holds several, the app's own."""
    found: dict[int, str] = {}
    for (owner, namespace, _key, value), (number, _since) in shop.unique.items():
        if owner == "ORDER" and (number not in found or namespace == KEY_NAMESPACE):
            found[number] = value
    return found


def _amount(money: MoneyV2) -> str:
    return f"{money.amount:f}"


def _shipment(shop: Shop, shipment: Fulfillment) -> dict[str, Any]:
    location = shop.locations[shipment.location_number]
    return {
        "id": shipment.id,
        "status": shipment.status,
        "location_id": location.id,
        "tracking": shipment.tracking,
        "notify_customer": shipment.notified,
        "created_at": write_time(shipment.created_at),
        "lines": [{"sku": line.sku, "quantity": units} for line, units in shipment.lines],
    }


def entry(shop: Shop, order: Order, unique_key: str) -> dict[str, Any]:
    """One order as the ledger tells it."""
    total = order.money["total"]
    return {
        "id": order.id,
        "legacy_id": str(order.legacy_resource_id),
        "name": order.name,
        "source_identifier": order.source_identifier or "",
        "unique_key": unique_key,
        "input": order.input,
        "options": order.options,
        "stock_moved": order.stock_moved,
        "fulfillments": [_shipment(shop, shipment) for shipment in order.shipments],
        "refunds": [],
        "cancelled_at": write_time(order.cancelled_at) if order.cancelled_at else None,
        "created_at": write_time(order.created_at),
        "processed_at": write_time(order.processed_at),
        "total": _amount(total.shop_money),
        "currency": total.shop_money.currency_code,
        "presentment_total": _amount(total.presentment_money),
        "presentment_currency": total.presentment_money.currency_code,
        "financial_status": order.display_financial_status or "",
        "tags": list(order.tags),
        "made_by": order.made_by,
    }


def ledger(shop: Shop) -> list[dict[str, Any]]:
    """Every order of the shop, oldest first."""
    keys = unique_keys(shop)
    return [entry(shop, order, keys.get(number, "")) for number, order in shop.orders.items()]
