"""Reads an order's Shopify side and holds it against Amazon's: what differs, and the cure."""

from contextlib import closing
from threading import Event
from typing import Any

from desktop.actions.differences import differences, is_visible, total_is_equal
from desktop.actions.variant_search import connected
from desktop.channels.shopify.order_view import view_order
from desktop.models import order_list, order_store, sku_link
from desktop.models.task_find import tasks_of
from desktop.profile import Profile
from desktop.rows import OrderRow, ShopSide
from desktop.trade import Address, Order, ShopAddressView, ShopOrderView

_GID = "gid://shopify/Order/"


def shop_side(order_id: int, profile: Profile, cancel: Event | None = None) -> ShopSide | None:
    """What Shopify shows of an order; None where it was not created, or is no longer shown.

    Raises TryLater, AccountProblem, Cancelled; LookupError where the order is not held.
    """
    rows = order_list.rows([order_id])
    if not rows:
        raise LookupError(f"there is no order {order_id}")
    row = rows[0]
    if not row.shopify_order_id:
        return None
    with closing(connected(row.account_id, profile, cancel)) as connection:
        shop = view_order(connection.shopify, f"{_GID}{row.shopify_order_id}")
        domain = connection.account.shopify.shop
    return None if shop is None else _side(row, shop, domain)


def _side(row: OrderRow, shop: ShopOrderView, domain: str) -> ShopSide:
    order = order_store.order(row.id)
    plan = _plan(row.id)
    visible = not shop.address_hidden and (shop.address is None or is_visible(shop.address))
    return ShopSide(
        name=shop.name,
        url=f"https://{domain}/admin/orders/{shop.legacy_id}",
        financial=shop.financial,
        fulfillment=shop.fulfillment,
        total=shop.total,
        address=address_lines(shop.address),
        phone=(shop.address.phone or "") if shop.address else "",
        tags=shop.tags,
        note=shop.note,
        cancelled=shop.cancelled,
        lines=tuple((sku or title, quantity) for sku, title, quantity, _ in shop.lines),
        differences=differences(
            order, shop, sent_to=_meant(order, plan), linked=_linked(row, order, plan)
        ),
        address_visible=visible,
        total_is_equal=total_is_equal(order, shop),
        tracking=shop.tracking,
    )


def _plan(order_id: int) -> dict[str, Any]:
    found = tasks_of([order_id], "create_order")
    return found[0].plan if found else {}


def _meant(order: Order, plan: dict[str, Any]) -> Address | None:
    """Where the order was to go: as a person decided, else as Amazon says."""
    if "address" in plan.get("without", ()):
        return None
    return Address(**plan["address"]) if plan.get("address") else order.address


def _linked(row: OrderRow, order: Order, plan: dict[str, Any]) -> set[str]:
    held = sku_link.links(row.account_id, {line.sku for line in order.lines})
    return {*held, *plan.get("links", {}), *plan.get("custom_skus", ())}


def address_lines(address: ShopAddressView | None) -> tuple[str, ...]:
    """The address as it is written on a parcel, as far as it is visible."""
    if address is None:
        return ()
    region = " ".join(part for part in (address.province_code, address.postal_code) if part)
    place = ", ".join(part for part in (address.city, region, address.country) if part)
    parts = (address.name, address.company, address.line1, address.line2, place)
    return tuple(part for part in parts if part)
