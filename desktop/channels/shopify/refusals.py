"""Why Shopify refused a fulfilment, a hold, a move, a refund or a cancellation (pure).

The tables are read row by row; the first that fits decides. `means` is a failure's code of the
catalogue or a signal: again and too_many (it passes), unknown (it may have been done), and what a
caller names itself. A refusal has no effect.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from desktop.channels.shopify.errors import VariablesRefused, scrubbed
from desktop.channels.shopify.user_errors import TOO_MANY_S, Rule, UserError
from desktop.clock import Pace
from desktop.errors import CrossdockError, NeedsPerson, OutcomeUnknown, Technical, TryLater

AGAIN_S = 30.0


class Failure(Protocol):
    """A builder of the catalogue."""

    def __call__(
        self, code: str, technical: Technical | None = None, **facts: object
    ) -> NeedsPerson: ...


_PASSING = (
    Rule("too_many", words=r"too many attempts"),
    Rule(
        "again",
        words=r"\btry again (later|in a)|\b(is|being) (currently )?(being )?(processed|edited)\b"
        r"|\bin progress, please try again",
    ),
)
_NO_ORDER = r"\border\b[^.]*\b(not (be )?found|does(n't| not) exist)"
_NOT_FOUND = r"not (be )?found|does(n't| not) exist|\bno longer exists\b"
_NOT_ALLOWED = r"\b(permission|access denied|not authori[sz]ed|not have access)\b"

FULFILLMENT_RULES: tuple[Rule, ...] = (
    *_PASSING,
    Rule("shop_tracking", path=r"\btracking(Info|InfoInput)?\b"),
    Rule("shop_access", words=_NOT_ALLOWED),
    Rule("shop_on_hold", words=r"\bon[ _]hold\b"),
    Rule("shop_scheduled", words=r"\bscheduled\b|\bfulfill[_ ]at\b"),
    Rule("shop_at_service", words=r"\b(request(ed)? status|fulfillment service|third[- ]party)\b"),
    Rule("shop_locations", words=r"\b(same|one|single|different|multiple) (assigned )?location"),
    Rule("shop_quantity", path=r"\bquantity$"),
    Rule("shop_quantity", words=r"\bquantity\b|\b(more|greater) than\b|\bexceeds?\b"),
    Rule(
        "shop_not_open",
        words=r"\b(closed|cancell?ed|already fulfilled|completed|incomplete"
        r"|unfulfillable|not (in )?(a |an )?(open|fulfillable))\b",
    ),
    Rule("shop_order_gone", words=r"(?<!fulfillment )" + _NO_ORDER),
    Rule("shop_not_open", words=_NOT_FOUND),
    Rule("shop_input_refused", path=r"."),
    Rule("refused"),
)

TRACKING_RULES: tuple[Rule, ...] = (
    *_PASSING,
    Rule("shop_access", words=_NOT_ALLOWED),
    Rule("shop_fulfillment_gone", words=r"\bcancell?ed\b|" + _NOT_FOUND),
    Rule("shop_tracking", path=r"."),
    Rule("shop_tracking", words=r"\b(tracking|url|number|company|carrier)\b"),
    Rule("refused"),
)

MOVE_RULES: tuple[Rule, ...] = (
    *_PASSING,
    Rule("shop_in_progress", code="CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS"),
    Rule("shop_access", words=_NOT_ALLOWED),
    Rule("shop_in_progress", words=r"\bprogress\b"),
    Rule("shop_at_service", words=r"\brequest\b"),
    Rule("shop_location", path=r"\bnewLocationId$"),
    Rule("shop_location", words=r"\b(location|stock(ed)?|inventory)\b"),
    Rule("shop_not_open", words=r"\b(closed|cancell?ed|fulfilled)\b|" + _NOT_FOUND),
    Rule("shop_input_refused", path=r"."),
    Rule("refused"),
)

HOLD_RULES: tuple[Rule, ...] = (
    *_PASSING,
    Rule("held", code="DUPLICATE_FULFILLMENT_HOLD_HANDLE"),
    Rule("held", code="TAKEN"),
    Rule("held", words=r"\bhandle\b.*\b(in use|taken|duplicate)"),
    Rule("shop_permission", words=_NOT_ALLOWED),
    Rule("shop_hold_refused"),
)

RELEASE_RULES: tuple[Rule, ...] = (
    *_PASSING,
    Rule("released", code="FULFILLMENT_ORDER_NOT_FOUND"),
    Rule("shop_hold_foreign", code="INVALID_ACCESS"),
    Rule("shop_hold_foreign", words=_NOT_ALLOWED),
    Rule("released", words=r"\b(not on hold|already (been )?released|no holds?)\b|" + _NOT_FOUND),
    Rule("refused"),
)

_KEY = r"\bidempoten"

REFUND_RULES: tuple[Rule, ...] = (
    Rule("key_busy", code="IDEMPOTENCY_CONCURRENT_REQUEST"),
    Rule("shop_key_mismatch", code="IDEMPOTENCY_KEY_PARAMETER_MISMATCH"),
    Rule("shop_key_spent", code="IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED"),
    Rule("shop_key_mismatch", words=_KEY + r".*\b(different|mismatch)"),
    Rule("shop_key_spent", words=_KEY + r".*\bfailed\b"),
    Rule("key_busy", words=_KEY + r".*\b(in progress|concurrent)"),
    *_PASSING,
    Rule("shop_permission", words=_NOT_ALLOWED),
    Rule("shop_quantity", words=r"\b(more|fewer) (line )?items\b|\bquantity\b"),
    Rule("shop_quantity", path=r"\bquantity$"),
    Rule("shop_restock", path=r"\b(locationId|restockType)$"),
    Rule("shop_restock", words=r"\brestock"),
    Rule("shop_currency", path=r"\bcurrency$"),
    Rule("shop_currency", words=r"\bcurrency\b"),
    Rule("shop_shipping", path=r"\bshipping\b"),
    Rule("shop_shipping", words=r"\bshipping\b"),
    Rule("shop_date", path=r"\bprocessedAt$"),
    Rule(
        "shop_more_than_paid", words=r"\b(more|greater|larger) than\b|\bexceeds?\b|\bover-?refund"
    ),
    Rule("shop_payment", path=r"\b(transactions|refundMethods)\b"),
    Rule("shop_payment", words=r"\b(transaction|gateway|payment|parent)\b"),
    Rule("shop_line_gone", path=r"\brefundLineItems\b"),
    Rule("shop_line_gone", words=r"\bline items?\b"),
    Rule("shop_order_gone", path=r"\borderId$"),
    Rule("shop_order_gone", words=_NO_ORDER),
    Rule("shop_input_refused", path=r"."),
    Rule("refused"),
)

CANCEL_RULES: tuple[Rule, ...] = (
    *_PASSING,
    Rule("unknown", code="INTERNAL_ERROR"),
    Rule("already_cancelled", words=r"\balready\b.*\bcancell?ed\b|\bhas been cancell?ed\b"),
    Rule("shop_order_gone", code="NOT_FOUND"),
    Rule("shop_permission", code="NO_REFUND_PERMISSION"),
    Rule("shop_permission", code="NO_REFUND_TO_STORE_CREDIT_PERMISSION"),
    Rule("shop_store_credit", code="STORE_CREDIT_REFUND_B2B_NOT_SUPPORTED"),
    Rule("shop_store_credit", code="STORE_CREDIT_REFUND_EXPIRATION_IN_PAST"),
    Rule("shop_store_credit", code="STORE_CREDIT_REFUND_MISSING_CUSTOMER"),
    Rule("shop_permission", words=_NOT_ALLOWED),
    Rule("shop_payment_open", words=r"\bauthori[sz]|\bpending\b|\bpayment\b"),
    Rule("shop_return_open", words=r"\breturns?\b"),
    Rule("shop_fulfilled", words=r"\bfulfil|\bshipped\b"),
    Rule("shop_order_gone", words=_NO_ORDER),
    Rule("shop_input_refused", path=r"."),
    Rule("refused"),
)

# Of several refusals this decides first: what may have been done, what passes, what is done.
_FIRST = ("unknown", "key_busy", "too_many", "again")


def meaning(rules: Sequence[Rule], errors: Sequence[UserError]) -> tuple[str, UserError]:
    """What the errors mean together, and the one that decides."""
    given = list(errors) or [UserError((), "")]
    meant = [(next(rule.means for rule in rules if rule.fits(error)), error) for error in given]
    for signal in _FIRST:
        for means, error in meant:
            if means == signal:
                return means, error
    return meant[0]


def refusal(
    failure: Failure,
    means: str,
    error: UserError,
    pace: Pace,
    technical: Technical,
    facts: Mapping[str, object] | None = None,
) -> CrossdockError:
    """The error for a refusal: `failure` explains it, unless it passes or its end is not known.

    `technical` holds operation, status and request ID.
    """
    said = spoken(error, technical)
    if means == "too_many":
        wait = pace.here(TOO_MANY_S)
        return TryLater(wait, "too_many", "Shopify takes no more just now.", technical=said)
    if means in ("again", "key_busy"):
        wait = pace.here(AGAIN_S)
        return TryLater(wait, "unavailable", "Shopify is busy with this order.", technical=said)
    if means == "unknown":
        return OutcomeUnknown("Shopify failed while it worked on this.", technical=said)
    known: dict[str, object] = {"field": error.field or "order", "reason": said.words}
    return failure(means, said, **{**known, **(facts or {})})


def of_variables(failure: Failure, refused: VariablesRefused) -> NeedsPerson:
    """The failure of one task whose values do not fit Shopify's types."""
    path = next(iter(refused.paths), ())
    return failure("shop_input_refused", refused.technical, field=".".join(path) or "order")


def spoken(error: UserError, technical: Technical) -> Technical:
    """What is kept of an error for support."""
    words = scrubbed(error.message)
    return replace(technical, code=error.code, words=words, field=error.field)
