"""Is the database sound? For the doctor; reads every page."""

from desktop.models.database import read


def faults() -> tuple[str, ...]:
    """What is wrong, in SQLite's own words; empty for a sound database.

    Raises ProfileProblem database_damaged where it cannot even be read.
    """
    with read() as connection:
        pages = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        if pages:
            return tuple(str(row[0]) for row in pages)
        checks = connection.execute("PRAGMA integrity_check").fetchall()
        keys = connection.execute("PRAGMA foreign_key_check").fetchall()
    wrong = [str(row[0]) for row in checks if row[0] != "ok"]
    return (*wrong, *(f"{row[0]}: a row without its {row[2]}" for row in keys))
