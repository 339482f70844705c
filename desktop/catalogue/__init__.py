"""Title, cause and cure in plain words for everything that can go wrong, by code.

Texts are templates; what they name is filled in by `order_failure` and `account_problem`. A cure
says what a person does next. Secrets and buyers' data never go into a text.
"""

from collections.abc import Mapping

from desktop.catalogue.accounts import ACCOUNT_PROBLEMS, WHOLE_SIDE
from desktop.catalogue.cancellations import CANCELLATION_FAILURES
from desktop.catalogue.entry import Entry
from desktop.catalogue.orders import ORDER_FAILURES
from desktop.catalogue.plan import plan_problem
from desktop.catalogue.profile import PROFILE_PROBLEMS
from desktop.catalogue.refunds import REFUND_FAILURES
from desktop.catalogue.shipments import SHIPMENT_FAILURES
from desktop.errors import AccountProblem, NeedsPerson, ProfileProblem, Side, Technical

__all__ = [
    "ACCOUNT_PROBLEMS",
    "CANCELLATION_FAILURES",
    "ORDER_FAILURES",
    "PROFILE_PROBLEMS",
    "REFUND_FAILURES",
    "SHIPMENT_FAILURES",
    "WHOLE_SIDE",
    "Entry",
    "account_problem",
    "cancellation_failure",
    "order_failure",
    "plan_problem",
    "profile_problem",
    "refund_failure",
    "shipment_failure",
]


def order_failure(code: str, technical: Technical | None = None, **facts: object) -> NeedsPerson:
    """The error for one order; an unknown code becomes `refused`, with the service's words."""
    return _failure(ORDER_FAILURES, code, technical, facts)


def shipment_failure(code: str, technical: Technical | None = None, **facts: object) -> NeedsPerson:
    """The error for one shipment, on its way to either side; an unknown code as `refused`."""
    return _failure(SHIPMENT_FAILURES, code, technical, facts)


def refund_failure(code: str, technical: Technical | None = None, **facts: object) -> NeedsPerson:
    """The error for one refund, on its way to either side; an unknown code as `refused`."""
    return _failure(REFUND_FAILURES, code, technical, facts)


def cancellation_failure(
    code: str, technical: Technical | None = None, **facts: object
) -> NeedsPerson:
    """The error for one cancellation, on its way to either side; an unknown code as `refused`."""
    return _failure(CANCELLATION_FAILURES, code, technical, facts)


def _failure(
    entries: Mapping[str, Entry],
    code: str,
    technical: Technical | None,
    facts: Mapping[str, object],
) -> NeedsPerson:
    entry = entries.get(code) or entries["refused"]
    title, cause, cure = entry.fill(facts)
    return NeedsPerson(code, title, cause, cure, fixes=entry.fixes, technical=technical)


def account_problem(
    side: Side, code: str, technical: Technical | None = None, **facts: object
) -> AccountProblem:
    """The error that pauses one side of an account."""
    title, cause, cure = ACCOUNT_PROBLEMS[(side, code)].fill(facts)
    return AccountProblem(side, code, title, cause, cure, technical=technical)


def profile_problem(code: str, **facts: object) -> ProfileProblem:
    """The error for a profile that cannot be used as it is."""
    title, cause, cure = PROFILE_PROBLEMS[code].fill(facts)
    return ProfileProblem(code, title, cause, cure)
