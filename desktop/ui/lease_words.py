"""What the window says of accounts that another computer syncs. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.rows import AccountState
from desktop.ui.status_line import clock_words

ELSEWHERE = "lease_held"  # the problem's code: nothing is wrong, and a notice says it


@dataclass(frozen=True, slots=True)
class LeaseNotice:
    """A sentence, and the accounts that can be taken over (none: there is nothing to do)."""

    words: str = ""
    computer: str = ""
    accounts: tuple[AccountState, ...] = ()


def notice_of(accounts: Sequence[AccountState], now: float) -> LeaseNotice:
    """The first thing to tell: another computer, a take-over under way, one that was done."""
    elsewhere = [one for one in accounts if one.lease is not None and one.lease.computer]
    held = [one for one in elsewhere if one.lease is not None and not one.lease.is_asked]
    if held:
        return _held(held, named=len(accounts) > 1)
    if elsewhere and elsewhere[0].lease is not None:
        names = _names(elsewhere)
        return LeaseNotice(f"Taking {names} over from {elsewhere[0].lease.computer}…")
    taken = [one for one in accounts if one.lease is not None and one.lease.sends_from > now]
    if not taken:
        return LeaseNotice()
    at = max(one.lease.sends_from for one in taken if one.lease is not None)
    return LeaseNotice(
        f"This computer syncs {_names(taken)} now. It sends from {clock_words(at)} on, so that the"
        " other one has noticed by then."
    )


def _held(held: Sequence[AccountState], *, named: bool) -> LeaseNotice:
    first = held[0].lease
    computer = "" if first is None else first.computer
    same = tuple(one for one in held if one.lease is not None and one.lease.computer == computer)
    at = max(one.lease.heard_at for one in same if one.lease is not None)
    what = _names(same) if named else "this account"
    return LeaseNotice(
        f"{computer} syncs {what}, and last said so at {clock_words(at)}. This computer shows what"
        " happens and sends nothing.",
        computer,
        same,
    )


def _names(accounts: Sequence[AccountState]) -> str:
    names = [one.name for one in accounts]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
