"""What a report means for each message: every known error, and doubt wherever there is any."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desktop.catalogue import CANCELLATION_FAILURES, REFUND_FAILURES, SHIPMENT_FAILURES
from desktop.channels.amazon import feed_results
from desktop.channels.amazon.feed_results import outcomes, result_code, with_numbers
from desktop.channels.amazon.feeds import FeedType, feed_failure
from desktop.errors import NeedsPerson
from desktop.trade.returns import FeedReport, FeedResult

ENTRIES = {
    FeedType.CANCEL: CANCELLATION_FAILURES,
    FeedType.REFUND: REFUND_FAILURES,
    FeedType.FULFILLMENT: SHIPMENT_FAILURES,
}
NOT_ELIGIBLE = "The requested refund amount for the tax or shipping tax is not eligible"


def error(message_id: int, code: str = "18028", words: str = "x") -> FeedResult:
    return FeedResult(message_id, True, code, words)


def codes(
    report: FeedReport, count: int, kind: FeedType = FeedType.REFUND, *, fatal: bool = False
) -> list[str]:
    """ "" for what is done."""
    return [end.code if end else "" for end in outcomes(report, kind, count, fatal=fatal)]


@pytest.mark.parametrize("kind", list(FeedType))
@pytest.mark.parametrize(
    ("code", "words", "expected"),
    [
        ("5000", "XML Parsing Fatal Error at Line 1", "feed_file"),
        ("5001", "x", "feed_file"),
        ("5002", "x", "feed_file"),
        ("18028", "x", "order_unknown"),
        ("25441", "x", "order_unknown"),
        ("", "Invalid OrderID or AmazonOrderID", "order_unknown"),
        ("9", "The content of elements is malformed XML", "feed_file"),
        ("9", "The order is fulfilled by Amazon", "fba"),
        ("9", "AmazonOrderItemCode 5 is not of this order", "item_unknown"),
        ("9", "Something that nobody has seen", "refused"),
        ("", "", "refused"),
    ],
)
def test_errors_of_all_feeds(kind: FeedType, code: str, words: str, expected: str) -> None:
    assert result_code(kind, error(1, code, words)) == expected
    assert expected in ENTRIES[kind]


@pytest.mark.parametrize(
    ("kind", "code", "words", "expected"),
    [
        (FeedType.REFUND, "18021", "x", "quantity"),
        (FeedType.FULFILLMENT, "18021", "x", "quantity"),
        (FeedType.CANCEL, "18021", "x", "already_shipped"),
        (FeedType.REFUND, "", NOT_ELIGIBLE, "tax_not_eligible"),
        (FeedType.REFUND, "1", "shipping was already refunded", "shipping_refunded"),
        (FeedType.REFUND, "1", "The amount exceeds what was charged", "amount_too_high"),
        (FeedType.REFUND, "1", "The item was already refunded", "amount_too_high"),
        (FeedType.REFUND, "1", "Wrong currency", "currency_refused"),
        (FeedType.REFUND, "1", "Bad quantity", "quantity"),
        (FeedType.REFUND, "1", "The order has not yet been shipped", "order_unshipped"),
        (FeedType.CANCEL, "1", "The order has already been shipped", "already_shipped"),
        (FeedType.CANCEL, "1", "The order is pending", "pending"),
        (FeedType.FULFILLMENT, "1", "Ship+ order", "ship_plus"),
        (FeedType.FULFILLMENT, "1", "Transparency code missing", "transparency"),
        (FeedType.FULFILLMENT, "1", "Unknown carrier", "carrier_refused"),
        (FeedType.FULFILLMENT, "1", "Bad tracking number", "tracking_refused"),
        (FeedType.FULFILLMENT, "1", "Ship date in the future", "ship_date"),
        (FeedType.FULFILLMENT, "1", "Quantity too large", "quantity"),
        (FeedType.FULFILLMENT, "1", "Order was cancelled", "not_shippable"),
    ],
)
def test_errors_of_one_kind(kind: FeedType, code: str, words: str, expected: str) -> None:
    assert result_code(kind, error(1, code, words)) == expected
    assert expected in ENTRIES[kind]


@pytest.mark.parametrize("kind", list(FeedType))
@pytest.mark.parametrize(
    ("report", "expected"),
    [
        pytest.param(FeedReport(2, 2, 0, ()), ["", ""], id="all done"),
        pytest.param(
            FeedReport(2, 2, 0, (FeedResult(1, False, "9", "mind"),)), ["", ""], id="a warning"
        ),
        pytest.param(FeedReport(2, 1, 1, (error(2),)), ["", "order_unknown"], id="one of two"),
        pytest.param(
            FeedReport(2, 1, 1, (error(2), error(2, "5000"))),
            ["", "order_unknown"],
            id="two errors of one message: the first counts",
        ),
        pytest.param(
            FeedReport(2, 0, 2, (error(2), error(1))), ["order_unknown"] * 2, id="none of two"
        ),
        pytest.param(FeedReport(0, 0, 0, ()), ["feed_report"] * 2, id="no summary"),
        pytest.param(FeedReport(1, 1, 0, ()), ["feed_report"] * 2, id="too few processed"),
        pytest.param(FeedReport(3, 3, 0, ()), ["feed_report"] * 2, id="too many processed"),
        pytest.param(FeedReport(2, 1, 0, ()), ["feed_report"] * 2, id="one is missing"),
        pytest.param(FeedReport(2, 1, 1, ()), ["feed_report"] * 2, id="an error without a name"),
        pytest.param(FeedReport(2, 2, 1, ()), ["feed_report"] * 2, id="counts against each other"),
        pytest.param(
            FeedReport(2, 2, 0, (error(0, "5000"),)),
            ["feed_report"] * 2,
            id="the file failed, and yet all was done",
        ),
        pytest.param(
            FeedReport(2, 2, 0, (error(2),)),
            ["feed_report", "order_unknown"],
            id="an error that was not counted",
        ),
        pytest.param(
            FeedReport(2, 1, 1, (error(3),)), ["feed_report"] * 2, id="an error of no message"
        ),
        pytest.param(FeedReport(2, 0, 2, (error(0, "5000"),)), ["feed_file"] * 2, id="the file"),
        pytest.param(FeedReport(0, 0, 0, (error(0, "5000"),)), ["feed_file"] * 2, id="file, early"),
        pytest.param(
            FeedReport(2, 1, 1, (error(0, "5000"),)),
            ["feed_report"] * 2,
            id="the file failed, and yet something was done",
        ),
        pytest.param(
            FeedReport(2, 0, 2, (error(0, "5000"), error(1))),
            ["order_unknown", "feed_file"],
            id="the file and a message",
        ),
    ],
)
def test_done_is_only_what_is_certain(
    report: FeedReport, expected: list[str], kind: FeedType
) -> None:
    assert codes(report, 2, kind) == expected


def test_after_a_break_only_what_is_named_is_certain() -> None:
    assert codes(FeedReport(2, 1, 1, (error(2),)), 2, fatal=True) == ["feed_fatal", "order_unknown"]
    assert codes(FeedReport(2, 2, 0, ()), 2, fatal=True) == ["feed_fatal"] * 2
    assert codes(FeedReport(0, 0, 0, (error(0, "5000"),)), 2, fatal=True) == ["feed_fatal"] * 2


def test_the_words_of_amazon_are_kept_and_all_texts_are_filled() -> None:
    report = FeedReport(1, 0, 1, (error(1, "", NOT_ELIGIBLE),))
    (end,) = outcomes(report, FeedType.REFUND, 1, request_id="r-9")
    assert isinstance(end, NeedsPerson)
    assert (end.technical.words, end.technical.request_id) == (NOT_ELIGIBLE, "r-9")
    assert "allocate" in end.fixes


@pytest.mark.parametrize("kind", list(FeedType))
def test_nothing_is_left_unfilled_in_what_a_report_says(kind: FeedType) -> None:
    tables = (*feed_results._WORDS[kind], *feed_results._ANY_WORDS)
    found = {code for _, code in tables} | set(feed_results._CODES.values())
    for code in {*found, "feed_fatal", "feed_report", "feed_refused", "feed_file", "refused"}:
        error_ = feed_failure(kind, code)
        assert "unknown)" not in f"{error_.title} {error_.cause} {error_.cure}", code


RESULTS = some.builds(
    FeedResult,
    some.integers(0, 6),
    some.booleans(),
    some.sampled_from(["5000", "9"]),
    some.just(""),
)
REPORTS = some.builds(
    FeedReport,
    some.integers(0, 6),
    some.integers(0, 6),
    some.integers(0, 6),
    some.lists(RESULTS, max_size=6).map(tuple),
)


@given(REPORTS, some.integers(1, 5), some.booleans())
def test_no_report_makes_more_messages_done_than_it_counts(
    report: FeedReport, count: int, fatal: bool
) -> None:
    got = codes(report, count, fatal=fatal)
    done = [number for number, code in enumerate(got, 1) if not code]
    errors_ = {one.message_id for one in report.results if one.is_error}
    assert len(got) == count
    assert len(done) in (0, report.successful)
    assert not errors_ & set(done)
    assert not (fatal and done)


def test_a_result_without_a_number_is_that_of_the_order_that_it_names() -> None:
    named = FeedResult(0, True, "18028", "x", "111-0000000-0000002")
    ids = ["111-0000000-0000001", "111-0000000-0000002"]
    report = FeedReport(2, 1, 1, (named,))
    assert codes(report, 2) == ["feed_report"] * 2
    assert codes(with_numbers(report, ids), 2) == ["", "order_unknown"]
    for unknown in ([ids[0]] * 2, [ids[1]] * 2):
        assert with_numbers(report, unknown) == report
    whole = FeedReport(2, 0, 2, (error(0, "5000"),))
    assert with_numbers(whole, ["", *ids]) == whole
