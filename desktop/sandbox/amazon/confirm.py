"""confirmShipment (Orders v0): the request as the model has it, then the rules of shipping."""

import re
from typing import Any

from desktop.sandbox.amazon.deeds import Package, seconds_of
from desktop.sandbox.amazon.ground import Ground, Rejected
from desktop.sandbox.amazon.json_body import Fields, read_object, whole
from desktop.sandbox.amazon.replies import invalid_words, not_found
from desktop.sandbox.amazon.shipping import ship

_ORDER_ID = re.compile(r"\d{3}-\d{7}-\d{7}")
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_TOP: Fields = {"marketplaceId": str, "packageDetail": dict}
_DETAIL: Fields = {
    "packageReferenceId": str,
    "carrierCode": str,
    "trackingNumber": str,
    "shipDate": str,
    "orderItems": list,
}
_DETAIL_MORE: Fields = {"carrierName": str, "shippingMethod": str, "shipFromSupplySourceId": str}


def confirm_shipment(ground: Ground, order_id: str, body: bytes) -> None:
    """Book a package. Raises Refusal."""
    request = read_object(body, _TOP, {"codCollectionMethod": str})
    if request.get("codCollectionMethod", "DirectPayment") != "DirectPayment":
        raise invalid_words("CodCollectionMethod: is invalid.")
    package = _package(ground, request["packageDetail"])
    if not _ORDER_ID.fullmatch(order_id):
        raise invalid_words(f"OrderId: {order_id[:40]} is invalid, should be in 3-7-7 format.")
    found = ground.find(order_id)
    if found is None:
        raise not_found()
    try:
        ship(ground, order_id, package, request["marketplaceId"])
    except Rejected as rejected:
        found[2].refused[f"ship: {rejected.kind}"] += 1
        raise invalid_words(rejected.words) from None


def _package(ground: Ground, given: Any) -> Package:
    detail = whole(given, "packageDetail", _DETAIL, _DETAIL_MORE)
    reference = detail["packageReferenceId"]
    if not re.fullmatch(r"[1-9][0-9]{0,18}", reference):
        raise invalid_words("PackageReferenceId: is invalid, must be a positive numeric value.")
    shipped_at = seconds_of(detail["shipDate"]) if _DATE.fullmatch(detail["shipDate"]) else None
    if shipped_at is None:
        raise invalid_words("ShipDate: is invalid, must be an ISO 8601 date-time.")
    for name in ("carrierCode", "trackingNumber"):
        if not detail[name].strip():
            raise invalid_words(f"{name[0].upper()}{name[1:]}: must not be empty.")
    return Package(
        reference,
        detail["carrierCode"],
        detail.get("carrierName", ""),
        detail.get("shippingMethod", ""),
        detail["trackingNumber"],
        shipped_at,
        _items(detail["orderItems"]),
        "api",
        ground.now(),
    )


def _items(given: list[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for entry in given:
        item = whole(
            entry, "orderItems", {"orderItemId": str, "quantity": int}, {"transparencyCodes": list}
        )
        if item["quantity"] < 1:
            raise invalid_words("Quantity: must be a positive number.")
        if item["orderItemId"] in found:
            raise invalid_words("OrderItems: an OrderItemId stands there twice.")
        found[item["orderItemId"]] = item["quantity"]
    if not found:
        raise invalid_words("OrderItems: must not be empty.")
    return found
