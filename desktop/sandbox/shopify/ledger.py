"""What truly happened in the shop, for tests to compare with what should have."""

from typing import Any

from desktop.sandbox.shopify.event_input import item_of
from desktop.sandbox.shopify.order_money import rounded
from desktop.sandbox.shopify.records import Fulfillment, LineItem, MoneyV2, Order
from desktop.sandbox.shopify.records_back import FulfillmentOrder, Refund
from desktop.sandbox.shopify.refund_sums import bag, bags, moved
from desktop.sandbox.shopify.scalars import write_time
from desktop.sandbox.shopify.shop import Shop

KEY_NAMESPACE = "crossdock"
NOT_TO_PACK = ("CLOSED", "ON_HOLD", "SCHEDULED")


def unique_keys(shop: Shop) -> dict[int, str]:
    """The unique value each order holds; where it holds several, the app's own."""
    found: dict[int, str] = {}
    for (owner, namespace, _key, value), (number, _since) in shop.unique.items():
        if owner == "ORDER" and (number not in found or namespace == KEY_NAMESPACE):
            found[number] = value
    return found


def _amount(money: MoneyV2) -> str:
    return f"{rounded(money.amount, money.currency_code):f}"


def _shipment(shop: Shop, shipment: Fulfillment) -> dict[str, Any]:
    location = shop.locations[shipment.location_number]
    return {
        "id": shipment.id,
        "status": shipment.status,
        "location_id": location.id,
        "tracking": shipment.tracking,
        "notify_customer": shipment.notified,
        "made_by": shipment.made_by,
        "display_status": shipment.display_status,
        "name": shipment.name,
        "created_at": write_time(shipment.created_at),
        "lines": [_units(line, units) for line, units in shipment.lines],
    }


def _units(line: LineItem, units: int) -> dict[str, Any]:
    return {"sku": line.sku, "quantity": units, "line_id": line.id, "item_id": item_of(line)}


def _line(line: LineItem) -> dict[str, Any]:
    return {
        **_units(line, line.quantity),
        "current": line.current_quantity,
        "unfulfilled": line.unfulfilled_quantity,
        "refundable": line.refundable_quantity,
        "fulfilled": line.fulfilled_quantity,
    }


def _refund(shop: Shop, order: Order, refund: Refund) -> dict[str, Any]:
    sums = (
        moved(refund),
        bags(each.subtotal_amount_set for each in refund.shipping),
        bags(each.tax_amount_set for each in refund.shipping),
        bags(each.amount_set for each in refund.adjustments),
    )
    money = [bag(order, amounts) for amounts in sums]
    return {
        "id": refund.id,
        "key": refund.key,
        "made_by": refund.made_by,
        "note": refund.note or "",
        "notify_customer": refund.notified,
        "total": _amount(money[0].presentment_money),
        "currency": order.presentment_currency_code,
        "shop_total": _amount(money[0].shop_money),
        "status": sorted({payment.status for payment in refund.payments}),
        "shipping": _amount(money[1].presentment_money),
        "shipping_tax": _amount(money[2].presentment_money),
        "adjustment": _amount(money[3].presentment_money),
        "created_at": write_time(refund.created_at),
        "processed_at": write_time(refund.processed_at),
        "lines": [
            {
                **_units(each.line_item, each.quantity),
                "subtotal": _amount(each.subtotal_set.presentment_money),
                "tax": _amount(each.total_tax_set.presentment_money),
                "restock_type": each.restock_type,
                "location_id": each.location_number and shop.locations[each.location_number].id,
            }
            for each in refund.lines
        ],
    }


def _packing(shop: Shop, packing: FulfillmentOrder) -> dict[str, Any]:
    return {
        "id": packing.id,
        "status": packing.status,
        "location_id": shop.locations[packing.location_number].id,
        "location": shop.locations[packing.location_number].name,
        "holds": [
            {
                "id": hold.id,
                "reason": hold.reason,
                "notes": hold.reason_notes or "",
                "handle": hold.handle or "",
                "made_by": hold.made_by,
            }
            for hold in packing.holds
        ],
        "lines": [
            _units(pack.line_item, pack.remaining_quantity)
            for pack in packing.lines
            if pack.remaining_quantity
        ],
    }


def _cancellation(order: Order) -> dict[str, Any] | None:
    if order.cancelled_at is None:
        return None
    return {
        "at": write_time(order.cancelled_at),
        "reason": order.cancel_reason,
        "note": order.staff_note or "",
        "made_by": order.cancelled_by,
        "asked": order.cancel_asked,
    }


def _metafields(shop: Shop, owner_id: str) -> dict[str, str]:
    held = shop.metafields_of(owner_id)
    return {f"{field.namespace}.{field.key}": field.value for field in held}


def _back(shop: Shop, order: Order) -> dict[str, Any]:
    """What became of an order."""
    fields = _metafields(shop, order.id)
    return {
        "lines": [_line(line) for line in order.lines],
        "refunds": [_refund(shop, order, refund) for refund in order.refunds],
        "refunded": _amount(order.money["refunded"].presentment_money),
        "received": _amount(order.money["received"].presentment_money),
        "cancelled_at": write_time(order.cancelled_at) if order.cancelled_at else None,
        "cancellation": _cancellation(order),
        "fulfillment_orders": [_packing(shop, packing) for packing in order.to_pack],
        "to_pack": [
            {
                **_units(pack.line_item, pack.remaining_quantity),
                "requires_shipping": pack.line_item.requires_shipping,
            }
            for packing in order.to_pack
            for pack in packing.lines
            if pack.remaining_quantity and packing.status not in NOT_TO_PACK
        ],
        "stock_moves": list(order.stock_moves),
        "metafields": fields,
        "intents": {name: value for name, value in fields.items() if "intent" in name},
        "fulfillment_status": order.display_fulfillment_status,
        "updated_at": write_time(order.updated_at),
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
        **_back(shop, order),
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


def shop_ledger(shop: Shop) -> dict[str, Any]:
    """What the shop itself keeps: metafields, of which the leases are some; stock by SKU."""
    fields = _metafields(shop, shop.id)
    return {
        "metafields": fields,
        "leases": {name: value for name, value in fields.items() if "lease" in name},
        "stock": {v.sku: v.stock for v in shop.variants.values() if v.sku},
    }
