"""Days of the way back for one verb after the other, and what must be true of them in the end."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.crash.stand import Scene

CONFIRM, FEED = "amazon.confirmShipment", "amazon.createFeed"
FULFIL, CANCEL = "shopify.fulfillmentCreate", "shopify.orderCancel"
REFUND, NOTE = "shopify.refundCreate", "shopify.metafieldsSet"
HOLD, RELEASE = "shopify.fulfillmentOrderHold", "shopify.fulfillmentOrderReleaseHold"
MOVE, TRACK = "shopify.fulfillmentOrderMove", "shopify.fulfillmentTrackingInfoUpdate"


class Back:
    """Orders to ship, hold, cancel and refund on both sides, and what became of them."""

    def __init__(self, here: Scene) -> None:
        self.here = here
        self._left = self._open_orders()
        self._units: dict[str, int] = {}
        self._twos: dict[str, Any] = {}  # an item of which more than one was sold, by order
        self._sort()
        self._numbers = 0
        self.in_part: set[str] = set()  # one unit has left, the rest not
        self.shipped: list[str] = []
        self.shipped_on_amazon: list[str] = []
        self.cancelled: list[str] = []
        self.cancelled_in_shop: list[str] = []
        self.refunded: list[str] = []
        self.refunded_on_amazon: list[str] = []
        self.refunded_here: list[str] = []
        self.wished: list[str] = []
        self.withdrawn: list[str] = []
        self.unnumbered: list[str] = []
        self._turn = 0

    def _open_orders(self) -> list[str]:
        ledger, store = self.here.sandbox.ledger(), self.here.sandbox.amazon.store
        shop = {one["source_identifier"] for one in ledger["shopify"]["orders"]}
        odd = {
            head.key
            for head in store
            if "cancellationRequest" in str(store.body(head)) or store.body(head).get("programs")
        }
        return [
            one["amazon_order_id"]
            for one in ledger["amazon"]["orders"]
            if one["status"] == "UNSHIPPED"
            and one["fulfilled_by"] == "MERCHANT"
            and "trouble" not in one
            and Decimal(one["total"]) > 5
            and one["amazon_order_id"] in shop - odd
        ]

    def _sort(self) -> None:
        for one in self.here.sandbox.ledger()["shopify"]["orders"]:
            key = one["source_identifier"]
            if key not in self._left:
                continue
            self._units[key] = sum(line["quantity"] for line in one["to_pack"])
            for line in one["lines"]:
                if line["unfulfilled"] > 1 and line["item_id"]:
                    self._twos[key] = line
        self._left.sort(key=lambda key: key in self._twos)

    def _next(self, *, whole: bool = False) -> tuple[str, dict[str, Any] | None]:
        """An order, and the item of which a unit leaves, or comes back, by itself: nothing but the
        look-up keeps a second unit from following. None where no such order is left, or `whole`."""
        if whole:
            return self._left.pop(0), None
        key = self._left.pop()
        return key, self._twos.get(key)

    def _happen(self, kind: str, **body: Any) -> None:
        here = self.here.sandbox
        with here.server.lock:
            if kind.startswith("amazon."):
                here.events.happen(kind, body)
            else:
                here.shopify.event(kind, body)

    def _number(self) -> str:
        self._numbers += 1
        return f"1Z999AA1{self._numbers:010d}"

    def day(self, operation: str) -> None:
        """What leads to that request; for what all feeds share, a feed of each kind."""
        self._turn += 1
        deeds: dict[str, Callable[[], object]] = {
            CONFIRM: self._ship,
            FULFIL: self._ship_on_amazon,
            CANCEL: self._cancel_on_amazon,
            HOLD: self._wish,
            RELEASE: self._withdraw,
            TRACK: self._number_comes,
            REFUND: self._refund_on_amazon if self._turn % 2 else self._refund_here,
        }
        deeds.get(operation, self._feeds)()

    def _ship(self, *, whole: bool = False) -> dict[str, Any] | None:
        key, two = self._next()
        some = self._one_of(key, two, whole)
        self.shipped.append(key)
        body = {"order": key, "company": "UPS", "number": self._number(), **some}
        self._happen("shopify.fulfil", **body)
        return two

    def _one_of(self, key: str, two: dict[str, Any] | None, whole: bool) -> dict[str, Any]:
        if two is None or whole:
            return {}
        self.in_part.add(key)
        return {"lines": {two["line_id"]: 1}}

    def _ship_on_amazon(self, *, whole: bool = False) -> dict[str, Any] | None:
        key, two = self._next()
        some = {"items": {two["item_id"]: 1}} if self._one_of(key, two, whole) and two else {}
        self.shipped_on_amazon.append(key)
        number = self._number()
        self._happen("amazon.ship", order_id=key, carrier="UPS", tracking=number, **some)
        return two

    def _number_comes(self) -> None:
        """Amazon ships without a number first; the mirror gets it when it is known."""
        order, _ = self._next(whole=True)
        self.shipped_on_amazon.append(order)
        self._happen("amazon.ship", order_id=order, carrier="UPS", tracking="")
        self.here.seller.json("sync", "--once", "--wait", "3000")
        path = "packages.0.trackingNumber"
        self._happen("amazon.set_field", order_id=order, path=path, value=self._number())
        self.unnumbered.append(order)

    def _cancel_on_amazon(self) -> None:
        self.cancelled.append(self._next(whole=True)[0])
        self._happen("amazon.cancel", order_id=self.cancelled[-1])

    def _wish(self) -> None:
        self.wished.append(self._next(whole=True)[0])
        self._happen("amazon.cancel_wish", order_id=self.wished[-1])

    def _withdraw(self) -> None:
        self._wish()
        self.here.seller.json("sync", "--once", "--wait", "3000")
        self.withdrawn.append(self.wished.pop())
        self._happen("amazon.cancel_wish", order_id=self.withdrawn[-1], withdraw=True)

    def _feeds(self) -> None:
        self._refund()
        self.cancelled_in_shop.append(self._next(whole=True)[0])
        self._happen("shopify.cancel", order=self.cancelled_in_shop[-1], reason="INVENTORY")
        self.shipped.append(self._next(whole=True)[0])
        self._happen("shopify.fulfil", order=self.shipped[-1])  # no number: it goes by feed

    def _refund(self) -> None:
        two = self._shipped_everywhere()
        self.refunded.append(self.shipped[-1])
        some = {"lines": {two["line_id"]: 1}} if two else {}
        self._happen("shopify.refund", order=self.refunded[-1], **some)

    def _shipped_everywhere(self) -> dict[str, Any] | None:
        two = self._ship(whole=True)
        for _ in range(4):  # what the last death left is looked up first, and takes its time
            self.here.seller.json("sync", "--once", "--wait", "3000")
            if self._is_shown_shipped(self.shipped[-1]):
                break
        return two

    def _is_shown_shipped(self, key: str) -> bool:
        rows = self.here.seller.json("list", "--limit", "100000")
        return any(row["status"] == "Shipped" for row in rows if row["amazon_order_id"] == key)

    def _refund_on_amazon(self) -> None:
        two = self._ship_on_amazon(whole=True)
        self.refunded_on_amazon.append(self.shipped_on_amazon[-1])
        some = {"items": {two["item_id"]: 1}} if two else {}
        self._happen("amazon.refund", order_id=self.refunded_on_amazon[-1], **some)

    def _refund_here(self) -> None:
        two = self._shipped_everywhere()
        self.refunded_here.append(self.shipped[-1])
        words = ("--item", f"{two['sku']}*1", "--reason", "CustomerReturn") if two else ("--all",)
        done = self.here.seller.run("refund", self.shipped[-1], *words)
        assert done.returncode == 0, done.stderr

    @property
    def is_used_up(self) -> bool:
        return len(self._left) < 4

    def wrong(self) -> list[str]:
        """What is not exactly once on the other side, by the sandbox's own ledger."""
        ledger = self.here.sandbox.ledger()
        self._amazon = {one["amazon_order_id"]: one for one in ledger["amazon"]["orders"]}
        self._shop = {one["source_identifier"]: one for one in ledger["shopify"]["orders"]}
        rows = self.here.seller.json("list", "--limit", "100000")
        self._told = {row["amazon_order_id"]: row["failures"] for row in rows}
        return [*self._parcels(), *self._cancellations(), *self._holds(), *self._refunds()]

    def _parcels(self) -> list[str]:
        found = []
        for key in self.shipped + self.shipped_on_amazon:
            shop = self._shop[key]
            parcels = (len(self._amazon[key]["packages"]), len(shop["fulfillments"]))
            to_pack = sum(line["quantity"] for line in shop["to_pack"])
            right = self._units[key] - 1 if key in self.in_part else 0
            if parcels != (1, 1) or to_pack != right:
                words = f"{parcels[0]} packages, {parcels[1]} fulfilments, {to_pack} to pack"
                found.append(f"{key}: {words}")
            if any(one["notify_customer"] for one in shop["fulfillments"]):
                found.append(f"{key}: the buyer got mail")
        for key in self.unnumbered:
            (made,) = self._shop[key]["fulfillments"]
            if not any(one.get("number") for one in made["tracking"]):
                found.append(f"{key}: the number never came; {self._told[key]}")
        return found

    def _cancellations(self) -> list[str]:
        found = []
        for key in self.cancelled + self.cancelled_in_shop:
            shop = self._shop[key]
            if not shop["cancelled_at"] or shop["to_pack"]:
                found.append(f"{key}: cancelled on Amazon only")
            if shop["refunded"] != shop["received"]:
                found.append(f"{key}: {shop['refunded']} of {shop['received']} reversed")
            asked = shop["cancellation"]["asked"] if shop["cancellation"] else 0
            in_vain = self._amazon[key].get("refused", {})
            if asked > 1 or in_vain:
                found.append(f"{key}: cancelled again, {asked} in Shopify, Amazon says {in_vain}")
            if self._amazon[key]["status"] != "CANCELLED":
                found.append(f"{key}: cancelled in Shopify only; {self._told[key]}")
        return found

    def _holds(self) -> list[str]:
        found = []
        for key in self.wished + self.withdrawn:
            (packing,) = self._shop[key]["fulfillment_orders"]
            if len(packing["holds"]) != (key in self.wished):
                found.append(f"{key}: {packing['holds']}")
        return found

    def _refunds(self) -> list[str]:
        found = []
        for key in self.refunded + self.refunded_on_amazon + self.refunded_here:
            refunds = (len(self._amazon[key]["refunds"]), len(self._shop[key]["refunds"]))
            if refunds != (1, 1) and not (self._told[key] and max(refunds) == 1):
                words = f"{refunds[0]} refunds on Amazon, {refunds[1]} in Shopify"
                found.append(f"{key}: {words}; {self._told[key]}")
        return found
