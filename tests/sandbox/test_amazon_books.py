"""Amazon's books and its report of what it shipped."""

import gzip
import json
from typing import Any

import pytest

from desktop.clock import to_iso
from desktop.sandbox.events import AmazonEvents
from desktop.sandbox.faults import BadInput, Faults
from tests.sandbox.back_stand import FBA, FBM, ITEMS, REFUND, US, Back, back, refund
from tests.sandbox.stand import START, stand

HOUR = 3600
SINCE = to_iso(START - HOUR)
REPORT = "GET_AMAZON_FULFILLED_SHIPMENTS_DATA_GENERAL"


def _books(**knobs: Any) -> Back:
    at = back()
    at.at.amazon.knobs.update(
        {"deferred_share": 0.0, "finances_empty_pages": False, "finances_lag_h": 0.0, **knobs}
    )
    at.happen("amazon.ship", order_id=FBM)
    return at


def _later(at: Back, seconds: float) -> None:
    at.wait(seconds)
    assert at.at.sign_in().status == 200


def test_refunds_show_late_and_bear_the_time_they_were_made() -> None:
    at = _books(finances_lag_h=48.0)
    at.happen("amazon.refund", order_id=FBM, items={ITEMS[0]: 1})
    _later(at, 300)
    assert at.transactions(postedAfter=SINCE) == {"transactions": []}
    _later(at, 48 * HOUR)
    (told,) = at.transactions(postedAfter=SINCE)["transactions"]
    assert told["postedDate"].startswith(to_iso(START)[:19])
    assert (told["transactionType"], told["transactionStatus"]) == ("Refund", "RELEASED")
    groups = {
        one["breakdownType"]: [part["breakdownType"] for part in one["breakdowns"]]
        for one in told["items"][0]["breakdowns"]
    }
    assert groups == {
        "ProductCharges": ["OurPricePrincipal"],
        "Shipping": ["OurPriceShipping"],
        "Tax": ["OurPriceTax", "ShippingTax"],
        "AmazonFees": ["Commission"],
    }
    amounts = [one["breakdownAmount"]["currencyAmount"] for one in told["items"][0]["breakdowns"]]
    assert amounts[0] == -9.0
    assert amounts[-1] > 0


def test_a_refund_of_a_feed_is_in_the_books() -> None:
    at = _books()
    at.report(at.submit(REFUND, refund(Principal="1.00")))
    query = {"relatedIdentifierName": "ORDER_ID", "relatedIdentifierValue": FBM}
    assert len(at.transactions(**query)["transactions"]) == 1
    assert at.transactions(**{**query, "relatedIdentifierValue": FBA})["transactions"] == []
    (given,) = at.entry()["refunds"]
    named = at.transactions(**query)["transactions"][0]["relatedIdentifiers"]
    assert {"relatedIdentifierName": "REFUND_ID", "relatedIdentifierValue": given["id"]} in named


def test_deferred_money_comes_twice() -> None:
    at = _books(deferred_share=1.0)
    at.happen("amazon.refund", order_id=FBM)
    _later(at, 300)
    (first,) = at.transactions(postedAfter=SINCE)["transactions"]
    assert first["transactionStatus"] == "DEFERRED"
    _later(at, 24 * HOUR)
    first, second = at.transactions(postedAfter=SINCE)["transactions"]
    assert (first["transactionStatus"], second["transactionStatus"]) == (
        "DEFERRED_RELEASED",
        "RELEASED",
    )
    names = {one["relatedIdentifierName"]: one for one in second["relatedIdentifiers"]}
    assert names["DEFERRED_TRANSACTION_ID"]["relatedIdentifierValue"] == first["transactionId"]
    released = at.transactions(postedAfter=SINCE, transactionStatus="RELEASED")
    assert [one["transactionId"] for one in released["transactions"]] == [second["transactionId"]]


def test_pages_some_of_them_empty() -> None:
    at = _books(finances_page=1.0, finances_empty_pages=True)
    for _ in range(3):
        at.happen("amazon.refund", order_id=FBM, amount="1.00")
    _later(at, 300)
    for expected in ([1, 1, 1], [1, 1, 1], [0, 1, 1, 1]):
        sizes, token = [], ""
        while True:
            more = {"nextToken": token} if token else {}
            page = at.transactions(postedAfter=SINCE, **more)
            sizes.append(len(page["transactions"]))
            token = page.get("nextToken", "")
            if not token:
                break
            at.wait(2)
        assert sizes == expected
    at.wait(60)
    token = at.transactions(postedAfter=SINCE)["nextToken"]
    other = {"postedAfter": to_iso(START - 9), "nextToken": token}
    assert at.at.ask("/finances/2024-06-19/transactions", other).status == 400


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"postedBefore": SINCE},
        {"postedAfter": to_iso(START - 60)},
        {"postedAfter": SINCE, "postedBefore": to_iso(START)},
        {"postedAfter": SINCE, "postedBefore": to_iso(START - 2 * HOUR)},
        {"relatedIdentifierName": "ORDER_ID"},
        {"relatedIdentifierName": "REFUND_ID", "relatedIdentifierValue": "1"},
        {"postedAfter": SINCE, "transactionStatus": "Released"},
        {"postedAfter": SINCE, "nextToken": "x"},
        {"postedAfter": SINCE, "pageSize": "3"},
    ],
)
def test_questions_that_are_refused(query: dict[str, str]) -> None:
    assert _books().at.ask("/finances/2024-06-19/transactions", query).status == 400


def test_more_than_180_days_is_answered_with_nothing() -> None:
    at = _books()
    at.happen("amazon.refund", order_id=FBM, amount="1.00")
    _later(at, 300)
    wide = {"postedAfter": to_iso(START - 181 * 86_400), "postedBefore": to_iso(START + 1)}
    assert at.transactions(**wide) == {"transactions": []}
    narrow = {**wide, "postedAfter": to_iso(START - 100 * 86_400)}
    assert len(at.transactions(**narrow)["transactions"]) == 1


def test_without_the_role() -> None:
    at = _books(finance_role_missing=True, reports_role_missing=True)
    assert at.at.ask("/finances/2024-06-19/transactions", {"postedAfter": SINCE}).status == 403
    assert at.post("/reports/2021-06-30/reports", {}).status == 403


def test_amazons_own_refunds() -> None:
    at = _books()
    items = [{"item_id": ITEMS[0], "quantity": 1, "principal": "3.00", "tax": "0.30"}]
    told = at.happen("amazon.refund", order_id=FBM, items=items, reason="PriceError")["refund"]
    assert (told["amounts"], told["by"]) == ({"Principal": "3.00", "Tax": "0.30"}, "amazon")
    told = at.happen("amazon.refund", order_id=FBM, amount="20.00")["refund"]
    assert told["amounts"] == {"Principal": "15.00", "Shipping": "5.00"}
    told = at.happen("amazon.refund", order_id=FBM)["refund"]
    assert sum(float(one["total"]) for one in at.entry()["refunds"]) == pytest.approx(50.60)
    for body in ({}, {"amount": "0.01"}, {"items": items}, {"amount": "x"}, {"items": {"1": 1}}):
        with pytest.raises(BadInput):
            at.happen("amazon.refund", order_id=FBM, **body)
    with pytest.raises(BadInput, match="not been shipped"):
        back().happen("amazon.refund", order_id=FBM)


def test_life_goes_on_after_the_shipment() -> None:
    at = stand(400)
    first, second = at.events.look_back(), at.events.look_back()
    assert first is not None
    assert second is not None
    assert first.key != second.key
    entries = {one["amazon_order_id"]: one for one in at.amazon.ledger()}
    assert entries[first.key]["refunds"] == []
    (given,) = entries[second.key]["refunds"]
    assert (given["by"], given["items"][0]["quantity"]) == ("amazon", 1)
    states = [one["packageStatus"]["status"] for one in at.order(first.key)["packages"]]
    assert states == ["DELIVERED"]


def test_the_answer_of_the_next_feed_is_lost() -> None:
    at = back()
    with pytest.raises(BadInput):
        at.happen("amazon.lose_next_feed_answer")
    faults = Faults()
    AmazonEvents(at.at.amazon, None, faults).happen("amazon.lose_next_feed_answer", {})
    assert faults.strike("amazon.getFeeds")[1] is None
    struck = faults.strike("amazon.createFeed")[1]
    assert struck is not None
    assert struck.kind == "cut_after"
    assert faults.strike("amazon.createFeed")[1] is None
    lost = {"other_feed": True}
    AmazonEvents(at.at.amazon, None, faults).happen("amazon.lose_next_feed_answer", lost)
    at.submit(REFUND, refund(Principal="1.00"))
    told = at.at.amazon.feeds.ledger()
    assert [(one["by"], one["type"]) for one in told] == [("app", REFUND), ("other", REFUND)]


def _report(at: Back, since: int, until: int) -> tuple[str, str]:
    """Status and text of a report."""
    asked = {"reportType": REPORT, "marketplaceIds": [US]}
    asked |= {"dataStartTime": to_iso(since), "dataEndTime": to_iso(until)}
    answer = at.post("/reports/2021-06-30/reports", asked)
    assert answer.status == 202
    path = f"/reports/2021-06-30/reports/{json.loads(answer.body)['reportId']}"
    assert json.loads(at.at.ask(path).body)["processingStatus"] == "IN_QUEUE"
    at.wait(61)
    told = json.loads(at.at.ask(path).body)
    if "reportDocumentId" not in told:
        return told["processingStatus"], ""
    found = at.at.ask(f"/reports/2021-06-30/documents/{told['reportDocumentId']}")
    url = json.loads(found.body)["url"]
    return told["processingStatus"], gzip.decompress(at.store("GET", url).body).decode("cp1252")


def test_the_report_of_what_amazon_shipped() -> None:
    at = back()
    assert _report(at, START - 86_400, START) == ("CANCELLED", "")
    at.happen("amazon.ship", order_id=FBA, carrier="AMZN_US", tracking="TBA7")
    status, text = _report(at, START - 86_400, START + 600)
    assert status == "DONE"
    head, *rows = (line.split("\t") for line in text.splitlines())
    told = [dict(zip(head, row, strict=True)) for row in rows]
    assert [one["amazon-order-item-id"] for one in told] == list(ITEMS)
    assert {(one["amazon-order-id"], one["tracking-number"]) for one in told} == {(FBA, "TBA7")}
    assert [one["quantity-shipped"] for one in told] == ["2", "1"]
    assert "Date range exceeded" in _report(at, START - 31 * 86_400, START + 600)[1]
    spoilt: tuple[dict[str, Any], ...]
    spoilt = ({"reportType": "X"}, {"marketplaceIds": []}, {"dataStartTime": "now"})
    for wrong in spoilt:
        body = {"reportType": REPORT, "marketplaceIds": [US], **wrong}
        assert at.post("/reports/2021-06-30/reports", body).status == 400
