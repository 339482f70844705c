"""Store what Amazon told: orders, their tasks and the cursor, in one transaction.

Source fields follow Amazon; our own state (archive, tasks, Shopify's ids) is never touched by them,
what is absent never blanks what is held, and nothing refills what was scrubbed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.models import history, incoming_tasks, order_text
from desktop.models import unreadable as unread
from desktop.models.blob import digest, pack, pack_order, unpack_order
from desktop.models.cursor import save_in
from desktop.models.database import Connection, write
from desktop.models.incoming_rows import (
    SOURCE,
    Held,
    has_open_wish,
    line_rows,
    package_rows,
    products_of,
    settled_wish,
    source_values,
    stub,
    text_of,
)
from desktop.models.merge import merge
from desktop.models.order_status import CREATE, SYNC_CODE, TaskFact, derive_sync
from desktop.models.product import product_ids
from desktop.models.scrubbing import scrub_basis, without_buyer
from desktop.models.standing import marks
from desktop.models.task_plan import TaskPlan
from desktop.trade import Order

__all__ = ["Incoming", "StoredPage", "TaskPlan", "store_orders"]

Planner = Callable[[Order, str | None], TaskPlan]  # the order, how it is held so far
Unread = tuple[str, bytes, str]  # Amazon order ID or "", raw bytes, what was wrong
_OWN = ("id", "account_id", "amazon_order_id", "imported_at", "sync_status", "stage", "failed")
_INSERT = f"INSERT INTO orders ({', '.join((*_OWN, *SOURCE))}) VALUES ({marks((*_OWN, *SOURCE))})"  # noqa: S608
_REFRESH = f"UPDATE orders SET {', '.join(f'{name} = ?' for name in SOURCE)} WHERE id = ?"  # noqa: S608
_LINE = "INSERT INTO order_line VALUES (?, ?, ?, ?, ?, ?)"
_PACKAGE = "INSERT INTO package VALUES (?, ?, ?, ?, ?, ?)"
_PAYLOAD = "INSERT OR REPLACE INTO order_payload (order_id, payload, facts) VALUES (?, ?, ?)"
_WISH_SETTLED = "UPDATE orders SET wish_settled = ? WHERE id = ?"
_HELD = """
SELECT amazon_order_id, id, updated_at, digest, amazon_status, cancel_wish,
    archived_at IS NOT NULL, scrubbed_at IS NOT NULL, refunded_minor, scrub_basis,
    shopify_order_name, shopify_order_id, shop_delivered, wish_settled
FROM orders WHERE account_id = ? AND amazon_order_id IN ({marks})
"""


@dataclass(frozen=True, slots=True)
class Incoming:
    """An order with the bytes that it was read from."""

    order: Order
    payload: bytes


@dataclass(frozen=True, slots=True)
class StoredPage:
    """Ids of the order rows that are new, of those that changed, and how many stayed."""

    imported: tuple[int, ...]
    refreshed: tuple[int, ...]
    unchanged: int


@dataclass(frozen=True, slots=True)
class _Change:
    """A held order with its newer version, joined with what was held."""

    held: Held
    old: Order
    order: Order
    payload: bytes
    digest: bytes
    basis: int | None


def store_orders(
    account_id: int,
    incoming: Sequence[Incoming],
    plan: Planner,
    *,
    cursor: tuple[str, Mapping[str, object]] | None,
    at: int,
    unreadable: Sequence[Unread] = (),
) -> StoredPage:
    """Store one page: orders, lines, packages, payloads, tasks, history and cursor, or nothing.

    `unreadable` is (Amazon order ID or "", raw bytes, what was wrong). Raises ProfileProblem.
    """
    with write() as connection:
        newest = _newest(incoming)
        held = _held(connection, account_id, [*newest, *(one[0] for one in unreadable)])
        fresh = [one for key, one in newest.items() if key not in held]
        moved = [
            (held[key], one, mark)
            for key, one in newest.items()
            if key in held and (mark := _newer(held[key], one)) is not None
        ]
        imported = _add(connection, account_id, fresh, plan, at)
        refreshed = _refresh(connection, moved, plan, at)
        _keep_unreadable(connection, account_id, unreadable, at)
        if cursor is not None:
            save_in(connection, account_id, *cursor, at)
    return StoredPage(
        tuple(imported), tuple(refreshed), len(incoming) - len(imported) - len(refreshed)
    )


def _newest(incoming: Sequence[Incoming]) -> dict[str, Incoming]:
    """One record an order: the newest, and of equally new ones the last."""
    newest: dict[str, Incoming] = {}
    for one in incoming:
        known = newest.get(one.order.amazon_order_id)
        if known is None or one.order.updated_at >= known.order.updated_at:
            newest[one.order.amazon_order_id] = one
    return newest


def _held(connection: Connection, account_id: int, keys: Sequence[str]) -> dict[str, Held]:
    rows = connection.execute(_HELD.format(marks=marks(keys)), (account_id, *keys))
    return {row[0]: _held_row(row) for row in rows}


def _held_row(row: tuple[Any, ...]) -> Held:
    _, order_id, updated_at, mark, status, wish, archived, scrubbed, refunded, basis, *shop = row
    return Held(
        id=order_id,
        updated_at=updated_at,
        digest=mark,
        amazon_status=status,
        cancel_wish=bool(wish),
        archived=bool(archived),
        scrubbed=bool(scrubbed),
        refunded_minor=refunded,
        scrub_basis=basis,
        shopify=(shop[0], shop[1]),
        shop_delivered=bool(shop[2]),
        wish_settled=shop[3],
    )


def _newer(held: Held, one: Incoming) -> bytes | None:
    """The record's digest where it tells something new; None where it does not.

    An equal time with other bytes is news too: a permission that was granted shows more.
    """
    if one.order.updated_at < held.updated_at:
        return None
    mark = digest(one.payload)
    return None if mark == held.digest else mark


def _add(
    connection: Connection, account_id: int, fresh: list[Incoming], plan: Planner, at: int
) -> list[int]:
    """Rows of orders that are new here."""
    if not fresh:
        return []
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM orders").fetchone()
    numbered = list(enumerate((one.order for one in fresh), last + 1))
    plans = [plan(order, None) for _, order in numbered]
    rows = [
        _order_row(order_id, account_id, one, order_plan, at)
        for (order_id, _), one, order_plan in zip(numbered, fresh, plans, strict=True)
    ]
    connection.executemany(_INSERT, rows)
    connection.executemany(
        _PAYLOAD,
        [
            (order_id, pack(one.payload), pack_order(order))
            for (order_id, order), one in zip(numbered, fresh, strict=True)
        ],
    )
    order_text.add_new(connection, [(order_id, text_of(order)) for order_id, order in numbered])
    _add_parts(connection, numbered)
    incoming_tasks.add(connection, account_id, numbered, plans, at)
    history.add_many(
        connection, [(order_id, at, "imported", "", "amazon") for order_id, _ in numbered]
    )
    return [order_id for order_id, _ in numbered]


def _order_row(
    order_id: int, account_id: int, one: Incoming, plan: TaskPlan, at: int
) -> tuple[object, ...]:
    order = one.order
    fact = TaskFact(CREATE, plan.state, plan.hold, plan.reason)
    sync, stage = derive_sync([fact], order.raw_status, fulfilled_in_shopify=False)
    own = (order_id, account_id, order.amazon_order_id, at, SYNC_CODE[sync], stage, 0)
    basis = scrub_basis(order, None, None)
    return own + source_values(order, digest(one.payload), basis, 0, at)


def _add_parts(connection: Connection, numbered: Sequence[tuple[int, Order]]) -> None:
    """Lines and packages."""
    products = product_ids(connection, products_of([order for _, order in numbered]))
    connection.executemany(
        _LINE,
        [row for order_id, order in numbered for row in line_rows(order_id, order, products)],
    )
    parcels = [row for order_id, order in numbered for row in package_rows(order_id, order)]
    if parcels:
        connection.executemany(_PACKAGE, parcels)


def _change(connection: Connection, held: Held, one: Incoming, mark: bytes) -> _Change:
    """The newer version of a held order, joined and, where it was scrubbed, without the buyer."""
    (facts,) = connection.execute(
        "SELECT facts FROM order_payload WHERE order_id = ?", (held.id,)
    ).fetchone()
    old = unpack_order(facts)
    order = one.order if not held.updated_at else merge(old, one.order)
    basis = scrub_basis(order, old, held.scrub_basis)
    if held.scrubbed:
        return _Change(held, old, without_buyer(order), b"", mark, basis)
    return _Change(held, old, order, one.payload, mark, basis)


def _refresh(
    connection: Connection, moved: list[tuple[Held, Incoming, bytes]], plan: Planner, at: int
) -> list[int]:
    """Rows of orders that are held and came back newer."""
    if not moved:
        return []
    changes = [_change(connection, *one) for one in moved]
    connection.executemany(_REFRESH, [_source_row(one, at) for one in changes])
    connection.executemany(
        _PAYLOAD, [(one.held.id, pack(one.payload), pack_order(one.order)) for one in changes]
    )
    connection.executemany(_WISH_SETTLED, [(settled_wish(one.order, one.held.wish_settled),
                                            one.held.id) for one in changes])  # fmt: skip
    order_text.replace(
        connection, [(one.held.id, text_of(one.order, one.held.shopify)) for one in changes]
    )
    ids = [(one.held.id,) for one in changes]
    connection.executemany("DELETE FROM order_line WHERE order_id = ?", ids)
    connection.executemany("DELETE FROM package WHERE order_id = ?", ids)
    _add_parts(connection, [(one.held.id, one.order) for one in changes])
    _tell(connection, changes, at)
    incoming_tasks.replan(connection, [(one.held.id, one.order) for one in changes], plan, at)
    return [one.held.id for one in changes]


def _source_row(one: _Change, at: int) -> tuple[object, ...]:
    values = source_values(
        one.order,
        one.digest,
        one.basis,
        one.held.refunded_minor,
        at,
        shop_delivered=one.held.shop_delivered,
        wish_settled=one.held.wish_settled,
    )
    return (*values, one.held.id)


def _tell(connection: Connection, changes: Sequence[_Change], at: int) -> None:
    """History of what is worth telling; a cancel wish brings an archived order back (rule 9)."""
    entries: list[history.Entry] = []
    for one in changes:
        order_id = one.held.id
        if one.held.amazon_status != one.order.raw_status:
            words = f"{one.held.amazon_status or 'unreadable'} → {one.order.raw_status}"
            entries.append((order_id, at, "status on Amazon", words, "amazon"))
        wishes = has_open_wish(one.order, one.held.wish_settled)
        if wishes and not one.held.cancel_wish:
            entries.append((order_id, at, "cancel wish", "", "amazon"))
            if one.held.archived:
                connection.execute("UPDATE orders SET archived_at = NULL WHERE id = ?", (order_id,))
                entries.append((order_id, at, "restored", "a cancel wish", "app"))
    history.add_many(connection, entries)


def _keep_unreadable(
    connection: Connection, account_id: int, records: Sequence[Unread], at: int
) -> None:
    """Records that could not be read: a failed order where the ID is known, else kept aside."""
    for amazon_order_id, raw, detail in records:
        held = _held(connection, account_id, [amazon_order_id]).get(amazon_order_id)
        if amazon_order_id and held is None:
            record = Incoming(stub(amazon_order_id, at), raw)
            (order_id,) = _add(connection, account_id, [record], lambda *_: unread.PLAN, at)
            unread.fail(connection, order_id, detail, at)
        elif held is not None and not held.updated_at:
            unread.renew(connection, held.id, raw, detail, at)
        else:
            unread.set_aside(connection, account_id, amazon_order_id, raw, detail, at)
