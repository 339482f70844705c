"""Amazon's report of its own shipments: asking for it, and reading it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desktop.channels.amazon.documents import DocumentUnreadable
from desktop.channels.amazon.fba_shipments import (
    GONE,
    FbaShipment,
    NoReport,
    fetch_report,
    read_shipments,
    report_state,
    request_report,
)
from desktop.errors import AccountProblem, TryLater
from tests.channels.amazon.fake import Bench, Reply, errors

DAY = 86400
HEADER = (
    "amazon-order-id\tmerchant-order-id\tshipment-id\tshipment-item-id\tamazon-order-item-id"
    "\tpurchase-date\tshipment-date\tbuyer-name\tsku\tquantity-shipped\tcarrier\ttracking-number"
)
ROW = (
    "112-1\t\tD1\tD1i\t01234\t2026-10-01T00:00:00+00:00\t2026-10-02T03:04:05+00:00\tsecret"
    "\tSKU-1\t2\tUPS\t1Z1"
)


def test_asking_for_it(at: Bench) -> None:
    at.amazon.answers = [Reply(202, {"reportId": "9"})]
    assert request_report(at.client(), 1_790_000_000, 1_790_000_000 + DAY) == "9"
    (asked,) = at.amazon.calls
    assert json.loads(asked.body) == {
        "reportType": "GET_AMAZON_FULFILLED_SHIPMENTS_DATA_GENERAL",
        "marketplaceIds": ["A1PA6795UKMFR9"],
        "dataStartTime": "2026-09-21T14:13:20Z",
        "dataEndTime": "2026-09-22T14:13:20Z",
    }


@pytest.mark.parametrize("span", [0, -1, 30 * DAY + 1])
def test_at_most_30_days(at: Bench, span: int) -> None:
    with pytest.raises(ValueError, match="30 days"):
        request_report(at.client(), 1_790_000_000, 1_790_000_000 + span)


def test_what_is_harmless_to_repeat_is_repeated(at: Bench) -> None:
    at.amazon.answers = [Reply(500, b""), Reply(202, {"reportId": "9"})]
    assert request_report(at.client(), 1, 2) == "9"


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(400, errors("InvalidInput", "not available for this seller")), NoReport),
        (Reply(403, errors("Unauthorized", "denied", "")), NoReport),
        (Reply(403, errors("x", "x", "The LWA secret token you provided has expired.")),
         AccountProblem),
        (Reply(lost=True), TryLater),
        (Reply(202, b"{}"), TryLater),
    ],
)  # fmt: skip
def test_where_there_is_none(at: Bench, reply: Reply, kind: type[Exception]) -> None:
    at.amazon.answers = [reply]
    with pytest.raises(kind):
        request_report(at.client(), 1, 2)


def test_how_it_stands(at: Bench) -> None:
    told = {"reportId": "9", "processingStatus": "DONE", "reportDocumentId": "d"}
    at.amazon.answers = [Reply(body=told), Reply(404, errors("NotFound", "x")), Reply(200, b"{}")]
    assert report_state(at.client(), "9").document_id == "d"
    assert report_state(at.client(), "9").status == GONE
    with pytest.raises(TryLater):
        report_state(at.client(), "9")


def test_fetching_it(at: Bench) -> None:
    at.amazon.answers = [
        Reply(body={"reportDocumentId": "d", "url": f"{at.amazon.url}/store/d"}),
        Reply(200, HEADER.encode(), content_type="text/plain;charset=Cp1252"),
    ]
    assert read_shipments(fetch_report(at.client(), "d")) == ()


def test_reading_it() -> None:
    text = f"{HEADER}\r\n{ROW}\r\n\r\n"
    assert read_shipments(text.encode()) == (
        FbaShipment("112-1", "01234", "SKU-1", 2, "UPS", "1Z1", 1_790_910_245),
    )


@pytest.mark.parametrize("quantity", ["0", "", "x", "-1", "²", "1.5"])
def test_rows_that_tell_of_nothing_are_left_out(quantity: str) -> None:
    text = f"{HEADER}\n{ROW.replace('SKU-1	2', f'SKU-1	{quantity}')}\n\t\n{ROW}"
    assert len(read_shipments(text.encode())) == 1


def test_columns_are_found_by_name() -> None:
    names, cells = HEADER.split("\t"), ROW.split("\t")
    turned = "\t".join(reversed(names)) + "\n" + "\t".join(reversed(cells))
    assert read_shipments(turned.encode()) == read_shipments(f"{HEADER}\n{ROW}".encode())


def test_an_unreadable_time_is_none() -> None:
    text = f"{HEADER}\n{ROW.replace('2026-10-02T03:04:05+00:00', 'soon')}"
    assert read_shipments(text.encode())[0].shipped_at is None


@pytest.mark.parametrize(
    "content",
    [b"", b"Date range exceeded. Report can be requested only upto 30 days", b"sku\tcarrier\n"],
)
def test_what_is_no_report(content: bytes) -> None:
    with pytest.raises(DocumentUnreadable):
        read_shipments(content)


@given(some.binary(max_size=200))
def test_any_rows_are_read_without_an_error(rows: bytes) -> None:
    assert isinstance(read_shipments(HEADER.encode() + b"\n" + rows), tuple)
