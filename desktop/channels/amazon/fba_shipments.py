"""What Amazon shipped itself: carrier and number per item, from its fulfilled-shipments report."""

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

import msgspec

from desktop.channels.amazon.client import AmazonClient
from desktop.channels.amazon.documents import MAX_BYTES, DocumentUnreadable, fetch_document, text_of
from desktop.channels.amazon.plans import CREATE_REPORT, GET_REPORT, GET_REPORT_DOCUMENT
from desktop.channels.amazon.refusals import Refused, request_refused
from desktop.channels.amazon.regions import marketplaces_of
from desktop.clock import parse_iso, to_iso
from desktop.errors import AccountProblem, CrossdockError, Technical

REPORT_TYPE = "GET_AMAZON_FULFILLED_SHIPMENTS_DATA_GENERAL"
PATH = "/reports/2021-06-30"
WIDEST_S = 30 * 86400  # what one report may reach over
GONE = "GONE"  # our word: Amazon knows no such report
_MOST_MARKETPLACES = 25
_NEEDED = ("amazon-order-id", "sku", "quantity-shipped", "carrier", "tracking-number")


class NoReport(CrossdockError):
    """Amazon gives this account no such report: no goods there, or the role is missing.

    Nothing else is hindered by it.
    """

    def __init__(self, technical: Technical) -> None:
        super().__init__("Amazon gives no report of its shipments")
        self.technical = technical


@dataclass(frozen=True, slots=True)
class ReportState:
    """A report as Amazon tells it; CANCELLED means that there is nothing to report."""

    id: str
    status: str  # IN_QUEUE | IN_PROGRESS | DONE | CANCELLED | FATAL, or GONE
    document_id: str = ""


class FbaShipment(NamedTuple):
    """One item of a package that Amazon sent."""

    amazon_order_id: str
    item_id: str
    sku: str
    quantity: int
    carrier: str
    tracking_number: str
    shipped_at: int | None


class _Created(msgspec.Struct, rename="camel"):
    report_id: str


class _Report(msgspec.Struct, rename="camel"):
    report_id: str
    processing_status: str
    report_document_id: str | None = None


_created = msgspec.json.Decoder(_Created)
_report = msgspec.json.Decoder(_Report)
_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError)


def request_report(client: AmazonClient, since: int, until: int) -> str:
    """Ask for the report on a time of at most 30 days (UTC seconds); the report's ID.

    One asked for twice does no harm. Raises NoReport, ValueError for a wrong time, TryLater,
    AccountProblem, Cancelled.
    """
    if not 0 < until - since <= WIDEST_S:
        raise ValueError("a report is on up to 30 days")
    region = [one.id for one in marketplaces_of(client.access.region)]
    marketplaces = list(client.access.marketplaces or region)[:_MOST_MARKETPLACES]
    body = {
        "reportType": REPORT_TYPE,
        "marketplaceIds": marketplaces,
        "dataStartTime": to_iso(since),
        "dataEndTime": to_iso(until),
    }
    try:
        answer = client.post(CREATE_REPORT, f"{PATH}/reports", body, writes=False)
    except Refused as refused:
        raise NoReport(refused.technical) from None
    except AccountProblem as problem:
        if problem.code != "access_denied":
            raise
        raise NoReport(problem.technical) from None
    try:
        return _created.decode(answer.body).report_id
    except _UNREADABLE:
        raise client.later(CREATE_REPORT, "Amazon's answer could not be read.", answer) from None


def report_state(client: AmazonClient, report_id: str) -> ReportState:
    """How a report stands. Raises TryLater, AccountProblem, Cancelled."""
    try:
        answer = client.get(GET_REPORT, f"{PATH}/reports/{quote(report_id, safe='')}", {})
    except Refused as refused:
        if refused.status in (400, 404):
            return ReportState(report_id, GONE)
        raise request_refused(refused.technical) from None
    try:
        given = _report.decode(answer.body)
    except _UNREADABLE:
        raise client.later(GET_REPORT, "Amazon's answer could not be read.", answer) from None
    return ReportState(given.report_id, given.processing_status, given.report_document_id or "")


def fetch_report(client: AmazonClient, document_id: str) -> bytes:
    """The report's content, for `read_shipments`.

    Raises documents.DocumentUnreadable, TryLater, AccountProblem, Cancelled.
    """
    path = f"{PATH}/documents/{quote(document_id, safe='')}"
    return fetch_document(client, GET_REPORT_DOCUMENT, path)


def read_shipments(document: bytes) -> tuple[FbaShipment, ...]:
    """The rows of a report; those without order or quantity are left out.

    Raises DocumentUnreadable where the header line is none, as where Amazon writes an error into
    the document.
    """
    if len(document) > MAX_BYTES:
        raise DocumentUnreadable("the report is too large")
    lines = [line.rstrip("\r") for line in text_of(document).split("\n")]
    columns = [name.strip().lower() for name in lines[0].split("\t")]
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        raise DocumentUnreadable(f"the report has no column {missing[0]}")
    rows = (dict(zip(columns, line.split("\t"), strict=False)) for line in lines[1:] if line)
    found = (_shipment(row) for row in rows)
    return tuple(one for one in found if one is not None)


def _shipment(row: dict[str, str]) -> FbaShipment | None:
    told = {name: value.strip() for name, value in row.items()}
    quantity = told.get("quantity-shipped", "")
    order_id = told.get("amazon-order-id", "")
    if not order_id or not (quantity.isascii() and quantity.isdigit() and int(quantity[:9])):
        return None
    return FbaShipment(
        order_id,
        told.get("amazon-order-item-id", ""),
        told.get("sku", ""),
        int(quantity[:9]),
        told.get("carrier", ""),
        told.get("tracking-number", ""),
        _time(told.get("shipment-date", "")),
    )


def _time(text: str) -> int | None:
    try:
        return parse_iso(text) if text else None
    except (ValueError, OverflowError):
        return None
