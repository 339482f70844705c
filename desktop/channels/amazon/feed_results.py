"""What a report means for each message of a feed: done, or an error with its cure (pure).

DONE and Complete are not success. A message is done only where the summary is there, no error
speaks of it, and the counts agree; where anything is left in doubt, a person looks.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from desktop.channels.amazon.feeds import FeedType, feed_failure
from desktop.channels.amazon.plans import GET_FEED_DOCUMENT
from desktop.errors import NeedsPerson, Technical
from desktop.trade.returns import FeedReport, FeedResult

# Amazon's codes, per kind of feed; "" holds for all.
_CODES: dict[tuple[str, str], str] = {
    ("", "5000"): "feed_file",
    ("", "5001"): "feed_file",
    ("", "5002"): "feed_file",
    ("", "18021"): "quantity",
    ("", "18028"): "order_unknown",
    ("", "25441"): "order_unknown",
    (FeedType.CANCEL, "18021"): "already_shipped",
}

# What stands in its words, for codes that are not known; the first that fits counts.
_WORDS: dict[str, tuple[tuple[str, str], ...]] = {
    FeedType.REFUND: (
        (r"tax.*not eligible|not eligible.*tax", "tax_not_eligible"),
        (r"shipping.*(already|exceed|greater|more than)", "shipping_refunded"),
        (r"(exceed|greater than|more than|larger than|already.*refund)", "amount_too_high"),
        (r"currency", "currency_refused"),
        (r"quantity", "quantity"),
        (r"not (yet )?(been )?shipped|unshipped|cancel (the order )?instead", "order_unshipped"),
    ),
    FeedType.CANCEL: (
        (r"(already|been|was|is) (been )?(shipped|fulfilled)(?! by amazon)", "already_shipped"),
        (r"pending", "pending"),
    ),
    FeedType.FULFILLMENT: (
        (r"ship[ _]?(\+|plus)", "ship_plus"),
        (r"transparency", "transparency"),
        (r"carrier", "carrier_refused"),
        (r"tracking", "tracking_refused"),
        (r"(ship|fulfillment) ?date", "ship_date"),
        (r"quantity", "quantity"),
        (r"pending|cancel", "not_shippable"),
    ),
}
_ANY_WORDS = (
    (r"xml (parsing|validation)|malformed|content is not allowed", "feed_file"),
    (r"fulfilled by amazon|\b(fba|afn)\b", "fba"),
    (r"order ?item|item ?code|item id", "item_unknown"),
    (r"invalid (amazon)?order ?id|order.*not found|amazonorderid", "order_unknown"),
)


def result_code(feed_type: str, result: FeedResult) -> str:
    """The catalogue's code of an error in a report; `refused` where it is not known."""
    for kind in (feed_type, ""):
        if (kind, result.code) in _CODES:
            return _CODES[(kind, result.code)]
    words = result.words.lower()
    for pattern, code in (*_WORDS.get(feed_type, ()), *_ANY_WORDS):
        if re.search(pattern, words):
            return code
    return "refused"


def outcomes(
    report: FeedReport, feed_type: str, count: int, *, fatal: bool = False, request_id: str = ""
) -> tuple[NeedsPerson | None, ...]:
    """For each of the feed's `count` messages, in their order: None where done, else why not.

    `fatal`: Amazon broke off, so that only what it names is certain.
    """
    failed = {one.message_id: one for one in reversed(report.results) if one.is_error}
    whole = report.failed_whole
    doubt = _doubt(report, set(failed), count, fatal=fatal)

    def end(number: int) -> NeedsPerson | None:
        result = failed.get(number)
        if result is None and whole is not None and report.successful == 0 and not fatal:
            result = whole
        if result is not None:
            return _error(feed_type, result_code(feed_type, result), result, request_id)
        return _error(feed_type, doubt, whole, request_id) if doubt else None

    return tuple(end(number) for number in range(1, count + 1))


def with_numbers(report: FeedReport, order_ids: Sequence[str]) -> FeedReport:
    """The report where a result lacks its message's number, but names that message's order.

    `order_ids` are those of the messages, in their order.
    """

    def numbered(result: FeedResult) -> FeedResult:
        if result.message_id or not result.amazon_order_id:
            return result
        if list(order_ids).count(result.amazon_order_id) != 1:
            return result
        return replace(result, message_id=list(order_ids).index(result.amazon_order_id) + 1)

    return replace(report, results=tuple(numbered(one) for one in report.results))


def _doubt(report: FeedReport, failed: set[int], count: int, *, fatal: bool) -> str:
    """The code for messages of which nothing is said; empty where silence means done."""
    if fatal:
        return "feed_fatal"
    named = failed - {0}
    agrees = (
        0 not in failed
        and named <= set(range(1, count + 1))
        and report.processed == count
        and report.successful == count - len(named)
        and report.with_error == len(named)
    )
    return "" if agrees else "feed_report"


def _error(feed_type: str, code: str, result: FeedResult | None, request_id: str) -> NeedsPerson:
    said = Technical(
        GET_FEED_DOCUMENT,
        code=result.code if result else "",
        words=result.words if result else "",
        request_id=request_id,
    )
    return feed_failure(feed_type, code, said)
