"""Writes what a filter shows as a CSV file that any spreadsheet opens, safe against formulas.

Times are in this computer's zone with their offset. Buyers' names and addresses are written only
where they are asked for.
"""

import csv
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any, Protocol

from desktop.actions.list_orders import OrderQuery, list_orders
from desktop.errors import Cancelled
from desktop.models import order_store
from desktop.rows import OrderRow

HEAD = (
    *("amazon_order_id", "shopify_order", "shopify_order_id", "account", "marketplace"),
    *("status", "amazon_status", "sync_status", "stage", "failure", "units", "lines"),
    *("skus", "total", "currency", "created_on_amazon", "ship_by", "tags", "archived"),
)
BUYER_HEAD = (
    *("buyer", "name", "company", "line1", "line2", "line3", "city", "state", "postal_code"),
    *("country", "phone"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
Told = Callable[[int], None]


class Writer(Protocol):
    """What csv.writer gives."""

    def writerow(self, row: Any, /) -> Any: ...


def export(
    query: OrderQuery,
    path: Path,
    *,
    buyers: bool = False,
    cancel: Event | None = None,
    tell: Told | None = None,
) -> int:
    """Write the orders; how many. The file appears when it is whole, in place of an older one.

    Raises OSError where it cannot be written, Cancelled; then nothing is left behind.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        # utf-8-sig: without the mark, spreadsheets take it for the system's old code page.
        with open(handle, "w", encoding="utf-8-sig", newline="") as file:
            count = _write(csv.writer(file), query, buyers, cancel or Event(), tell)
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    return count


def _write(
    writer: Writer, query: OrderQuery, buyers: bool, cancel: Event, tell: Told | None
) -> int:
    writer.writerow((*HEAD, *BUYER_HEAD) if buyers else HEAD)
    count = 0
    for row in list_orders(query):
        if cancel.is_set():
            raise Cancelled("the export was stopped")
        writer.writerow([safe(cell) for cell in _cells(row, buyers)])
        count += 1
        if tell is not None and count % 200 == 0:
            tell(count)
    return count


def safe(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _cells(row: OrderRow, buyers: bool) -> Iterator[str]:
    order = order_store.order(row.id)
    yield from (row.amazon_order_id, row.shopify_order_name, row.shopify_order_id)
    yield from (row.account, row.marketplace, row.status, row.amazon_status, row.sync_status)
    yield row.stage
    yield row.failures[0].title if row.failures else ""
    yield from (str(row.units), str(row.lines))
    yield " ".join(dict.fromkeys(line.sku for line in order.lines if line.sku))
    yield row.total.amount if row.total else ""
    yield row.total.currency if row.total else ""
    yield from (_time(row.created_at), _time(row.ship_by))
    yield " ".join(row.tags)
    yield _time(row.archived_at)
    if buyers:
        to = order.address
        yield order.buyer_name
        if to is None:
            yield from ("",) * (len(BUYER_HEAD) - 1)
        else:
            yield from (to.name, to.company, to.line1, to.line2, to.line3, to.city, to.state)
            yield from (to.postal_code, to.country, to.phone)


def _time(seconds: int | None) -> str:
    if seconds is None:
        return ""
    return datetime.fromtimestamp(seconds).astimezone().isoformat(timespec="seconds")
