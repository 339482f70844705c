"""How far something was read: small JSON values by account and name."""

from collections.abc import Mapping
from typing import Any

import msgspec

from desktop import clock
from desktop.models.database import Connection, read, write

_SAVE = """
INSERT INTO cursor (account_id, name, value, saved_at) VALUES (?, ?, ?, ?)
ON CONFLICT (account_id, name) DO UPDATE SET value = excluded.value, saved_at = excluded.saved_at
"""


def cursor(account_id: int, name: str) -> dict[str, Any] | None:
    """The value as it was last kept."""
    with read() as connection:
        row = connection.execute(
            "SELECT value FROM cursor WHERE account_id = ? AND name = ?", (account_id, name)
        ).fetchone()
    return None if row is None else msgspec.json.decode(row[0], type=dict[str, Any])


def save_in(
    connection: Connection, account_id: int, name: str, value: Mapping[str, object], at: int
) -> None:
    """Keep a value within the caller's transaction."""
    connection.execute(_SAVE, (account_id, name, msgspec.json.encode(dict(value)).decode(), at))


def save_cursor(
    account_id: int, name: str, value: Mapping[str, object], at: int | None = None
) -> None:
    """Keep a value."""
    with write() as connection:
        save_in(connection, account_id, name, value, int(clock.now()) if at is None else at)
