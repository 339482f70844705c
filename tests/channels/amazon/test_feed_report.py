"""Reports on feeds: what they say, and what a hostile or broken one does."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desktop.channels.amazon.documents import DocumentUnreadable
from desktop.channels.amazon.feed_xml import read_report
from desktop.trade.returns import FeedReport, FeedResult


def result(message_id: object, code: str = "18028", kind: str = "Error", words: str = "x") -> str:
    return (
        f"<Result><MessageID>{message_id}</MessageID><ResultCode>{kind}</ResultCode>"
        f"<ResultMessageCode>{code}</ResultMessageCode>"
        f"<ResultDescription>{words}</ResultDescription>"
        "<AdditionalInfo><AmazonOrderID>1</AmazonOrderID></AdditionalInfo></Result>"
    )


def document(*results: str, counts: tuple[int, int, int] | None = (2, 1, 1)) -> bytes:
    names = ("MessagesProcessed", "MessagesSuccessful", "MessagesWithError")
    told = "".join(f"<{n}>{c}</{n}>" for n, c in zip(names, counts or (), strict=False))
    summary = f"<ProcessingSummary>{told}<MessagesWithWarning>0</MessagesWithWarning>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?><AmazonEnvelope><Header/>'
        "<MessageType>ProcessingReport</MessageType><Message><MessageID>1</MessageID>"
        "<ProcessingReport><DocumentTransactionID>5</DocumentTransactionID>"
        f"<StatusCode>Complete</StatusCode>{summary + '</ProcessingSummary>' if counts else ''}"
        f"{''.join(results)}</ProcessingReport></Message></AmazonEnvelope>"
    ).encode()


def test_counts_and_results() -> None:
    got = read_report(document(result(2, words="no &lt;order&gt;"), result(1, kind="Warning")))
    assert got == FeedReport(
        2,
        1,
        1,
        (FeedResult(2, True, "18028", "no <order>", "1"), FeedResult(1, False, "18028", "x", "1")),
    )
    assert got.failed_whole is None


def test_the_whole_file_failed() -> None:
    got = read_report(document(result(0, "5000"), counts=(0, 0, 1)))
    assert got.failed_whole == FeedResult(0, True, "5000", "x", "1")


def test_without_a_summary_nothing_is_counted() -> None:
    assert read_report(document(counts=None)) == FeedReport(0, 0, 0, ())


@pytest.mark.parametrize("number", ["", "x", "-1", "1.5", "²", "9" * 30])
def test_a_result_of_no_message_concerns_the_whole_file(number: str) -> None:
    assert read_report(document(result(number))).failed_whole is not None


def test_an_unknown_word_for_a_result_is_an_error() -> None:
    assert read_report(document(result(1, kind="Fatal"))).results[0].is_error
    assert read_report(document(result(1, kind=""))).results[0].is_error


def test_names_with_a_namespace_and_other_encodings() -> None:
    text = (
        document(result(2)).decode().replace("<AmazonEnvelope>", '<AmazonEnvelope xmlns="urn:a">')
    )
    assert read_report(text.encode()).processed == 2
    wide = text.replace("UTF-8", "UTF-16").encode("utf-16")
    assert read_report(wide).processed == 2
    assert read_report(b"\xef\xbb\xbf" + text.encode()).processed == 2


LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


@pytest.mark.parametrize(
    "hostile",
    [
        f'<?xml version="1.0"?>{LAUGHS}<AmazonEnvelope>&c;</AmazonEnvelope>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:1/x.dtd"><a/>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY % x SYSTEM "file:///etc/hostname"> %x;]><a/>',
        "<!DOCTYPE a><ProcessingReport/>",
    ],
)
def test_entities_and_document_types_are_refused(hostile: str) -> None:
    with pytest.raises(DocumentUnreadable, match="Forbidden"):
        read_report(hostile.encode())


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"<",
        b"<AmazonEnvelope>",
        b"<html><body>Sorry</body></html>",
        b'<?xml version="1.0" encoding="nonsense"?><a/>',
        b"{}",
        b"\xff\xfe",
        b"<a>\xff</a>",
        document(result(1))[:-40],
    ],
)
def test_what_is_no_report(broken: bytes) -> None:
    with pytest.raises(DocumentUnreadable):
        read_report(broken)


def test_a_report_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.channels.amazon.feed_report.MAX_BYTES", 100)
    with pytest.raises(DocumentUnreadable, match="large"):
        read_report(document(result(1)))


def test_elements_in_elements_without_end() -> None:
    with pytest.raises(DocumentUnreadable):
        read_report(b"<a>" * 100_000 + b"</a>" * 100_000)


FLAT = (
    "Feed Processing Summary:\n\tNumber of records processed\t\t3\n"
    "\tNumber of records successful\t\t2\n\n"
    "original-record-number\torder-id\terror-code\terror-type\terror-message\n"
    "2\t112-1\t18028\tError\tnot found\n3\t112-2\t99\tWarning\tmind\n\n"
)


def test_a_flat_file_report() -> None:
    got = read_report(FLAT.encode())
    assert (got.processed, got.successful, got.with_error) == (3, 2, 1)
    assert got.results == (
        FeedResult(2, True, "18028", "not found"),
        FeedResult(3, False, "99", "mind"),
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_flat_file_report_in_other_encodings_and_line_ends(encoding: str) -> None:
    text = FLAT.replace("not found", "übel").replace("\n", "\r\n")
    assert read_report(text.encode(encoding)).results[0].words == "übel"


def test_a_flat_file_report_without_errors() -> None:
    got = read_report(FLAT.partition("original")[0].encode())
    assert got == FeedReport(3, 2, 1, ())


@given(some.binary(max_size=400))
def test_any_bytes_are_a_report_or_unreadable(content: bytes) -> None:
    try:
        got = read_report(content)
    except DocumentUnreadable:
        return
    assert got.processed >= 0


@given(some.binary(max_size=60), some.integers(0, 600), some.integers(0, 600))
def test_a_damaged_report_is_a_report_or_unreadable(junk: bytes, start: int, end: int) -> None:
    whole = document(result(2), result(1))
    try:
        read_report(whole[:start] + junk + whole[end:])
    except DocumentUnreadable:
        return
