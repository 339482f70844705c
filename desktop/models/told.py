"""What is worth a message as it stands now, and what of it a person was told already.

What is over is forgotten, so that it is told again when it comes anew. Kept in the database: a
message that was shown is not shown again after a restart.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from desktop.models.database import Connection, read, write

_DAY_S = 86_400
PASSING = "run/"  # subjects of what nothing stored tells the end of: forgotten after a day
_FAILURES = """
SELECT 'failures', task.account_id, task.order_id || '/' || task.verb, task.order_id,
    orders.amazon_order_id, task.error_title, task.changed_at
FROM task JOIN orders ON orders.id = task.order_id
WHERE task.account_id = ? AND task.state = 'FAILED' AND orders.archived_at IS NULL
ORDER BY task.changed_at DESC, task.id
"""
_WISHES = """
SELECT 'cancel_wishes', account_id, CAST(id AS TEXT), id, amazon_order_id, '', 0 FROM orders
WHERE account_id = ? AND cancel_wish = 1 ORDER BY created_at, id
"""
_OVERSOLD = """
SELECT 'oversold', account_id, CAST(id AS TEXT), id, amazon_order_id, '', 0 FROM orders
WHERE account_id = ? AND oversold = 1 AND archived_at IS NULL ORDER BY created_at, id
"""
_NOT_SENT = """
SELECT 'refunds', refund.account_id, refund.order_id || '/' || refund.foreign_id, refund.order_id,
    orders.amazon_order_id, '', refund.at
FROM refund JOIN orders ON orders.id = refund.order_id
WHERE refund.account_id = ? AND refund.state = 'not_sent' AND refund.side = 'shopify'
ORDER BY refund.at, refund.id
"""
_SHIP_BY = """
SELECT 'ship_by', account_id, id || '/' || ?, id, amazon_order_id, '', ship_by FROM orders
WHERE account_id = ? AND ship_status IN (1, 2) AND fba = 0 AND archived_at IS NULL
    AND ship_by <= ?
ORDER BY ship_by, id
"""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing worth telling; `at` is when it failed, or its ship-by, in UTC seconds.

    `mark` is the hours before ship-by of a warning.
    """

    kind: str
    account_id: int
    subject: str
    order_id: int
    amazon_order_id: str
    words: str = ""
    at: int = 0
    mark: int = 0

    @property
    def key(self) -> tuple[str, int, str]:
        """What it is told by, once."""
        return self.kind, self.account_id, self.subject


def standing(account_id: int, now: int, hours: Sequence[int]) -> tuple[Fact, ...]:
    """All that is worth telling of an account's orders; ship-by at each of the marks."""
    found: list[Fact] = []
    with read() as connection:
        for mark in sorted(hours):
            rows = connection.execute(_SHIP_BY, (mark, account_id, now + mark * 3600))
            found += [replace(Fact(*row), mark=mark) for row in rows]
        for sql in (_WISHES, _FAILURES, _OVERSOLD, _NOT_SENT):
            found += [Fact(*row) for row in connection.execute(sql, (account_id,))]
    return tuple(found)


def told(account_id: int) -> dict[tuple[str, int, str], int]:
    """What was told of an account, and when."""
    with read() as connection:
        rows: list[Any] = connection.execute(
            "SELECT kind, account_id, subject, at FROM told WHERE account_id = ?", (account_id,)
        ).fetchall()
    return {(kind, owner, subject): at for kind, owner, subject, at in rows}


def renew(
    account_id: int, facts: Collection[Fact], waiting: Collection[str], now: int
) -> tuple[Fact, ...]:
    """What of these was not told yet, and is noted as told by this; what is over is forgotten.

    What is of a kind in `waiting` is neither: it is told once it no longer has to wait.
    """
    held = told(account_id)
    stands = {one.key for one in facts}
    new = [one for one in facts if one.key not in held and one.kind not in waiting]
    over = [key for key, at in held.items() if key not in stands and _is_over(key[2], at, now)]
    if not new and not over:
        return ()
    with write() as connection:
        connection.executemany(
            "DELETE FROM told WHERE kind = ? AND account_id = ? AND subject = ?", over
        )
        return tuple(one for one in _first_of(new) if _note(connection, one, now))


def _first_of(facts: Iterable[Fact]) -> Iterable[Fact]:
    return {one.key: one for one in facts}.values()


def _note(connection: Connection, one: Fact, now: int) -> bool:
    made = connection.execute("INSERT OR IGNORE INTO told VALUES (?, ?, ?, ?)", (*one.key, now))
    return made.rowcount > 0


def _is_over(subject: str, at: int, now: int) -> bool:
    return not subject.startswith(PASSING) or at < now - _DAY_S
