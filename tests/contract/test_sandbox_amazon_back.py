"""The sandbox's way back to Amazon: its answers against Amazon's models, and our client against it.

The models lie in the folder that CROSSDOCK_CONTRACTS names; without it they are not compared.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from desktop.channels.amazon import fba_shipments, feed_results, feed_xml, feeds, finances
from desktop.channels.amazon.auth import AmazonSecrets
from desktop.channels.amazon.client import AmazonClient
from desktop.channels.amazon.feeds import FeedType
from desktop.channels.amazon.shipments import AlreadyShipped, confirm_shipment, packages_of
from desktop.channels.http import Http
from desktop.channels.pacing import MemoryBuckets
from desktop.clock import Pace, now, to_iso, wait
from desktop.errors import NeedsPerson, OutcomeUnknown
from desktop.sandbox.amazon.quota import PLANS
from desktop.sandbox.amazon.routes import operation_of
from desktop.sandbox.run import Sandbox, SandboxOptions
from desktop.sandbox.wire import Request, Response
from desktop.trade import AmazonAccess
from desktop.trade.returns import (
    AmazonCancelReason,
    AmazonRefundReason,
    CancelToSend,
    PackageToConfirm,
    RefundItem,
    RefundToSend,
)
from tests.contract.amazon_back_model import answer_violations, operations, plan_of
from tests.sandbox.back_stand import FBA, FBM, ITEMS, REFUND, US, Back, back, refund
from tests.sandbox.stand import START

OPERATIONS = operations()
SPEED = 10_000.0


def _violations(request: Request, answer: Response) -> list[str]:
    return answer_violations(operation_of(request), answer.status, answer.body)


def _play(at: Back) -> None:
    """Every operation, well and badly."""
    at.confirm(packageReferenceId="0")
    at.confirm("112-9999999-9999999")
    at.confirm()
    at.happen("amazon.ship", order_id=FBM)
    at.happen("amazon.ship", order_id=FBA)
    at.happen("amazon.refund", order_id=FBM, items={ITEMS[0]: 1}, lag_h=0)
    at.happen("amazon.other_feed", feed_type=REFUND)
    feed_id = at.submit(REFUND, refund(Principal="1.00"), refund(Principal="99.00"))
    at.feed(feed_id)
    at.report(feed_id)
    for query in ({"feedTypes": REFUND, "pageSize": "1"}, {"pageSize": "0"}):
        at.at.ask("/feeds/2021-06-30/feeds", query)
    for path in ("feeds/1", "documents/1"):
        at.at.ask(f"/feeds/2021-06-30/{path}")
        at.at.ask(f"/reports/2021-06-30/{path.replace('feeds/', 'reports/')}")
    at.post("/feeds/2021-06-30/feeds", {})
    at.post("/feeds/2021-06-30/documents", b"", "text/plain")
    at.happen("amazon.refund", order_id=FBM, amount="2.00")
    at.wait(1800)
    for _ in range(3):
        at.transactions(postedAfter=to_iso(START - 60))
    at.at.ask("/finances/2024-06-19/transactions", {})
    body = {
        "reportType": fba_shipments.REPORT_TYPE,
        "marketplaceIds": [US],
        "dataStartTime": to_iso(START - 60),
    }
    made = json.loads(at.post("/reports/2021-06-30/reports", body).body)["reportId"]
    at.wait(61)
    report = json.loads(at.at.ask(f"/reports/2021-06-30/reports/{made}").body)
    at.at.ask(f"/reports/2021-06-30/documents/{report['reportDocumentId']}")
    at.happen("amazon.use_up_quota")
    at.at.ask("/reports/2021-06-30/reports/1")
    at.confirm()


def test_answers_fit_amazons_models(capsys: pytest.CaptureFixture[str]) -> None:
    at = back()
    at.at.amazon.knobs["deferred_share"] = 0.5
    seen: list[tuple[Request, Response]] = []
    handle = at.at.amazon.handle

    def recorded(request: Request) -> Response:
        answer = handle(request)
        seen.append((request, answer))
        return answer

    at.at.amazon.handle = recorded  # type: ignore[method-assign]
    _play(at)
    asked = {(operation_of(request), answer.status) for request, answer in seen}
    wanted = [(one, answer) for one, answer in seen if operation_of(one) in OPERATIONS]
    wrong = [line for one, answer in wanted for line in _violations(one, answer)]
    with capsys.disabled():
        print(f"\nAmazon's way back, answers checked: {len(wanted)} of {len(seen)}")
    assert wrong == []
    good = {name for name, status in asked if status < 300}
    assert good >= PLANS.keys() - {"searchOrders", "getOrder", "cancelFeed"}
    assert len([one for one in asked if one[1] >= 400]) >= 10
    assert bool(wanted) == bool(OPERATIONS)


def test_the_usage_plans_are_amazons() -> None:
    for name, operation in OPERATIONS.items():
        assert PLANS[name] == plan_of(operation), name


# Our client against the sandbox, over HTTP.


@contextmanager
def _connected() -> Iterator[tuple[Sandbox, AmazonClient]]:
    quick = {"shipment_lag_s": 0.0, "finances_lag_h": 0.0, "deferred_share": 0.0}
    options = SandboxOptions(orders=200, speed=SPEED, knobs={"amazon": quick})
    http = Http(threading.Event())
    with Sandbox(options) as sandbox:
        sandbox.start()
        told = sandbox.connect["amazon"]
        secrets = AmazonSecrets(told.pop("client_secret"), told.pop("refresh_token"))
        access = AmazonAccess(**{**told, "marketplaces": tuple(told["marketplaces"])})
        try:
            yield sandbox, AmazonClient(access, secrets, http, MemoryBuckets(), Pace(SPEED))
        finally:
            http.close()


def _order(sandbox: Sandbox, status: str, by: str = "MERCHANT") -> Any:
    with sandbox.server.lock:
        head = next(
            head
            for head in sandbox.amazon.store
            if (head.status, head.fulfilled_by) == (status, by) and head.marketplace == US
        )
        return sandbox.amazon.store.body(head)


def _entry(sandbox: Sandbox, order_id: str) -> Any:
    orders = sandbox.ledger()["amazon"]["orders"]
    return next(one for one in orders if one["amazon_order_id"] == order_id)


def _package(order: Any, reference: str = "11") -> PackageToConfirm:
    items = tuple((one["orderItemId"], one["quantityOrdered"]) for one in order["orderItems"])
    return PackageToConfirm(US, reference, "UPS", "", "Ground", "1Z9", int(now()), items)


def _run(client: AmazonClient, kind: FeedType, body: bytes) -> Any:
    document = feeds.create_document(client)
    feeds.upload(client, document.url, body)
    return _finished(client, feeds.submit(client, kind, [US], document.id))


def _finished(client: AmazonClient, feed_id: str) -> Any:
    for _ in range(200):
        state = feeds.feed(client, feed_id)
        if state.is_finished:
            return feed_xml.read_report(feeds.report(client, state.document_id))
        wait(0.02, threading.Event())
    raise AssertionError("the feed does not end")


def test_our_client_ships() -> None:
    with _connected() as (sandbox, client):
        order = _order(sandbox, "UNSHIPPED")
        confirm_shipment(client, order["orderId"], _package(order))
        confirm_shipment(client, order["orderId"], _package(order))
        told = packages_of(client, order["orderId"])
        assert [package.reference for package in told.packages] == ["11"]
        with pytest.raises(AlreadyShipped):
            confirm_shipment(client, order["orderId"], _package(order, "12"))
        fba = _order(sandbox, "SHIPPED", "AMAZON")
        with pytest.raises(NeedsPerson) as caught:
            confirm_shipment(client, fba["orderId"], _package(fba))
        assert caught.value.code == "fba"
        (package,) = _entry(sandbox, order["orderId"])["packages"]
        assert (package["repeats"], package["edits"]) == (1, 0)


def test_our_client_refunds_and_finds_it_in_the_books() -> None:
    with _connected() as (sandbox, client):
        order = _order(sandbox, "SHIPPED")
        first = order["orderItems"][0]["orderItemId"]
        line = RefundItem(first, 1, AmazonRefundReason("CustomerReturn"), principal=101)
        good = RefundToSend(order["orderId"], "USD", "shop-1", (line,))
        bad = RefundToSend("113-0000000-0000000", "USD", "shop-2", (line,))
        body = feed_xml.refund_feed(client.access.seller_id, [good, bad])
        report = _run(client, FeedType.REFUND, body)
        ends = feed_results.outcomes(report, FeedType.REFUND, 2)
        assert [one.code if one else None for one in ends] == [None, "order_unknown"]
        found: tuple[Any, ...] = ()
        for _ in range(3):  # a first page may be empty
            page = finances.refunds(client, order_id=order["orderId"])
            found += page.refunds
            while page.next_token:
                token = page.next_token
                page = finances.refunds(client, order_id=order["orderId"], token=token)
                found += page.refunds
        assert len(found) == 3
        assert {(one.total, one.status) for one in found} == {(101, "RELEASED")}
        assert _entry(sandbox, order["orderId"])["refunds"][0]["total"] == "1.01"


def test_our_client_cancels_though_the_answer_was_lost() -> None:
    with _connected() as (sandbox, client):
        order = _order(sandbox, "UNSHIPPED")
        items = tuple(one["orderItemId"] for one in order["orderItems"])
        message = CancelToSend(order["orderId"], AmazonCancelReason("NoInventory"), items)
        since = int(now()) - 5
        with sandbox.server.lock:
            sandbox.events.happen("amazon.lose_next_feed_answer", {})
            sandbox.events.happen("amazon.other_feed", {"feed_type": str(FeedType.CANCEL)})
        body = feed_xml.cancel_feed(client.access.seller_id, [message])
        with pytest.raises(OutcomeUnknown):
            _run(client, FeedType.CANCEL, body)
        seen = feeds.feeds_since(client, FeedType.CANCEL, since)
        assert len(seen) == 2
        report = _finished(client, seen[1].id)
        assert feed_results.outcomes(report, FeedType.CANCEL, 1) == (None,)
        assert _entry(sandbox, order["orderId"])["cancelled"]["via"] == f"feed {seen[1].id}"


def test_our_client_reads_what_amazon_shipped() -> None:
    with _connected() as (sandbox, client):
        until = int(now()) + 60
        report_id = fba_shipments.request_report(client, until - 30 * 86_400, until)
        wait(1.0, threading.Event())
        state = fba_shipments.report_state(client, report_id)
        rows = fba_shipments.read_shipments(fba_shipments.fetch_report(client, state.document_id))
        assert rows
        assert all(row.tracking_number and row.shipped_at for row in rows)
        entries = sandbox.ledger()["amazon"]["orders"]
        shipped = {
            one["amazon_order_id"]
            for one in entries
            if one["fulfilled_by"] == "AMAZON" and one["status"] == "SHIPPED"
        }
        assert {row.amazon_order_id for row in rows} <= shipped
