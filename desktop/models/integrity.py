"""Whether every page of the database is authentic, and its content sound."""

from desktop.models.database import read

_MOST = 20


def faults() -> tuple[str, ...]:
    """What SQLCipher and SQLite find wrong; empty for a sound database.

    Reads the whole file. Raises ProfileProblem where it cannot even be read.
    """
    with read() as connection:
        pages = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        content = connection.execute(f"PRAGMA integrity_check({_MOST:d})").fetchall()
        links = connection.execute("PRAGMA foreign_key_check").fetchall()
    found = [str(row[0]) for row in pages]
    found += [str(row[0]) for row in content if row[0] != "ok"]
    found += [f"a row of {row[0]} points nowhere" for row in links]
    return tuple(found[:_MOST])
