"""Reads what control events say: which order, which units, which amounts. ValueError names it."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from desktop.sandbox.shopify.order_money import rounded
from desktop.sandbox.shopify.records import Fulfillment, LineItem, Order
from desktop.sandbox.shopify.records_back import FulfillmentOrder
from desktop.sandbox.shopify.shop import Shop

Body = Mapping[str, Any]
_ITEM_PROPERTY = "_amazon_order_item_id"


def find_order(shop: Shop, body: Body) -> Order:
    """The order by Amazon ID, name, number or global ID, under `order` or `order_id`."""
    wanted = str(body["order"] if "order" in body else body["order_id"])
    held = {number for key, (number, _) in shop.unique.items() if key[3] == wanted}
    for order in shop.orders.values():
        names = (order.id, str(order.legacy_resource_id), order.name, order.source_identifier)
        if wanted in names or order.legacy_resource_id in held:
            return order
    raise ValueError(f"no order {wanted!r}")


def item_of(line: LineItem) -> str:
    """The Amazon item a line stands for; empty where it says none."""
    found = [each["value"] for each in line.custom_attributes if each["key"] == _ITEM_PROPERTY]
    return found[0] if found else ""


def units_of(order: Order, body: Body, left: dict[int, int]) -> list[tuple[LineItem, int]]:
    """Lines and units under `lines`: {sku, item ID or gid: units}, or a list of objects.

    Without `lines` all that is `left` (line number → units).
    """
    given = body.get("lines")
    if given is None:
        return [(line, left[line.legacy_resource_id]) for line in order.lines
                if left[line.legacy_resource_id] > 0]  # fmt: skip
    pairs = given.items() if isinstance(given, Mapping) else [_pair(each) for each in given]
    found: dict[int, tuple[LineItem, int]] = {}
    for name, units in pairs:
        line = _line(order, str(name), left)
        number = line.legacy_resource_id
        wanted = left[number] if units is None else int(units)
        total = found.get(number, (line, 0))[1] + wanted
        if wanted < 1 or total > left[number]:
            raise ValueError(f"lines: {name}: {wanted} of {left[number]}")
        found[number] = (line, total)
    return list(found.values())


def _pair(each: Any) -> tuple[Any, Any]:
    if isinstance(each, Mapping):
        name = next((each[n] for n in ("sku", "item_id", "line", "id") if n in each), None)
        if name is not None:
            return name, each.get("quantity")
    elif isinstance(each, str):
        return each, None
    raise ValueError("lines: give {sku, item_id or line, quantity}")


def _line(order: Order, name: str, left: dict[int, int]) -> LineItem:
    fits = [each for each in order.lines if name in (each.sku, each.id, item_of(each))]
    if not fits:
        raise ValueError(f"lines: no line {name!r}")
    return next((line for line in fits if left[line.legacy_resource_id]), fits[0])


def find_shipment(order: Order, body: Body) -> Fulfillment:
    """The fulfilment under `fulfillment` (global ID, name, tracking number), else the last one."""
    wanted = body.get("fulfillment")
    for shipment in reversed(order.shipments):
        numbers = [each.get("number") for each in shipment.tracking]
        named = wanted in (shipment.id, shipment.name, *numbers)
        if named or (wanted is None and shipment.status == "SUCCESS"):
            return shipment
    raise ValueError(f"fulfillment: {wanted!r} is none of {order.name}")


def money_of_body(order: Order, body: Body, name: str) -> Decimal | None:
    """An amount in the order's presentment currency; None where it is not given."""
    value = body.get(name)
    if value is None:
        return None
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        raise ValueError(f"{name}: {value!r} is no amount") from None
    if not amount.is_finite() or amount < 0:
        raise ValueError(f"{name}: {value!r} is no amount")
    exact = rounded(amount, order.presentment_currency_code)
    if exact != amount:
        raise ValueError(f"{name}: {value!r} has too many decimal places")
    return exact


def open_packing(order: Order, *, held: bool = False) -> list[FulfillmentOrder]:
    """What is still to pack; `held` where it must be on hold."""
    found = [each for each in order.to_pack if each.status != "CLOSED"]
    found = [each for each in found if each.holds] if held else found
    if not found:
        raise ValueError(f"{order.name}: nothing is {'on hold' if held else 'to pack'}")
    return found
