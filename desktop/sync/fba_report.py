"""What Amazon shipped itself, from its report: carriers and numbers for the orders in Shopify.

The report takes Amazon some minutes; where it stands is kept, so that it outlives the program. One
asked for twice does no harm. Without the role for reports only this part of the program rests.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from desktop.catalogue import account_problem
from desktop.channels.amazon import fba_shipments
from desktop.channels.amazon.documents import DocumentUnreadable
from desktop.channels.amazon.fba_shipments import FbaShipment, NoReport
from desktop.clock import Clock
from desktop.clock import now as real_now
from desktop.errors import AccountProblem
from desktop.models import account as accounts
from desktop.models import order_store, shipments
from desktop.models.database import write
from desktop.models.setting import back_rules
from desktop.models.shipments import ShipmentRecord
from desktop.sync.back.applying import apply
from desktop.sync.back.trackings_of import trackings
from desktop.sync.connection import Connection
from desktop.sync.stored_cursor import StoredCursor
from desktop.trade import Account, Order

_log = logging.getLogger(__name__)

NO_ROLE = "reports_role_missing"
EVERY_S = 4 * 3600.0
POLL_S = 45.0
STUCK_S = 6 * 3600.0  # one that does not end is asked for anew
REACH_S = 60 * 86_400  # the number of an older order is no longer looked for
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class ReportCursor(StoredCursor):
    """Where the report stands; UTC seconds. Without `report_id` none is under way."""

    NAME = "fba_report"
    report_id: str = ""
    asked_at: float = 0.0
    looked_at: float = 0.0  # when the last one was through
    next_at: float = 0.0  # when to ask how this one stands
    until: int = 0  # how far it reaches; the next one begins there. 0: with the oldest order


class FbaReport:
    """One account's report, a step of its life at a time."""

    def __init__(self, connection: Connection, *, clock: Clock = real_now) -> None:
        self._connection = connection
        self._clock = clock
        self.not_before = 0.0
        self.notice: AccountProblem | None = None  # to be told; all else goes on

    @property
    def is_up_to_date(self) -> bool:
        """A run does what is due, and does not wait for a report to be written."""
        due = self.due_at
        return due is None or due > self._clock()

    @property
    def due_at(self) -> float | None:
        """When its next step is due, UTC seconds; None where no order lacks a number."""
        account = accounts.account(self._connection.account.id)
        if not account.is_started or not _is_wanted(account):
            return None
        cursor = ReportCursor.load(account.id)
        if cursor.report_id:
            return max(self.not_before, cursor.next_at)
        if shipments.oldest_unnumbered(account.id, self._oldest()) is None:
            return None
        return max(self.not_before, cursor.looked_at + self._connection.pace.here(EVERY_S))

    def _oldest(self) -> int:
        return int(self._clock()) - REACH_S

    def step(self) -> tuple[int, ...]:
        """Ask for a report, for how it stands, or read it; the orders that it told something of.

        Raises TryLater, AccountProblem (but for the missing role: see `notice`), Cancelled.
        """
        account_id, at = self._connection.account.id, self._clock()
        cursor = ReportCursor.load(account_id)
        if not cursor.report_id:
            self._ask(cursor, at)
            return ()
        state = fba_shipments.report_state(self._connection.amazon, cursor.report_id)
        is_stuck = at - cursor.asked_at > self._connection.pace.here(STUCK_S)
        if state.status == "DONE" and state.document_id and not is_stuck:
            return self._read(state.document_id, cursor, at)
        if state.status in ("DONE", "CANCELLED", "FATAL", fba_shipments.GONE) or is_stuck:
            _behind(cursor, at).save(account_id, at)  # nothing to report, or none to be had
            return ()
        next_at = at + max(0.2, self._connection.pace.here(POLL_S))
        replace(cursor, next_at=next_at).save(account_id, at)
        return ()

    def _ask(self, cursor: ReportCursor, at: float) -> None:
        account_id = self._connection.account.id
        oldest = shipments.oldest_unnumbered(account_id, self._oldest())
        if oldest is None:
            return
        since = min(cursor.until or oldest, int(at) - _DAY_S)
        until = min(int(at), since + fba_shipments.WIDEST_S)
        try:
            report_id = fba_shipments.request_report(self._connection.amazon, since, until)
        except NoReport as error:
            if error.technical.status in (401, 403):
                self.notice = account_problem("amazon", NO_ROLE, error.technical)
            ReportCursor(looked_at=at).save(account_id, at)
            return
        self.notice = None
        next_at = at + max(0.2, self._connection.pace.here(POLL_S))
        ReportCursor(report_id, at, cursor.looked_at, next_at, until).save(account_id, at)

    def _read(self, document_id: str, cursor: ReportCursor, at: float) -> tuple[int, ...]:
        """Keep what it tells, with the tasks that follow, and that it was read, at once."""
        account_id = self._connection.account.id
        try:
            document = fba_shipments.fetch_report(self._connection.amazon, document_id)
            rows = fba_shipments.read_shipments(document)
        except DocumentUnreadable as error:
            _log.warning("Amazon's report on its shipments cannot be read: %s", error)
            rows = ()
        by_order: dict[str, list[FbaShipment]] = defaultdict(list)
        for row in rows:
            if row.tracking_number:
                by_order[row.amazon_order_id].append(row)
        with write():
            told = tuple(self._keep(by_order, at))
            _behind(cursor, at).save(account_id, at)
        return told

    def _keep(self, by_order: Mapping[str, list[FbaShipment]], at: float) -> Iterable[int]:
        account_id = self._connection.account.id
        for order_ids in order_store.order_ids(tuple(by_order), account_id).values():
            for order_id in order_ids:
                order = order_store.order(order_id)
                if not shipments.lacks_number(order_id):
                    continue
                for record in packages(order_id, order, by_order[order.amazon_order_id], at):
                    shipments.save(record)
                wanted = trackings(order, shipments.of_order(order_id))
                apply(self._connection, order_id, wanted, at)
                yield order_id


def _behind(cursor: ReportCursor, at: float) -> ReportCursor:
    """After a report: the next part at once, or, where it reached to now, the next time."""
    if cursor.until < at - _DAY_S:
        return ReportCursor(until=cursor.until)
    return ReportCursor(looked_at=at)


def packages(
    order_id: int, order: Order, rows: Iterable[FbaShipment], at: float
) -> tuple[ShipmentRecord, ...]:
    """The rows of one order by tracking number, as shipments of Amazon's."""
    by_sku: dict[str, list[str]] = defaultdict(list)
    for line in order.lines:
        by_sku[line.sku].append(line.item_id)
    items: dict[str, dict[str, int]] = defaultdict(dict)
    first: dict[str, FbaShipment] = {}
    for row in rows:
        first.setdefault(row.tracking_number, row)
        same = by_sku[row.sku]
        item_id = row.item_id or (same[0] if len(same) == 1 else "")
        if item_id:
            held = items[row.tracking_number]
            held[item_id] = held.get(item_id, 0) + row.quantity
    return tuple(
        ShipmentRecord(
            id=0,
            order_id=order_id,
            side="amazon",
            foreign_id=number,
            reference="",
            carrier=row.carrier,
            number=number,
            shipped_at=row.shipped_at or int(at),
            state="seen",
            items=tuple(sorted(items[number].items())),
            made_by="other",
        )
        for number, row in first.items()
    )


def _is_wanted(account: Account) -> bool:
    """Whether what Amazon ships is fulfilled in Shopify, for any of the marketplaces."""
    places = account.amazon.marketplaces
    return any(back_rules(account.id, place).shipment.to_shopify for place in places)
