"""Syncs once: holds the profile's lock, pulls and sends until nothing is due soon."""

from threading import Event

from desktop import profile_lock
from desktop.actions.find_account import chosen_accounts
from desktop.profile import Profile
from desktop.rows import RunSummary
from desktop.sync.progress import Tell
from desktop.sync.runner import run_accounts

WAIT_S = 60.0


def sync_once(
    profile: Profile, cancel: Event, tell: Tell, *, account: str = "", wait_s: float = WAIT_S
) -> RunSummary:
    """Run all accounts, or the one named, and sum up.

    `wait_s` is how far ahead something may be due for the run to wait for it, in the services'
    seconds. Raises ProfileProblem in_use, NeedsPerson no_account, BadInput.
    """
    ids = [one.id for one in chosen_accounts(account)]
    with profile_lock.hold(profile.folder, "sync"):
        return run_accounts(
            ids, profile.vault, profile.profile_id, cancel, wait_s=wait_s, tell=tell
        )
