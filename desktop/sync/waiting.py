"""What applying a changed setting would do to orders that were planned before, and doing it.

Settings are taken into what is planned; only a person's word takes a change to what waits already.
Exactly that is planned anew which the change makes different: nothing that has left, nothing that a
person decided since, nothing of another setting.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from threading import Event

from desktop.models import account as accounts
from desktop.models import setting_change
from desktop.models.database import write
from desktop.sync import waiting_back, waiting_creations
from desktop.sync.waiting_step import Step

_LIVE = ("order.look_for_other_apps", "outbox.ask_again_hours")  # read at the moment they matter
_SLICE = 100


@dataclass(frozen=True, slots=True)
class WaitingChange:
    """One order: what stands planned of it now, and what it would become."""

    account_id: int
    step: Step


def waiting_changes(
    key: str, account_id: int | None, now: float, cancel: Event | None = None
) -> Iterator[WaitingChange]:
    """What applying a setting as it stands now would plan anew, soonest ship-by first.

    Raises Cancelled between two orders.
    """
    ended = cancel or Event()
    if key in _LIVE:
        return
    for account in accounts.accounts():
        if account_id in (None, account.id) and account.started_at is not None:
            changed = setting_change.changes(account.id, key)
            if not changed:
                continue
            part = waiting_creations if key.startswith("order.") else waiting_back
            for step in part.steps(account, key, changed, now, ended):
                yield WaitingChange(account.id, step)


def changed_keys(account_id: int | None) -> tuple[str, ...]:
    """The settings that were changed while orders may have waited."""
    whose = [one.id for one in accounts.accounts() if account_id in (None, one.id)]
    found = (one.key for each in whose for one in setting_change.changes(each))
    return tuple(key for key in dict.fromkeys(found) if key not in _LIVE)


def apply_setting(
    key: str, account_id: int | None, now: float, only: Collection[int] | None = None
) -> tuple[int, ...]:
    """Plan anew what a changed setting makes different, of these orders or all; their ids."""
    found = [
        one
        for one in waiting_changes(key, account_id, now)
        if only is None or one.step.order_id in only
    ]
    done: list[int] = []
    for start in range(0, len(found), _SLICE):
        with write():
            done += [one.step.order_id for one in found[start : start + _SLICE] if one.step.do()]
    if only is None and not key.startswith("order."):
        for each in {one.account_id for one in found}:
            setting_change.forget(each, [key])
    return tuple(dict.fromkeys(done))
