"""Tells whether another connection or process has written since one last looked."""

from desktop.models.database import read


def change_mark() -> int:
    """A number for this thread that is another one once somebody else has written."""
    with read() as connection:
        return int(connection.execute("PRAGMA data_version").fetchone()[0])
