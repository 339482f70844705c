"""The report on a feed: XML or a flat file → trade.FeedReport (pure).

XML is read without entities, document types and references to elsewhere.
"""

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from desktop.channels.amazon.documents import MAX_BYTES, DocumentUnreadable, text_of
from desktop.trade.returns import FeedReport, FeedResult

_LONGEST_WORDS = 500
_LONGEST_ID = 40
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_LAST_NUMBER = re.compile(r"(\d+)\s*$")
_NUMBER_COLUMNS = ("original-record-number", "record-number", "message-id")


def read_report(document: bytes) -> FeedReport:
    """What became of each message of a feed. Raises DocumentUnreadable.

    A report that lacks its summary has counts of 0, with which nothing counts as done.
    """
    if len(document) > MAX_BYTES:
        raise DocumentUnreadable("the report is too large")
    if _is_xml(document):
        return _read_xml(document)
    return _read_flat(text_of(document))


def _is_xml(document: bytes) -> bool:
    return document.startswith(_BYTE_ORDER_MARKS[1:]) or document.removeprefix(
        _BYTE_ORDER_MARKS[0]
    ).lstrip().startswith(b"<")


def _read_xml(document: bytes) -> FeedReport:
    try:
        root = fromstring(document, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise DocumentUnreadable(f"no report in XML ({type(error).__name__})") from None
    if not isinstance(root, Element):
        raise DocumentUnreadable("an empty report")
    reports = [one for one in root.iter() if _name(one) == "ProcessingReport"]
    if not reports:
        raise DocumentUnreadable("no processing report in it")
    counts = [_counts(one) for one in reports]
    results = tuple(_result(one) for report in reports for one in report if _name(one) == "Result")
    processed, successful, with_error = (sum(each) for each in zip(*counts, strict=True))
    return FeedReport(processed, successful, with_error, results)


def _counts(report: Element) -> tuple[int, int, int]:
    summary = next((one for one in report if _name(one) == "ProcessingSummary"), None)
    if summary is None:
        return 0, 0, 0
    told = {_name(one): _number(one.text) for one in summary}
    return (
        told.get("MessagesProcessed", 0),
        told.get("MessagesSuccessful", 0),
        told.get("MessagesWithError", 0),
    )


def _result(given: Element) -> FeedResult:
    told = {_name(one): (one.text or "").strip() for one in given}
    return FeedResult(
        message_id=_number(told.get("MessageID")),
        # Whatever Amazon calls it: only a warning is no error.
        is_error=told.get("ResultCode", "").lower() != "warning",
        code=told.get("ResultMessageCode", ""),
        words=told.get("ResultDescription", "")[:_LONGEST_WORDS],
        amazon_order_id=_order_named(given),
    )


def _order_named(given: Element) -> str:
    found = (one.text or "" for one in given.iter() if _name(one) == "AmazonOrderID")
    return next(found, "").strip()[:_LONGEST_ID]


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _number(text: str | None) -> int:
    """A count or a message's number; what is none is 0, which stands for the whole file."""
    cleaned = (text or "").strip()
    return int(cleaned) if cleaned.isascii() and cleaned.isdigit() and len(cleaned) < 10 else 0


def _read_flat(text: str) -> FeedReport:
    processed = successful = None
    columns: list[str] = []
    results: list[FeedResult] = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.split("\t")]
        lowered = line.lower()
        if columns:
            if any(cells):
                results.append(_flat_result(dict(zip(columns, cells, strict=False))))
        elif "error-code" in lowered:
            columns = [cell.lower() for cell in cells]
        elif "records processed" in lowered:
            processed = _last_number(line)
        elif "records successful" in lowered:
            successful = _last_number(line)
    if processed is None and not columns:
        raise DocumentUnreadable("neither a summary nor results in it")
    done, good = processed or 0, successful or 0
    return FeedReport(done, good, max(0, done - good), tuple(results))


def _flat_result(row: dict[str, str]) -> FeedResult:
    number = next((row[name] for name in _NUMBER_COLUMNS if name in row), "")
    return FeedResult(
        message_id=_number(number),
        is_error=row.get("error-type", "").lower() != "warning",
        code=row.get("error-code", ""),
        words=row.get("error-message", "")[:_LONGEST_WORDS],
    )


def _last_number(line: str) -> int:
    found = _LAST_NUMBER.search(line)
    return _number(found[1]) if found else 0
