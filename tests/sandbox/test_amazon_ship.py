"""confirmShipment and the packages that others make."""

from typing import Any

import pytest

from desktop.clock import to_iso
from desktop.sandbox.faults import BadInput
from tests.sandbox.back_stand import FBA, FBM, ITEMS, PENDING, PLUS, Back, back
from tests.sandbox.stand import START

ALL = [{"orderItemId": ITEMS[0], "quantity": 2}, {"orderItemId": ITEMS[1], "quantity": 1}]


def _shown(at: Back) -> list[Any]:
    return list(at.at.order(FBM).get("packages", []))


def test_a_package_is_true_at_once_and_seen_after_a_while() -> None:
    at = back()
    before = at.at.order(FBM)["lastUpdatedTime"]
    assert at.confirm() == (204, "")
    assert (at.status(), _shown(at)) == ("UNSHIPPED", [])
    (package,) = at.entry()["packages"]
    assert package["items"] == {ITEMS[0]: 1}
    assert (package["reference"], package["carrier"], package["shown"]) == ("7", "UPS", False)
    at.wait(181)
    assert at.status() == "PARTIALLY_SHIPPED"
    assert _shown(at)[0]["trackingNumber"] == "1Z999"
    assert at.at.order(FBM)["lastUpdatedTime"] > before
    rest = [{"orderItemId": ITEMS[0], "quantity": 1}, ALL[1]]
    assert at.confirm(packageReferenceId="8", orderItems=rest)[0] == 204
    at.wait(181)
    assert at.status() == "SHIPPED"
    assert [one["packageReferenceId"] for one in _shown(at)] == ["7", "8"]


def test_the_lag_is_divided_by_the_speed() -> None:
    at = back(speed=1000)
    at.confirm()
    at.wait(0.2)
    assert at.status() == "PARTIALLY_SHIPPED"


def test_the_same_reference_is_an_edit_and_edits_end() -> None:
    at = back()
    at.confirm()
    assert at.confirm() == (204, "")
    assert (at.entry()["packages"][0]["edits"], at.entry()["packages"][0]["repeats"]) == (0, 1)
    for number in ("A", "B", "C"):
        assert at.confirm(trackingNumber=number)[0] == 204
    status, words = at.confirm(trackingNumber="D")
    assert status == 400
    assert "maximum number of allowed updates" in words
    at.wait(181)
    assert [one["trackingNumber"] for one in _shown(at)] == ["C"]
    assert at.entry()["packages"][0]["edits"] == 3


@pytest.mark.parametrize(
    ("order_id", "changes", "words"),
    [
        (FBM, {"packageReferenceId": "0"}, "PackageReferenceId: is invalid, must be a positive"),
        (FBM, {"packageReferenceId": "gid-1"}, "PackageReferenceId"),
        (FBM, {"carrierCode": "Other"}, "CarrierName"),
        (FBM, {"trackingNumber": None}, "trackingNumber is required"),
        (FBM, {"trackingNumber": " "}, "TrackingNumber"),
        (FBM, {"shipDate": "02/21/2022"}, "ShipDate"),
        (FBM, {"shipDate": to_iso(START - 90_000)}, "before the order was placed"),
        (FBM, {"shipDate": to_iso(START + 3600)}, "in the future"),
        (FBM, {"orderItems": []}, "OrderItems"),
        (FBM, {"orderItems": [{"orderItemId": "5", "quantity": 1}]}, "NonexistentOrderItem"),
        (FBM, {"orderItems": [{"orderItemId": ITEMS[0], "quantity": 3}]}, "fulfillable quantity"),
        (FBM, {"orderItems": [{"orderItemId": ITEMS[0], "quantity": "1"}]}, "wrong kind"),
        (FBM, {"weight": "1"}, "weight is unknown"),
        (FBM, {"marketplaceId": "A1PA6795UKMFR9"}, "marketplace"),
        (FBA, {}, "fulfilled by Amazon"),
        (PLUS, {}, "Ship+"),
        (PENDING, {}, "not in a shippable"),
        ("902-0300094-570542", {}, "3-7-7"),
    ],
)
def test_refusals(order_id: str, changes: dict[str, Any], words: str) -> None:
    at = back()
    status, said = at.confirm(order_id, **changes)
    assert status == 400
    assert words in said
    if order_id in (FBM, FBA):
        assert at.entry(order_id)["packages"] == []


def test_other_refusals() -> None:
    at = back()
    assert at.confirm("112-9999999-9999999")[0] == 404
    assert at.post("/orders/v0/orders/1/shipmentConfirmation", b"{}", "text/plain").status == 415
    at.confirm(orderItems=ALL)
    assert "PackageToUpdateNotFound" in at.confirm(packageReferenceId="8")[1]
    at = back()
    at.happen("amazon.cancel", order_id=FBM)
    assert "NonexistentOrderItem" in at.confirm()[1]
    assert at.entry()["refused"] == {"ship: status": 1}


def test_a_carrier_in_another_spelling_counts_as_unknown() -> None:
    at = back()
    assert at.confirm(carrierCode="fedex")[0] == 204
    package = at.entry()["packages"][0]
    assert (package["carrier"], package["name"]) == ("Other", "fedex")


def test_packages_that_others_make_show_at_once() -> None:
    at = back()
    told = at.happen("amazon.ship", order_id=FBM, items={ITEMS[0]: 1}, by="buy_shipping")
    assert told["status"] == "PARTIALLY_SHIPPED"
    told = at.happen("amazon.ship", order_id=FBM, carrier="DHL", tracking="JJD1")
    assert told["status"] == "SHIPPED"
    assert told["package"]["items"] == {ITEMS[0]: 1, ITEMS[1]: 1}
    assert [one["by"] for one in at.entry()["packages"]] == ["buy_shipping", "seller_central"]
    at.happen("amazon.deliver", order_id=FBM, reference=told["package"]["reference"])
    states = [one["packageStatus"]["status"] for one in _shown(at)]
    assert states == ["IN_TRANSIT", "DELIVERED"]
    assert "PackageToUpdateNotFound" in at.confirm()[1]
    at.happen("amazon.ship", order_id=FBA, tracking="TBA1")
    assert at.status(FBA) == "SHIPPED"
    assert "packages" not in at.at.order(FBA)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"order_id": "1"}, "order_id"),
        ({"order_id": FBM, "by": "fba"}, "by"),
        ({"order_id": FBM, "by": "me"}, "by"),
        ({"order_id": FBM, "items": {ITEMS[0]: 3}}, "amazon.ship"),
        ({"order_id": FBM, "items": {ITEMS[0]: 0}}, "items"),
        ({"order_id": FBM, "items": []}, "items"),
        ({"order_id": PENDING}, "amazon.ship"),
    ],
)
def test_events_that_cannot_be(body: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput, match=field):
        back().happen("amazon.ship", **body)


def test_a_shipped_order_is_not_cancelled_by_an_event_before_it_shows() -> None:
    at = back()
    at.confirm()
    with pytest.raises(BadInput, match="shipped"):
        at.happen("amazon.cancel", order_id=FBM)


def test_what_was_shipped_stays_when_the_rest_is_cancelled() -> None:
    at = back()
    at.happen("amazon.ship", order_id=FBM, items={ITEMS[0]: 1})
    at.happen("amazon.cancel", order_id=FBM)
    assert at.status(FBM) == "SHIPPED"
    quantities = [one["quantityOrdered"] for one in at.at.order(FBM)["orderItems"]]
    assert quantities == [1, 0]
    assert at.entry()["cancelled"] is None
    with pytest.raises(BadInput, match="shipped"):
        at.happen("amazon.cancel", order_id=FBM)


def test_parts_are_cancelled_and_wishes_withdrawn() -> None:
    at = back()
    at.happen("amazon.cancel", order_id=FBM, items={ITEMS[0]: 1})
    first = at.at.order(FBM)["orderItems"][0]
    assert (first["quantityOrdered"], first["fulfillment"]["quantityUnfulfilled"]) == (1, 1)
    assert "quantity" in at.confirm(orderItems=[ALL[0]])[1]
    with pytest.raises(BadInput, match="whole order"):
        at.happen("amazon.cancel", order_id=FBM, items={ITEMS[0]: 1, ITEMS[1]: 1})
    at.happen("amazon.cancel_wish", order_id=FBM)
    assert "cancellationRequest" in at.at.order(FBM)["orderItems"][1]["cancellation"]
    at.happen("amazon.cancel_wish", order_id=FBM, withdraw=True)
    assert at.at.order(FBM)["orderItems"][1]["cancellation"] == {}
