"""Order feeds: documents, states, reports, and what each message does."""

import json
from typing import Any

import pytest

from desktop.clock import to_iso
from tests.sandbox.back_stand import (
    CANCEL,
    FBA,
    FBM,
    ITEMS,
    PENDING,
    REFUND,
    SHIPMENT,
    US,
    XML,
    Back,
    back,
    cancellation,
    envelope,
    refund,
)
from tests.sandbox.stand import START

FEEDS = "/feeds/2021-06-30/feeds"
DOCUMENTS = "/feeds/2021-06-30/documents"


def _shipped() -> Back:
    at = back()
    at.happen("amazon.ship", order_id=FBM)
    return at


def test_the_states_of_a_feed() -> None:
    at = back()
    feed_id = at.submit(CANCEL, cancellation())
    assert at.feed(feed_id)["processingStatus"] == "IN_QUEUE"
    at.wait(31)
    assert at.feed(feed_id)["processingStatus"] == "IN_PROGRESS"
    assert at.status() == "UNSHIPPED"
    at.wait(60)
    assert at.feed(feed_id)["processingStatus"] == "DONE"
    assert at.status() == "CANCELLED"
    cancelled = at.entry()["cancelled"]
    assert (cancelled["by"], cancelled["reason"]) == ("MERCHANT", "NoInventory")
    assert cancelled["via"] == f"feed {feed_id}"
    assert "<MessagesSuccessful>1<" in at.report(feed_id)


def test_documents_are_signed() -> None:
    at = back()
    made = json.loads(at.post(DOCUMENTS, {"contentType": XML}).body)
    url = made["url"]
    assert url.startswith("http://127.0.0.1:9/amazon/")
    assert at.store("PUT", url, b"x", content_type="text/xml").status == 403
    assert at.store("PUT", url, b"x", content_type=XML, x_amz_access_token="t").status == 403
    assert at.store("GET", url).status == 403
    assert at.store("PUT", url, b"x", content_type=XML).status == 200
    at.wait(301)
    assert at.store("PUT", url, b"x", content_type=XML).status == 403
    assert at.post(DOCUMENTS, {"contentType": "?"}).status == 400


@pytest.mark.parametrize(
    "changes",
    [
        {"feedType": "POST_PRODUCT_DATA"},
        {"marketplaceIds": []},
        {"marketplaceIds": [US] * 26},
        {"inputFeedDocumentId": "badDocumentId"},
        {"more": 1},
    ],
)
def test_submissions_that_are_refused(changes: dict[str, Any]) -> None:
    at = back()
    good = {"feedType": REFUND, "marketplaceIds": [US], "inputFeedDocumentId": at.document(b"x")}
    assert at.post(FEEDS, {**good, **changes}).status == 400
    assert at.post(FEEDS, {**good, "marketplaceIds": ["A1PA6795UKMFR9"]}).status == 403


def test_a_refund_with_all_its_parts() -> None:
    at = _shipped()
    message = refund(Principal="9.00", Tax="0.90", Shipping="2.50", ShippingTax="0.25")
    feed_id = at.submit(REFUND, message)
    assert "<MessagesWithError>0<" in at.report(feed_id)
    (given,) = at.entry()["refunds"]
    assert given["amounts"] == {
        "Principal": "9.00",
        "Tax": "0.90",
        "Shipping": "2.50",
        "ShippingTax": "0.25",
    }
    assert (given["by"], given["feed_id"], given["message_id"]) == ("feed", feed_id, 1)
    assert (given["reference"], given["total"]) == ("shop-5-1", "12.65")


@pytest.mark.parametrize(
    ("message", "code", "words"),
    [
        (refund(Principal="18.01"), "", "exceeds the amount that is left"),
        (refund(Shipping="5.01"), "", "shipping charge exceeds"),
        (refund(Tax="2.31"), "", "tax or shipping tax is not eligible"),
        (refund(Tax="2.00", ShippingTax="0.50"), "", "tax or shipping tax is not eligible"),
        (refund(Principal="1.00", quantity=3), "18021", "quantity"),
        (refund(item="123", Principal="1.00"), "", "AmazonOrderItemCode"),
        (refund(currency="EUR", Principal="1.00"), "", "currency"),
        (refund("113-0000000-0000000", Principal="1.00"), "18028", "not found"),
        (refund(FBA, Principal="1.00"), "", "fulfilled by Amazon"),
        (refund(PENDING, Principal="1.00"), "", "not been shipped"),
        (refund(Principal="1.00", RestockingFee="-2.00"), "", "net credit"),
    ],
)
def test_refunds_that_are_rejected(message: str, code: str, words: str) -> None:
    at = _shipped()
    report = at.report(at.submit(REFUND, message, refund(item=ITEMS[1], Principal="1.00")))
    assert "<MessagesProcessed>2<" in report
    assert "<MessagesSuccessful>1<" in report
    assert words in report
    assert "<MessageID>1</MessageID><ResultCode>Error" in report
    assert f"<ResultMessageCode>{code}" in report
    assert len(at.entry()["refunds"]) == 1


def test_what_was_given_back_is_not_given_again() -> None:
    at = _shipped()
    at.report(at.submit(REFUND, refund(Principal="18.00", Tax="1.80")))
    assert "exceeds" in at.report(at.submit(REFUND, refund(Principal="0.01")))
    assert "not eligible" in at.report(at.submit(REFUND, refund(Tax="0.51")))
    at.at.amazon.knobs["tax_not_eligible"] = True
    assert "not eligible" in at.report(at.submit(REFUND, refund(Tax="0.01")))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda xml: xml[:-5],
        lambda xml: xml.replace("<Component>", "").replace("</Component>", ""),
        lambda xml: xml.replace("CustomerReturn", "Because"),
        lambda xml: xml.replace("<ActionType>Refund</ActionType>", "") + "<!-- -->"[:0] + "x",
        lambda xml: xml.replace(' currency="USD"', ""),
        lambda xml: xml.replace("<MessageID>1<", "<MessageID>0<"),
        lambda xml: xml.replace("1.00", "1.001"),
        lambda xml: xml.replace("<MessageType>OrderAdjustment", "<MessageType>OrderFulfillment"),
        lambda xml: xml.replace("<Quantity>1</Quantity>", "").replace(
            "<AdjustmentReason>", "<Quantity>1</Quantity><AdjustmentReason>"
        ),
        lambda xml: xml.replace(
            "<AmazonEnvelope ", '<!DOCTYPE a [<!ENTITY b "c">]><AmazonEnvelope ', 1
        ),
        lambda xml: xml.replace("A", "B", 0).replace(
            "<MerchantIdentifier>", "<MerchantIdentifier>X"
        ),
    ],
)
def test_a_malformed_file_is_refused_as_a_whole(spoil: Any) -> None:
    at = _shipped()
    seller = at.at.lwa.credentials.seller_id
    good = envelope(REFUND, seller, refund(Principal="1.00"))
    spoilt = spoil(good)
    assert spoilt != good
    document = at.document(spoilt.encode())
    body = {"feedType": REFUND, "marketplaceIds": [US], "inputFeedDocumentId": document}
    report = at.report(json.loads(at.post(FEEDS, body).body)["feedId"])
    assert "<MessageID>0</MessageID><ResultCode>Error</ResultCode>" in report
    assert "<ResultMessageCode>5000<" in report
    assert at.entry()["refunds"] == []


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (cancellation(items=ITEMS[:1]), "All order items"),
        (cancellation(items=("5", *ITEMS)), "AmazonOrderItemCode"),
        (cancellation(FBA), "fulfilled by Amazon"),
        (cancellation(PENDING), "pending"),
        (cancellation("113-0000000-0000000"), "not found"),
    ],
)
def test_cancellations_that_are_rejected(message: str, words: str) -> None:
    at = back()
    assert words in at.report(at.submit(CANCEL, message))
    assert at.entry()["cancelled"] is None


def test_an_order_is_cancelled_once_and_not_after_it_was_shipped() -> None:
    at = back()
    at.report(at.submit(CANCEL, cancellation()))
    assert "already been cancelled" in at.report(at.submit(CANCEL, cancellation()))
    at = back()
    at.confirm()
    assert "already been shipped" in at.report(at.submit(CANCEL, cancellation()))


def _shipment(order_id: str = FBM, items: str = "", data: str = "") -> str:
    return (
        f"<AmazonOrderID>{order_id}</AmazonOrderID><MerchantFulfillmentID>9</MerchantFulfillmentID>"
        f"<FulfillmentDate>{to_iso(START - 60)}</FulfillmentDate>{data}{items}"
    )


def test_a_shipment_without_a_number_ships_the_whole_order() -> None:
    at = back()
    report = at.report(at.submit(SHIPMENT, _shipment()))
    assert "<MessagesSuccessful>1<" in report
    package = at.entry()["packages"][0]
    assert (package["reference"], package["by"], package["tracking"]) == ("9", "feed", "")
    assert package["items"] == {ITEMS[0]: 2, ITEMS[1]: 1}
    at.wait(181)
    assert at.status() == "SHIPPED"


def test_shipments_that_are_rejected() -> None:
    at = back()
    code = (
        f"<Item><AmazonOrderItemCode>{ITEMS[0]}</AmazonOrderItemCode><Quantity>9</Quantity></Item>"
    )
    other = "<FulfillmentData><CarrierCode>Other</CarrierCode></FulfillmentData>"
    report = at.report(
        at.submit(
            SHIPMENT,
            _shipment(items=code),
            _shipment("113-0000000-0000000"),
            _shipment(data=other),
            _shipment(FBA),
        )
    )
    for expected in ("18021", "18028", "CarrierName", "fulfilled by Amazon"):
        assert expected in report
    assert "<MessagesWithError>4<" in report


def test_the_list_of_feeds() -> None:
    at = back()
    first = at.submit(REFUND, refund(Principal="1.00"))
    at.wait(100)
    at.happen("amazon.other_feed", feed_type=REFUND)
    at.submit(CANCEL, cancellation())

    def listed(**query: str) -> list[str]:
        answer = json.loads(at.at.ask(FEEDS, query).body)
        return [one["feedId"] for one in answer["feeds"]]

    assert len(listed(feedTypes=REFUND)) == 2
    assert listed(feedTypes=REFUND)[1] == first
    assert listed(feedTypes=REFUND, processingStatuses="DONE") == [first]
    assert len(listed(feedTypes=f"{REFUND},{CANCEL}")) == 3
    assert len(listed(feedTypes=REFUND, createdSince=to_iso(START + 50))) == 1
    assert listed(feedTypes=REFUND, createdUntil=to_iso(START + 50)) == [first]
    page = json.loads(at.at.ask(FEEDS, {"feedTypes": REFUND, "pageSize": "1"}).body)
    assert listed(nextToken=page["nextToken"]) == [first]
    assert at.at.ask(FEEDS, {"nextToken": "x"}).status == 400
    assert at.at.ask(FEEDS, {"pageSize": "101", "feedTypes": REFUND}).status == 400
    assert back().at.ask(FEEDS, {}).status == 400


def test_feeds_that_do_not_come_to_an_end() -> None:
    at = _shipped()
    at.at.amazon.knobs["feeds_stuck"] = True
    feed_id = at.submit(REFUND, refund(Principal="1.00"))
    at.wait(1800)
    assert at.feed(feed_id)["processingStatus"] == "IN_PROGRESS"
    at.at.amazon.knobs["feeds_stuck"] = False
    at.wait(61)
    assert at.feed(feed_id)["processingStatus"] == "DONE"
    at.at.amazon.knobs["feeds_fatal"] = True
    feed_id = at.submit(REFUND, refund(Principal="1.00"))
    at.wait(91)
    assert at.feed(feed_id)["processingStatus"] == "FATAL"
    assert len(at.entry()["refunds"]) == 1
    assert [one["status"] for one in at.at.amazon.feeds.ledger()] == ["DONE", "FATAL"]


def test_the_usage_plan_of_feeds() -> None:
    at = back()
    body = {"feedType": REFUND, "marketplaceIds": [US], "inputFeedDocumentId": at.document(b"x")}
    answers = [at.post(FEEDS, body).status for _ in range(16)]
    assert answers == [202] * 15 + [429]
    at.wait(121)
    assert at.post(FEEDS, body).status == 202
