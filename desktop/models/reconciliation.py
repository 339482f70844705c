"""Do the counts add up? imported = done + waiting + failed + skipped (PRODUCT rule 2)."""

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.models.database import read
from desktop.models.order_status import HOLD_WORDS
from desktop.rows import Reconciliation

# One statement, so that all counts are of one moment. Each order stands where its creation stands,
# and what is imported is counted by itself: an order without a task would not add up.
_COUNTS = """
SELECT 'IMPORTED', '', count(*), 0 FROM orders WHERE {account}
UNION ALL
SELECT state, '', count(*), sum(adopted) FROM task
WHERE verb = 'create_order' AND {account} GROUP BY state
UNION ALL
SELECT 'WHY', CASE WHEN hold <> '' THEN hold ELSE reason END AS why, count(*), 0 FROM task
WHERE state = 'SKIPPED' AND verb = 'create_order' AND {account} GROUP BY why
"""
_WAITING = ("WAITING", "READY", "SENDING", "SUBMITTED", "CHECK")


def reconcile(account_id: int | None = None) -> Reconciliation:
    """Count every imported order by where it stands, of one account or of all."""
    account = "? IS NULL" if account_id is None else "account_id = ?"
    with read() as connection:
        rows = connection.execute(_COUNTS.format(account=account), [account_id] * 3).fetchall()
    counted = {state: number for state, _, number, _ in rows if state != "WHY"}
    reasons: dict[str, int] = {}
    for state, why, number, _ in rows:
        if state == "WHY":
            words = HOLD_WORDS.get(why or "by_hand", why).removeprefix("skipped: ")
            reasons[words] = reasons.get(words, 0) + number
    return Reconciliation(
        imported=counted["IMPORTED"],
        done=counted.get("DONE", 0),
        waiting=sum(counted.get(state, 0) for state in _WAITING),
        failed=counted.get("FAILED", 0),
        skipped=counted.get("SKIPPED", 0),
        adopted=sum(adopted for state, _, _, adopted in rows if state == "DONE"),
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
