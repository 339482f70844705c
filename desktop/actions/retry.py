"""Asks again for what failed: for named orders, for one cause, or for everything."""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from desktop.actions.bad_input import BadInput
from desktop.actions.held_orders import OrderOutcome, find_named
from desktop.actions.list_orders import OrderQuery, list_orders
from desktop.actions.outbox import leaves_at_for
from desktop.catalogue import (
    CANCELLATION_FAILURES,
    ORDER_FAILURES,
    REFUND_FAILURES,
    SHIPMENT_FAILURES,
)
from desktop.models import task_person
from desktop.models.task_back import OUTBOX, replace_plan
from desktop.models.task_find import tasks_of
from desktop.models.task_moves import DueTask
from desktop.rows import (
    FailureRow,
    OrderFilter,
    OrderRow,
    SortKey,
    SyncStatus,
    Tab,
    TaskState,
)
from desktop.sync.back.booked_refunds import CONFIRM_REFUND, keep_looking
from desktop.sync.back.recording import IS_ANOTHER, MAYBE_THERE

_SLICE = 200
WORDS = "Will be tried again at the next sync."
CHECKING = "checking"
ASKS_WORDS = "Its refund may stand already; look at it and decide by itself."
_MAY_STAND = ("undecided", "feed_undecided", "already_refunded", MAYBE_THERE)
_BY_OUTBOX = ("send_refund", "cancel_on_amazon")
_KNOWN = ORDER_FAILURES | SHIPMENT_FAILURES | REFUND_FAILURES | CANCELLATION_FAILURES
LOOKS_WORDS = "The answer was lost; it is looked up as soon as the request can no longer land."


def retry_named(
    texts: str | Iterable[str], *, code: str = "", account_id: int | None = None
) -> tuple[OrderOutcome, ...]:
    """Try the failures of these orders again, of one cause only where a code is given.

    Raises BadInput where no ID was given, or for an unknown code.
    """
    check_code(code)
    named = find_named(texts, account_id)
    return (*retry_rows(named.rows, code), *named.others)


def retry_all(*, code: str = "", account_id: int | None = None) -> tuple[OrderOutcome, ...]:
    """Try everything that failed again, or all of one cause. Raises BadInput."""
    check_code(code)
    query = OrderQuery(OrderFilter(tab=Tab.ERRORS, account_id=account_id), SortKey.CREATED)
    rows = tuple(list_orders(query))
    return retry_rows([row for row in rows if _failures(row, code)], code)


def retry_rows(rows: Sequence[OrderRow], code: str = "") -> tuple[OrderOutcome, ...]:
    """Try the failures of these rows again, in slices.

    Of several orders and causes at once, a refund that may stand already is left to a person.
    """
    in_bulk = len(rows) > 1 and not code
    wanted = [(row, _failures(row, code, in_bulk=in_bulk)) for row in rows]
    failed = {one.task_id for _, failures in wanted for one in failures}
    found = tasks_of([row.id for row, failures in wanted if failures])
    retry_tasks([one for one in found if one.id in failed])
    _ask_all(_to_look_up([row.id for row in rows if row.stage == CHECKING]))
    return tuple(_outcome(row, failures) for row, failures in wanted)


def retry_tasks(found: Sequence[DueTask]) -> None:
    """Try these failures again. What moves money, or cannot be taken back, leaves by the outbox."""
    by_outbox = [one for one in found if one.verb in _BY_OUTBOX]
    asked = [one for one in found if one.error_code == MAYBE_THERE]
    looking = [one for one in found if one.verb == CONFIRM_REFUND]
    apart = {one.id for one in (*by_outbox, *asked, *looking)}
    _ask_all([one.id for one in found if one.id not in apart])
    for one in asked:  # a person says that it is another one than Shopify's
        with suppress(ValueError, LookupError):
            task_person.ask_again([one.id], plan_changes={IS_ANOTHER: True})
    for one in looking:
        with suppress(ValueError, LookupError):
            keep_looking(one.id)
    for one in by_outbox:
        leaves_at = leaves_at_for(one.account_id)
        with suppress(ValueError, LookupError):  # moved meanwhile
            replace_plan(one.id, one.plan, state=TaskState.WAITING, hold=OUTBOX, due_at=leaves_at)


def _ask_all(ids: Sequence[int]) -> None:
    for start in range(0, len(ids), _SLICE):
        _ask_again(ids[start : start + _SLICE])


def _to_look_up(order_ids: Sequence[int]) -> list[int]:
    """Tasks whose outcome is not known: their look-up may come sooner."""
    return [one.id for one in tasks_of(order_ids) if one.state is TaskState.CHECK]


def _ask_again(task_ids: Sequence[int]) -> None:
    """In one go; one by one where somebody else has moved one of them meanwhile."""
    try:
        task_person.ask_again(task_ids)
    except (ValueError, LookupError):
        for task_id in task_ids:
            with suppress(ValueError, LookupError):
                task_person.ask_again([task_id])


def check_code(code: str) -> None:
    """Raises BadInput for a cause that the catalogue does not know."""
    if code and code not in _KNOWN:
        known = ", ".join(sorted(_KNOWN))
        raise BadInput("--code", f"{code[:40]!r} is not known.", f"Give one of: {known}.")


def _failures(row: OrderRow, code: str, *, in_bulk: bool = False) -> tuple[FailureRow, ...]:
    return tuple(
        one
        for one in row.failures
        if one.task_id and code in ("", one.code) and not (in_bulk and _may_stand(one))
    )


def _may_stand(failure: FailureRow) -> bool:
    """Sent again, it would give money back twice where it did arrive."""
    return failure.kind is SyncStatus.FAILED_REFUND and failure.code in _MAY_STAND


def _outcome(row: OrderRow, failures: tuple[FailureRow, ...]) -> OrderOutcome:
    if failures:
        return OrderOutcome(row.amazon_order_id, "retrying", WORDS, row.account)
    if row.stage == CHECKING:
        return OrderOutcome(row.amazon_order_id, "looking_up", LOOKS_WORDS, row.account)
    if any(_may_stand(one) for one in row.failures):
        return OrderOutcome(row.amazon_order_id, "asks", ASKS_WORDS, row.account)
    return OrderOutcome(row.amazon_order_id, "nothing_failed", "Nothing failed here.", row.account)
