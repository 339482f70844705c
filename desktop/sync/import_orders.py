"""Fetch the orders that people asked for by ID, each with its own outcome.

The requests are rows, so that a window, a command line and the syncing process may be three
programs. A request without an account tries every connected one; Amazon answers "not found" for
another seller's order too, so the words say both.
"""

from collections.abc import Sequence

from desktop.channels.amazon.mapping import Unreadable, read_order
from desktop.channels.amazon.orders import get_order
from desktop.clock import Clock
from desktop.clock import now as real_now
from desktop.errors import AccountProblem, TryLater
from desktop.models import import_request
from desktop.models import task as tasks
from desktop.models.import_request import ImportRequest
from desktop.models.incoming import Incoming, TaskPlan
from desktop.rows import ImportOutcome, TaskState
from desktop.sync.connection import Connection
from desktop.sync.keep_orders import keep_orders
from desktop.sync.pull_amazon import planner
from desktop.trade import Order


def answer_import_requests(connections: Sequence[Connection], *, clock: Clock = real_now) -> int:
    """Answer what was asked; returns how many orders were new. Raises Cancelled only."""
    new = 0
    for request in import_request.pending([c.account.id for c in connections]):
        if import_request.claim(request.id):
            outcome = _answer(request, connections, clock)
            new += outcome.outcome == "imported"
            import_request.finish(request.id, outcome, int(clock()))
    return new


def _answer(
    request: ImportRequest, connections: Sequence[Connection], clock: Clock
) -> ImportOutcome:
    """Ask each account in turn; the first that has the order wins, then the first that erred."""
    trouble: ImportOutcome | None = None
    for connection in connections:
        if request.account_id not in (None, connection.account.id):
            continue
        try:
            raw = get_order(connection.amazon_user_lane, request.amazon_order_id)
        except (TryLater, AccountProblem) as error:
            words = error.why if isinstance(error, TryLater) else f"{error.title} {error.cure}"
            trouble = trouble or _outcome(request, "failed", words, connection)
            continue
        if raw is not None:
            return _keep(request, connection, raw, clock())
    return trouble or ImportOutcome(
        request.amazon_order_id,
        "not_found",
        "Amazon does not know this order for the connected accounts. Check the ID, and whether"
        " the order is older than two years.",
    )


def _keep(request: ImportRequest, connection: Connection, raw: bytes, at: float) -> ImportOutcome:
    account_id = connection.account.id
    try:
        incoming, unreadable = [Incoming(read_order(raw), raw)], []
    except Unreadable as error:
        incoming, unreadable = [], [(request.amazon_order_id, raw, error.detail)]
    plan = planner(account_id, at)

    def asked_for(order: Order, held_as: str | None) -> TaskPlan:
        """A person asked for this one: its age does not matter, only what they chose."""
        planned = plan(order, held_as)
        if request.mode == "import_only" and held_as is None:
            return TaskPlan(TaskState.SKIPPED, reason="import_only")
        if planned.state is TaskState.SKIPPED and planned.reason in ("import_only", "fba_off"):
            return TaskPlan(TaskState.READY)
        return planned

    stored = keep_orders(connection, incoming, asked_for, cursor=None, at=at, unreadable=unreadable)
    if unreadable:
        return _outcome(request, "failed", "Amazon's order could not be read.", connection)
    if stored.imported:
        return _outcome(request, "imported", "Imported.", connection)
    if request.mode == "create":
        _create_after_all(account_id, request.amazon_order_id)
    if import_request.is_archived(account_id, request.amazon_order_id):
        return _outcome(
            request, "archived", "Already held, in the archive. Restore it to see it.", connection
        )
    return _outcome(request, "refreshed", "Already held; refreshed from Amazon.", connection)


def _create_after_all(account_id: int, amazon_order_id: str) -> None:
    """An order held import-only is to be created now that somebody asked for it."""
    skipped = tasks.skipped_as(account_id, amazon_order_id, ("import_only", "fba_off"))
    tasks.ask_again(skipped)


def _outcome(
    request: ImportRequest, outcome: str, words: str, connection: Connection
) -> ImportOutcome:
    return ImportOutcome(request.amazon_order_id, outcome, words, connection.account.name)
