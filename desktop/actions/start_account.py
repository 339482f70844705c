"""Starts an account: shows what would happen, then lets the held orders go (PRODUCT rule 4)."""

from contextlib import closing
from threading import Event

from desktop import clock
from desktop.actions.find_account import find_account
from desktop.actions.start_choice import read_choice
from desktop.profile import Profile
from desktop.rows import StartPreview
from desktop.sync import start as sync_start
from desktop.sync.connection import open_connection
from desktop.sync.progress import Tell, silent


def preview(
    account: str, choice: str, profile: Profile, *, cancel: Event | None = None, tell: Tell = silent
) -> StartPreview:
    """What starting with this choice would do; asks Shopify, sends nothing.

    Raises BadInput, TryLater, AccountProblem, Cancelled.
    """
    found = find_account(account, "ACCOUNT")
    chosen = read_choice(choice)
    connection = open_connection(found, profile.vault, profile.profile_id, cancel or Event())
    with closing(connection):
        return sync_start.preview_start(connection, chosen, tell=tell)


def start_account(account: str, choice: str, *, beyond_visible: bool = False) -> int:
    """Start it; returns how many held orders were decided on. Raises BadInput."""
    found = find_account(account, "ACCOUNT")
    chosen = read_choice(choice)
    return sync_start.start(found.id, chosen, int(clock.now()), beyond_visible=beyond_visible)
