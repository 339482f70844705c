"""Imports Amazon orders by their IDs, each with its own outcome.

What is asked for is written down first. Whoever syncs the profile answers it; where nobody does,
the answer is fetched here, under the profile's lock.
"""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from threading import Event
from typing import Literal

from desktop import clock, profile_lock
from desktop.actions.bad_input import BadInput
from desktop.actions.find_account import chosen_accounts
from desktop.actions.order_ids import SHAPE, read_ids
from desktop.errors import AccountProblem, Cancelled, ProfileProblem, TryLater
from desktop.models import import_request, order_detail
from desktop.profile import Profile
from desktop.rows import ImportOutcome, SyncStatus
from desktop.sync.connection import Connection, open_connection
from desktop.sync.engine import Engine
from desktop.sync.import_orders import answer_import_requests
from desktop.sync.lease import LeaseKeeper
from desktop.sync.progress import Progress, Tell, silent
from desktop.sync.tasks.registry import CREATIONS
from desktop.trade import Account

Mode = Literal["import_only", "create"]

LIMIT_S = 180.0
_LOOK_S = 0.3
_BATCHES = 20
_MOST = 1000
_CREATED = ("imported", "refreshed")


def import_orders(
    texts: str | Iterable[str],
    profile: Profile,
    *,
    mode: Mode = "create",
    account: str = "",
    cancel: Event | None = None,
    tell: Tell = silent,
    limit_s: float = LIMIT_S,
) -> tuple[ImportOutcome, ...]:
    """Fetch the orders of pasted IDs, and create them in Shopify in mode `create`.

    Waits up to `limit_s` for another Crossdock that syncs the profile. Raises BadInput where no ID
    was given, NeedsPerson no_account, Cancelled.
    """
    ids = read_ids(texts)
    if not ids.good and not ids.bad:
        raise BadInput("ID", "No order ID was given.", SHAPE)
    if len(ids.good) > _MOST:
        raise BadInput("ID", f"{len(ids.good)} IDs are too many.", f"Give {_MOST} at a time.")
    malformed = tuple(ImportOutcome(one[:60], "malformed", SHAPE) for one in ids.bad)
    if not ids.good:
        return malformed
    accounts = chosen_accounts(account)
    stop = cancel or Event()
    asked = import_request.ask(
        ids.good, mode, account_id=accounts[0].id if account else None, at=int(clock.now())
    )
    try:
        with profile_lock.hold(profile.folder, "import"):
            _answer_here(asked, accounts, profile, mode, stop, tell)
        outcomes = _outcomes(asked)
    except ProfileProblem as problem:
        if problem.code != "in_use":
            raise
        outcomes = _wait_for_holder(asked, stop, tell, limit_s)
    return (*outcomes, *malformed)


def _answer_here(
    asked: Sequence[int],
    accounts: Sequence[Account],
    profile: Profile,
    mode: Mode,
    cancel: Event,
    tell: Tell,
) -> None:
    import_request.reopen()
    with ExitStack() as ends:
        connections = [
            ends.enter_context(
                closing(open_connection(one, profile.vault, profile.profile_id, cancel))
            )
            for one in accounts
        ]
        tell(Progress(", ".join(one.name for one in accounts), "import", "asking Amazon"))
        left = _unanswered(asked)
        while left:
            answer_import_requests(connections)
            before, left = left, _unanswered(asked)
            if left == before:
                break
        if mode == "create":
            for connection in connections:
                _create_due(connection, tell)


def _unanswered(asked: Sequence[int]) -> int:
    return sum(1 for one in import_request.outcome(asked) if one.outcome is None)


def _create_due(connection: Connection, tell: Tell) -> None:
    """Send what is due of this account; what has to wait is left to the next sync."""
    engine = Engine(connection, CREATIONS, tell, lease=LeaseKeeper(connection))
    engine.recover()
    with suppress(TryLater, AccountProblem):
        for _ in range(_BATCHES):
            due = engine.due_at
            if due is None or due > clock.now():
                return
            engine.step()


def _wait_for_holder(
    asked: Sequence[int], cancel: Event, tell: Tell, limit_s: float
) -> tuple[ImportOutcome, ...]:
    until = clock.now() + limit_s
    tell(Progress("import", "wait", "another Crossdock syncs this profile and fetches them"))
    while clock.now() < until and _unanswered(asked):
        if clock.wait(_LOOK_S, cancel):
            raise Cancelled("the import goes on in the Crossdock that syncs this profile")
    return _outcomes(asked)


def _outcomes(asked: Sequence[int]) -> tuple[ImportOutcome, ...]:
    later = "Not answered yet; the Crossdock that syncs this profile will fetch it."
    return tuple(
        _told(request.outcome or ImportOutcome(request.amazon_order_id, "waiting", later))
        for request in import_request.outcome(asked)
    )


def _told(outcome: ImportOutcome) -> ImportOutcome:
    """With a word on how the order stands now."""
    if outcome.outcome not in _CREATED:
        return outcome
    for detail in order_detail.detail(outcome.amazon_order_id):
        row = detail.row
        if row.account != outcome.account:
            continue
        if row.shopify_order_name:
            words = f"In Shopify as {row.shopify_order_name}."
        elif row.sync_status is SyncStatus.FAILED_ORDER and row.failures:
            words = f"{row.failures[0].title} {row.failures[0].cure}"
        else:
            words = f"{row.stage[0].upper()}{row.stage[1:]}." if row.stage else ""
        return replace(outcome, words=f"{outcome.words} {words}".strip())
    return outcome
