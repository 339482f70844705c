"""What of an account is due now, as a mark: another one once something more is."""

from desktop.models.database import read

DueMark = tuple[int, int]

_DUE = """
SELECT count(*), coalesce(max(changed_at), 0) FROM (
    SELECT changed_at FROM task WHERE account_id = ? AND state = 'READY' AND due_at <= ?
    UNION ALL
    SELECT changed_at FROM task WHERE account_id = ? AND state = 'CHECK' AND due_at <= ?
)
"""


def due_mark(account_id: int, at: float) -> DueMark:
    """How many tasks are due at that UTC second, and when the newest of them was changed."""
    with read() as connection:
        count, newest = connection.execute(_DUE, (account_id, at, account_id, at)).fetchone()
    return int(count), int(newest)
