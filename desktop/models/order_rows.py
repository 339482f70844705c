"""Rows of the grid from rows of the database."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import msgspec

from desktop.errors import Technical
from desktop.models.database import Connection
from desktop.models.order_status import STATUSES, SYNC_CODE, SYNC_STATUSES, failure_kind
from desktop.models.standing import marks
from desktop.rows import FailureRow, OrderRow
from desktop.trade import Money

_ORDERS = """
SELECT orders.id, amazon_order_id, shopify_order_id, shopify_order_name, account_id, account.name,
    status, amazon_status, sync_status, stage, units, line_count, first_sku, total, currency,
    orders.created_at, ship_by, fba, marketplace, cancel_wish, archived_at, failed, programs,
    shipped_at, ship_status, refunded_minor, oversold
FROM orders JOIN account ON account.id = orders.account_id
WHERE orders.id IN ({marks})
"""
_PROGRAM_TAGS = {"PRIME": "Prime", "AMAZON_BUSINESS": "Business"}
_FAILURES = """
SELECT order_id, verb, error_code, error_title, error_cause, error_cure, error_fixes, id,
    changed_at, error_technical
FROM task WHERE order_id IN ({marks}) AND state = 'FAILED'
"""


def _failure(row: tuple[Any, ...]) -> FailureRow:
    technical = msgspec.json.decode(row[9], type=Technical)
    said = (
        ("operation", technical.operation),
        ("status", "" if technical.status is None else str(technical.status)),
        ("code", technical.code),
        ("field", technical.field),
        ("words", technical.words),
        ("request", technical.request_id),
    )
    return FailureRow(
        kind=failure_kind(row[1]),
        code=row[2],
        title=row[3],
        cause=row[4],
        cure=row[5],
        fixes=msgspec.json.decode(row[6], type=tuple[str, ...]),
        task_id=row[7],
        at=row[8],
        technical=tuple((name, value) for name, value in said if value),
    )


def failures(connection: Connection, order_ids: Sequence[int]) -> dict[int, tuple[FailureRow, ...]]:
    """The failures of orders, the gravest first."""
    found: dict[int, list[FailureRow]] = defaultdict(list)
    sql = _FAILURES.format(marks=marks(order_ids))
    for row in connection.execute(sql, order_ids):
        found[row[0]].append(_failure(row))
    return {
        order_id: tuple(sorted(rows, key=lambda one: (SYNC_CODE[one.kind], one.task_id)))
        for order_id, rows in found.items()
    }


def _tags(fba: int, programs: str) -> tuple[str, ...]:
    """FBA or FBM, then what else the order is."""
    more = (_PROGRAM_TAGS.get(one) for one in programs.split())
    return ("FBA" if fba else "FBM", *(tag for tag in more if tag))


def _row(row: tuple[Any, ...], failed: tuple[FailureRow, ...]) -> OrderRow:
    return OrderRow(
        id=row[0],
        amazon_order_id=row[1],
        shopify_order_id=row[2],
        shopify_order_name=row[3],
        account_id=row[4],
        account=row[5],
        status=STATUSES[row[6]],
        amazon_status=row[7],
        sync_status=SYNC_STATUSES[row[8]],
        stage=row[9],
        units=row[10],
        lines=row[11],
        first_sku=row[12],
        total=None if row[13] is None else Money(row[13], row[14]),
        created_at=row[15],
        ship_by=row[16],
        tags=_tags(row[17], row[22]),
        marketplace=row[18],
        cancel_wish=bool(row[19]),
        archived_at=row[20],
        failures=failed,
        shipped_at=row[23],
        shipping=None if row[24] == row[6] else STATUSES[row[24]],
        refunded=Money(row[25], row[14]) if row[25] else None,
        oversold=bool(row[26]),
    )


def rows_of(connection: Connection, order_ids: Sequence[int]) -> tuple[OrderRow, ...]:
    """The rows of these orders, in the order of the ids."""
    found = connection.execute(_ORDERS.format(marks=marks(order_ids)), order_ids).fetchall()
    failed = failures(connection, [row[0] for row in found if row[21]])
    by_id = {row[0]: _row(row, failed.get(row[0], ())) for row in found}
    return tuple(by_id[one] for one in order_ids if one in by_id)
