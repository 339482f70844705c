"""Which computer syncs an account: a lease in the shop, looked at before anything is sent.

What the shop says is believed for one heartbeat by the wall clock, so that a computer that slept
asks again first. Each renewal bears a mark of its own, kept in the profile before it leaves: a
lease with a mark that it does not know is another's, also where that is a copy of this profile.
"""

import platform
import secrets
from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from threading import Lock
from typing import NoReturn

from desktop.catalogue import account_problem
from desktop.channels.shopify.lease import LeaseLost, read_lease, write_lease
from desktop.clock import Clock, to_iso
from desktop.clock import now as real_now
from desktop.errors import AccountProblem, TryLater
from desktop.models import account as accounts
from desktop.models import cursor as cursors
from desktop.models import feeds
from desktop.models.database import write
from desktop.rows import LeaseState
from desktop.sync.connection import Connection
from desktop.trade import Account
from desktop.trade.returns import Lease

HEARTBEAT_S = 120.0
LAPSE_S = 600.0
RENEWED_S = 240.0  # where nothing is sent: twice before it lapses, should one be lost
LANDS_S = 120.0  # a request of the other computer: its whole deadline, and what may come after
SHORTEST_HEARTBEAT_S = 5.0  # where time runs fast, a second is still a second of this computer
HELD = "lease_held"
_CURSOR = "lease"
_WISH = "lease_wish"
_RETRY_S = 30.0
_COMPUTER_ROOM = 80
_ONE_AT_A_TIME: defaultdict[int, Lock] = defaultdict(Lock)


class LeaseHeld(TryLater):
    """Another computer syncs this account: nothing is sent in this run."""

    def __init__(self, computer: str, since: int) -> None:
        super().__init__(LAPSE_S, HELD, f"{computer} syncs this account")
        self.computer, self.since = computer, since

    @property
    def problem(self) -> AccountProblem:
        """What a person is told."""
        since = to_iso(self.since)
        return account_problem("shopify", HELD, computer=self.computer, since=since)


class LeaseUnread(TryLater):
    """The shop could not be asked whose it is, whichever side was to be sent to; `reason` is the
    code of why."""

    def __init__(self, seconds: float, error: TryLater) -> None:
        super().__init__(seconds, "lease", error.why, technical=error.technical)
        self.reason = error.code


@dataclass(frozen=True, slots=True)
class Kept:
    """What this profile remembers. Times UTC seconds; `holder` is the mark of its last renewal,
    `pending` are marks whose answer is out, `looks_before` is the time until which others may have
    worked on what is older."""

    holder: str = ""
    is_ours: bool = False
    pending: tuple[str, ...] = ()
    digest: str = ""
    looked_at: float = 0.0
    quiet_until: float = 0.0
    looks_before: int = 0
    shop: str = ""  # and its gid, under which the lease is written
    owner: str = ""
    computer: str = ""  # of the other one that has it, and when that one last said so
    since: int = 0

    @classmethod
    def load(cls, keeper_id: int) -> "Kept":
        """As it was kept, or nothing yet."""
        found = cursors.cursor(keeper_id, _CURSOR) or {}
        kept = {name: value for name, value in found.items() if name in cls.__slots__}
        return cls(**{**kept, "pending": tuple(map(str, kept.get("pending") or ()))})

    def save(self, keeper_id: int) -> None:
        """Keep it."""
        cursors.save_cursor(keeper_id, _CURSOR, asdict(self))


def keeper_of(account: Account) -> int:
    """Accounts of one seller in one shop share one lease, kept with the first of them."""
    key = (account.shopify.shop, account.amazon.seller_id)
    alike = [one.id for one in accounts.accounts() if _key(one) == key]
    return min(alike, default=account.id)


def _key(account: Account) -> tuple[str, str]:
    return account.shopify.shop, account.amazon.seller_id


def ask_for(account: Account, at: float) -> None:
    """Somebody wants this computer to sync the account from its next run on."""
    cursors.save_cursor(keeper_of(account), _WISH, {"at": int(at)})


def held_by(account: Account) -> tuple[str, int] | None:
    """The other computer that has it, and since when it was last heard of; None: not known."""
    kept = Kept.load(keeper_of(account))
    return None if kept.is_ours or not kept.computer else (kept.computer, kept.since)


def standing(account: Account, at: float) -> LeaseState | None:
    """How it stands for a person; None: this computer syncs the account, or may at any time."""
    keeper_id = keeper_of(account)
    kept = Kept.load(keeper_id)
    if kept.is_ours:
        sends_from = int(kept.quiet_until) + 1
        return LeaseState(sends_from=sends_from) if sends_from > at else None
    if not kept.computer:
        return None
    is_asked = bool((cursors.cursor(keeper_id, _WISH) or {}).get("at"))
    return LeaseState(kept.computer, kept.since, is_asked)


def looks_before(account: Account) -> int:
    """What is older than this may have been sent by another computer, or by this one before its
    backup was restored: it is looked up before it is sent. UTC seconds; 0: nothing."""
    return Kept.load(keeper_of(account)).looks_before


class LeaseKeeper:
    """Takes, renews and looks at one account's lease."""

    def __init__(self, connection: Connection, *, clock: Clock = real_now) -> None:
        self._connection = connection
        self._clock = clock
        self._keeper_id = keeper_of(connection.account)
        self._kept: Kept | None = None  # what is known to be ours, in this run

    def look(self) -> None:
        """Make sure that this computer may send, renewing the lease where a heartbeat is due.

        Raises LeaseHeld; TryLater also while the computer that had it may still be sending;
        AccountProblem.
        """
        kept = self._kept
        wished = cursors.cursor(self._keeper_id, _WISH) if kept is None else None
        if kept is None or wished or self._age(kept) >= self._heartbeat:
            kept = self._kept = self._asked(bool(wished and wished.get("at")))
        quiet = kept.quiet_until - self._clock()
        if quiet > 0:
            raise TryLater(quiet, "lease", "the other computer is given time to notice")

    def keep_up(self) -> None:
        """Where nothing is to be sent: renew it in time, so that it does not lapse. Raises as
        `look`."""
        kept = Kept.load(self._keeper_id)
        wished = (cursors.cursor(self._keeper_id, _WISH) or {}).get("at")
        if wished or not kept.is_ours or self._age(kept) >= self._here(RENEWED_S):
            self.look()

    def _asked(self, wished: bool) -> Kept:
        try:
            with _ONE_AT_A_TIME[self._keeper_id]:
                return self._renewed(wished)
        except LeaseHeld:
            raise
        except TryLater as error:
            wait_s = max(1.0, error.seconds, self._connection.pace.here(_RETRY_S))
            raise LeaseUnread(wait_s, error) from error

    @property
    def is_fresh(self) -> bool:
        """Whether something may be sent without asking the shop."""
        return self._kept is not None and self._age(self._kept) < self._heartbeat

    def leaving(self) -> None:
        """The last look, by the clock alone, as a request leaves: TryLater where the computer slept
        since."""
        kept = self._kept
        if kept is None or self._age(kept) >= self._heartbeat + self._here(LANDS_S) / 2:
            self._kept = None
            raise TryLater(0.0, "lease", "whether this computer still syncs the account is asked")

    @property
    def _heartbeat(self) -> float:
        return self._here(HEARTBEAT_S)

    def _here(self, seconds: float) -> float:
        """Seconds here, never so few that whole seconds count for nothing."""
        floor = SHORTEST_HEARTBEAT_S * seconds / HEARTBEAT_S
        return max(floor, self._connection.pace.here(seconds))

    def _age(self, kept: Kept) -> float:
        """Since the shop last said that it is ours; a clock set back counts as long ago."""
        age = self._clock() - kept.looked_at
        return age if age >= 0 else LAPSE_S

    def _renewed(self, wished: bool) -> Kept:
        self._kept = None
        kept = Kept.load(self._keeper_id)
        if kept.is_ours and 0 <= self._age(kept) < self._heartbeat:
            self._forget_wish()
            return kept
        if kept.is_ours:
            try:
                return self._write(kept, kept.digest)
            except LeaseLost:
                kept.save(self._keeper_id)  # that renewal was certainly not written
        found = self._read()
        try:
            if found is None:
                return self._write(kept, "", foreign=False)
            if self._is_own(kept, found):
                return self._write(kept, found.digest)
        except LeaseLost:  # another computer was quicker by a moment
            found = self._read() or found
            if found is None:
                raise TryLater(self._here(_RETRY_S), "lease", "the lease was just taken") from None
        return self._of_others(kept, found, wished)

    def _of_others(self, kept: Kept, found: Lease, wished: bool) -> Kept:
        """Take it where it lapsed or somebody asked for it; else it is theirs."""
        is_over = not found.holder or self._clock() - found.renewed_at > self._here(LAPSE_S)
        if not is_over and not wished:
            self._lost(kept, found)
        # By a clock that is wrong a lease in use looks lapsed: its holder gets time to notice.
        quiet = self._heartbeat + self._here(LANDS_S) if found.holder else 0.0
        try:
            return self._write(kept, found.digest, foreign=True, quiet=quiet)
        except LeaseLost:
            self._lost(kept, self._read() or found)

    def _lost(self, kept: Kept, found: Lease) -> NoReturn:
        theirs = replace(
            kept, is_ours=False, computer=found.computer, since=found.renewed_at, digest=""
        )
        theirs.save(self._keeper_id)
        raise LeaseHeld(found.computer, found.renewed_at)

    def _is_own(self, kept: Kept, found: Lease) -> bool:
        """Whether it is a renewal of ours, perhaps one whose answer was lost."""
        is_known = bool(found.holder) and found.holder in (kept.holder, *kept.pending)
        return is_known and found.computer == _computer()

    def _write(
        self, kept: Kept, digest: str, *, foreign: bool | None = None, quiet: float = 0.0
    ) -> Kept:
        """Write it over what was read. `foreign`: taken from another, so that what it may have done
        is looked up first; None: it is ours already. Raises LeaseLost."""
        at = self._clock()
        mark = secrets.token_hex(8)
        kept = replace(kept, pending=(*kept.pending[-9:], mark))
        kept.save(self._keeper_id)  # before it leaves: what is not kept was written by another
        shop, seller = _key(self._connection.account)
        owner = kept.owner if kept.shop == shop else ""
        wanted = Lease(mark, _computer(), int(at), owner=owner)
        written = write_lease(self._connection.shopify, seller, wanted, digest)
        ours = replace(
            kept,
            holder=mark,
            is_ours=True,
            pending=(),
            digest=written.digest,
            looked_at=at,
            shop=shop,
            owner=written.owner,
            computer="",
            since=0,
        )
        if foreign:
            ours = replace(ours, quiet_until=at + quiet, looks_before=int(at + quiet) + 1)
        with write():
            ours.save(self._keeper_id)
            self._forget_wish()
            if foreign:
                feeds.doubt(self._connection.account.id, due_at=int(at + quiet) + 1)
        return ours

    def _read(self) -> Lease | None:
        return read_lease(self._connection.shopify, self._connection.account.amazon.seller_id)

    def _forget_wish(self) -> None:
        if cursors.cursor(self._keeper_id, _WISH):
            cursors.save_cursor(self._keeper_id, _WISH, {})


def _computer() -> str:
    return (platform.node() or "a computer")[:_COMPUTER_ROOM]
