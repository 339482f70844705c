"""Every code and message that the document on Amazon lists has an entry of ours.

The document lies beside the folder named by CROSSDOCK_CONTRACTS; without it nothing is collected.
"""

import os
import re
from pathlib import Path

import pytest

from desktop.catalogue import ACCOUNT_PROBLEMS, REFUND_FAILURES, SHIPMENT_FAILURES
from desktop.channels.amazon.feed_results import result_code
from desktop.channels.amazon.feeds import FeedType
from desktop.channels.amazon.plans import PLANS
from desktop.channels.amazon.refusals import Refused
from desktop.channels.amazon.shipments import shipment_code
from desktop.errors import AccountProblem, CrossdockError, OutcomeUnknown, Technical, TryLater
from desktop.trade.returns import AmazonCancelReason, AmazonRefundReason, FeedResult
from tests.channels.amazon.fake import Reply, bench, errors

_CONTRACTS = os.environ.get("CROSSDOCK_CONTRACTS", "")
_DOCUMENT = Path(_CONTRACTS).resolve().parent / "amazon-sp-api.md" if _CONTRACTS else None
TEXT = _DOCUMENT.read_text("utf-8") if _DOCUMENT and _DOCUMENT.exists() else ""


def section(begin: str, end: str) -> str:
    return TEXT.partition(begin)[2].partition(end)[0]


def quoted(text: str) -> list[str]:
    return re.findall(r'"([^"]+)"', text)


def line_with(words: str) -> str:
    return next((line for line in TEXT.splitlines() if words in line), "")


SHIPMENT_WORDS = quoted(line_with("400 `InvalidInput` messages seen:"))
FEED_CODES = re.findall(r"\b\d{4,5}\b", line_with("Codes seen:").partition("Codes seen:")[2])
FEED_WORDS = quoted(line_with("Codes seen:").partition("Codes seen:")[2])
REFUND_WORDS = [words for words in quoted(line_with("Forgetting Tax")) if len(words) > 20]
PLAN_ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in section("## 6. Usage plans", "- `x-amzn").splitlines()
    if line.startswith("| ") and not line.startswith(("| operation", "| ---"))
]
ERROR_ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in section("| status | code / message |", "Sources:").splitlines()
    if re.match(r"\| \d{3}", line)
]
# What a row of the table of errors becomes, by words in its second column, for a shipment.
MEANINGS: list[tuple[str, str, str]] = [
    ("400", 'InvalidInput "Invalid Input"', "value_refused"),
    ("400", "Could not match input arguments", "refused"),
    ("401", "header/token malformed", "token_revoked"),
    ("403", "access token you provided has expired", "token_revoked"),
    ("403", "revoked, malformed or invalid", "token_revoked"),
    ("403", "LWA secret token you provided has expired", "secret_expired"),
    ("403", "details empty", "access_denied"),
    ("403", "MissingAuthenticationToken", "endpoint_wrong"),
    ("403", "not valid for region", "region_wrong"),
    ("404", "NotFound", "order_unknown"),
    ("413 / 415", "", "refused"),
    ("429", "QuotaExceeded", "quota"),
    ("500/503", "InternalFailure", "unknown"),
]


class TestAgainstTheDocument:
    """Collected only where the document is at hand."""

    __test__ = bool(TEXT)

    def test_the_document_was_understood(self) -> None:
        assert len(SHIPMENT_WORDS) >= 5
        assert {"5000", "5002", "18021", "18028", "25441"} <= set(FEED_CODES)
        assert FEED_WORDS
        assert REFUND_WORDS
        assert len(PLAN_ROWS) >= 18
        assert len(ERROR_ROWS) >= 13

    @pytest.mark.parametrize("words", SHIPMENT_WORDS)
    def test_what_is_said_against_a_shipment(self, words: str) -> None:
        code = shipment_code(400, Technical(code="InvalidInput", words=words))
        assert code == "already" or code in SHIPMENT_FAILURES
        assert code not in ("refused", "value_refused")

    @pytest.mark.parametrize("kind", list(FeedType))
    @pytest.mark.parametrize("code", FEED_CODES)
    def test_the_codes_of_reports(self, code: str, kind: FeedType) -> None:
        assert result_code(kind, FeedResult(1, True, code, "")) != "refused"

    @pytest.mark.parametrize("kind", list(FeedType))
    @pytest.mark.parametrize("words", FEED_WORDS)
    def test_the_words_of_reports(self, words: str, kind: FeedType) -> None:
        assert result_code(kind, FeedResult(1, True, "", words)) != "refused"

    @pytest.mark.parametrize("words", REFUND_WORDS)
    def test_the_words_against_refunds(self, words: str) -> None:
        code = result_code(FeedType.REFUND, FeedResult(1, True, "", words))
        assert code in REFUND_FAILURES
        assert code != "refused"

    @pytest.mark.parametrize("row", ERROR_ROWS, ids=lambda row: f"{row[0]} {row[1][:30]}")
    def test_the_table_of_errors(self, row: list[str]) -> None:
        meanings = [
            code for status, words, code in MEANINGS if status == row[0] and words in row[1]
        ]
        assert meanings, "this row of the document means nothing to us"
        said = quoted(row[1])
        code = re.sub(r"\W.*", "", row[1]) or "x"
        details = said[-1] if "details" in row[1] and said else ""
        if row[1].startswith("…") and said:
            code, details = "Unauthorized", said[-1]
        for status in re.findall(r"\d{3}", row[0]):
            with bench() as at:
                at.amazon.answers = [Reply(int(status), errors(code, " ".join(said), details))]
                with pytest.raises(CrossdockError) as caught:
                    at.client().post("confirmShipment", "/x", {})
            assert meaning(caught.value) == meanings[0]

    @pytest.mark.parametrize("name", sorted(PLANS))
    def test_our_usage_plans(self, name: str) -> None:
        rows = [row for row in PLAN_ROWS if re.search(rf"\b{name}\b", row[0])]
        assert [(float(row[1]), int(row[2])) for row in rows] == [
            (PLANS[name].rate, PLANS[name].burst)
        ]

    def test_the_reasons(self) -> None:
        cancel = line_with("CancelReason: ").partition("CancelReason: ")[2].rstrip(".")
        refund = line_with("- AdjustmentReason: ").partition("AdjustmentReason: ")[2].rstrip(".")
        assert cancel.split(", ") == [reason.value for reason in AmazonCancelReason]
        assert refund.split(", ") == [reason.value for reason in AmazonRefundReason]


def meaning(error: CrossdockError) -> str:
    if isinstance(error, Refused):
        return shipment_code(error.status, error.technical)
    if isinstance(error, AccountProblem):
        assert ("amazon", error.code) in ACCOUNT_PROBLEMS
        return error.code
    if isinstance(error, OutcomeUnknown):
        return "unknown"
    assert isinstance(error, TryLater)
    return error.code
