"""The app's own calls of the way back over HTTP against the sandbox's shop.

Sandbox and app are written apart from each other: here they must agree on every number.
"""

import json
import threading
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from desktop.channels.http import Http
from desktop.channels.pacing import MemoryBuckets
from desktop.channels.shopify.cancel import AlreadyCancelled, cancel_order, job_is_done
from desktop.channels.shopify.changes import Glance, changed_orders
from desktop.channels.shopify.client import ShopifyClient, ShopifySecrets
from desktop.channels.shopify.fulfillments import (
    create_fulfillment,
    find_fulfillment,
    fulfillment_orders,
    hold,
    move,
    release,
    to_fulfill,
    update_tracking,
)
from desktop.channels.shopify.lease import (
    LeaseLost,
    read_intents,
    read_lease,
    set_intent,
    write_lease,
)
from desktop.channels.shopify.refunds import KeySpent, create_refund, draft_refund
from desktop.channels.shopify.state import order_state
from desktop.clock import Pace, wait
from desktop.errors import NeedsPerson, OutcomeUnknown, TryLater
from desktop.sandbox.run import Sandbox, SandboxOptions, start_sandbox
from desktop.trade import ShopifyAccess
from desktop.trade.returns import Lease, ShopState, Tracking
from tests.sandbox.shopify.shop_stand import CREATE, custom_line, money, paid, tax

AMAZON_ID = "111-0000000-0000001"
SPEED = 200.0


class Shop:
    """A sandbox, the app's client for its shop, and one order of 67.85."""

    def __init__(self, sandbox: Sandbox, client: ShopifyClient) -> None:
        self.sandbox = sandbox
        self.client = client
        lines = [
            custom_line("12.50", 3, sku="MUG", taxLines=[tax("3.10")], requiresShipping=True),
            custom_line("20.00", sku="LAMP", taxLines=[tax("1.50")], requiresShipping=True),
        ]
        order = {
            "sourceIdentifier": AMAZON_ID,
            "lineItems": lines,
            "shippingLines": [{"title": "S", "priceSet": money("5"), "taxLines": [tax("0.75")]}],
            "transactions": [paid("67.85")],
        }
        body = {"query": CREATE, "variables": {"order": order}}
        token = sandbox.shopify.static_token
        request = urllib.request.Request(  # noqa: S310
            f"{sandbox.urls['shopify']}/admin/api/2026-10/graphql.json",
            json.dumps(body).encode(),
            {"Content-Type": "application/json", "X-Shopify-Access-Token": token},
        )
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            made = json.loads(answer.read())["data"]["orderCreate"]["order"]
        self.gid: str = made["id"]

    def happens(self, kind: str, **body: Any) -> dict[str, Any]:
        return self.sandbox.shopify.event(f"shopify.{kind}", {"order": AMAZON_ID, **body})

    def state(self) -> ShopState:
        state = order_state(self.client, self.gid)
        assert state is not None
        return state

    def entry(self) -> dict[str, Any]:
        return next(e for e in self.sandbox.shopify.ledger() if e["id"] == self.gid)

    def fault(self, **rule: Any) -> None:
        body = json.dumps({"faults": [rule]}).encode()
        url = f"{self.sandbox.urls['control']}/faults"
        request = urllib.request.Request(url, body, method="PUT")  # noqa: S310
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            assert answer.status == 200


@pytest.fixture
def shop() -> Iterator[Shop]:
    sandbox = start_sandbox(SandboxOptions(orders=0, speed=SPEED))
    http = Http(threading.Event())
    access = ShopifyAccess("s.myshopify.com", "c", sandbox.urls["shopify"])
    secrets = ShopifySecrets(access_token=sandbox.shopify.static_token)
    try:
        yield Shop(sandbox, ShopifyClient(access, secrets, http, MemoryBuckets(), Pace(SPEED)))
    finally:
        http.close()
        sandbox.stop()


def test_an_order_is_sent_in_two_packages(shop: Shop) -> None:
    mug, lamp = (line.gid for line in shop.state().lines)
    orders = fulfillment_orders(shop.client, shop.gid)
    (call,) = to_fulfill(orders, {mug: 2})
    tracking = Tracking("UPS", "1Z")
    made = create_fulfillment(shop.client, call, tracking)
    assert made.lines == ((mug, 2),)
    assert find_fulfillment(shop.state().fulfillments, {mug: 2}, tracking, ()) == made
    update_tracking(shop.client, made.gid, Tracking("FedEx", "2"))
    shop.happens("fulfil", number="3")
    state = shop.state()
    assert state.fulfillment == "FULFILLED"
    assert [one.tracking[0].number for one in state.fulfillments] == ["2", "3"]
    assert [line.unfulfilled for line in state.lines] == [0, 0]
    with pytest.raises(NeedsPerson) as refused:
        create_fulfillment(shop.client, call, tracking)
    assert refused.value.code == "shop_not_open"
    assert lamp in {line for line, _ in state.fulfillments[1].lines}


def test_a_lost_fulfilment_is_found(shop: Shop) -> None:
    (mug, _) = (line.gid for line in shop.state().lines)
    (call,) = to_fulfill(fulfillment_orders(shop.client, shop.gid), {mug: 1})
    shop.fault(operation="shopify.fulfillmentCreate", kind="cut_after", times=1)
    with pytest.raises(OutcomeUnknown):
        create_fulfillment(shop.client, call, Tracking("UPS", "1Z"))
    found = find_fulfillment(shop.state().fulfillments, {mug: 1}, Tracking("UPS", "1Z"), ())
    assert found is not None
    assert found.gid == shop.entry()["fulfillments"][0]["id"]


def test_holds_and_moves(shop: Shop) -> None:
    (packing,) = fulfillment_orders(shop.client, shop.gid)
    made = hold(shop.client, packing.gid, "The buyer wants to cancel")
    assert hold(shop.client, packing.gid, "again") == made
    (held,) = fulfillment_orders(shop.client, shop.gid)
    assert not held.can_fulfill
    assert held.holds == ((made, "The buyer wants to cancel"),)
    with pytest.raises(NeedsPerson) as blocked:
        to_fulfill([held], {shop.state().lines[0].gid: 1})
    assert blocked.value.code == "shop_on_hold"
    with pytest.raises(NeedsPerson) as refused:
        create_fulfillment(shop.client, {packing.gid: ()}, None)
    assert refused.value.code == "shop_on_hold"
    release(shop.client, packing.gid, [made])
    release(shop.client, packing.gid, [made])
    places = shop.sandbox.shopify.shop.locations.values()
    elsewhere = next(place.id for place in places if place.name == "Amazon warehouses")
    assert move(shop.client, packing.gid, elsewhere) == packing.gid
    assert move(shop.client, packing.gid, elsewhere) == packing.gid
    shop.happens("report_progress")
    with pytest.raises(NeedsPerson) as moved:
        move(shop.client, packing.gid, next(iter(places)).id)
    assert moved.value.code == "shop_in_progress"


def test_a_refund_is_recorded_once(shop: Shop) -> None:
    mug = shop.state().lines[0].gid
    # 12.50 + 1.03 of 3.10 tax, and 2.50 shipping + 0.38 of its tax
    draft = draft_refund(shop.client, shop.gid, "USD", [(mug, 1)], 250, "Amazon refund 1", 1641)
    shop.fault(operation="shopify.refundCreate", kind="cut_after", times=1)
    with pytest.raises(OutcomeUnknown):
        create_refund(shop.client, draft, "k1")
    made = create_refund(shop.client, draft, "k1")
    assert (made.total, made.adjustment) == (1641, 0)
    assert (made.shipping, made.shipping_tax) == (250, 38)
    assert [(part.subtotal, part.tax) for part in made.lines] == [(1250, 103)]
    state = shop.state()
    assert state.refunds == (made,)
    assert (state.refunded, state.financial) == (1641, "PARTIALLY_REFUNDED")
    assert len(shop.entry()["refunds"]) == 1
    with pytest.raises(NeedsPerson) as mismatch:
        create_refund(shop.client, {**draft, "note": "other"}, "k1")
    assert mismatch.value.code == "shop_key_mismatch"


def test_refunds_that_the_shop_refuses(shop: Shop) -> None:
    draft = draft_refund(shop.client, shop.gid, "USD", [], 0, "n", 6785)
    shop.happens("refund", amount="0.01")
    with pytest.raises(NeedsPerson) as over:
        create_refund(shop.client, draft, "k")
    assert over.value.code == "shop_more_than_paid"
    with pytest.raises(KeySpent):
        create_refund(shop.client, draft, "k")
    with pytest.raises(NeedsPerson) as foreseen:
        draft_refund(shop.client, shop.gid, "USD", [], 0, "n", 6785)
    assert foreseen.value.code == "shop_more_than_paid"
    shop.sandbox.shopify.knobs["refund_busy_s"] = 100_000.0
    small = draft_refund(shop.client, shop.gid, "USD", [], 0, "n", 100)
    create_refund(shop.client, small, "k2")
    with pytest.raises(TryLater):
        create_refund(shop.client, small, "k2")


def test_the_merchants_refund_is_read_to_the_cent(shop: Shop) -> None:
    shop.happens("fulfil")
    shop.happens("refund", lines={"MUG": 2}, shipping="1.00", amount="30.00", restock=True)
    (seen,) = shop.state().refunds
    (part,) = seen.lines
    assert (part.quantity, part.subtotal, part.tax, part.restocked) == (2, 2500, 207, True)
    assert (seen.total, seen.shipping, seen.shipping_tax) == (3000, 100, 15)
    assert seen.adjustment == 3000 - 2500 - 207 - 100 - 15


def test_an_order_is_cancelled(shop: Shop) -> None:
    job = cancel_order(shop.client, shop.gid, "CUSTOMER", True, True, "Cancelled on Amazon")
    while not job_is_done(shop.client, job):
        wait(0.005, threading.Event())
    state = shop.state()
    assert state.cancelled_at is not None
    assert (state.cancel_reason, state.financial) == ("CUSTOMER", "REFUNDED")
    assert state.refunded == 6785
    assert [(line.current_quantity, line.unfulfilled) for line in state.lines] == [(0, 0), (0, 0)]
    assert not any(one.can_fulfill for one in fulfillment_orders(shop.client, shop.gid))
    with pytest.raises(AlreadyCancelled):
        cancel_order(shop.client, shop.gid, "CUSTOMER", True, True, "again")


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (("fulfil", {}), "shop_fulfilled"),
        (("return", {}), "shop_return_open"),
        (("refund", {"amount": "1", "status": "PENDING"}), "shop_payment_open"),
    ],
)
def test_cancellations_that_the_shop_refuses(
    shop: Shop, event: tuple[str, dict[str, Any]], code: str
) -> None:
    shop.happens(event[0], **event[1])
    with pytest.raises(NeedsPerson) as refused:
        cancel_order(shop.client, shop.gid, "CUSTOMER", True, True, "")
    assert refused.value.code == code


def test_changes_are_listed(shop: Shop) -> None:
    shop.happens("fulfil", number="1")
    since = shop.state().updated_at - 3600
    seen: tuple[Glance, ...] = ()
    while not seen:  # the index follows some moments later
        seen = changed_orders(shop.client, since).orders
    assert [one.gid for one in seen] == [shop.gid]


def test_the_lease_changes_hands(shop: Shop) -> None:
    assert read_lease(shop.client, "SELLER") is None
    mine = write_lease(shop.client, "SELLER", Lease("a", "One", 1, ""), "")
    assert read_lease(shop.client, "SELLER") == mine
    with pytest.raises(LeaseLost):
        write_lease(shop.client, "SELLER", Lease("b", "Two", 2, ""), "")
    theirs = write_lease(shop.client, "SELLER", Lease("b", "Two", 2, ""), mine.digest)
    with pytest.raises(LeaseLost):
        write_lease(shop.client, "SELLER", Lease("a", "One", 3, ""), mine.digest)
    assert read_lease(shop.client, "SELLER") == theirs
    assert list(shop.sandbox.shopify.shop_ledger()["leases"]) == ["crossdock_lease.SELLER"]


def test_intents_stand_on_the_order(shop: Shop) -> None:
    assert set_intent(shop.client, shop.gid, "refund-1", "k1 16.41")
    assert read_intents(shop.client, shop.gid) == {"refund-1": "k1 16.41"}
    assert shop.entry()["intents"] == {"crossdock_intent.refund-1": "k1 16.41"}
    shop.sandbox.shopify.event("shopify.delete_order", {"order_id": shop.gid})
    assert not set_intent(shop.client, shop.gid, "refund-1", "k1")
    assert order_state(shop.client, shop.gid) is None
