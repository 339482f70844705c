"""Refunds that either side shows; the same refund on both sides is a pair and counts once."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from desktop import clock
from desktop.models import order_store
from desktop.models.database import Connection, read, write
from desktop.models.refund_pairs import (
    TOLD,
    RefundRecord,
    State,
    booked_in_parts,
    goods,
    may_belong,
    nearest_pairs,
    unpaired_twins,
)
from desktop.models.restatus import restatus
from desktop.models.standing import marks, restand
from desktop.models.task_moves import move, no_error, select_tasks
from desktop.rows import NOT_LEFT, TaskState

__all__ = [
    "RefundRecord",
    "State",
    "join",
    "not_sent",
    "of_order",
    "pair",
    "refund",
    "refunded",
    "see",
    "sent_as",
    "set_state",
    "stands",
    "unrecorded",
]

_NAMES = tuple(field.name for field in fields(RefundRecord))
_COLUMNS = ", ".join(_NAMES)
_INSERT = """
INSERT OR IGNORE INTO refund (order_id, account_id, side, foreign_id, minor, currency, at, items,
    state, made_by, seen_at)
SELECT id, account_id, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM orders WHERE id = ?
"""
# What was told of one and came back: Amazon's books show what was sent there.
_WHEN_PAIRED = {"sent": "confirmed", "accepted": "confirmed"}
_KEPT = ("confirmed", "recorded", "already")
_AS_SENT = ("sent", "accepted", "confirmed")  # its items are those that Amazon was told of
_OUT = ("ignored", "reversal")
# What tells the other side of a refund, or waits until it shows it.
_TELLING = {"shopify": ("send_refund", "confirm_refund"), "amazon": ("record_refund",)}


def _record(row: tuple[Any, ...]) -> RefundRecord:
    return RefundRecord(**{**dict(zip(_NAMES, row, strict=True)), "asks": bool(row[-1])})


def _select(connection: Connection, where: str, values: Sequence[object]) -> list[RefundRecord]:
    rows = connection.execute(f"SELECT {_COLUMNS} FROM refund WHERE {where}", values)  # noqa: S608
    return [_record(row) for row in rows]


def _one(connection: Connection, refund_id: int) -> RefundRecord:
    found = _select(connection, "id = ?", [refund_id])
    if not found:
        raise LookupError(f"there is no refund {refund_id}")
    return found[0]


def see(record: RefundRecord) -> tuple[RefundRecord, bool]:
    """Keep a refund that a side shows, once for each order, side and foreign id.

    What is held, and whether it is new. Of one held already, amount, time and items follow; its
    state stays. A changed amount takes a pair apart. Raises LookupError without such an order.
    """
    with write() as connection:
        made = connection.execute(
            _INSERT,
            (
                record.side,
                record.foreign_id,
                record.minor,
                record.currency,
                record.at,
                record.items,
                record.state,
                record.made_by,
                record.seen_at or int(clock.now()),
                record.order_id,
            ),
        ).rowcount
        key = [record.order_id, record.side, record.foreign_id]
        found = _select(connection, "order_id = ? AND side = ? AND foreign_id = ?", key)
        if not found:
            raise LookupError(f"there is no order {record.order_id}")
        held = found[0]
        if not made:
            held = _follow(connection, held, record)
        _add_up(connection, record.order_id)
    return held, made > 0


def _follow(connection: Connection, held: RefundRecord, told: RefundRecord) -> RefundRecord:
    same = (held.minor, held.currency) == (told.minor, told.currency)
    if not same and held.pair_id is not None:
        _part(connection, held)
    items = held.items if held.state in _AS_SENT else told.items
    connection.execute(
        "UPDATE refund SET minor = ?, currency = ?, at = ?, items = ? WHERE id = ?",
        (told.minor, told.currency, told.at, items, held.id),
    )
    return _one(connection, held.id)


def _part(connection: Connection, held: RefundRecord) -> None:
    both = (held.id, held.pair_id)
    connection.execute(
        "UPDATE refund SET pair_id = NULL WHERE id IN (?, ?) OR pair_id IN (?, ?)", (*both, *both)
    )


def of_order(order_id: int) -> tuple[RefundRecord, ...]:
    """The refunds of an order, by time."""
    with read() as connection:
        return tuple(_select(connection, "order_id = ? ORDER BY at, id", [order_id]))


def refund(refund_id: int) -> RefundRecord:
    """One refund. Raises LookupError."""
    with read() as connection:
        return _one(connection, refund_id)


def not_sent(account_id: int | None = None) -> tuple[RefundRecord, ...]:
    """Refunds made in Shopify that Amazon was not told of, by time."""
    whose = "account_id = ? AND" if account_id is not None else ""
    values = [] if account_id is None else [account_id]
    with read() as connection:
        condition = f"{whose} state = 'not_sent' AND side = 'shopify' ORDER BY at, id"
        return tuple(_select(connection, condition, values))


def unrecorded(account_id: int | None = None) -> tuple[RefundRecord, ...]:
    """Refunds of Amazon's books that Shopify does not show, of orders that are in Shopify, and
    that nothing is about to record; by time."""
    values = [account_id, account_id]
    condition = (
        "(? IS NULL OR refund.account_id = ?) AND side = 'amazon' AND state = 'not_sent'"
        " AND pair_id IS NULL"
        " AND order_id IN (SELECT id FROM orders WHERE shopify_gid <> '')"
        " AND NOT EXISTS (SELECT 1 FROM task WHERE task.order_id = refund.order_id"
        " AND task.verb = 'record_refund' AND task.foreign_id = refund.foreign_id)"
        " ORDER BY at, id"
    )
    with read() as connection:
        return tuple(_select(connection, condition, values))


def set_state(refund_id: int, state: State) -> None:
    """Where a refund stands now; an ignored one no longer counts. Raises LookupError."""
    with write() as connection:
        held = _one(connection, refund_id)
        connection.execute("UPDATE refund SET state = ?, asks = 0 WHERE id = ?", (state, refund_id))
        _add_up(connection, held.order_id)


def sent_as(refund_id: int, items: str) -> None:
    """Amazon is told of these items (JSON text), whatever Shopify names."""
    with write() as connection:
        connection.execute("UPDATE refund SET items = ? WHERE id = ?", (items, refund_id))


def pair(order_id: int) -> tuple[tuple[int, int], ...]:
    """Find the same refund on both sides by items, amount and nearest time, each in one pair.

    What Amazon booked in parts is one with all of them. A refund that is left over although an
    equal one stands already asks. The new pairs, (Shopify's id, Amazon's id).
    """
    with write() as connection:
        held = _select(connection, "order_id = ? ORDER BY at, id", [order_id])
        free = _free(held)
        new: list[tuple[RefundRecord, tuple[RefundRecord, ...]]] = [
            (one, (other,)) for one, other in nearest_pairs(*free, _units_left(order_id, held))
        ]
        for shopify, parts in new:
            _join(connection, shopify, parts)
        free = _free(_select(connection, "order_id = ? ORDER BY at, id", [order_id]))
        for shopify, parts in booked_in_parts(*free):
            _join(connection, shopify, parts)
            new.append((shopify, parts))
        _ask(connection, order_id)
        if new:
            _add_up(connection, order_id)
    return tuple((shopify.id, part.id) for shopify, parts in new for part in parts)


def _free(held: Sequence[RefundRecord]) -> tuple[list[RefundRecord], list[RefundRecord]]:
    """Shopify's and Amazon's refunds without a pair."""
    free = [one for one in held if one.pair_id is None and one.state not in _OUT]
    return (
        [one for one in free if one.side == "shopify"],
        [one for one in free if one.side == "amazon"],
    )


def _units_left(order_id: int, held: Sequence[RefundRecord]) -> dict[str, int]:
    """By SKU, what was ordered and Amazon's books show no refund of."""
    left: dict[str, int] = {}
    for line in order_store.order(order_id).lines:
        left[line.sku] = left.get(line.sku, 0) + line.quantity
    for one in held:
        if one.side == "amazon" and one.state not in _OUT:
            for sku, units in goods(one).items():
                left[sku] = left.get(sku, 0) - units
    return left


def _ask(connection: Connection, order_id: int) -> None:
    held = _select(connection, "order_id = ? ORDER BY at, id", [order_id])
    asking = {one.id for one in unpaired_twins(held)}
    connection.executemany(
        "UPDATE refund SET asks = ? WHERE id = ?", [(int(one.id in asking), one.id) for one in held]
    )


def stands(order_id: int, foreign_id: str, *, booked: bool = False) -> None:
    """A person says that this Shopify refund stands on Amazon: the one that fits is its pair.

    `booked`: also what Amazon's books show with another amount. Joins a caller's write().
    """
    with write() as connection:
        held = _select(connection, "order_id = ? ORDER BY at, id", [order_id])
        found = [one for one in held if (one.side, one.foreign_id) == ("shopify", foreign_id)]
        if not found or found[0].pair_id is not None:
            return
        parts = may_belong(held, found[0]) if booked else ()
        if parts:
            _join(connection, found[0], parts)
        elif found[0].state not in TOLD:
            set_state(found[0].id, "already")
        pair(order_id)
        _add_up(connection, order_id)


def join(shopify_id: int, amazon_id: int) -> None:
    """Make a pair of what is known to be one refund, as when the app itself recorded it.

    Raises LookupError; ValueError where the two cannot be one, or one has another pair.
    """
    with write() as connection:
        shopify, amazon = _one(connection, shopify_id), _one(connection, amazon_id)
        if (shopify.side, amazon.side) != ("shopify", "amazon"):
            raise ValueError("a pair has one refund of each side")
        if shopify.order_id != amazon.order_id:
            raise ValueError("a pair is of one order")
        if (shopify.pair_id, amazon.pair_id) == (amazon.id, shopify.id):
            return
        if shopify.pair_id is not None or amazon.pair_id is not None:
            raise ValueError("one of the two has another pair")
        _join(connection, shopify, (amazon,))
        _add_up(connection, shopify.order_id)


def _join(connection: Connection, shopify: RefundRecord, amazon: Sequence[RefundRecord]) -> None:
    for one, other in ((shopify, amazon[0]), *((part, shopify) for part in amazon)):
        state = one.state if one.state in _KEPT else _WHEN_PAIRED.get(one.state, "paired")
        connection.execute(
            "UPDATE refund SET pair_id = ?, state = ?, asks = 0 WHERE id = ?",
            (other.id, state, one.id),
        )
        _no_longer_needed(connection, one)


def _no_longer_needed(connection: Connection, told: RefundRecord) -> None:
    """What would tell the other side of it is skipped, if it has not left: it stands there."""
    verbs = _TELLING[told.side]
    condition = f"task.order_id = ? AND task.foreign_id = ? AND task.verb IN ({marks(verbs)})"
    values: list[object] = [told.order_id, told.foreign_id, *verbs]
    now = int(clock.now())
    for one in select_tasks(connection, condition, values):
        if one.state in NOT_LEFT:
            kept = {"hold": "", "reason": "already", "changed_at": now}
            move(connection, one.id, TaskState.SKIPPED, **kept, **no_error())
    restand(connection, [told.order_id])


def _add_up(connection: Connection, order_id: int) -> None:
    """What the order gave back in all; its status follows."""
    (currency,) = connection.execute(
        "SELECT currency FROM orders WHERE id = ?", (order_id,)
    ).fetchone()
    held = _select(connection, "order_id = ?", [order_id])
    total = refunded(held, currency)
    changed = connection.execute(
        "UPDATE orders SET refunded_minor = ? WHERE id = ? AND refunded_minor <> ?",
        (total, order_id, total),
    ).rowcount
    if changed:
        restatus(connection, [order_id], int(clock.now()))


def refunded(held: Sequence[RefundRecord], currency: str) -> int:
    """The sum in the order's currency: a pair once, what is ignored not at all.

    What the app itself did in Shopify (a cancellation's reversal, a refund recorded after Amazon's)
    gives the buyer nothing of its own. An amount in another currency is left to Amazon's books;
    so is what these may show of a refund that Amazon was told of, with another amount.
    """
    counted = [one for one in held if one.currency == currency and one.state not in _OUT]
    total = sum(one.minor for one in counted if one.side == "amazon")
    unclear: set[int] = set()
    for one in counted:
        if one.side == "amazon" or one.pair_id is not None or one.made_by == "app":
            continue
        fits = [part for part in may_belong(held, one) if part.id not in unclear]
        if one.state in TOLD and fits:
            unclear |= {part.id for part in fits}
            total += max(0, one.minor - sum(part.minor for part in fits))
        else:
            total += one.minor
    return total
