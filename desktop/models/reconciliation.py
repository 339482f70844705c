"""Do the counts add up? imported = done + waiting + failed + skipped (PRODUCT rule 2)."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.models.database import read
from desktop.models.order_status import HOLD_WORDS
from desktop.rows import Reconciliation

# One statement, so that all counts are of one moment. Each order stands where its creation stands.
_COUNTS = """
SELECT task.state, CASE WHEN task.state = 'SKIPPED' THEN
        CASE WHEN task.hold <> '' THEN task.hold ELSE task.reason END END AS why,
    count(*), sum(orders.adopted)
FROM orders LEFT JOIN task ON task.order_id = orders.id AND task.verb = 'create_order'
WHERE ? IS NULL OR orders.account_id = ?
GROUP BY 1, 2
"""
_WAITING = frozenset({"WAITING", "READY", "SENDING", "SUBMITTED", "CHECK"})


def reconcile(account_id: int | None = None) -> Reconciliation:
    """Count every imported order by where it stands; an order without a task stands nowhere."""
    with read() as connection:
        rows = connection.execute(_COUNTS, (account_id, account_id)).fetchall()
    by_state: dict[str | None, int] = {}
    reasons: dict[str, int] = {}
    for state, why, number, _ in rows:
        by_state[state] = by_state.get(state, 0) + number
        if state == "SKIPPED":
            words = HOLD_WORDS.get(why or "by_hand", why).removeprefix("skipped: ")
            reasons[words] = reasons.get(words, 0) + number
    return Reconciliation(
        imported=sum(by_state.values()),
        done=by_state.get("DONE", 0),
        waiting=sum(by_state.get(state, 0) for state in _WAITING),
        failed=by_state.get("FAILED", 0),
        skipped=by_state.get("SKIPPED", 0),
        adopted=sum(row[3] or 0 for row in rows if row[0] == "DONE"),
        skip_reasons=tuple(sorted(reasons.items())),
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """How many creations became FAILED or SKIPPED in a while, and how many wait now."""

    waiting: int
    failed: int
    skipped: int


_SINCE = """
SELECT state, count(*) FROM task
WHERE account_id = ? AND changed_at >= ? AND verb = 'create_order'
    AND state IN ('FAILED', 'SKIPPED')
GROUP BY state
"""
_WAITING_NOW = """
SELECT count(*) FROM task
WHERE account_id = ? AND verb = 'create_order'
    AND state IN ('WAITING', 'READY', 'SENDING', 'SUBMITTED', 'CHECK')
"""


def since(account_ids: Iterable[int], at: int) -> Moved:
    """What became of these accounts' creations since `at`, and what still waits."""
    ended: dict[str, int] = {}
    waiting = 0
    with read() as connection:
        for account_id in account_ids:
            for state, number in connection.execute(_SINCE, (account_id, at)):
                ended[state] = ended.get(state, 0) + number
            waiting += connection.execute(_WAITING_NOW, (account_id,)).fetchone()[0]
    return Moved(waiting, ended.get("FAILED", 0), ended.get("SKIPPED", 0))
