"""Answers a buyer's wish to cancel: accepted, both sides cancel; declined, the hold is released."""

from desktop import clock
from desktop.actions.back_start import Started, fbm_order
from desktop.actions.bad_input import BadInput
from desktop.actions.cancel_order import cancel_order
from desktop.models import task as tasks
from desktop.models.database import write
from desktop.models.order_marks import settle_wish
from desktop.models.task_find import tasks_of
from desktop.rows import NOT_LEFT, TaskState

_HOLD = "hold_in_shopify"
_RELEASE = "release_in_shopify"


def accept_wish(order_id: int) -> Started:
    """Cancel on both sides as the buyer asked, also where automatic cancelling is off.

    Raises BadInput, LookupError.
    """
    _check(order_id)
    with write():
        started = cancel_order(order_id, "BuyerCanceled")
        settle_wish(order_id, "accepted", int(clock.now()))
    return started


def decline_wish(order_id: int) -> Started:
    """Let the order be packed after all; Amazon needs no answer. Raises BadInput, LookupError."""
    _check(order_id)
    at = int(clock.now())
    held = False
    with write():
        for one in tasks_of([order_id], _HOLD):
            if one.state in NOT_LEFT:
                tasks.skip([one.id], "wish declined", at=at)
            held = held or one.state not in (*NOT_LEFT, TaskState.SKIPPED)
        if held:
            _plan_release(order_id, at)
        settle_wish(order_id, "declined", at)
    words = "The hold in Shopify is released at the next sync." if held else "Nothing was on hold."
    return Started(order_id, "shopify", words)


def _plan_release(order_id: int, at: int) -> None:
    (hold, *_) = tasks_of([order_id], _HOLD)
    latest = tasks.latest(hold.account_id, order_id, _RELEASE, "")
    tasks.plan_task(
        hold.account_id,
        order_id,
        _RELEASE,
        revision=0 if latest is None else latest.revision + 1,
        plan={},
        state=TaskState.READY,
        due_at=at,
        at=at,
    )


def _check(order_id: int) -> None:
    if not fbm_order(order_id, "cancellation").has_cancel_wish:
        raise BadInput("order", "The buyer did not ask to cancel it.", "Nothing is to answer.")
