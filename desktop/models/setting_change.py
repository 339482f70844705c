"""Which value a setting had when a task was planned: changes are kept while orders may wait.

Settings are taken into what is planned. A change holds for what is planned from then on; what waits
keeps the earlier value until a person applies the change to it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.models.database import Connection, read, write

PLANNING = ("order.", "shipment.", "cancel.", "refund.", "outbox.")
TAKEN_IN = "taken_in"  # in a creation's plan: by key, the newest change that it follows
ALL_KEYS = "*"
_INSERT = """
INSERT INTO setting_change (account_id, level, marketplace_id, key, before, last_task)
SELECT id, ?, ?, ?, ?, (SELECT coalesce(max(id), 0) FROM task) FROM account
WHERE started_at IS NOT NULL AND (? = 0 OR id = ?)
"""
_SELECT = """
SELECT id, account_id, level, marketplace_id, key, before, last_task FROM setting_change
WHERE account_id = ? ORDER BY id DESC
"""


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One change as it concerns an account; `level` 0 is the app's, `before` JSON or None."""

    id: int
    account_id: int
    level: int
    marketplace_id: str
    key: str
    before: str | None
    last_task: int


def note(connection: Connection, level: int, place: str, key: str, before: str | None) -> None:
    """Keep the earlier value, within the transaction that changes it.

    An account that is not started has planned nothing yet: its start takes what holds then.
    """
    if key.startswith(PLANNING):
        connection.execute(_INSERT, (level, place, key, before, level, level))


def changes(account_id: int, key: str = "") -> tuple[SettingChange, ...]:
    """What was changed since tasks were planned, the newest first; of one key, or of all."""
    with read() as connection:
        rows = connection.execute(_SELECT, (account_id,)).fetchall()
    found = (SettingChange(*row) for row in rows)
    return tuple(one for one in found if key in ("", one.key))


def since(
    found: Sequence[SettingChange], task_id: int, plan: Mapping[str, Any]
) -> tuple[SettingChange, ...]:
    """Of these changes, those that a task was planned before and does not follow."""
    taken = plan.get(TAKEN_IN, {})
    return tuple(
        one
        for one in found
        if one.last_task >= task_id and one.id > max(taken.get(one.key, 0), taken.get(ALL_KEYS, 0))
    )


def newest(account_id: int) -> int:
    """The id of the account's newest change; 0 for none."""
    with read() as connection:
        (found,) = connection.execute(
            "SELECT coalesce(max(id), 0) FROM setting_change WHERE account_id = ?", (account_id,)
        ).fetchone()
    return int(found)


def forget(account_id: int, keys: Iterable[str] | None = None) -> None:
    """All that waits follows what holds now, of these keys or of all."""
    with write() as connection:
        if keys is None:
            connection.execute("DELETE FROM setting_change WHERE account_id = ?", (account_id,))
        for key in keys or ():
            connection.execute(
                "DELETE FROM setting_change WHERE account_id = ? AND key = ?", (account_id, key)
            )
