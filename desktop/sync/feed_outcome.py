"""What Amazon's report on a feed means for each task that it carried."""

from desktop.channels.amazon.feed_results import outcomes, with_numbers
from desktop.clock import Pace
from desktop.errors import NeedsPerson
from desktop.models import feed_queue, feeds, order_store, refunds, shipments
from desktop.models import task as tasks
from desktop.models.database import write
from desktop.models.feeds import FeedRow
from desktop.models.task import DueTask
from desktop.rows import IN_FLIGHT, TaskState
from desktop.sync.back import booked_refunds, refund_records, shown_orders
from desktop.sync.back.cancels_of import CANCEL_ON_AMAZON
from desktop.sync.back.refunds_of import SEND_REFUND
from desktop.sync.back.shipments_of import BY_FEED
from desktop.trade.order import AmazonStatus
from desktop.trade.returns import FeedReport

STUCK = "feed_stuck"
NOTHING_TOLD = FeedReport(0, 0, 0, ())


def take(row: FeedRow, report: FeedReport, now: float, *, pace: Pace, fatal: bool = False) -> int:
    """Keep the end of each message, and that the feed is over; how many were done."""
    carried = feed_queue.carried(row.id)
    report = with_numbers(report, [one.amazon_order_id for one in carried])
    ends = outcomes(report, row.feed_type, len(carried), fatal=fatal)
    with write():
        feeds.finished(row.id, report, fatal=fatal)
        return sum(_end(one, error, now, pace) for one, error in zip(carried, ends, strict=True))


def give_up(row: FeedRow, error: NeedsPerson, now: float) -> None:
    """The feed is over without a report: each of its tasks needs a person."""
    with write():
        feeds.finished(row.id, None, fatal=True)
        for one in feed_queue.carried(row.id):
            _refused(one, error, now)


def seen(row: FeedRow, now: float) -> None:
    """Amazon shows all that the feed was to do, though not which feed it was."""
    with write():
        feeds.finished(row.id, None, fatal=True)
        for one in feed_queue.carried(row.id):
            if one.state in IN_FLIGHT:
                tasks.settled(one.id, int(now), "it stands on Amazon")
                if one.verb == SEND_REFUND:
                    refund_records.mark(one, "accepted", now)


def stuck(row: FeedRow, error: NeedsPerson, now: float) -> None:
    """Amazon does not finish: a person is told of each task, and the feed stays watched."""
    with write():
        for one in feed_queue.carried(row.id):
            if one.state is TaskState.SUBMITTED:
                tasks.failed(one.id, error, int(now))


def taken(row: FeedRow, feed_id: str, now: float, *, look_at: float) -> None:
    """Amazon has the feed."""
    with write():
        feeds.submitted(row.id, feed_id, due_at=int(look_at) + 1, at=int(now))
        for one in feed_queue.carried(row.id):
            if one.verb == SEND_REFUND:
                refund_records.mark(one, "sent", now)


def _end(task: DueTask, error: NeedsPerson | None, now: float, pace: Pace) -> bool:
    """One message's end. What a person settled meanwhile stays; what they were asked for because
    the feed was stuck is answered."""
    if error is not None:
        _refused(task, error, now)
        return False
    if task.state in IN_FLIGHT:
        tasks.settled(task.id, int(now), "accepted by Amazon")
    elif _is_asked(task):
        tasks.done_by_hand(task.id, "Amazon finished the file after all", at=int(now))
    _keep(task, now, pace)
    return task.state in IN_FLIGHT or _is_asked(task)


def _is_asked(task: DueTask) -> bool:
    return task.state is TaskState.FAILED and task.error_code == STUCK


def _is_cancelled_anyway(task: DueTask) -> bool:
    """Whether a cancellation was refused because Amazon had cancelled the order meanwhile."""
    is_one = task.verb == CANCEL_ON_AMAZON
    return is_one and order_store.order(task.order_id).status is AmazonStatus.CANCELLED


def _refused(task: DueTask, error: NeedsPerson, now: float) -> None:
    is_open = task.state in IN_FLIGHT
    if is_open and _is_cancelled_anyway(task):
        tasks.settled(task.id, int(now), "cancelled on Amazon already")
    elif is_open:
        tasks.failed(task.id, error, int(now))
    elif _is_asked(task):
        tasks.refail(task.id, task.plan, error, int(now))
    if task.verb == SEND_REFUND and (is_open or _is_asked(task)):
        refund_records.mark(task, "not_sent", now)


def _keep(task: DueTask, now: float, pace: Pace) -> None:
    """What an accepted message means beside its task."""
    shown_orders.expect(task, now, pace)
    if task.verb == SEND_REFUND:
        refund_records.mark(task, "accepted", now)
        held = refund_records.find(refunds.of_order(task.order_id), "shopify", task.foreign_id)
        if held is not None and held.state == "accepted":
            booked_refunds.expect(task, now, pace)
    elif task.verb == BY_FEED:
        for one in shipments.of_order(task.order_id):
            if (one.side, one.foreign_id) == ("shopify", task.foreign_id) and one.state == "seen":
                shipments.set_state(one.id, "sent")
