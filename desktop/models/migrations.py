"""From an older format of the database to the newest: ordered steps, only ever appended to.

Before the first step of an existing database a copy of it is made beside it, with the same key. All
steps are one transaction: one that fails leaves everything as it was.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.catalogue import profile_problem
from desktop.models import schema_1, schema_2, schema_3

if TYPE_CHECKING:
    from desktop.models.database import Connection

Step = Callable[["Connection"], None]


def statements(script: str) -> list[str]:
    """The statements of a script without semicolons inside them."""
    return [one.strip() for one in script.split(";") if one.strip()]


def _first(connection: "Connection") -> None:
    for statement in statements(schema_1.TABLES) + statements(schema_1.INDEXES):
        connection.execute(statement)


def _way_back(connection: "Connection") -> None:
    for statement in statements(schema_2.TABLES) + statements(schema_2.INDEXES):
        connection.execute(statement)


def _told(connection: "Connection") -> None:
    for statement in statements(schema_3.TABLES) + statements(schema_3.INDEXES):
        connection.execute(statement)


STEPS: Sequence[Step] = (_first, _way_back, _told)


def version_of(connection: "Connection") -> int:
    """The format of the database; 0 for a new one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: "Connection", path: Path, steps: Sequence[Step] = STEPS) -> None:
    """Bring the database to the newest format.

    Raises ProfileProblem database_newer for a format that this program does not know.
    """
    found = version_of(connection)
    if found > len(steps):
        raise profile_problem("database_newer", found=found, known=len(steps))
    if found == len(steps):
        return
    if found > 0:
        back_up(connection, backup_path(path, found))
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have migrated while this one waited for the lock.
        for step in steps[version_of(connection) :]:
            step(connection)
        connection.execute(f"PRAGMA user_version = {len(steps):d}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def backup_path(path: Path, version: int) -> Path:
    """Where the copy of a database of that format is kept."""
    return path.with_name(f"{path.name}.format-{version}.backup")


def back_up(connection: "Connection", target: Path) -> None:
    """Copy the database as it stands, under the same key; an older copy is replaced."""
    draft = target.with_name(target.name + ".new")
    draft.unlink(missing_ok=True)
    connection.execute("VACUUM INTO ?", (str(draft),))
    draft.replace(target)
