"""A feed's life: each step, its refusals, and answers that never come."""

import gzip
import json
import zlib

import pytest

from desktop.channels.amazon.documents import DocumentExpired, DocumentUnreadable, unpacked
from desktop.channels.amazon.feeds import (
    GONE,
    FeedState,
    FeedType,
    create_document,
    feed,
    feeds_since,
    report,
    submit,
    upload,
)
from desktop.errors import AccountProblem, NeedsPerson, OutcomeUnknown, TryLater
from tests.channels.amazon.fake import Bench, Reply, access_to, errors

MARKETPLACES = ("ATVPDKIKX0DER",)
CREATED = Reply(202, {"feedId": "77"})


def told(feed_id: str, status: str = "DONE", **more: object) -> dict[str, object]:
    created = "2026-11-22T10:00:00.630Z"
    kind = FeedType.REFUND.value
    base = {"feedId": feed_id, "feedType": kind, "createdTime": created}
    return {**base, "processingStatus": status, **more}


def test_a_document_is_asked_for_and_filled(at: Bench) -> None:
    url = f"{at.amazon.url}/store/1?X-Amz-Signature=a%2Fb"
    at.amazon.answers = [Reply(201, {"feedDocumentId": "d1", "url": url}), Reply(200, b"")]
    document = create_document(at.client())
    assert document.id == "d1"
    upload(at.client(), document.url, b"<a/>")
    asked, put = at.amazon.calls
    assert json.loads(asked.body) == {"contentType": "text/xml; charset=UTF-8"}
    assert (put.method, put.path, put.body) == ("PUT", "/store/1", "<a/>")
    assert put.headers["content-type"] == "text/xml; charset=UTF-8"
    assert put.params == {"X-Amz-Signature": "a/b"}
    assert not [name for name in put.headers if name.startswith("x-amz-")]


@pytest.mark.parametrize("reply", [Reply(lost=True), Reply(500, b""), Reply(201, b"{")])
def test_a_lost_document_does_no_harm(at: Bench, reply: Reply) -> None:
    at.amazon.answers = [reply]
    with pytest.raises(TryLater):
        create_document(at.client())


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(403, b"<Error><Code>AccessDenied</Code></Error>"), DocumentExpired),
        (Reply(404, b""), DocumentExpired),
        (Reply(400, b"<Error/>"), DocumentExpired),
        (Reply(429, b""), TryLater),
        (Reply(503, b"<Error><Code>SlowDown</Code></Error>"), TryLater),
        (Reply(lost=True), TryLater),
    ],
)
def test_an_upload_that_fails_can_be_done_again(
    at: Bench, reply: Reply, kind: type[TryLater]
) -> None:
    at.amazon.answers = [reply]
    with pytest.raises(TryLater) as caught:
        upload(at.client(), f"{at.amazon.url}/store", b"x")
    assert type(caught.value) is kind


@pytest.mark.parametrize(
    "url", ["http://example.com/x", "ftp://example.com/x", "file:///etc/passwd", ""]
)
def test_an_address_that_may_not_be_used(at: Bench, url: str) -> None:
    with pytest.raises(TryLater):
        upload(at.client(), url, b"x")
    assert at.amazon.calls == []


def test_the_real_amazon_sends_nobody_to_this_computer(at: Bench) -> None:
    client = at.client()
    client.access = access_to("https://sellingpartnerapi-eu.amazon.com")
    with pytest.raises(TryLater):
        upload(client, f"{at.amazon.url}/store", b"x")
    assert at.amazon.calls == []


def test_submitting(at: Bench) -> None:
    at.amazon.answers = [CREATED]
    assert submit(at.client(), FeedType.REFUND, MARKETPLACES, "d1") == "77"
    (asked,) = at.amazon.calls
    assert (asked.method, asked.path) == ("POST", "/feeds/2021-06-30/feeds")
    assert json.loads(asked.body) == {
        "feedType": "POST_PAYMENT_ADJUSTMENT_DATA",
        "marketplaceIds": ["ATVPDKIKX0DER"],
        "inputFeedDocumentId": "d1",
    }


@pytest.mark.parametrize(
    "reply",
    [
        Reply(lost=True),
        Reply(500, errors("InternalFailure", "x")),
        Reply(503, b""),
        Reply(202, b"{"),
        Reply(202, {}),
        Reply(202, {"feedId": ""}),
        Reply(202, b"\xff"),
    ],
)
def test_a_submission_without_an_answer_is_unknown_and_made_once(at: Bench, reply: Reply) -> None:
    at.amazon.answers = [reply]
    with pytest.raises(OutcomeUnknown):
        submit(at.client(), FeedType.REFUND, MARKETPLACES, "d1")
    assert len(at.amazon.calls) == 1


@pytest.mark.parametrize("feed_type", list(FeedType))
@pytest.mark.parametrize("status", [400, 404, 413, 415])
def test_a_submission_that_is_refused(at: Bench, feed_type: FeedType, status: int) -> None:
    at.amazon.answers = [Reply(status, errors("400", "Invalid input", "Invalid input"))]
    with pytest.raises(NeedsPerson) as caught:
        submit(at.client(), feed_type, MARKETPLACES, "d1")
    assert caught.value.code == "feed_refused"
    assert caught.value.technical.words == "Invalid input Invalid input"


@pytest.mark.parametrize("reply", [Reply(403, errors("Unauthorized", "x", "")), Reply(401, b"{}")])
def test_a_submission_without_access(at: Bench, reply: Reply) -> None:
    at.amazon.answers = [reply]
    with pytest.raises(AccountProblem):
        submit(at.client(), FeedType.REFUND, MARKETPLACES, "d1")


@pytest.mark.parametrize("count", [0, 26])
def test_a_feed_is_for_1_to_25_marketplaces(at: Bench, count: int) -> None:
    with pytest.raises(ValueError, match=str(count)):
        submit(at.client(), FeedType.REFUND, ["A"] * count, "d1")


@pytest.mark.parametrize(
    ("status", "finished"),
    [
        ("IN_QUEUE", False),
        ("IN_PROGRESS", False),
        ("DONE", True),
        ("CANCELLED", True),
        ("FATAL", True),
        ("BRANDNEW", False),
    ],
)
def test_the_state_of_a_feed(at: Bench, status: str, finished: bool) -> None:
    at.amazon.answers = [Reply(body=told("7", status, resultFeedDocumentId="r1"))]
    got = feed(at.client(), "7")
    assert got == FeedState("7", status, "r1", "POST_PAYMENT_ADJUSTMENT_DATA", 1_795_341_600)
    assert got.is_finished == finished


@pytest.mark.parametrize("status", [400, 404])
def test_a_feed_that_amazon_does_not_know(at: Bench, status: int) -> None:
    at.amazon.answers = [Reply(status, errors("NotFound", "x"))]
    assert feed(at.client(), "7/8").status == GONE
    assert at.amazon.calls[0].path == "/feeds/2021-06-30/feeds/7%2F8"


def test_all_feeds_since_a_time_over_all_pages(at: Bench) -> None:
    later = told("2") | {"createdTime": "2026-11-22T11:00:00Z"}
    at.amazon.answers = [
        Reply(body={"feeds": [later], "nextToken": "n"}),
        Reply(body={"feeds": [told("1"), told("2")]}),
    ]
    got = feeds_since(at.client(), FeedType.REFUND, 1_790_000_000)
    assert [state.id for state in got] == ["1", "2"]
    first, second = at.amazon.calls
    assert first.params == {
        "feedTypes": "POST_PAYMENT_ADJUSTMENT_DATA",
        "pageSize": "100",
        "createdSince": "2026-09-21T14:13:20Z",
    }
    assert second.params == {"nextToken": "n"}


@pytest.mark.parametrize("second", [Reply(500, b""), Reply(200, b"{"), Reply(lost=True)])
def test_half_a_list_proves_nothing(at: Bench, second: Reply) -> None:
    at.amazon.answers = [Reply(body={"feeds": [told("1")], "nextToken": "n"}), second]
    with pytest.raises(TryLater):
        feeds_since(at.client(), FeedType.REFUND, 0)


def test_a_list_without_an_end(at: Bench) -> None:
    at.amazon.answers = [Reply(body={"feeds": [], "nextToken": "n"})]
    with pytest.raises(TryLater):
        feeds_since(at.client(speed=1_000_000), FeedType.REFUND, 0)


def fetched(at: Bench, content: Reply, **more: object) -> bytes:
    located = {"feedDocumentId": "r1", "url": f"{at.amazon.url}/store/r1", **more}
    at.amazon.answers = [Reply(body=located), content]
    return report(at.client(), "r1")


def test_a_report_as_it_is(at: Bench) -> None:
    assert fetched(at, Reply(200, b"<a/>", content_type="text/xml")) == b"<a/>"
    ask, get = at.amazon.calls
    assert ask.path == "/feeds/2021-06-30/documents/r1"
    assert "x-amz-access-token" not in get.headers


def test_a_packed_report(at: Bench) -> None:
    packed = gzip.compress(b"<a/>", mtime=0) + gzip.compress(b"more") + b"\0\0"
    assert fetched(at, Reply(200, packed), compressionAlgorithm="GZIP") == b"<a/>more"


@pytest.mark.parametrize(
    "content",
    [b"not packed", gzip.compress(b"<a/>", mtime=0)[:-6], gzip.compress(b"x", mtime=0) + b"rest"],
)
def test_a_damaged_report(at: Bench, content: bytes) -> None:
    with pytest.raises(DocumentUnreadable):
        fetched(at, Reply(200, content), compressionAlgorithm="GZIP")


def test_a_report_packed_in_an_unknown_way(at: Bench) -> None:
    with pytest.raises(DocumentUnreadable):
        fetched(at, Reply(200, b"x"), compressionAlgorithm="ZSTD")


def test_a_small_file_that_becomes_a_huge_one() -> None:
    bomb = gzip.compress(b"\0" * 10_000_000)
    assert len(bomb) < 20_000
    with pytest.raises(DocumentUnreadable, match="large"):
        unpacked(bomb, limit=1_000_000)
    assert len(unpacked(bomb, limit=10_000_000)) == 10_000_000
    assert zlib.crc32(unpacked(b"")) == 0


def test_text_of_another_encoding_becomes_utf_8(at: Bench) -> None:
    kind = "text/plain; charset=Shift_JIS"
    content = Reply(200, "注文".encode("shift_jis"), content_type=kind)
    assert fetched(at, content) == "注文".encode()


@pytest.mark.parametrize("charset", ["nonsense", "ascii"])
def test_a_charset_that_does_not_help(at: Bench, charset: str) -> None:
    content = Reply(200, "é".encode("cp1252"), content_type=f"text/plain; charset={charset}")
    assert fetched(at, content) == b"\xe9"


@pytest.mark.parametrize("status", [403, 404, 410])
def test_an_old_address_of_a_report(at: Bench, status: int) -> None:
    with pytest.raises(DocumentExpired):
        fetched(at, Reply(status, b"<Error/>"))


@pytest.mark.parametrize("status", [400, 404])
def test_a_report_that_is_gone(at: Bench, status: int) -> None:
    at.amazon.answers = [Reply(status, errors("400", "Invalid input"))]
    with pytest.raises(DocumentUnreadable):
        report(at.client(), "r1")
