"""Token buckets that accounts, processes and restarts share."""

from collections.abc import Callable
from typing import TypeVar

from desktop.models.database import write

BucketState = tuple[float, float, float]  # tokens, at (UTC seconds), rate per second
T = TypeVar("T")


class StoredBuckets:
    """The store of token buckets in the database."""

    def change(self, key: str, step: Callable[[BucketState | None], tuple[BucketState, T]]) -> T:
        """Put a bucket through `step` in one transaction; what `step` answers besides."""
        with write() as connection:
            row = connection.execute(
                "SELECT tokens, at, rate FROM bucket WHERE key = ?", (key,)
            ).fetchone()
            state, answer = step(None if row is None else (row[0], row[1], row[2]))
            connection.execute("INSERT OR REPLACE INTO bucket VALUES (?, ?, ?, ?)", (key, *state))
        return answer
