"""The way back against Amazon's models: every request, and every case of the static sandbox.

The folder is named by CROSSDOCK_CONTRACTS; without it only the count is collected.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from desktop.channels.amazon import fba_shipments, feeds, finances
from desktop.channels.amazon.documents import DocumentUnreadable
from desktop.channels.amazon.feeds import FeedType
from desktop.channels.amazon.plans import PLANS
from desktop.channels.amazon.shipments import confirm_shipment
from desktop.clock import parse_iso
from desktop.errors import AccountProblem, NeedsPerson
from desktop.trade.returns import PackageToConfirm
from tests.channels.amazon.fake import Bench, Reply, bench
from tests.contract.amazon_back_model import Static, operations, plan_of, statics
from tests.contract.amazon_model import contracts

OPERATIONS = operations()
STATICS = statics()
ORDER_ID = "902-1106328-1059050"
NOW = 1_790_000_000
PACKAGES = [
    PackageToConfirm("A1", "1", "UPS", "", "", "1Z", NOW, (("1", 1),)),
    PackageToConfirm("A1", "9" * 19, "Other", "Evri", "Next day", "x", NOW, (("1", 1), ("2", 9))),
]

Call = Callable[[Bench], object]


def test_how_many_cases_ran(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\ncontract, Amazon's way back: {len(OPERATIONS)} operations, {len(STATICS)} cases")
    if contracts() is None:
        assert STATICS == []
    else:
        assert len(OPERATIONS) == 10
        assert len(STATICS) == 20


REQUESTS: list[tuple[str, Reply, Call]] = [
    *[
        (
            "confirmShipment",
            Reply(204),
            lambda at, one=package: confirm_shipment(at.client(), ORDER_ID, one),
        )
        for package in PACKAGES
    ],
    (
        "createFeedDocument",
        Reply(201, {"feedDocumentId": "1", "url": "x"}),
        lambda at: feeds.create_document(at.client()),
    ),
    *[
        (
            "createFeed",
            Reply(202, {"feedId": "1"}),
            lambda at, kind=kind, count=count: feeds.submit(at.client(), kind, ["A"] * count, "d"),
        )
        for kind in FeedType
        for count in (1, 25)
    ],
    (
        "getFeed",
        Reply(404, {"errors": []}),
        lambda at: feeds.feed(at.client(), "1"),
    ),
    (
        "getFeeds",
        Reply(body={"feeds": []}),
        lambda at: feeds.feeds_since(at.client(), FeedType.REFUND, NOW),
    ),
    (
        "createReport",
        Reply(202, {"reportId": "1"}),
        lambda at: fba_shipments.request_report(at.client(), NOW, NOW + 86400),
    ),
    (
        "getReport",
        Reply(404, {"errors": []}),
        lambda at: fba_shipments.report_state(at.client(), "1"),
    ),
    (
        "listTransactions",
        Reply(body={"payload": {}}),
        lambda at: finances.refunds(at.client(), NOW - 400 * 86400),
    ),
    (
        "listTransactions",
        Reply(body={"payload": {}}),
        lambda at: finances.refunds(at.client(), NOW, token="1.1.t"),
    ),
    (
        "listTransactions",
        Reply(body={"payload": {}}),
        lambda at: finances.refunds(at.client(), order_id=ORDER_ID),
    ),
]


class TestAgainstAmazon:
    """Collected only where Amazon's models are at hand."""

    __test__ = contracts() is not None

    @pytest.mark.parametrize(("name", "reply", "call"), REQUESTS)
    def test_every_request_is_one_of_the_model(self, name: str, reply: Reply, call: Call) -> None:
        with bench() as at:
            at.amazon.answers = [reply]
            call(at)
            (asked,) = at.amazon.calls
        operation = OPERATIONS[name]
        assert operation.fits(asked.method, asked.path)
        assert operation.violations(asked.params, asked.body) == []

    @pytest.mark.parametrize("name", ["getFeedDocument", "getReportDocument"])
    def test_documents_are_asked_for_as_in_the_model(self, name: str) -> None:
        with bench() as at:
            call = {
                "getFeedDocument": feeds.report,
                "getReportDocument": fba_shipments.fetch_report,
            }
            at.amazon.answers = [Reply(body=located(at)), Reply(200, b"x")]
            assert call[name](at.client(), "d") == b"x"
            asked = at.amazon.calls[0]
        assert OPERATIONS[name].fits(asked.method, asked.path)
        assert OPERATIONS[name].violations(asked.params, asked.body) == []

    @pytest.mark.parametrize(
        "changes",
        [
            {"trackingNumber": None},
            {"shipDate": "02/21/2022"},
            {"orderItems": [{"orderItemId": "1", "quantity": "1"}]},
            {"trackingnumber": "x"},
        ],
    )
    def test_the_validator_sees_what_is_wrong(self, changes: dict[str, Any]) -> None:
        with bench() as at:
            at.amazon.answers = [Reply(204)]
            confirm_shipment(at.client(), ORDER_ID, PACKAGES[0])
            body = json.loads(at.amazon.calls[0].body)
        body["packageDetail"].update(changes)
        assert OPERATIONS["confirmShipment"].violations({}, json.dumps(body))

    @pytest.mark.parametrize(
        "case", [pytest.param(case, id=f"{case.operation} {case.status}") for case in STATICS]
    )
    def test_every_static_case_is_understood(self, case: Static) -> None:
        with bench() as at:
            REPLAYS[(case.operation, case.status // 100)](at, case)

    @pytest.mark.parametrize("name", list(OPERATIONS))
    def test_our_usage_plans_are_those_of_the_model(self, name: str) -> None:
        assert (PLANS[name].rate, PLANS[name].burst) == plan_of(OPERATIONS[name])


def located(at: Bench, **more: object) -> dict[str, Any]:
    """Amazon's answer, with an address on this computer instead of the real one."""
    return {"feedDocumentId": "1", "reportDocumentId": "1", **more, "url": f"{at.amazon.url}/s"}


def line_up(at: Bench, case: Static, *more: Reply) -> None:
    headers = {"x-amzn-RateLimit-Limit": "string", "x-amzn-RequestId": "r"}
    at.amazon.answers = [Reply(case.status, case.answer, headers), *more]


def confirm(at: Bench, case: Static) -> None:
    line_up(at, case)
    detail = case.params["body"]["packageDetail"]
    shipped = detail["shipDate"]
    package = PackageToConfirm(
        marketplace_id=case.params["body"]["marketplaceId"],
        reference=detail["packageReferenceId"],
        carrier_code=detail["carrierCode"],
        carrier_name=detail["carrierName"],
        method=detail["shippingMethod"],
        tracking_number=detail["trackingNumber"],
        shipped_at=parse_iso(shipped) if "T" in shipped else NOW,
        items=tuple((one["orderItemId"], one["quantity"]) for one in detail["orderItems"]),
    )
    try:
        confirm_shipment(at.client(), case.params["orderId"], package)
    finally:
        sent = json.loads(at.amazon.calls[0].body)["packageDetail"]
        expected = {k: v for k, v in detail.items() if k not in ("shipDate", "orderItems")}
        del expected["shipFromSupplySourceId"]  # optional, and not ours to know
        assert expected.items() <= sent.items()


def confirm_refused(at: Bench, case: Static) -> None:
    with pytest.raises(NeedsPerson) as caught:
        confirm(at, case)
    assert caught.value.code == "value_refused"
    assert caught.value.technical.code == "Invalid Input"


def list_feeds(at: Bench, case: Static) -> None:
    line_up(at, case, Reply(body={"feeds": []}))
    (state,) = feeds.feeds_since(at.client(), FeedType.REFUND, NOW)
    told = case.answer["feeds"][0]
    assert (state.id, state.status) == (told["feedId"], told["processingStatus"])
    assert state.created_at == parse_iso(told["createdTime"])
    assert at.amazon.calls[1].params == {"nextToken": case.answer["nextToken"]}


def request_refused(call: Call) -> Callable[[Bench, Static], None]:
    def replay(at: Bench, case: Static) -> None:
        line_up(at, case)
        with pytest.raises(AccountProblem) as caught:
            call(at)
        assert caught.value.code == "request_refused"

    return replay


def submit(at: Bench, case: Static) -> None:
    line_up(at, case)
    body = case.params["body"]
    got = feeds.submit(
        at.client(), FeedType.REFUND, body["marketplaceIds"], body["inputFeedDocumentId"]
    )
    assert got == case.answer["feedId"]
    sent = json.loads(at.amazon.calls[0].body)
    assert sent == {**body, "feedType": FeedType.REFUND.value}


def submit_refused(at: Bench, case: Static) -> None:
    with pytest.raises(NeedsPerson) as caught:
        submit(at, case)
    assert caught.value.code == "feed_refused"


def state(at: Bench, case: Static) -> None:
    line_up(at, case)
    got = feeds.feed(at.client(), case.params["feedId"])
    assert got.id == case.answer["feedId"]
    assert got.status == "CANCELLED"
    assert got.is_finished


def state_refused(at: Bench, case: Static) -> None:
    line_up(at, case)
    assert feeds.feed(at.client(), case.params["feedId"]).status == feeds.GONE


def document(at: Bench, case: Static) -> None:
    line_up(at, case)
    got = feeds.create_document(at.client())
    assert (got.id, got.url) == (case.answer["feedDocumentId"], case.answer["url"])


def fetch(at: Bench, case: Static) -> None:
    key = next(iter(case.params))
    call = feeds.report if key == "feedDocumentId" else fba_shipments.fetch_report
    at.amazon.answers = [Reply(body=located(at, **case.answer)), Reply(200, b"content")]
    assert call(at.client(), case.params[key]) == b"content"


def fetch_refused(at: Bench, case: Static) -> None:
    line_up(at, case)
    key = next(iter(case.params))
    call = feeds.report if key == "feedDocumentId" else fba_shipments.fetch_report
    with pytest.raises(DocumentUnreadable):
        call(at.client(), case.params[key])


def ask_report(at: Bench, case: Static) -> None:
    line_up(at, case)
    assert fba_shipments.request_report(at.client(), NOW, NOW + 1) == case.answer["reportId"]


def ask_report_refused(at: Bench, case: Static) -> None:
    line_up(at, case)
    with pytest.raises(fba_shipments.NoReport):
        fba_shipments.request_report(at.client(), NOW, NOW + 1)


def report_state(at: Bench, case: Static) -> None:
    line_up(at, case)
    got = fba_shipments.report_state(at.client(), case.params["reportId"])
    assert (got.id, got.status, got.document_id) == ("ReportId1", "IN_PROGRESS", "")


def report_state_refused(at: Bench, case: Static) -> None:
    line_up(at, case)
    assert fba_shipments.report_state(at.client(), "x").status == fba_shipments.GONE


def books(at: Bench, case: Static) -> None:
    line_up(at, case)
    got = finances.refunds(at.client(), NOW - 86400)
    assert got.refunds == ()  # a shipment only
    assert got.next_token.endswith(case.answer["payload"]["nextToken"])
    case.answer["payload"]["transactions"][0]["transactionType"] = "Refund"
    case.answer["payload"]["transactions"][0]["totalAmount"]["currencyAmount"] = -10
    (refund,) = finances.refunds(at.client(), NOW - 86400).refunds
    assert (refund.amazon_order_id, refund.total) == ("8129762527551", 1000)


REPLAYS: dict[tuple[str, int], Callable[[Bench, Static], None]] = {
    ("confirmShipment", 2): confirm,
    ("confirmShipment", 4): confirm_refused,
    ("getFeeds", 2): list_feeds,
    ("getFeeds", 4): request_refused(lambda at: feeds.feeds_since(at.client(), "x", NOW)),
    ("createFeed", 2): submit,
    ("createFeed", 4): submit_refused,
    ("getFeed", 2): state,
    ("getFeed", 4): state_refused,
    ("createFeedDocument", 2): document,
    ("createFeedDocument", 4): request_refused(lambda at: feeds.create_document(at.client())),
    ("getFeedDocument", 2): fetch,
    ("getFeedDocument", 4): fetch_refused,
    ("createReport", 2): ask_report,
    ("createReport", 4): ask_report_refused,
    ("getReport", 2): report_state,
    ("getReport", 4): report_state_refused,
    ("getReportDocument", 2): fetch,
    ("getReportDocument", 4): fetch_refused,
    ("listTransactions", 2): books,
    ("listTransactions", 4): request_refused(lambda at: finances.refunds(at.client(), NOW)),
}
