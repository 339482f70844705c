"""Lists the connected accounts with what stands in their way."""

from dataclasses import dataclass

from desktop.catalogue import ACCOUNT_PROBLEMS, account_problem
from desktop.clock import to_iso
from desktop.errors import Side
from desktop.models import account as stored
from desktop.models import reconciliation
from desktop.rows import Problem, Reconciliation
from desktop.sync.lease import held_by
from desktop.trade import Account


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account, how its orders stand, and what stops a side of it."""

    account: Account
    totals: Reconciliation
    problems: tuple[Problem, ...]


def accounts() -> tuple[AccountRow, ...]:
    """All accounts in the order they were connected."""
    return tuple(
        AccountRow(one, reconciliation.reconcile(one.id), problems_of(one))
        for one in stored.accounts()
    )


def problems_of(account: Account) -> tuple[Problem, ...]:
    """What pauses a side of this account, in words."""
    sides: tuple[tuple[Side, str], ...] = (
        ("amazon", account.amazon_problem),
        ("shopify", account.shopify_problem),
    )
    return tuple(_problem(account, side, code) for side, code in sides if code)


def _problem(account: Account, side: Side, code: str) -> Problem:
    if (side, code) not in ACCOUNT_PROBLEMS:
        words = (
            f"{side.capitalize()} is stopped.",
            f"The reason is {code}.",
            "Run: crossdock doctor",
        )
        return Problem(account.name, side, code, *words)
    computer, since = held_by(account) or ("it", 0)
    error = account_problem(
        side,
        code,
        region=account.amazon.region,
        shop=account.shopify.shop,
        key="crossdock",
        computer=computer,
        since=to_iso(since),
    )
    return Problem(account.name, side, code, error.title, error.cause, error.cure)
