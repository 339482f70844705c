"""One entry of the catalogue."""

import string
from collections.abc import Mapping
from dataclasses import dataclass


class _Lenient(dict[str, object]):
    """A missing fact leaves its name in brackets instead of failing the error's own text."""

    def __missing__(self, key: str) -> str:
        return f"({key} unknown)"


@dataclass(frozen=True, slots=True)
class Entry:
    """Texts with {names} to fill in, and the fixes that Resolve offers."""

    title: str
    cause: str
    cure: str
    fixes: tuple[str, ...] = ()

    def fill(self, facts: Mapping[str, object]) -> tuple[str, str, str]:
        """Title, cause and cure with the facts put in."""
        known = _Lenient(facts)
        fill = string.Formatter().vformat
        return (
            fill(self.title, (), known),
            fill(self.cause, (), known),
            fill(self.cure, (), known),
        )
