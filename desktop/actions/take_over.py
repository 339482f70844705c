"""Takes an account over from another computer: from the next run on this one sends."""

from desktop import clock
from desktop.actions.find_account import chosen_accounts
from desktop.sync import lease


def take_over(account: str = "") -> tuple[str, ...]:
    """Ask for the lease of all accounts, or of the one named; the names of those.

    The next run takes it, waits until the other computer has noticed, and looks up what that one
    may have sent. Raises NeedsPerson no_account, BadInput.
    """
    wanted = chosen_accounts(account)
    for one in wanted:
        lease.ask_for(one, clock.now())
    return tuple(one.name for one in wanted)
