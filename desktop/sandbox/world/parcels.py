"""What of an order has been shipped, and the packages it went in."""

from random import Random
from typing import Any

from desktop.sandbox.amazon.store import Head
from desktop.sandbox.timing import iso_ms

_CARRIERS = (
    ("UPS", "UPS Ground", "1Z999AA1"),
    ("USPS", "Priority Mail", "94001118"),
    ("FedEx", "FedEx Home Delivery", "6129"),
    ("DHL", "DHL Parcel Ground", "4203"),
)
_SHIP_FROM = {
    "name": "Harbor & Pine",
    "addressLine1": "48 Harbor Blvd",
    "city": "Portland",
    "stateOrRegion": "ME",
    "postalCode": "04101",
    "countryCode": "US",
}


def fulfilled_quantities(ordered: list[int], status: str) -> list[int]:
    """Units shipped of each line: all, none, or all but one unit of the last line."""
    if status == "SHIPPED":
        return list(ordered)
    if status != "PARTIALLY_SHIPPED":
        return [0] * len(ordered)
    shipped = list(ordered)
    shipped[-1] -= 1
    return shipped


def package_list(
    rng: Random, head: Head, shipped: list[int], item_ids: list[str]
) -> list[dict[str, Any]]:
    """One package with all that was shipped."""
    carrier, service, stem = rng.choice(_CARRIERS)
    shipped_at = min(head.created + rng.randrange(12, 60) * 3_600_000, head.updated)
    delivered = head.updated - shipped_at > 3 * 86_400_000
    return [
        {
            "packageReferenceId": "1",
            "createdTime": iso_ms(shipped_at),
            "packageStatus": {"status": "DELIVERED" if delivered else "IN_TRANSIT"},
            "carrier": carrier,
            "shipTime": iso_ms(shipped_at),
            "shippingService": service,
            "trackingNumber": f"{stem}{rng.randrange(10**10):010d}",
            "shipFromAddress": _SHIP_FROM,
            "packageItems": [
                {"orderItemId": item_id, "quantity": units}
                for item_id, units in zip(item_ids, shipped, strict=True)
                if units
            ],
        }
    ]
