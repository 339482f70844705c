"""What differs between an Amazon order and its Shopify order, each with its cure. Pure.

What is not visible to the app is not compared: null is never taken for empty.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from desktop.channels.shopify.address import shop_address
from desktop.errors import NeedsPerson
from desktop.trade import Address, Money, Order, ShopAddressView, ShopOrderView
from desktop.trade.order import AmazonStatus

Difference = tuple[str, str, str, str]  # field, Amazon, Shopify, cure

NONE = "–"
CURE_ADDRESS = "Correct the address in Shopify."
CURE_LINES = "Correct the order's items in Shopify."
CURE_TOTAL = "Compare both orders, and correct the one in Shopify."
CURE_CANCEL = "Cancel the order in Shopify, too."
CURE_CANCELLED = "Ship it from Amazon's side, or cancel it on Amazon, too."
CURE_SHIPPED = "Mark the order as fulfilled in Shopify, so that nobody ships it twice."

_PARTS = (
    ("Name", "name", "name"),
    ("Company", "company", "company"),
    ("Street", "address1", "line1"),
    ("Address line 2", "address2", "line2"),
    ("City", "city", "city"),
    ("Province", "provinceCode", "province_code"),
    ("Postal code", "zip", "postal_code"),
    ("Country", "countryCode", "country"),
    ("Phone", "phone", "phone"),
)
_GIVEN_BACK = ("PARTIALLY_REFUNDED", "REFUNDED")
_PROTECTED = ("name", "line1", "line2", "postal_code", "phone")


def differences(
    order: Order, shop: ShopOrderView, *, sent_to: Address | None, linked: Collection[str]
) -> tuple[Difference, ...]:
    """Everything that differs; `sent_to` is the address that was meant, `linked` are SKUs that
    stand for something else in Shopify, so that their units cannot be compared.
    """
    return (
        *_state(order, shop),
        *_total(order, shop),
        *_lines(order, shop, linked),
        *_address(order, shop, sent_to),
    )


def total_is_equal(order: Order, shop: ShopOrderView) -> bool | None:
    """Whether both totals agree; None where Amazon has none, no currency is shared, or Shopify's is
    less by what was refunded."""
    return _agree(order.grand_total, shop)


def _agree(total: Money | None, shop: ShopOrderView) -> bool | None:
    if total is None:
        return None
    for theirs in (shop.total, shop.presentment):
        if theirs.currency == total.currency:
            if theirs.minor < total.minor and _has_given_back(shop):
                return None
            return theirs.minor == total.minor
    return None


def _has_given_back(shop: ShopOrderView) -> bool:
    """Shopify takes what was refunded out of its total and its units."""
    return shop.financial.upper() in _GIVEN_BACK


def is_visible(address: ShopAddressView | None) -> bool:
    """Whether the app may see buyers: then at least one of the protected parts is there."""
    if address is None:
        return False
    return any(getattr(address, part) is not None for part in _PROTECTED)


def _state(order: Order, shop: ShopOrderView) -> Iterator[Difference]:
    cancelled = order.status is AmazonStatus.CANCELLED
    if cancelled and not shop.cancelled:
        yield ("State", "cancelled", "not cancelled", CURE_CANCEL)
    elif shop.cancelled and not cancelled:
        yield ("State", "not cancelled", "cancelled", CURE_CANCELLED)
    elif order.status is AmazonStatus.SHIPPED and shop.fulfillment == "UNFULFILLED":
        yield ("Shipment", "shipped", "not fulfilled", CURE_SHIPPED)


def _total(order: Order, shop: ShopOrderView) -> Iterator[Difference]:
    if _agree(order.grand_total, shop) is False:
        theirs = shop.total
        if order.grand_total and theirs.currency != order.grand_total.currency:
            theirs = shop.presentment
        yield ("Total", str(order.grand_total), str(theirs), CURE_TOTAL)


def _lines(order: Order, shop: ShopOrderView, linked: Collection[str]) -> Iterator[Difference]:
    if shop.cancelled or order.status is AmazonStatus.CANCELLED:
        return
    wanted: Counter[str] = Counter()
    for line in order.lines:
        if line.sku and line.sku not in linked:
            wanted[line.sku] += line.quantity
    there: Counter[str] = Counter()
    for sku, _, quantity, _ in shop.lines:
        there[sku] += quantity
    for sku, units in wanted.items():
        is_given_back = there[sku] < units and _has_given_back(shop)
        if units != there[sku] and not is_given_back:
            shown = f"{there[sku]} × {sku}" if there[sku] else NONE
            yield (f"Item {sku}", f"{units} × {sku}", shown, CURE_LINES)


def _address(order: Order, shop: ShopOrderView, sent_to: Address | None) -> Iterator[Difference]:
    if shop.address_hidden or sent_to is None or not sent_to.has_street:
        return
    if shop.address is None:
        yield ("Ship to", "has an address", "has none", CURE_ADDRESS)
        return
    expected = _expected(sent_to, order.buyer_name)
    seen = is_visible(shop.address)
    for label, theirs, ours in _PARTS:
        if not seen and ours in _PROTECTED:
            continue
        amazon, shopify = expected.get(theirs, ""), getattr(shop.address, ours) or ""
        if _plain(amazon, ours) != _plain(shopify, ours):
            yield (label, amazon or NONE, shopify or NONE, CURE_ADDRESS)


def _expected(address: Address, buyer_name: str) -> Mapping[str, str]:
    """The address as Shopify's fields would have it; what it would refuse, as it is."""
    try:
        fields = shop_address(address, buyer_name, frozenset()).fields
    except NeedsPerson:
        fields = {"countryCode": address.country, "zip": address.postal_code}
    names = (fields.get("firstName", ""), fields.get("lastName", ""))
    return {**fields, "name": " ".join(part for part in names if part)}


def _plain(text: str, part: str) -> str:
    if part == "phone":
        return "".join(letter for letter in text if letter.isdigit())
    if part == "name":  # family names come first in some countries, and Shopify may turn them
        return " ".join(sorted(text.casefold().split()))
    return " ".join(text.casefold().split())
