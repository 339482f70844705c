"""Telling Amazon of a package, and what its refusals mean."""

import re
from urllib.parse import quote

from desktop.catalogue import shipment_failure
from desktop.channels.amazon.carriers import OTHER
from desktop.channels.amazon.client import AmazonClient
from desktop.channels.amazon.mapping import read_order
from desktop.channels.amazon.orders import get_order
from desktop.channels.amazon.plans import CONFIRM_SHIPMENT, GET_ORDER
from desktop.channels.amazon.refusals import Refused
from desktop.clock import to_iso
from desktop.errors import CrossdockError, NeedsPerson, Technical
from desktop.trade import Order
from desktop.trade.returns import PackageToConfirm

_ALREADY = "already"
_INDIA = "A21TJRUUN4KGV"
_REFERENCE = re.compile(r"[1-9][0-9]{0,18}")

# What stands in Amazon's words → the code. The first that fits counts, so what is told exactly
# stands above what is only the name of a field.
_WORDS: tuple[tuple[str, str], ...] = (
    (r"packagetoupdatenotfound|already (been )?(fulfilled|shipped)", _ALREADY),
    (r"nonexistentorderitem|find order item|orderitemid", "item_unknown"),
    (r"invalidpackageversion", "package_changed"),
    (r"maximum number of allowed updates", "edits_used_up"),
    (r"packagereferenceid", "package_reference"),
    (r"ship[ _]?(\+|plus)", "ship_plus"),
    (r"fulfilled by amazon|\b(fba|afn)\b", "fba"),
    (r"transparency", "transparency"),
    (r"codcollection|collection method", "cod_method"),
    (r"carrier", "carrier_refused"),
    (r"tracking", "tracking_refused"),
    (r"ship ?date", "ship_date"),
    (r"quantit", "quantity"),
    (r"order ?id|find (the )?order|order (was )?not found|3-7-7", "order_unknown"),
    (r"pending|cancel|order ?status|not in a? ?shippable", "not_shippable"),
)


class AlreadyShipped(CrossdockError):
    """Amazon says that there is nothing left to ship: read the order before deciding anything."""

    def __init__(self, technical: Technical) -> None:
        super().__init__("Amazon counts the order as shipped already")
        self.technical = technical


def confirm_shipment(client: AmazonClient, amazon_order_id: str, package: PackageToConfirm) -> None:
    """Tell Amazon that a package left; the same reference again changes that package.

    Raises AlreadyShipped, NeedsPerson (catalogue.shipments), OutcomeUnknown where the answer was
    lost (look the order up before doing it again), TryLater, AccountProblem, Cancelled.
    """
    body = _body(package)
    path = f"/orders/v0/orders/{quote(amazon_order_id, safe='')}/shipmentConfirmation"
    try:
        client.post(CONFIRM_SHIPMENT, path, body)
    except Refused as refused:
        raise refusal_of(refused, package) from None


def packages_of(client: AmazonClient, amazon_order_id: str) -> Order:
    """The order as it stands on Amazon now, with its packages.

    Raises NeedsPerson (order_unknown), mapping.Unreadable, TryLater, AccountProblem, Cancelled.
    """
    raw = get_order(client, amazon_order_id)
    if raw is None:
        raise shipment_failure("order_unknown", Technical(GET_ORDER, 404))
    return read_order(raw)


def shipment_code(status: int, technical: Technical) -> str:
    """The code of what Amazon said against a shipment; "already" where nothing is left to ship."""
    words = technical.words.lower()
    for pattern, code in _WORDS:
        if re.search(pattern, words):
            return code
    if status == 404:
        return "order_unknown"
    told = technical.code.lower().replace(" ", "")
    return "value_refused" if status == 400 and told in ("invalidinput", "400") else "refused"


def refusal_of(refused: Refused, package: PackageToConfirm) -> AlreadyShipped | NeedsPerson:
    """The error for a package that Amazon refused."""
    code = shipment_code(refused.status, refused.technical)
    if code == _ALREADY:
        return AlreadyShipped(refused.technical)
    return _failure(code, package, refused.technical)


def _failure(
    code: str, package: PackageToConfirm, technical: Technical | None = None
) -> NeedsPerson:
    said = technical or Technical(CONFIRM_SHIPMENT)
    return shipment_failure(code, said, carrier=package.carrier_name or package.carrier_code)


def _body(package: PackageToConfirm) -> dict[str, object]:
    """The request as the model has it. Raises NeedsPerson for what Amazon would refuse anyhow."""
    if not _REFERENCE.fullmatch(package.reference):
        raise _failure("package_reference", package)
    if not package.tracking_number.strip():
        raise _failure("tracking_missing", package)
    if not package.carrier_code or (package.carrier_code == OTHER and not package.carrier_name):
        raise _failure("carrier_unknown", package)
    if package.carrier_code == OTHER and package.marketplace_id == _INDIA:
        raise _failure("carrier_refused", package)  # there Amazon takes listed carriers only
    if not package.items or any(quantity < 1 for _, quantity in package.items):
        raise _failure("quantity", package)
    told = {
        "packageReferenceId": package.reference,
        "carrierCode": package.carrier_code,
        "carrierName": package.carrier_name,
        "shippingMethod": package.method,
        "trackingNumber": package.tracking_number.strip(),
        "shipDate": to_iso(package.shipped_at),
    }
    items = [{"orderItemId": item, "quantity": quantity} for item, quantity in package.items]
    detail = {name: value for name, value in told.items() if value}
    return {
        "marketplaceId": package.marketplace_id,
        "packageDetail": {**detail, "orderItems": items},
    }
