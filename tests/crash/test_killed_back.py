"""Killed on the way back: shipments, cancellations, feeds and refunds, each exactly once."""

import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.crash.assassin import Moment
from tests.crash.stand import WAIT, Scene, scene

CONFIRM, FEED = "amazon.confirmShipment", "amazon.createFeed"
FULFIL, CANCEL = "shopify.fulfillmentCreate", "shopify.orderCancel"
REFUND, NOTE = "shopify.refundCreate", "shopify.metafieldsSet"
RULES = (
    ("refund.to_amazon", "true"),
    ("refund.to_shopify", "automatic"),
    ("cancel.to_amazon", "true"),
    ("outbox.minutes", "0"),
)
BOOKS = {"finances_lag_h": 0.0, "deferred_share": 0.0, "shipment_lag_s": 60.0}
MOMENTS = (
    *(
        Moment(f"{operation} {when}", operation, when)
        for operation in (CONFIRM, FULFIL, CANCEL, FEED, REFUND)
        for when in ("in flight", "lands after death", "answered")
    ),
    Moment("the note in the shop", NOTE, "answered"),
    Moment("document", "amazon.createFeedDocument", "answered"),
    Moment("uploaded", "amazon.uploadDocument", "answered"),
    Moment("polled", "amazon.getFeed", "later", delay_s=0.01),
    Moment("report", "amazon.getFeedDocument", "answered"),
    Moment("books", "amazon.listTransactions", "answered"),
)


class Back:
    """Orders to ship, cancel and refund on both sides, and what became of them."""

    def __init__(self, here: Scene) -> None:
        self.here = here
        self._left = self._open_orders()
        self._numbers = 0
        self.shipped: list[str] = []
        self.shipped_on_amazon: list[str] = []
        self.cancelled: list[str] = []
        self.refunded: list[str] = []
        self.refunded_on_amazon: list[str] = []

    def _open_orders(self) -> list[str]:
        shop = {one["source_identifier"] for one in self.here.sandbox.ledger()["shopify"]["orders"]}
        wished = {
            head.key
            for head in self.here.sandbox.amazon.store
            if "cancellationRequest" in str(self.here.sandbox.amazon.store.body(head))
            or self.here.sandbox.amazon.store.body(head).get("programs")
        }
        return [
            one["amazon_order_id"]
            for one in self.here.sandbox.ledger()["amazon"]["orders"]
            if one["status"] == "UNSHIPPED"
            and one["fulfilled_by"] == "MERCHANT"
            and "trouble" not in one
            and Decimal(one["total"]) > 5
            and one["amazon_order_id"] in shop - wished
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

    def day(self) -> None:
        """One order is shipped in the shop, one on Amazon, one is cancelled; two are refunded."""
        first, second, third = (self._left.pop() for _ in range(3))
        self._happen("shopify.fulfil", order=first, company="UPS", number=self._number())
        self._happen("amazon.ship", order_id=second, carrier="UPS", tracking=self._number())
        self._happen("amazon.cancel", order_id=third)
        if self.shipped:
            self._happen("shopify.refund", order=self.shipped[-1])
            self.refunded.append(self.shipped[-1])
            self._happen("amazon.refund", order_id=self.shipped_on_amazon[-1])
            self.refunded_on_amazon.append(self.shipped_on_amazon[-1])
        self.shipped.append(first)
        self.shipped_on_amazon.append(second)
        self.cancelled.append(third)

    @property
    def days_left(self) -> int:
        return len(self._left) // 3

    def wrong(self) -> list[str]:
        """What is not exactly once on the other side."""
        ledger = self.here.sandbox.ledger()
        amazon = {one["amazon_order_id"]: one for one in ledger["amazon"]["orders"]}
        shop = {one["source_identifier"]: one for one in ledger["shopify"]["orders"]}
        found = []
        for key in self.shipped + self.shipped_on_amazon:
            parcels = (len(amazon[key]["packages"]), len(shop[key]["fulfillments"]))
            if parcels != (1, 1) or shop[key]["to_pack"]:
                found.append(f"{key}: {parcels[0]} packages, {parcels[1]} fulfilments")
            if any(one["notify_customer"] for one in shop[key]["fulfillments"]):
                found.append(f"{key}: the buyer got mail")
        for key in self.cancelled:
            if not shop[key]["cancelled_at"] or shop[key]["to_pack"]:
                found.append(f"{key}: cancelled on Amazon only")
        rows = self.here.seller.json("list", "--limit", "100000")
        told = {row["amazon_order_id"]: row["failures"] for row in rows}
        for key in self.refunded + self.refunded_on_amazon:
            refunds = (len(amazon[key]["refunds"]), len(shop[key]["refunds"]))
            if refunds != (1, 1) and not (told[key] and max(refunds) == 1):
                found.append(
                    f"{key}: {refunds[0]} refunds on Amazon, {refunds[1]} in Shopify; {told[key]}"
                )
        return found


def prove(folder: Path, environment: dict[str, str], moments: list[Moment], orders: int) -> str:
    """One day a moment; the figures, and a failure where the sides disagree."""
    settings = {"back.enabled": True}
    with scene(folder, environment, seed=11, orders=orders, foreign=0, settings=settings) as here:
        for key, value in RULES:
            assert here.seller.run("settings", key, value).returncode == 0
        here.control({"amazon": BOOKS})
        here.seller.json("sync", "--once")
        back = Back(here)
        for n, moment in enumerate(moments):
            if not back.days_left:
                break
            back.day()
            if moment.operation == FEED and n % 2 == 0:
                here.sandbox.amazon.feeds.companions += 1  # another program's, the same minute
            here.strike(moment, "sync", "--once", "--wait", WAIT)
        for _ in range(4):
            here.seller.json("sync", "--once", "--wait", WAIT)
        wrong = back.wrong()
        asked = here.sandbox.server.counts
        told = {name: asked[name] for name in (CONFIRM, FULFIL, CANCEL, FEED, REFUND)}
    assert wrong == []
    assert here.killed > 0.5 * here.aimed, (here.killed, here.aimed, here.moments)
    return f"{here.killed} of {here.aimed} runs killed; asked for {told}; {dict(here.moments)}"


@pytest.mark.timeout(300)
def test_a_few_kills_on_the_way_back(
    profile_folder: Path, child_environment: dict[str, str]
) -> None:
    chosen = [
        Moment("confirmed, not answered", CONFIRM, "answered"),
        Moment("fulfilled, not answered", FULFIL, "answered"),
        Moment("cancelled, not answered", CANCEL, "answered"),
        Moment("recorded, not answered", REFUND, "answered"),
    ]
    print(prove(profile_folder, child_environment, chosen, 60))


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(4))
def test_many_kills_on_the_way_back(
    seed: int, profile_folder: Path, child_environment: dict[str, str]
) -> None:
    moments = list(MOMENTS)
    random.Random(seed).shuffle(moments)  # noqa: S311
    print(prove(profile_folder, child_environment, moments, 240))
