"""Amazon's order as JSON → trade.Order. One bad order raises Unreadable and spoils no other."""

import msgspec

from desktop.channels.amazon.address import read_address, read_delivery_note
from desktop.channels.amazon.amounts import AmountUnreadable
from desktop.channels.amazon.lines import read_line
from desktop.channels.amazon.money import read_money
from desktop.channels.amazon.records import (
    Buyer,
    Fulfillment,
    OrderPackage,
    OrderRecord,
    PackageStatus,
    Record,
    SalesChannel,
)
from desktop.channels.amazon.records import Window as WindowRecord
from desktop.clock import parse_iso
from desktop.errors import CrossdockError
from desktop.trade import Order, Package, Window
from desktop.trade.order import AmazonStatus

_REPLACING = ("REPLACEMENT_ORIGINAL_ID", "EXCHANGE_ORIGINAL_ID")
_STATUSES = {status.value: status for status in AmazonStatus}
_NOWHEN = Window()
_NO_CHANNEL = SalesChannel()
_NO_FULFILLMENT = Fulfillment()
_NO_BUYER = Buyer()
_NO_STATUS = PackageStatus()


class Unreadable(CrossdockError):
    """An order is not of the shape that Amazon documents.

    `amazon_order_id` is empty where not even that can be read; `detail` names the field and what
    is wrong with it, and holds nothing of the buyer's.
    """

    def __init__(self, amazon_order_id: str, detail: str) -> None:
        super().__init__(f"order {amazon_order_id or 'without ID'}: {detail}")
        self.amazon_order_id = amazon_order_id
        self.detail = detail


class _OnlyId(Record):
    order_id: str = ""


# Not strict: a number written as text is a number.
_decoder = msgspec.json.Decoder(OrderRecord, strict=False)
_id_decoder = msgspec.json.Decoder(_OnlyId)


def read_order(raw: bytes) -> Order:
    """The order in our words. Raises Unreadable."""
    try:
        record = _decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(_read_id(raw), _words(error)) from None
    if not record.order_id.strip():
        raise Unreadable("", "orderId is empty")
    try:
        return _order(record)
    except AmountUnreadable as error:
        raise Unreadable(record.order_id, str(error)) from None
    except _TimeUnreadable as error:
        raise Unreadable(record.order_id, f"{error}: no time") from None


def _read_id(raw: bytes) -> str:
    try:
        return _id_decoder.decode(raw).order_id
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""


def _words(error: Exception) -> str:
    """What the decoder says: types, places and offsets, never values."""
    return str(error)[:200] if isinstance(error, msgspec.DecodeError) else type(error).__name__


def _order(record: OrderRecord) -> Order:
    money = read_money(record)
    channel = record.sales_channel or _NO_CHANNEL
    fulfillment = record.fulfillment or _NO_FULFILLMENT
    buyer = record.buyer or _NO_BUYER
    recipient = record.recipient
    status = fulfillment.fulfillment_status or ""
    return Order(
        amazon_order_id=record.order_id,
        created_at=_time(record.created_time, "createdTime"),
        updated_at=_time(record.last_updated_time, "lastUpdatedTime"),
        marketplace_id=channel.marketplace_id or "",
        sold_on_amazon=channel.channel_name != "NON_AMAZON",
        status=_STATUSES.get(status, AmazonStatus.UNKNOWN),
        raw_status=status,
        fulfilled_by=fulfillment.fulfilled_by or "",
        currency=money.currency,
        total=money.total,
        tax_mode=money.tax_mode,
        delivery_tip=money.delivery_tip,
        order_level_other=money.order_level_other,
        other_currencies=money.other_currencies,
        marketplace_name=channel.marketplace_name or "",
        seller_order_id=_seller_order_id(record),
        service_level=fulfillment.fulfillment_service_level or "",
        ship_by=_window(fulfillment.ship_by_window),
        deliver_by=_window(fulfillment.deliver_by_window),
        buyer_name=buyer.buyer_name or "",
        buyer_company=buyer.buyer_company_name or "",
        purchase_order_number=buyer.buyer_purchase_order_number or "",
        address=read_address(recipient.delivery_address) if recipient else None,
        delivery_note=read_delivery_note(recipient),
        programs=tuple(record.programs or ()),
        replaces=_replaces(record),
        tax_numbers=_tax_numbers(record),
        lines=tuple(map(read_line, record.order_items, money.lines)),
        packages=tuple(map(_package, record.packages or ())),
    )


class _TimeUnreadable(Exception):
    """Names the field."""


def _time(text: str, field: str) -> int:
    try:
        return parse_iso(text)
    except (ValueError, OverflowError):
        raise _TimeUnreadable(field) from None


def _time_if_any(text: str | None) -> int | None:
    try:
        return parse_iso(text) if text else None
    except (ValueError, OverflowError):
        return None


def _window(given: WindowRecord | None) -> Window:
    if given is None:
        return _NOWHEN
    return Window(_time_if_any(given.earliest_date_time), _time_if_any(given.latest_date_time))


def _seller_order_id(record: OrderRecord) -> str:
    for alias in record.order_aliases or ():
        if alias.alias_type == "SELLER_ORDER_ID":
            return alias.alias_id or ""
    return ""


def _replaces(record: OrderRecord) -> str:
    for kind in _REPLACING:
        for other in record.associated_orders or ():
            if other.association_type == kind and other.order_id:
                return other.order_id
    return ""


def _tax_numbers(record: OrderRecord) -> tuple[tuple[str, str], ...]:
    """The buyer's own: (kind, number)."""
    if record.tax is None:
        return ()
    return tuple(
        (one.tax_registration_type or "", one.tax_registration_number)
        for one in record.tax.tax_registrations or ()
        if one.entity_type == "BUYER" and one.tax_registration_number
    )


def _package(given: OrderPackage) -> Package:
    status = given.package_status or _NO_STATUS
    return Package(
        reference=given.package_reference_id or "",
        status=status.status or "",
        detailed_status=status.detailed_status or "",
        carrier=given.carrier or "",
        service=given.shipping_service or "",
        tracking_number=given.tracking_number or "",
        shipped_at=_time_if_any(given.ship_time),
        items=tuple(
            (item.order_item_id or "", item.quantity or 0) for item in given.package_items or ()
        ),
    )
