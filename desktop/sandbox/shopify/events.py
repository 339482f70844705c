"""What may happen in the shop without the app's doing: other apps, the merchant, time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from desktop.sandbox.seeds import CatalogueItem
from desktop.sandbox.shopify.event_input import Body, find_order
from desktop.sandbox.shopify.events_back import EVENTS_BACK
from desktop.sandbox.shopify.ledger import entry
from desktop.sandbox.shopify.order_money import ZERO, Pair, Till, Totals, rounded
from desktop.sandbox.shopify.packing import begin
from desktop.sandbox.shopify.records import LineItem, Order, Transaction, Variant
from desktop.sandbox.shopify.refusals import Refusals
from desktop.sandbox.shopify.shop import Shop
from desktop.sandbox.shopify.tags import tidy

WHERE = ("name", "tag", "note", "attribute", "source")


def make_other_app_order(
    shop: Shop,
    amazon_order_id: str,
    where: str,
    *,
    total: str = "10.00",
    age_days: float = 0.0,
    lines: Sequence[Mapping[str, Any]] = (),
) -> Order:
    """An order that another app made, with the Amazon ID in one place only.

    `lines` are {sku, quantity, price}, and their sum is the total then; without any it is one
    line without a SKU. Raises ValueError for an unknown place.
    """
    till = Till(shop.facts, {}, Refusals())
    made = [_other_app_line(shop, till, one) for one in lines or ({"price": total},)]
    amount = sum((one.quantity * price for one, price in made), Decimal(0))
    pair: Pair = (amount, amount)
    made_at = shop.now() - age_days * 86_400
    paid = Transaction(
        shop.number("OrderTransaction"),
        "SALE",
        "SUCCESS",
        "other",
        till.bag(pair),
        made_at,
        made_at,
    )
    number = shop.next_order_number
    shop.next_order_number += 1
    order = Order(
        shop.number("Order"), number, f"#{number}", made_at, made_at, made_at,
        till.currency, till.presentment,
        Totals(pair, ZERO, ZERO, ZERO, ZERO, pair).bags(till, pair),
        [one for one, _ in made], [], [], [paid], "PAID", "UNFULFILLED", "other",
    )  # fmt: skip
    _mark(order, amazon_order_id, where)
    begin(shop, order)
    shop.keep(order)
    return order


def _other_app_line(shop: Shop, till: Till, given: Mapping[str, Any]) -> tuple[LineItem, Decimal]:
    """A line and its unit price; nothing of it names Amazon's item."""
    units = int(given.get("quantity", 1))
    price = rounded(Decimal(str(given.get("price", "10.00"))), till.currency)
    one, all_of_it = till.bag((price, price)), till.bag((price * units, price * units))
    sku = str(given.get("sku") or "") or None
    title = str(given.get("title", "Imported item"))
    number = shop.number("LineItem")
    line = LineItem(
        number, title, units, one, all_of_it, [], [], sku=sku,
        requires_shipping=sku is not None, current_quantity=units,
    )  # fmt: skip
    return line, price


def _mark(order: Order, amazon_order_id: str, where: str) -> None:
    if where not in WHERE:
        raise ValueError(f"where {where!r}: one of {', '.join(WHERE)}")
    if where == "name":
        order.name = amazon_order_id
    elif where == "tag":
        order.tags = tidy(["amazon", amazon_order_id])
    elif where == "note":
        order.note = f"Imported from Amazon, order {amazon_order_id}."
    elif where == "attribute":
        order.custom_attributes = [{"key": "Amazon Order Id", "value": amazon_order_id}]
    else:
        order.source_identifier = amazon_order_id


def _told(variant: Variant) -> dict[str, Any]:
    return {"variant_id": variant.id, "sku": variant.sku, "inventory": variant.stock}


def _other_app_order(shop: Shop, body: Body) -> dict[str, Any]:
    order = make_other_app_order(
        shop,
        str(body["amazon_order_id"]),
        str(body.get("where", "source")),
        total=str(body.get("total", "10.00")),
        age_days=float(body.get("age_days", 0)),
        lines=body.get("lines") or (),
    )
    return entry(shop, order, "")


def _add_variant(shop: Shop, body: Body) -> dict[str, Any]:
    known = {name: body[name] for name in CatalogueItem.__dataclass_fields__ if name in body}
    item = CatalogueItem(**{"title": str(body["sku"]), "currency": shop.facts.currency, **known})
    return _told(shop.add_variant(item))


def _delete_variant(shop: Shop, body: Body) -> dict[str, Any]:
    variant = shop.variant_of_sku(str(body["sku"]))
    del shop.variants[variant.legacy_resource_id]
    shop.catalogue_changes += 1
    return _told(variant)


def _set_stock(shop: Shop, body: Body) -> dict[str, Any]:
    variant = shop.variant_of_sku(str(body["sku"]))
    variant.stock = int(body["inventory"])
    return _touched(shop, variant)


def _set_policy(shop: Shop, body: Body) -> dict[str, Any]:
    variant = shop.variant_of_sku(str(body["sku"]))
    if body["policy"] not in ("DENY", "CONTINUE"):
        raise ValueError("policy: DENY or CONTINUE")
    variant.inventory_policy = str(body["policy"])
    return _touched(shop, variant)


def _rename_sku(shop: Shop, body: Body) -> dict[str, Any]:
    variant = shop.variant_of_sku(str(body["sku"]))
    variant.sku = variant.inventory_item.sku = str(body["new_sku"]) or None
    return _touched(shop, variant)


def _touched(shop: Shop, variant: Variant) -> dict[str, Any]:
    variant.updated_at = variant.inventory_item.updated_at = shop.now()
    shop.catalogue_changes += 1
    return _told(variant)


def _delete_order(shop: Shop, body: Body) -> dict[str, Any]:
    order = find_order(shop, body)
    told = entry(shop, order, "")
    shop.delete_order(order)
    return told


def _set_tags(shop: Shop, body: Body) -> dict[str, Any]:
    order = find_order(shop, body)
    order.tags = tidy(str(tag) for tag in body["tags"])
    shop.changed(order)
    return entry(shop, order, "")


def _delete_definition(shop: Shop, body: Body) -> dict[str, Any]:
    place = ("ORDER", str(body["namespace"]), str(body["key"]))
    if shop.definitions.pop(place, None) is None:
        raise ValueError(f"no definition {place[1]}.{place[2]}")
    shop.unique = {key: held for key, held in shop.unique.items() if key[:3] != place}
    return {"deleted": f"{place[1]}.{place[2]}"}


def _close_location(shop: Shop, body: Body) -> dict[str, Any]:
    for location in shop.locations.values():
        if str(body["location_id"]) in (location.id, location.name):
            location.is_active = False
            return {"location_id": location.id, "name": location.name}
    raise ValueError(f"no location {body['location_id']!r}")


def _set_currencies(shop: Shop, body: Body) -> dict[str, Any]:
    currencies = tuple(str(each) for each in body["presentment_currencies"])
    shop.facts = replace(shop.facts, presentment_currencies=currencies)
    return {"presentment_currencies": list(currencies)}


EVENTS: dict[str, Callable[[Shop, Body], dict[str, Any]]] = {
    "shopify.add_variant": _add_variant,
    "shopify.close_location": _close_location,
    "shopify.delete_definition": _delete_definition,
    "shopify.delete_order": _delete_order,
    "shopify.delete_variant": _delete_variant,
    "shopify.other_app_order": _other_app_order,
    "shopify.rename_sku": _rename_sku,
    "shopify.set_currencies": _set_currencies,
    "shopify.set_policy": _set_policy,
    "shopify.set_stock": _set_stock,
    "shopify.set_tags": _set_tags,
    **EVENTS_BACK,
}


def happen(shop: Shop, kind: str, body: Body) -> dict[str, Any]:
    """Let it happen and tell what it changed. Raises ValueError for a wrong kind or body."""
    if kind not in EVENTS:
        raise ValueError(f"no event {kind!r}; there are {', '.join(event_kinds())}")
    try:
        return EVENTS[kind](shop, body)
    except KeyError as error:
        raise ValueError(f"event {kind} needs {error.args[0]}") from error
    except (TypeError, ArithmeticError) as error:
        raise ValueError(f"event {kind}: {error}") from error


def event_kinds() -> list[str]:
    """Every kind there is."""
    return sorted((*EVENTS, "shopify.expire_tokens"))
