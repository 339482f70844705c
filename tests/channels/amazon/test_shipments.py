"""Confirming a shipment: the request, and every refusal that is known."""

import dataclasses
import json

import pytest

from desktop.catalogue import SHIPMENT_FAILURES
from desktop.channels.amazon.shipments import (
    AlreadyShipped,
    confirm_shipment,
    packages_of,
)
from desktop.errors import NeedsPerson, OutcomeUnknown
from desktop.trade.returns import PackageToConfirm
from tests.channels.amazon.fake import Bench, Reply, errors
from tests.channels.amazon.given import ORDER_ID, item, order

PACKAGE = PackageToConfirm(
    marketplace_id="ATVPDKIKX0DER",
    reference="4711",
    carrier_code="FedEx",
    carrier_name="",
    method="FedEx Ground",
    tracking_number=" 123456789012 ",
    shipped_at=1_790_000_000,
    items=(("01234567890123", 2), ("2", 1)),
)
NO_PACKAGE = (
    "Failed to create package due to not finding a matching package or order already fulfilled"
    " errorMetric=PackageToUpdateNotFound"
)


def test_the_request(at: Bench) -> None:
    at.amazon.answers = [Reply(204)]
    confirm_shipment(at.client(), ORDER_ID, PACKAGE)
    (asked,) = at.amazon.calls
    assert asked.path == f"/orders/v0/orders/{ORDER_ID}/shipmentConfirmation"
    assert json.loads(asked.body) == {
        "marketplaceId": "ATVPDKIKX0DER",
        "packageDetail": {
            "packageReferenceId": "4711",
            "carrierCode": "FedEx",
            "shippingMethod": "FedEx Ground",
            "trackingNumber": "123456789012",
            "shipDate": "2026-09-21T14:13:20Z",
            "orderItems": [
                {"orderItemId": "01234567890123", "quantity": 2},
                {"orderItemId": "2", "quantity": 1},
            ],
        },
    }


def test_another_carrier_is_named(at: Bench) -> None:
    at.amazon.answers = [Reply(204)]
    package = dataclasses.replace(PACKAGE, carrier_code="Other", carrier_name="Evri")
    confirm_shipment(at.client(), ORDER_ID, package)
    detail = json.loads(at.amazon.calls[0].body)["packageDetail"]
    assert (detail["carrierCode"], detail["carrierName"]) == ("Other", "Evri")


@pytest.mark.parametrize(
    ("status", "code", "words", "expected"),
    [
        (400, "InvalidInput", "PackageReferenceId: is invalid, must be a positive numeric value.",
         "package_reference"),
        (400, "InvalidInput", "NonexistentOrderItem: Failed to find order item list by order ID",
         "item_unknown"),
        (400, "InvalidInput", "InvalidPackageVersion", "package_changed"),
        (400, "InvalidInput", "the maximum number of allowed updates was reached", "edits_used_up"),
        (400, "InvalidInput", "FBM_SHIP_PLUS orders need no confirmation", "ship_plus"),
        (400, "InvalidInput", "Ship+ order", "ship_plus"),
        (400, "InvalidInput", "order is fulfilled by Amazon", "fba"),
        (400, "InvalidInput", "Transparency codes are required for carrier", "transparency"),
        (400, "InvalidInput", "codCollectionMethod is missing", "cod_method"),
        (400, "InvalidInput", "carrierCode Other is not supported in IN", "carrier_refused"),
        (400, "InvalidInput", "trackingNumber is too long", "tracking_refused"),
        (400, "InvalidInput", "shipDate lies before the purchase", "ship_date"),
        (400, "InvalidInput", "quantity exceeds", "quantity"),
        (400, "InvalidInput", "OrderId: x is invalid, should be in 3-7-7 format.", "order_unknown"),
        (400, "InvalidInput", "The order is pending", "not_shippable"),
        (400, "InvalidInput", "Order was cancelled", "not_shippable"),
        (400, "Invalid Input", "Invalid Input", "value_refused"),
        (400, "Brandnew", "Something that nobody has seen", "refused"),
        (404, "NotFound", "x", "order_unknown"),
        (413, "x", "too large", "refused"),
        (415, "x", "wrong type", "refused"),
    ],
)  # fmt: skip
def test_what_amazon_says_against_it(
    at: Bench, status: int, code: str, words: str, expected: str
) -> None:
    at.amazon.answers = [Reply(status, errors(code, words), {"x-amzn-RequestId": "r-1"})]
    with pytest.raises(NeedsPerson) as caught:
        confirm_shipment(at.client(), ORDER_ID, PACKAGE)
    assert caught.value.code == expected
    assert expected in SHIPMENT_FAILURES
    said = caught.value.technical
    assert (said.status, said.code, said.words, said.request_id) == (status, code, words, "r-1")
    assert "unknown)" not in f"{caught.value.title} {caught.value.cause} {caught.value.cure}"


@pytest.mark.parametrize("words", [NO_PACKAGE, "The order was already shipped."])
def test_shipped_already_is_a_signal_of_its_own(at: Bench, words: str) -> None:
    at.amazon.answers = [Reply(400, errors("InvalidInput", words))]
    with pytest.raises(AlreadyShipped):
        confirm_shipment(at.client(), ORDER_ID, PACKAGE)


@pytest.mark.parametrize("reply", [Reply(lost=True), Reply(500, b"")])
def test_a_lost_answer_is_looked_up_before_it_is_repeated(at: Bench, reply: Reply) -> None:
    at.amazon.answers = [reply]
    with pytest.raises(OutcomeUnknown):
        confirm_shipment(at.client(), ORDER_ID, PACKAGE)
    assert len(at.amazon.calls) == 1


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"reference": "0"}, "package_reference"),
        ({"reference": "-1"}, "package_reference"),
        ({"reference": "a"}, "package_reference"),
        ({"reference": ""}, "package_reference"),
        ({"reference": "٣"}, "package_reference"),
        ({"tracking_number": "  "}, "tracking_missing"),
        ({"carrier_code": ""}, "carrier_unknown"),
        ({"carrier_code": "Other"}, "carrier_unknown"),
        (
            {"carrier_code": "Other", "carrier_name": "x", "marketplace_id": "A21TJRUUN4KGV"},
            "carrier_refused",
        ),
        ({"items": ()}, "quantity"),
        ({"items": (("1", 0),)}, "quantity"),
    ],
)
def test_what_would_be_refused_is_not_sent(
    at: Bench, changes: dict[str, object], expected: str
) -> None:
    package = dataclasses.replace(PACKAGE, **changes)  # type: ignore[arg-type]
    with pytest.raises(NeedsPerson) as caught:
        confirm_shipment(at.client(), ORDER_ID, package)
    assert caught.value.code == expected
    assert at.amazon.calls == []


def test_the_packages_as_amazon_has_them(at: Bench) -> None:
    package = {
        "packageReferenceId": "4711",
        "packageStatus": {"status": "IN_TRANSIT"},
        "carrier": "FedEx",
        "trackingNumber": "1",
        "packageItems": [{"orderItemId": "01234567890123", "quantity": 1}],
    }
    at.amazon.answers = [Reply(body={"order": order(item(), packages=[package])})]
    (got,) = packages_of(at.client(), ORDER_ID).packages
    assert (got.reference, got.status, got.items) == (
        "4711",
        "IN_TRANSIT",
        (("01234567890123", 1),),
    )
    assert "PACKAGES" in at.amazon.calls[0].params["includedData"]


def test_an_order_that_is_gone(at: Bench) -> None:
    at.amazon.answers = [Reply(404, errors("NotFound", "x"))]
    with pytest.raises(NeedsPerson) as caught:
        packages_of(at.client(), ORDER_ID)
    assert caught.value.code == "order_unknown"
