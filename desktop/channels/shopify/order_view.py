"""One order as Shopify shows it to a person: state, total, lines, and its address where visible."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from desktop.channels.shopify.client import ShopifyClient
from desktop.errors import AccountProblem
from desktop.trade import Money, ShopAddressView, ShopOrderView, exponent

_MISSHAPEN = (KeyError, TypeError, ValueError, AttributeError, ArithmeticError)
_HIDDEN = ("forbidden", "scope_missing")


def view_order(client: ShopifyClient, gid: str) -> ShopOrderView | None:
    """The order, or None where the shop no longer shows it (deleted, or too old to be seen).

    Raises TryLater, AccountProblem, Cancelled.
    """
    node = client.execute("OrderView", {"id": gid}, writes=False).get("order")
    if node is None:
        return None
    address, hidden = _address(client, gid)
    try:
        return read_view(node, address, hidden=hidden)
    except _MISSHAPEN as error:
        raise client.misshapen("OrderView", f"order: {type(error).__name__}") from error


def _address(client: ShopifyClient, gid: str) -> tuple[Mapping[str, Any] | None, bool]:
    """Shopify's fields of the address, and whether the app may not see it."""
    try:
        data = client.execute("OrderAddress", {"id": gid}, writes=False)
    except AccountProblem as error:
        if error.code not in _HIDDEN:
            raise
        return None, True
    address = (data.get("order") or {}).get("shippingAddress")
    return (address if isinstance(address, Mapping) else None), False


def read_view(
    node: Mapping[str, Any], address: Mapping[str, Any] | None, *, hidden: bool
) -> ShopOrderView:
    """The order in our words (pure). Raises KeyError, TypeError or ValueError."""
    totals = node["currentTotalPriceSet"]
    return ShopOrderView(
        gid=str(node["id"]),
        legacy_id=str(node["legacyResourceId"]),
        name=str(node["name"]),
        financial=node.get("displayFinancialStatus") or "",
        fulfillment=node.get("displayFulfillmentStatus") or "",
        total=_money(totals["shopMoney"]),
        presentment=_money(totals["presentmentMoney"]),
        cancelled=bool(node.get("cancelledAt")),
        tags=tuple(str(tag) for tag in node.get("tags") or ()),
        note=node.get("note") or "",
        lines=tuple(_line(line) for line in node["lineItems"]["nodes"]),
        tracking=tuple(_tracking(node.get("fulfillments") or ())),
        address=None if address is None else _read_address(address),
        address_hidden=hidden,
    )


def _money(money: Mapping[str, Any]) -> Money:
    """Shopify writes more decimals than some currencies have."""
    currency = str(money["currencyCode"])
    scaled = Decimal(str(money["amount"])).scaleb(exponent(currency))
    return Money(int(scaled.to_integral_value(ROUND_HALF_UP)), currency)


def _line(line: Mapping[str, Any]) -> tuple[str, str, int, bool]:
    quantity = int(line["currentQuantity"])
    return line.get("sku") or "", line.get("title") or "", quantity, bool(line["requiresShipping"])


def _tracking(fulfillments: Any) -> list[tuple[str, str]]:
    return [
        (one.get("company") or "", one.get("number") or "")
        for fulfillment in fulfillments
        for one in fulfillment.get("trackingInfo") or ()
    ]


def _read_address(address: Mapping[str, Any]) -> ShopAddressView:
    return ShopAddressView(
        name=address.get("name"),
        company=address.get("company"),
        line1=address.get("address1"),
        line2=address.get("address2"),
        city=address.get("city"),
        province_code=address.get("provinceCode"),
        postal_code=address.get("zip"),
        country=address.get("countryCodeV2"),
        phone=address.get("phone"),
    )
