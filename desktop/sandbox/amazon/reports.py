"""Reports 2021-06-30: what Amazon shipped itself, with carrier and number."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from desktop.sandbox.amazon.deeds import seconds_of
from desktop.sandbox.amazon.documents import Documents
from desktop.sandbox.amazon.ground import Ground, items_of
from desktop.sandbox.amazon.json_body import read_object
from desktop.sandbox.amazon.params import Query, only, read_date
from desktop.sandbox.amazon.replies import invalid_words, not_found, unauthorized
from desktop.sandbox.amazon.store import Head, Order
from desktop.sandbox.amazon.totals import dig
from desktop.sandbox.dice import dice
from desktop.sandbox.timing import iso_ms
from desktop.sandbox.wire import Request

PATH = "/reports/2021-06-30"
REPORT_TYPE = "GET_AMAZON_FULFILLED_SHIPMENTS_DATA_GENERAL"
_WIDEST_S = 30 * 86_400
_TOO_WIDE = b"Date range exceeded. Report can be requested only upto 30 days"
_COLUMNS = (
    "amazon-order-id merchant-order-id shipment-id shipment-item-id amazon-order-item-id "
    "merchant-order-item-id purchase-date payments-date shipment-date reporting-date sku "
    "product-name quantity-shipped currency ship-country carrier tracking-number "
    "estimated-arrival-date fulfillment-center-id fulfillment-channel sales-channel"
).split()
_CARRIERS = (("AMZN_US", "TBA"), ("UPS", "1Z9W3V"), ("USPS", "9361289"))


@dataclass(slots=True)
class Report:
    """One report; times are UTC seconds."""

    id: str
    marketplaces: list[str]
    since: float
    until: float
    created: float
    status: str = "IN_QUEUE"
    document_id: str = ""

    def as_model(self) -> dict[str, Any]:
        """Report, as Amazon tells it."""
        return {
            "reportId": self.id,
            "reportType": REPORT_TYPE,
            "marketplaceIds": self.marketplaces,
            "dataStartTime": _iso(self.since),
            "dataEndTime": _iso(self.until),
            "createdTime": _iso(self.created),
            "processingStatus": self.status,
            **({"reportDocumentId": self.document_id} if self.document_id else {}),
        }


class Reports:
    """All reports that were asked for."""

    def __init__(self, ground: Ground, documents: Documents) -> None:
        self._ground = ground
        self._documents = documents
        self._reports: dict[str, Report] = {}

    def create(self, body: bytes) -> dict[str, Any]:
        """createReport."""
        more = {"dataStartTime": str, "dataEndTime": str, "reportOptions": dict}
        asked = read_object(body, {"reportType": str, "marketplaceIds": list}, more)
        if asked["reportType"] != REPORT_TYPE:
            raise invalid_words(f"reportType: {asked['reportType'][:60]} is invalid.")
        marketplaces = asked["marketplaceIds"]
        if not 1 <= len(marketplaces) <= 25:
            raise invalid_words("marketplaceIds: give 1 to 25.")
        if set(map(str, marketplaces)) - self._ground.marketplaces:
            raise unauthorized("The marketplaces you provided are not valid for region")
        now = self._ground.now()
        until = _time(asked, "dataEndTime", now)
        since = _time(asked, "dataStartTime", until)
        if since > until:
            raise invalid_words("dataStartTime: must be before dataEndTime.")
        number = str(60_000_000_000 + self._ground.seed * 100_000 + len(self._reports))
        report = Report(number, marketplaces, since, until, now)
        self._reports[number] = report
        wait = self._ground.timing.here(self._ground.knob("report_s"))
        self._ground.agenda.at(now + wait / 2, self._step(report, "IN_PROGRESS"))
        self._ground.agenda.at(now + wait, lambda _: self._end(report))
        return {"reportId": number}

    def get(self, report_id: str, query: Query) -> dict[str, Any]:
        """getReport."""
        only(query, set())
        report = self._reports.get(report_id)
        if report is None:
            raise not_found()
        return report.as_model()

    def get_document(self, document_id: str, request: Request) -> dict[str, Any]:
        """getReportDocument."""
        only(request.query, {"enableContentEncodingUrlHeader"})
        document = self._documents.find(document_id)
        if document is None:
            raise not_found()
        url = self._documents.address(document_id, "GET", request)
        packed = {"compressionAlgorithm": "GZIP"} if document.packed else {}
        return {"reportDocumentId": document_id, "url": url, **packed}

    @staticmethod
    def _step(report: Report, status: str) -> Callable[[float], None]:
        def step(_: float) -> None:
            report.status = status

        return step

    def _end(self, report: Report) -> None:
        rows = list(self._rows(report))
        if report.until - report.since > _WIDEST_S:
            content = _TOO_WIDE
        elif not rows:
            report.status = "CANCELLED"
            return
        else:
            lines = ["\t".join(_COLUMNS), *("\t".join(row) for row in rows), ""]
            content = "\r\n".join(lines).encode("cp1252", "replace")
        kind = "text/plain; charset=Cp1252"
        report.status = "DONE"
        report.document_id = self._documents.new(kind, content, pack=True)

    def _rows(self, report: Report) -> Iterator[list[str]]:
        for head in self._ground.store:
            if head.fulfilled_by != "AMAZON" or head.marketplace not in report.marketplaces:
                continue
            if head.status not in ("SHIPPED", "PARTIALLY_SHIPPED"):
                continue
            order = self._ground.store.body(head)
            for item_id, units, carrier, tracking, at in self._shipped(head, order):
                if report.since <= at <= report.until:
                    yield _row(head, order, item_id, (str(units), carrier, tracking, _iso(at)))

    def _shipped(self, head: Head, order: Order) -> Iterator[tuple[str, int, str, str, float]]:
        packages = self._ground.deeds.of(head.key, order).packages.values()
        for package in packages:
            for item_id, units in package.items.items():
                yield item_id, units, package.carrier, package.tracking, package.shipped_at
        if packages:
            return
        rng = dice(self._ground.seed, 41, *map(ord, head.key))
        carrier, stem = rng.choice(_CARRIERS)
        tracking = f"{stem}{rng.randrange(10**12):012d}"
        for item_id, item in items_of(order).items():
            units = dig(item, "fulfillment", "quantityFulfilled")
            if isinstance(units, int) and units:
                yield item_id, units, carrier, tracking, head.updated / 1000


def _row(head: Head, order: Order, item_id: str, shipped: tuple[str, str, str, str]) -> list[str]:
    item = items_of(order).get(item_id, {})
    units, carrier, tracking, at = shipped
    told = {
        "amazon-order-id": head.key,
        "amazon-order-item-id": item_id,
        "shipment-id": f"D{head.key[-7:]}",
        "purchase-date": iso_ms(head.created),
        "shipment-date": at,
        "reporting-date": at,
        "sku": str(dig(item, "product", "sellerSku") or ""),
        "product-name": str(dig(item, "product", "title") or "").replace("\t", " "),
        "quantity-shipped": units,
        "currency": str(dig(order, "proceeds", "grandTotal", "currencyCode") or ""),
        "carrier": carrier,
        "tracking-number": tracking,
        "fulfillment-channel": "AFN",
        "sales-channel": str(dig(order, "salesChannel", "marketplaceName") or ""),
    }
    return [told.get(name, "") for name in _COLUMNS]


def _time(asked: dict[str, Any], name: str, usual: float) -> float:
    if name not in asked:
        return usual
    read_date(name, asked[name])
    return seconds_of(asked[name]) or usual


def _iso(at: float) -> str:
    return iso_ms(int(at * 1000))
