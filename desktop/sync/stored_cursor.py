"""How far a reading has come: a frozen dataclass of plain values, kept by account and name."""

from dataclasses import asdict, dataclass, fields
from typing import ClassVar, Self

from desktop.models import cursor as cursors


@dataclass(frozen=True, slots=True)
class StoredCursor:
    """Base of those dataclasses; `NAME` is what one is kept by."""

    NAME: ClassVar[str]

    @classmethod
    def load(cls, account_id: int) -> Self:
        """The stored cursor, or a fresh one."""
        kept = cursors.cursor(account_id, cls.NAME) or {}
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in kept.items() if name in known})

    def save(self, account_id: int, at: float | None = None) -> None:
        """Keep it, as of `at` (UTC seconds) or now."""
        cursors.save_cursor(account_id, self.NAME, asdict(self), None if at is None else int(at))
