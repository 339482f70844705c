"""Which of the feeds that Amazon lists is ours, after the answer to createFeed was lost.

Amazon's list holds nothing of ours but type, time and marketplaces, so that each feed that fits is
waited for, and its report is held against what ours carries. What still cannot be told from
another program's is looked for in what it would have done; then a person is asked. Nothing is ever
sent a second time unless every feed that could be ours is proven not to be.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from desktop.channels.amazon import feeds as amazon_feeds
from desktop.channels.amazon.documents import DocumentUnreadable
from desktop.channels.amazon.feed_report import read_report
from desktop.channels.amazon.feeds import FeedState
from desktop.channels.amazon.mapping import Unreadable
from desktop.channels.amazon.shipments import packages_of
from desktop.errors import NeedsPerson
from desktop.models import refunds
from desktop.models.task import DueTask
from desktop.sync import order_books
from desktop.sync.back import refund_records
from desktop.sync.back.cancels_of import CANCEL_ON_AMAZON
from desktop.sync.back.refunds_of import SEND_REFUND
from desktop.sync.back.shipments_of import BY_FEED
from desktop.sync.connection import Connection
from desktop.trade.order import AmazonStatus
from desktop.trade.returns import FeedReport

_log = logging.getLogger(__name__)


class Verdict(Enum):
    """What a feed's end says of whose it is."""

    OURS = "ours"
    NOT_OURS = "not ours, or nothing of it was done"
    UNCLEAR = "unclear"
    RUNNING = "running"


@dataclass(frozen=True, slots=True)
class Found:
    """What the search came to: `feed_id` is ours; `is_absent`: none is; `waits`: not known yet.

    None of these: it cannot be told, and `count` feeds could be ours.
    """

    feed_id: str = ""
    is_absent: bool = False
    waits: bool = False
    count: int = 0


def judge(report: FeedReport, order_ids: Sequence[str]) -> Verdict:
    """Whose feed a report is of, by the orders that ours carries, message 1 being the first. Pure.

    A report names orders only where something was refused; else its count must be ours.
    """
    count = len(order_ids)
    whole = report.failed_whole
    if whole is not None and report.successful == 0:
        return Verdict.NOT_OURS
    named = [one for one in report.results if one.message_id > 0]
    for one in named:
        if one.message_id > count:
            return Verdict.NOT_OURS
        if one.amazon_order_id and one.amazon_order_id != order_ids[one.message_id - 1]:
            return Verdict.NOT_OURS
    if report.processed not in (0, count):
        return Verdict.NOT_OURS
    return Verdict.OURS if any(one.amazon_order_id for one in named) else Verdict.UNCLEAR


def search(
    connection: Connection,
    listed: Sequence[FeedState],
    carried: Sequence[DueTask],
    marketplaces: Sequence[str],
) -> Found:
    """Which of these feeds carries these tasks. Reads their states and reports.

    A single one that cannot be told from ours is ours where it carries refunds: the books are
    looked into later. Raises TryLater, AccountProblem, Cancelled.
    """
    asked = set(marketplaces)
    same = [one for one in listed if not one.marketplaces or set(one.marketplaces) == asked]
    order_ids = [one.amazon_order_id for one in carried]
    verdicts = {one.id: _verdict(connection, one, order_ids) for one in same}

    def of(wanted: Verdict) -> list[str]:
        return [feed_id for feed_id, verdict in verdicts.items() if verdict is wanted]

    ours, running, unclear = of(Verdict.OURS), of(Verdict.RUNNING), of(Verdict.UNCLEAR)
    if len(ours) == 1:
        return Found(ours[0])
    if ours:
        return Found(count=len(ours))
    if running:
        return Found(waits=True, count=len(running) + len(unclear))
    if not unclear:
        return Found(is_absent=True)
    if len(unclear) == 1 and carried and carried[0].verb == SEND_REFUND:
        return Found(unclear[0])
    return Found(count=len(unclear))


def _verdict(connection: Connection, one: FeedState, order_ids: Sequence[str]) -> Verdict:
    if not one.is_finished:
        return Verdict.RUNNING
    if one.status == "CANCELLED" and not one.document_id:
        return Verdict.NOT_OURS  # nothing of it was done
    if not one.document_id:
        return Verdict.UNCLEAR
    try:
        report = read_report(amazon_feeds.report(connection.amazon, one.document_id))
    except DocumentUnreadable as error:
        _log.warning("the report on a feed cannot be read: %s", error)
        return Verdict.UNCLEAR
    return judge(report, order_ids)


def stands(connection: Connection, task: DueTask, since: float) -> bool:
    """Whether Amazon shows what the task was to do, whichever feed did it.

    Raises TryLater, AccountProblem, Cancelled.
    """
    look: dict[str, Callable[[Connection, DueTask, float], bool]] = {
        SEND_REFUND: _is_refunded,
        CANCEL_ON_AMAZON: _is_cancelled,
        BY_FEED: _is_shipped,
    }
    try:
        return look[task.verb](connection, task, since)
    except (Unreadable, NeedsPerson):
        return False


def _is_refunded(connection: Connection, task: DueTask, since: float) -> bool:
    order_books.look(connection, task.order_id, task.amazon_order_id)
    held = refunds.of_order(task.order_id)
    own = refund_records.find(held, "shopify", task.foreign_id)
    pair = next((one for one in held if own is not None and one.id == own.pair_id), None)
    return pair is not None and pair.at >= since


def _is_cancelled(connection: Connection, task: DueTask, since: float) -> bool:
    order = packages_of(connection.amazon, task.amazon_order_id)
    return order.status is AmazonStatus.CANCELLED


def _is_shipped(connection: Connection, task: DueTask, since: float) -> bool:
    """All units of its items have left; which package they went in, Amazon does not say."""
    order = packages_of(connection.amazon, task.amazon_order_id)
    mine = {str(item) for item, _ in task.plan.get("items", ())}
    lines = [line for line in order.lines if line.item_id in mine]
    return bool(lines) and all(line.quantity_fulfilled >= line.quantity for line in lines)
