"""One made-up order in the shape of Amazon's Orders API 2026-01-01."""

from dataclasses import dataclass
from random import Random
from typing import Any

from desktop.sandbox.amazon.store import Head, Order
from desktop.sandbox.dice import dice
from desktop.sandbox.seeds import CatalogueItem
from desktop.sandbox.timing import iso_ms
from desktop.sandbox.world import people
from desktop.sandbox.world.lines import Line, LineMaker, order_item
from desktop.sandbox.world.marks import MARKS
from desktop.sandbox.world.money import order_proceeds
from desktop.sandbox.world.parcels import fulfilled_quantities, package_list

HOUR_MS = 3_600_000
_COUNTRY = {"ATVPDKIKX0DER": "US", "A2EUQ1WTGCTBG2": "CA", "A1AM78C64UM0Y8": "MX"}
_CHANNEL = {"US": "Amazon.com", "CA": "Amazon.ca", "MX": "Amazon.com.mx"}
_NATIVE = {"US": ("USD", 100), "CA": ("CAD", 138), "MX": ("MXN", 1815)}  # hundredths of a dollar
_LEVELS = ("STANDARD", "STANDARD", "STANDARD", "EXPEDITED", "SECOND_DAY", "FREE_ECONOMY")
_FBA_ADDRESS = ("city", "stateOrRegion", "postalCode", "countryCode")
_TIP = 300


@dataclass(frozen=True, slots=True)
class BodyMaker:
    """Makes bodies that agree with their heads. `base_ms`: when the world was made, UTC ms."""

    seed: int
    base_ms: int
    catalogue: tuple[CatalogueItem, ...]
    native_currency: bool

    def order(self, head: Head, original: str) -> Order:
        """The whole order; `original` is the ID that a replacement replaces."""
        rng = dice(self.seed, head.index, 2)
        country, mark = _COUNTRY[head.marketplace], MARKS.get(head.index % 100, "")
        currency, per_dollar = _NATIVE[country if self.native_currency else "US"]
        place = rng.choice(people.PLACES[country])
        lines = LineMaker(rng, head, mark, place[3], per_dollar).lines(self.catalogue)
        business = rng.random() < 0.12
        order = _frame(rng, head, country, mark, business)
        if mark == "replacement":
            replaced = {"orderId": original, "associationType": "REPLACEMENT_ORIGINAL_ID"}
            order["associatedOrders"] = [replaced]
        if head.status != "PENDING":
            order["buyer"] = _buyer(rng, head, business)
            order["recipient"] = {"deliveryAddress": _address(rng, country, place, head)}
            tip = _TIP if mark == "tip" else 0
            order["proceeds"] = order_proceeds([line.money for line in lines], tip, currency)
        order["fulfillment"] = _fulfillment(rng, head, self.base_ms)
        wish = mark == "cancel_wish" and head.status == "UNSHIPPED"
        _add_items(rng, order, head, lines, currency=currency, business=business, wish=wish)
        return order


def _frame(rng: Random, head: Head, country: str, mark: str, business: bool) -> Order:
    return {
        "orderId": head.key,
        "orderAliases": [{"aliasId": head.key, "aliasType": "SELLER_ORDER_ID"}],
        "createdTime": iso_ms(head.created),
        "lastUpdatedTime": iso_ms(head.updated),
        "programs": _programs(rng, head, business),
        "salesChannel": _channel(head, country, mark),
    }


def _add_items(
    rng: Random,
    order: Order,
    head: Head,
    lines: list[Line],
    *,
    currency: str,
    business: bool,
    wish: bool,
) -> None:
    shipped = fulfilled_quantities([line.quantity for line in lines], head.status)
    ids = [f"9{head.index % 10**10:010d}{at:03d}" for at in range(1, len(lines) + 1)]
    order["orderItems"] = [
        order_item(
            rng,
            head,
            line,
            ids[at],
            shipped=shipped[at],
            currency=currency,
            business=business,
            wish=wish and at == 0,
        )
        for at, line in enumerate(lines)
    ]
    if head.fulfilled_by == "MERCHANT" and any(shipped):
        order["packages"] = package_list(rng, head, shipped, ids)


def _channel(head: Head, country: str, mark: str) -> dict[str, str]:
    if mark == "non_amazon":
        name = {"marketplaceId": head.marketplace, "marketplaceName": f"Non-Amazon {country}"}
        return {"channelName": "NON_AMAZON", **name}
    return {
        "channelName": "AMAZON",
        "marketplaceId": head.marketplace,
        "marketplaceName": _CHANNEL[country],
    }


def _programs(rng: Random, head: Head, business: bool) -> list[str]:
    prime = rng.random() < (0.6 if head.fulfilled_by == "AMAZON" else 0.1)
    return [*(["PRIME"] if prime else []), *(["AMAZON_BUSINESS"] if business else [])]


def _buyer(rng: Random, head: Head, business: bool) -> dict[str, str]:
    buyer: dict[str, str] = {}
    if head.fulfilled_by == "MERCHANT":
        mailbox = f"{rng.getrandbits(60):015x}@marketplace.amazon.com"
        buyer = {"buyerName": people.name(rng), "buyerEmail": mailbox}
    if business:
        buyer["buyerCompanyName"] = rng.choice(people.COMPANIES)
        if rng.random() < 0.6:
            buyer["buyerPurchaseOrderNumber"] = f"PO-{rng.randrange(10_000, 99_999)}"
    return buyer


def _address(rng: Random, country: str, place: people.Place, head: Head) -> dict[str, Any]:
    """For FBA Amazon tells only where the parcel went."""
    address = people.address(rng, country, place, head.trouble)
    if head.fulfilled_by == "MERCHANT":
        return address
    return {name: address[name] for name in _FBA_ADDRESS}


def _fulfillment(rng: Random, head: Head, base_ms: int) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "fulfillmentStatus": head.status,
        "fulfilledBy": head.fulfilled_by,
        "fulfillmentServiceLevel": rng.choice(_LEVELS),
    }
    if head.status == "PENDING":
        return fields
    # what is still open is due around the day the world was made, or every row would be overdue
    still_open = head.status in ("UNSHIPPED", "PARTIALLY_SHIPPED")
    hours = rng.randrange(-20, 150) if still_open else 48
    ship_by = (max(head.created, base_ms) if still_open else head.created) + hours * HOUR_MS
    ship_by = max(ship_by, head.created + HOUR_MS)
    fields["shipByWindow"] = _window(head.created, ship_by)
    fields["deliverByWindow"] = _window(ship_by + 24 * HOUR_MS, ship_by + 120 * HOUR_MS)
    return fields


def _window(start: int, end: int) -> dict[str, str]:
    return {"earliestDateTime": iso_ms(start), "latestDateTime": iso_ms(end)}
