"""Answers about what an order consists of: lines, payments, fulfilments, addresses."""

from typing import Any

from desktop.sandbox.shopify.call import require, shop_of
from desktop.sandbox.shopify.paging import Row, connect, numbered
from desktop.sandbox.shopify.records import Fulfillment, LineItem, Order, Transaction
from desktop.sandbox.shopify.registry import Info, resolves
from desktop.sandbox.shopify.zones import country_name, zones


@resolves("Order", "lineItems")
def line_items(source: Order, _info: Info, **page: Any) -> dict[str, Any]:
    """The lines in their order."""
    return connect(numbered(source.lines), **page)


@resolves("Order", "subtotalLineItemsQuantity")
def all_units(source: Order, _info: Info) -> int:
    """Units that were sold."""
    return sum(line.quantity for line in source.lines)


@resolves("Order", "currentSubtotalLineItemsQuantity")
def current_units(source: Order, _info: Info) -> int:
    """Units that were not refunded, taken off or cancelled."""
    return sum(line.current_quantity for line in source.lines)


@resolves("Order", "edited")
def edited(_source: Order, _info: Info) -> bool:
    """Nobody edits orders here: what goes, goes by a refund without money."""
    return False


@resolves("Order", "shippingLines")
def shipping_lines(source: Order, _info: Info, **page: Any) -> dict[str, Any]:
    """The shipping lines in their order."""
    page.pop("includeRemovals", None)
    return connect(numbered(source.shipping), **page)


@resolves("Order", "shippingLine")
def shipping_line(source: Order, _info: Info) -> Any:
    """The first shipping line."""
    return source.shipping[0] if source.shipping else None


@resolves("Order", "transactions")
def transactions(
    source: Order, _info: Info, first: int | None = None, **_filters: Any
) -> list[Transaction]:
    """Money recorded on the order."""
    return source.payments[:first]


@resolves("Order", "transactionsCount")
def transactions_count(source: Order, _info: Info) -> dict[str, Any]:
    """How many records of money there are."""
    return {"count": len(source.payments), "precision": "EXACT"}


@resolves("OrderTransaction", "order")
def transaction_order(_source: Transaction, _info: Info) -> None:
    """Not linked back here."""


@resolves("Order", "fulfillments")
def fulfillments(
    source: Order, _info: Info, first: int | None = None, **_filters: Any
) -> list[Fulfillment]:
    """What was sent."""
    return source.shipments[:first]


@resolves("Order", "fulfillmentsCount")
def fulfillments_count(source: Order, _info: Info) -> dict[str, Any]:
    """How often something was sent."""
    return {"count": len(source.shipments), "precision": "EXACT"}


@resolves("Fulfillment", "location")
def fulfillment_location(source: Fulfillment, info: Info) -> Any:
    """Where it was sent from."""
    require(info, "read_locations", "read_inventory")
    return shop_of(info).locations.get(source.location_number)


@resolves("Fulfillment", "order")
def fulfillment_order(source: Fulfillment, info: Info) -> Order | None:
    """The order it belongs to."""
    return shop_of(info).orders.get(source.order_number)


@resolves("Fulfillment", "totalQuantity")
def fulfillment_quantity(source: Fulfillment, _info: Info) -> int:
    """Units sent."""
    return sum(quantity for _line, quantity in source.lines)


@resolves("Fulfillment", "trackingInfo")
def tracking_info(
    source: Fulfillment, _info: Info, first: int | None = None
) -> list[dict[str, str | None]]:
    """Carriers and numbers."""
    return source.tracking[:first]


@resolves("Fulfillment", "fulfillmentLineItems")
def fulfillment_lines(source: Fulfillment, _info: Info, **page: Any) -> dict[str, Any]:
    """Lines and how many of each were sent."""
    rows = [
        Row(
            place,
            place,
            {
                "__typename": "FulfillmentLineItem",
                "id": f"gid://shopify/FulfillmentLineItem/{source.legacy_resource_id}{place:03d}",
                "lineItem": line,
                "quantity": quantity,
            },
        )
        for place, (line, quantity) in enumerate(source.lines)
    ]
    return connect(rows, **page)


@resolves("MailingAddress", "firstName", "lastName", "name", "address1", "address2", "zip", "phone")
def protected_address(source: dict[str, Any], info: Info) -> str | None:
    """Protected: null where the app may not see buyers."""
    if shop_of(info).knobs.flag("protected_null"):
        return None
    if info.field_name == "name":
        names = (source.get("firstName"), source.get("lastName"))
        return " ".join(filter(None, names)) or None
    value = source.get(info.field_name)
    return None if value is None else str(value)


@resolves("MailingAddress", "countryCodeV2")
def address_country_code(source: dict[str, Any], _info: Info) -> Any:
    """The country's code."""
    return source.get("countryCode")


@resolves("MailingAddress", "country")
def address_country(source: dict[str, Any], _info: Info) -> str | None:
    """The country's name."""
    code = source.get("countryCode")
    return country_name(code) if code else None


@resolves("MailingAddress", "province")
def address_province(source: dict[str, Any], _info: Info) -> str | None:
    """The province's name."""
    return zones(source.get("countryCode") or "").get(source.get("provinceCode") or "")


@resolves("LineItem", "variant")
def line_variant(source: LineItem, info: Info) -> Any:
    """The variant; null for custom lines and for variants that are gone."""
    if source.variant_id is None:
        return None
    require(info, "read_products")
    return shop_of(info).variants.get(source.variant_id)


@resolves("LineItem", "product")
def line_product(source: LineItem, info: Info) -> Any:
    """The product; null where the variant is."""
    variant = line_variant(source, info)
    return variant.product if variant else None


@resolves("LineItem", "name")
def line_name(source: LineItem, _info: Info) -> str:
    """Title and variant title in one."""
    return " - ".join(filter(None, (source.title, source.variant_title)))


@resolves("LineItem", "taxLines")
def line_taxes(source: LineItem, _info: Info, first: int | None = None) -> list[Any]:
    """Tax lines of the line."""
    return source.tax_lines[:first]
