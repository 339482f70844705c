"""Takes an account over from another computer: from the next run on this one sends."""

from collections.abc import Iterable

from desktop import clock
from desktop.actions.find_account import chosen_accounts
from desktop.models import account as accounts
from desktop.sync import lease


def take_over(account: str = "") -> tuple[str, ...]:
    """Ask for the lease of all accounts, or of the one named; the names of those.

    The next run takes it, waits until the other computer has noticed, and looks up what that one
    may have sent. Raises NeedsPerson no_account, BadInput.
    """
    wanted = chosen_accounts(account)
    take_over_these(one.id for one in wanted)
    return tuple(one.name for one in wanted)


def take_over_these(account_ids: Iterable[int]) -> None:
    """Ask for the lease of these accounts. Raises LookupError."""
    for account_id in account_ids:
        lease.ask_for(accounts.account(account_id), clock.now())
