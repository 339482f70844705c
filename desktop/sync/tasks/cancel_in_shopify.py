"""Cancel in Shopify what Amazon cancelled, or the seller in the app: no mail, the recorded payment
reversed. A plan's `then_amazon` is what Amazon is told once Shopify has cancelled.

Shopify takes it as a job: the order is read back until it says that it is cancelled.
"""

from collections.abc import Callable
from functools import partial

from desktop.catalogue import cancellation_failure
from desktop.channels.shopify.cancel import AlreadyCancelled, cancel_order, job_is_done
from desktop.clock import now as real_now
from desktop.models import shop_state
from desktop.models.setting import back_rules
from desktop.models.task import DueTask, plan_task
from desktop.rows import TaskState
from desktop.sync.back.cancels_of import CANCEL_ON_AMAZON, OUTBOX, PART
from desktop.sync.connection import Connection
from desktop.sync.tasks.outcome import Absent, Outcome, Settled, Submitted
from desktop.sync.tasks.shop_order import shop_order
from desktop.sync.tasks.verb import PlainVerb
from desktop.trade.returns import ShopState

_JOB_S = 10.0
_LOOKS = 60
_MINUTE_S = 60.0
_NOTE = "Cancelled on Amazon"
_NOTE_OF_SELLER = "Cancelled by the seller; Amazon is told"


def send(connection: Connection, task: DueTask, leaving: Callable[[], None]) -> Outcome:
    """Cancel. Raises NeedsPerson, TryLater, OutcomeUnknown, AccountProblem, Cancelled."""
    if task.foreign_id == PART:  # never the whole order for a part of it
        raise cancellation_failure("partial", items=task.plan.get("words") or "see both sides")
    state = shop_order(connection, task, cancellation_failure)
    if state.cancelled_at is not None:
        return Settled("cancelled in Shopify already", partial(_keep, connection, task, state))
    if any(one.is_live for one in state.fulfillments):
        raise cancellation_failure("shop_fulfilled", name=state.name)
    reason, restock = str(task.plan.get("reason", "OTHER")), bool(task.plan.get("restock"))
    note = _NOTE_OF_SELLER if task.plan.get("then_amazon") else _NOTE
    leaving()
    try:
        job = cancel_order(connection.shopify, state.gid, reason, restock, True, note)
    except AlreadyCancelled:
        return Settled("cancelled in Shopify already", partial(_keep, connection, task, state))
    look_at = real_now() + connection.pace.here(_JOB_S)
    return Submitted(look_at, "Shopify is cancelling it", plan={"job": job})


def find(connection: Connection, task: DueTask) -> Outcome:
    """Is the order cancelled? While the job runs, it is looked at again."""
    state = shop_order(connection, task, cancellation_failure)
    if state.cancelled_at is not None:
        return Settled("cancelled in Shopify", partial(_keep, connection, task, state))
    job = str(task.plan.get("job", ""))
    if task.state is TaskState.CHECK and not job:
        return Absent()
    if job and job_is_done(connection.shopify, job) and task.lookups > 1:
        raise cancellation_failure("shop_not_cancelled", name=state.name)
    if task.lookups >= _LOOKS:
        raise cancellation_failure("not_confirmed", name=state.name)
    look_at = real_now() + connection.pace.here(_JOB_S)
    return Submitted(look_at, "Shopify is cancelling it")


def _keep(connection: Connection, task: DueTask, state: ShopState) -> None:
    """Shopify's state as it is now; and what Amazon is told of it waits in the outbox."""
    at = int(real_now())
    shop_state.save(task.order_id, state, at)
    then = task.plan.get("then_amazon")
    if not then:
        return
    wait_s = connection.pace.here(back_rules(task.account_id).outbox_minutes * _MINUTE_S)
    plan_task(
        task.account_id,
        task.order_id,
        CANCEL_ON_AMAZON,
        plan={**then, "told": then},
        state=TaskState.WAITING,
        hold=OUTBOX,
        due_at=at + round(wait_s),
        at=at,
    )


CANCEL_IN_SHOPIFY = PlainVerb("cancel_in_shopify", "shopify", cancellation_failure, send, find)
