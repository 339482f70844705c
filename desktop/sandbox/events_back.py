"""What can happen after an order was placed: shipments, deliveries, refunds, feeds of others."""

from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal, InvalidOperation
from typing import Any

from desktop.sandbox.amazon.deeds import Package, RefundLine
from desktop.sandbox.amazon.feed_schema import FEED_TYPES
from desktop.sandbox.amazon.ground import Rejected, items_of, shipped_units
from desktop.sandbox.amazon.money_left import given_back, in_currency, paid_for
from desktop.sandbox.amazon.part import AmazonPart
from desktop.sandbox.amazon.refunding import book_refund, flat_lines, line_of, whole_lines
from desktop.sandbox.amazon.shipping import ship_elsewhere
from desktop.sandbox.amazon.store import Head
from desktop.sandbox.amazon.totals import dig
from desktop.sandbox.dice import dice
from desktop.sandbox.faults import BadInput, Fault, Faults
from desktop.sandbox.timing import iso_ms

Body = dict[str, Any]
_LOOKED_AT = 300
_BY = ("seller_central", "buy_shipping", "fba")
_AMOUNTS = {
    "principal": "Principal",
    "tax": "Tax",
    "shipping": "Shipping",
    "shipping_tax": "ShippingTax",
    "gift_wrap": "GiftWrap",
    "gift_wrap_tax": "GiftWrapTax",
    "cod": "COD",
    "cod_tax": "CODTax",
    "other": "Other",
}


class BackEvents:
    """Made by the seller in Seller Central, by Amazon, or by another program."""

    def __init__(self, part: AmazonPart, faults: Faults | None) -> None:
        self._part = part
        self._ground = part.ground
        self._faults = faults
        self.kinds: dict[str, Callable[[Body], Body]] = {
            "amazon.ship": self._ship,
            "amazon.deliver": self._deliver,
            "amazon.refund": self._refund,
            "amazon.lose_next_feed_answer": self._lose_answer,
            "amazon.other_feed": self._other_feed,
        }

    def under_way(self) -> Head | None:
        """The seller's oldest shipped order of the newest few hundred with a parcel under way."""
        for head in list(self._ground.store)[-_LOOKED_AT:]:
            if head.status != "SHIPPED" or head.fulfilled_by == "AMAZON":
                continue
            packages = self._ground.store.body(head).get("packages")
            for package in packages if isinstance(packages, list) else []:
                if dig(package, "packageStatus", "status") == "IN_TRANSIT":
                    return head
        return None

    def give_back_some(self, head: Head) -> None:
        """One unit of the first item, where there is something left of it."""
        found = self._ground.find(head.key)
        items = items_of(found[1]) if found is not None else {}
        left = {line.item_id for line in whole_lines(self._ground, head.key, "")}
        for item_id in [one for one in items if one in left][:1]:
            self._refund({"order_id": head.key, "items": {item_id: 1}})

    def _head(self, body: Body) -> Head:
        order_id = body.get("order_id")
        head = self._ground.store.head(order_id) if isinstance(order_id, str) else None
        if head is None:
            raise BadInput(f"order_id: no order {order_id!r} here")
        return head

    def _ship(self, body: Body) -> Body:
        head = self._head(body)
        by = body.get("by", "fba" if head.fulfilled_by == "AMAZON" else "seller_central")
        if by not in _BY:
            raise BadInput(f"by: give one of {', '.join(_BY)}")
        if (by == "fba") != (head.fulfilled_by == "AMAZON"):
            raise BadInput(f"by: {by} does not go with an order fulfilled by {head.fulfilled_by}")
        now = self._ground.now()
        rng = dice(self._ground.seed, 51, *map(ord, head.key))
        package = Package(
            "",
            _text(body, "carrier", "UPS"),
            _text(body, "name", ""),
            _text(body, "service", "Ground"),
            _text(body, "tracking", f"1Z{rng.randrange(10**16):016d}"),
            now,
            _quantities(body),
            by,
            now,
        )
        try:
            made = ship_elsewhere(self._ground, head.key, package)
        except Rejected as rejected:
            raise BadInput(f"amazon.ship: {rejected.words}") from None
        return {**self._told(head.key), "package": made.told()}

    def _deliver(self, body: Body) -> Body:
        head = self._head(body)
        found = self._ground.find(head.key)
        order = deepcopy(found[1] if found else {})
        wanted = body.get("reference")
        packages = [
            package
            for package in order.get("packages") or []
            if wanted is None or package["packageReferenceId"] == str(wanted)
        ]
        if not packages:
            raise BadInput("order_id: no such package shows in this order")
        for package in packages:
            package["packageStatus"] = {"status": "DELIVERED"}
        self._ground.keep(head, order)
        return self._told(head.key)

    def _refund(self, body: Body) -> Body:
        head = self._head(body)
        reason = _text(body, "reason", "CustomerReturn")
        lag = body.get("lag_h")
        if lag is not None and (isinstance(lag, bool) or not isinstance(lag, int | float)):
            raise BadInput("lag_h: give a number of hours")
        if head.status == "CANCELLED":
            raise BadInput("order_id: the order was cancelled, nothing was charged")
        try:
            lines = self._refund_lines(head, body, reason)
            if not lines:
                raise BadInput("order_id: nothing is left to refund")
            at = self._ground.now()
            refund = book_refund(self._ground, head.key, lines, by="amazon", at=at)
        except Rejected as rejected:
            raise BadInput(f"amazon.refund: {rejected.words}") from None
        self._part.books.enter(head.key, refund, lag)
        return {**self._told(head.key), "refund": refund.told()}

    def _refund_lines(self, head: Head, body: Body, reason: str) -> list[RefundLine]:
        found = self._ground.find(head.key)
        if found is None:
            return []
        _, order, deeds = found
        if not any(shipped_units(order, deeds).values()):
            raise BadInput("order_id: the order has not been shipped")
        amount, given = body.get("amount"), body.get("items")
        if given is None and amount is not None:
            return flat_lines(self._ground, head.key, _decimal("amount", amount), reason)
        if given is None:
            return whole_lines(self._ground, head.key, reason)
        lines: list[RefundLine] = []
        for item_id, quantity, amounts in _adjusted(given):
            item = items_of(order).get(item_id)
            if item is None:
                raise BadInput(f"items: no item {item_id} in this order")
            paid, already = paid_for(item), given_back(deeds.refunds, item_id)
            for kind, asked in (amounts or {}).items():
                if asked > paid.left(kind, already):
                    raise BadInput(f"items: {kind} of {item_id} has less than that left")
                amounts = {**(amounts or {}), kind: in_currency(asked, paid.currency)}
                already[kind] = already.get(kind, Decimal()) + asked
            line = line_of(item_id, item, deeds, reason, quantity, amounts)
            lines += [line] if line is not None else []
        return lines

    def _lose_answer(self, body: Body) -> Body:
        if self._faults is None:
            raise BadInput("kind: there is no server whose answer could be lost")
        if body.get("other_feed") is True:
            self._part.feeds.companions += 1
        self._faults.add(Fault("amazon.createFeed", "cut_after", times=1))
        return {"armed": True}

    def _other_feed(self, body: Body) -> Body:
        kind = body.get("feed_type", FEED_TYPES[1])
        if kind not in FEED_TYPES:
            raise BadInput(f"feed_type: give one of {', '.join(FEED_TYPES)}")
        messages = body.get("messages", 1)
        if not isinstance(messages, int) or not 1 <= messages <= 1000:
            raise BadInput("messages: give a number from 1 to 1000")
        places = body.get("marketplaces", [])
        if not isinstance(places, list) or set(map(str, places)) - self._ground.marketplaces:
            raise BadInput("marketplaces: give a list of the account's")
        return self._part.feeds.add_other(kind, messages, places).told()

    def _told(self, key: str) -> Body:
        head = self._ground.store.head(key)
        if head is None:
            return {}
        updated = iso_ms(head.updated)
        return {"amazon_order_id": head.key, "status": head.status, "updated": updated}


def _text(body: Body, name: str, usual: str) -> str:
    value = body.get(name, usual)
    if not isinstance(value, str):
        raise BadInput(f"{name}: give a text")
    return value


def _quantities(body: Body) -> dict[str, int]:
    """Units by item; none given means all that is left."""
    given = body.get("items")
    if given is None:
        return {}
    pairs = (
        given.items()
        if isinstance(given, dict)
        else [
            (one.get("item_id"), one.get("quantity")) if isinstance(one, dict) else (None, None)
            for one in (given if isinstance(given, list) else [])
        ]
    )
    found = {
        str(item_id): units
        for item_id, units in pairs
        if item_id is not None and isinstance(units, int) and units > 0
    }
    if not found or len(found) < len(given):
        raise BadInput('items: give {"<order item ID>": quantity}')
    return found


def _adjusted(given: Any) -> list[tuple[str, int | None, dict[str, Decimal] | None]]:
    """Item, quantity and amounts; without amounts those of the quantity."""
    if isinstance(given, dict):
        return [(item_id, units, None) for item_id, units in _quantities({"items": given}).items()]
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise BadInput("items: give a list of objects with item_id, quantity and amounts")
    found: list[tuple[str, int | None, dict[str, Decimal] | None]] = []
    for one in given:
        amounts = {_AMOUNTS[name]: _decimal(name, one[name]) for name in _AMOUNTS if name in one}
        quantity = one.get("quantity")
        if quantity is not None and (isinstance(quantity, bool) or not isinstance(quantity, int)):
            raise BadInput("items.quantity: give a whole number")
        found.append((str(one.get("item_id")), quantity, amounts or None))
    return found


def _decimal(name: str, value: Any) -> Decimal:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount <= 0:
        raise BadInput(f'{name}: give a positive amount as text, such as "4.99"')
    return amount
