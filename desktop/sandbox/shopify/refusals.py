"""Collects `userErrors`: what is wrong with an input, and where."""

from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]


@dataclass(slots=True)
class Refusals:
    """User errors of one mutation, in the order they were found."""

    errors: list[dict[str, Any]] = field(default_factory=list)

    def add(self, path: Path | None, message: str, code: str | None = "INVALID") -> None:
        """One more; the path is written as texts, as the service does."""
        where = None if path is None else [str(step) for step in path]
        self.errors.append({"field": where, "message": message, "code": code})

    def __bool__(self) -> bool:
        return bool(self.errors)
