"""Title, cause and cure in plain words for everything that can go wrong, by code.

Texts are templates; what they name is filled in by `order_failure` and `account_problem`. A cure
says what a person does next. Secrets and buyers' data never go into a text.
"""

from desktop.catalogue.accounts import ACCOUNT_PROBLEMS
from desktop.catalogue.entry import Entry
from desktop.catalogue.orders import ORDER_FAILURES
from desktop.catalogue.plan import plan_problem
from desktop.catalogue.profile import PROFILE_PROBLEMS
from desktop.errors import AccountProblem, NeedsPerson, ProfileProblem, Side, Technical

__all__ = [
    "ACCOUNT_PROBLEMS",
    "ORDER_FAILURES",
    "PROFILE_PROBLEMS",
    "Entry",
    "account_problem",
    "order_failure",
    "plan_problem",
    "profile_problem",
]


def order_failure(code: str, technical: Technical | None = None, **facts: object) -> NeedsPerson:
    """The error for one order; an unknown code becomes `refused`, with the service's words."""
    entry = ORDER_FAILURES.get(code) or ORDER_FAILURES["refused"]
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
