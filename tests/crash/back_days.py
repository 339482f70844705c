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
        self._numbers = 0
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
        deeds: dict[str, Callable[[], None]] = {
            CONFIRM: self._ship,
            FULFIL: self._ship_on_amazon,
            CANCEL: self._cancel_on_amazon,
            HOLD: self._wish,
            RELEASE: self._withdraw,
            TRACK: self._number_comes,
            REFUND: self._refund_on_amazon if self._turn % 2 else self._refund_here,
        }
        deeds.get(operation, self._feeds)()

    def _ship(self) -> None:
        self.shipped.append(self._left.pop())
        body = {"order": self.shipped[-1], "company": "UPS", "number": self._number()}
        self._happen("shopify.fulfil", **body)

    def _ship_on_amazon(self) -> None:
        self.shipped_on_amazon.append(self._left.pop())
        order = self.shipped_on_amazon[-1]
        self._happen("amazon.ship", order_id=order, carrier="UPS", tracking=self._number())

    def _number_comes(self) -> None:
        """Amazon ships without a number first; the mirror gets it when it is known."""
        order = self._left.pop()
        self.shipped_on_amazon.append(order)
        self._happen("amazon.ship", order_id=order, carrier="UPS", tracking="")
        self.here.seller.json("sync", "--once", "--wait", "3000")
        path = "packages.0.trackingNumber"
        self._happen("amazon.set_field", order_id=order, path=path, value=self._number())
        self.unnumbered.append(order)

    def _cancel_on_amazon(self) -> None:
        self.cancelled.append(self._left.pop())
        self._happen("amazon.cancel", order_id=self.cancelled[-1])

    def _wish(self) -> None:
        self.wished.append(self._left.pop())
        self._happen("amazon.cancel_wish", order_id=self.wished[-1])

    def _withdraw(self) -> None:
        self._wish()
        self.here.seller.json("sync", "--once", "--wait", "3000")
        self.withdrawn.append(self.wished.pop())
        self._happen("amazon.cancel_wish", order_id=self.withdrawn[-1], withdraw=True)

    def _feeds(self) -> None:
        self._refund()
        self.cancelled_in_shop.append(self._left.pop())
        self._happen("shopify.cancel", order=self.cancelled_in_shop[-1], reason="INVENTORY")
        self.shipped.append(self._left.pop())
        self._happen("shopify.fulfil", order=self.shipped[-1])  # no number: it goes by feed

    def _refund(self) -> None:
        self._shipped_everywhere()
        self.refunded.append(self.shipped[-1])
        self._happen("shopify.refund", order=self.refunded[-1])

    def _shipped_everywhere(self) -> None:
        self._ship()
        self.here.seller.json("sync", "--once", "--wait", "3000")

    def _refund_on_amazon(self) -> None:
        self._ship_on_amazon()
        self.refunded_on_amazon.append(self.shipped_on_amazon[-1])
        self._happen("amazon.refund", order_id=self.refunded_on_amazon[-1])

    def _refund_here(self) -> None:
        self._shipped_everywhere()
        self.refunded_here.append(self.shipped[-1])
        done = self.here.seller.run("refund", self.shipped[-1], "--all")
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
            if parcels != (1, 1) or shop["to_pack"]:
                found.append(f"{key}: {parcels[0]} packages, {parcels[1]} fulfilments")
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
