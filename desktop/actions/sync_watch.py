"""Syncs until told to stop: holds the profile's lock and runs the schedule."""

from collections.abc import Callable
from threading import Event

from desktop import clock, profile_lock
from desktop.actions.find_account import chosen_accounts
from desktop.models import account as stored
from desktop.models import import_request
from desktop.profile import Profile
from desktop.rows import RunSummary
from desktop.sync.progress import Tell
from desktop.sync.schedule import Schedule

_LOOK_S = 1.0


def sync_watch(
    profile: Profile,
    cancel: Event,
    tell: Tell,
    on_summary: Callable[[RunSummary], None],
    *,
    grace_s: float = 3.0,
) -> bool:
    """Run the schedule until cancelled; True when nothing was left in flight.

    Raises ProfileProblem in_use, NeedsPerson no_account.
    """
    known = {one.id for one in chosen_accounts()}
    with profile_lock.hold(profile.folder, "sync"):
        schedule = Schedule(profile.vault, profile.profile_id, tell=tell, on_summary=on_summary)
        schedule.start()
        try:
            while not clock.wait(_LOOK_S, cancel):
                known |= bring_forward(schedule, profile, known)
        finally:
            ended = schedule.stop(grace_s)
    return ended


def bring_forward(schedule: Schedule, profile: Profile, known: set[int]) -> set[int]:
    """Bring forward what somebody has asked for; returns the ids of all accounts."""
    accounts = stored.accounts()
    if any(one.amazon_problem or one.shopify_problem for one in accounts):
        profile.vault.forget()  # connecting anew may have put new secrets there
    ids = {one.id for one in accounts}
    for fresh in ids - known:
        schedule.run_now(fresh)
    if import_request.pending(limit=1):
        schedule.run_now()
    schedule.look()
    return ids
