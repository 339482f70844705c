"""What presses and what failed: the counters above the grid, and errors grouped by cause."""

from collections import defaultdict
from dataclasses import dataclass, field

import msgspec

from desktop.errors import Technical
from desktop.models.database import read
from desktop.models.order_list import count
from desktop.models.order_status import SYNC_CODE, failure_kind
from desktop.rows import CauseGroup, Counters, OrderFilter, SyncStatus
from desktop.trade import Money

_NEVER = 1 << 40  # sorts behind every real time

# What is about a product says which one in the field of its technical details.
_ABOUT_SKU = "resolve_links"
_ABOUT_CARRIER = ("carrier_unknown", "carrier_refused")
_FAILED = """
SELECT orders.id, verb, error_code, error_title, error_cause, error_cure, error_fixes,
    error_technical, orders.ship_by, total, currency, coalesce(json_extract(plan, '$.company'), '')
FROM orders INDEXED BY orders_failed JOIN task ON task.order_id = orders.id
WHERE failed = 1 AND archived_at IS NULL AND (? IS NULL OR orders.account_id = ?)
    AND task.state = 'FAILED'
ORDER BY orders.ship_by IS NULL, orders.ship_by, orders.id, task.id
"""


def counters(account_id: int | None, now: int, tomorrow: int) -> Counters:
    """What presses; `tomorrow` is when today ends (UTC seconds)."""
    return Counters(
        due_today=count(_to_ship(account_id, now, tomorrow)),
        overdue=count(_to_ship(account_id, None, now)),
        cancel_wishes=count(OrderFilter(account_id=account_id, cancel_wish=True)),
        to_send=count(OrderFilter(account_id=account_id, to_send=True)),
        refunds_not_sent=count(OrderFilter(account_id=account_id, not_sent=True)),
        oversold=count(OrderFilter(account_id=account_id, oversold=True)),
    )


def _to_ship(account_id: int | None, start: int | None, end: int) -> OrderFilter:
    return OrderFilter(account_id=account_id, to_ship=True, ship_by_from=start, ship_by_before=end)


@dataclass(slots=True)
class _Group:
    verb: str
    texts: tuple[str, str, str]
    fixes: tuple[str, ...]
    order_ids: dict[int, None] = field(default_factory=dict)
    worth: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    ship_by: int | None = None

    def add(self, order_id: int, ship_by: int | None, total: int | None, currency: str) -> None:
        """One more order; an order counts once, however many of its tasks failed alike."""
        if order_id in self.order_ids:
            return
        self.order_ids[order_id] = None
        if total is not None:
            self.worth[currency] += total
        if ship_by is not None:
            self.ship_by = ship_by if self.ship_by is None else min(ship_by, self.ship_by)


def causes(account_id: int | None) -> tuple[CauseGroup, ...]:
    """Failures that have one cause, and so one cure, together; the most urgent first."""
    groups: dict[tuple[SyncStatus, str, str], _Group] = {}
    with read() as connection:
        for row in connection.execute(_FAILED, (account_id, account_id)):
            technical = msgspec.json.decode(row[7], type=Technical)
            subject = technical.field if technical.operation == _ABOUT_SKU else ""
            if row[2] in _ABOUT_CARRIER:
                subject = row[11]
            key = (failure_kind(row[1]), row[2], subject)
            if key not in groups:
                fixes = msgspec.json.decode(row[6], type=tuple[str, ...])
                groups[key] = _Group(row[1], (row[3], row[4], row[5]), fixes)
            groups[key].add(row[0], row[8], row[9], row[10])
    found = [_cause(code, subject, group) for (_, code, subject), group in groups.items()]
    return tuple(sorted(found, key=_urgency))


def _cause(code: str, subject: str, group: _Group) -> CauseGroup:
    title, cause, cure = group.texts
    return CauseGroup(
        code=code,
        subject=subject,
        kind=failure_kind(group.verb),
        title=title,
        cause=cause,
        cure=cure,
        fixes=group.fixes,
        orders=len(group.order_ids),
        earliest_ship_by=group.ship_by,
        worth=tuple(Money(minor, currency) for currency, minor in sorted(group.worth.items())),
        order_ids=tuple(group.order_ids),
    )


def _urgency(group: CauseGroup) -> tuple[int, int, int, str, str]:
    ship_by = _NEVER if group.earliest_ship_by is None else group.earliest_ship_by
    return ship_by, SYNC_CODE[group.kind], -group.orders, group.code, group.subject
