"""What of an order is a buyer's, and from when on it must go. Pure (PRODUCT rule 11)."""

from dataclasses import replace

from desktop.models.order_status import DAY
from desktop.trade import Address, Order
from desktop.trade.order import AmazonStatus

_UNKNOWN_DELIVERY = 14 * DAY


def without_buyer(order: Order) -> Order:
    """The order without names, streets, phones and messages; country and money stay."""
    place = None if order.address is None else Address(country=order.address.country)
    lines = tuple(
        replace(line, gift_message="", customization_url="", cancel_wish="") for line in order.lines
    )
    return replace(
        order,
        buyer_name="",
        buyer_company="",
        purchase_order_number="",
        delivery_note="",
        tax_numbers=(),
        address=place,
        lines=lines,
    )


def evidence(order: Order) -> str:
    """What the scrub date goes by: delivered, cancelled, shipped, or nothing yet."""
    if order.status is AmazonStatus.CANCELLED:
        return "cancelled"
    if order.status is not AmazonStatus.SHIPPED:
        return ""
    parcels = [package.status.upper() for package in order.packages]
    return "delivered" if parcels and set(parcels) == {"DELIVERED"} else "shipped"


def scrub_basis(order: Order, before: Order | None, known: int | None) -> int | None:
    """When the time until scrubbing begins; None while nothing tells when it is delivered.

    `before` and `known` are the order and its basis so far: a basis does not move on with every
    later update.
    """
    kind = evidence(order)
    if not kind:
        unread = order.created_at + _UNKNOWN_DELIVERY if not order.updated_at else None
        return unread if order.deliver_by.latest is None else order.deliver_by.latest
    if before is not None and known is not None and evidence(before) == kind:
        return known
    if kind != "shipped":
        return order.updated_at
    if order.deliver_by.latest is not None:
        return order.deliver_by.latest
    shipped = [package.shipped_at for package in order.packages if package.shipped_at is not None]
    return (max(shipped) if shipped else order.updated_at) + _UNKNOWN_DELIVERY
