"""Pagination tokens: opaque, bound to the search they belong to, good for Amazon's 24 hours."""

import hashlib
from dataclasses import dataclass

from desktop.sandbox.amazon.params import Search
from desktop.sandbox.amazon.replies import invalid
from desktop.sandbox.amazon.store import Key
from desktop.sandbox.timing import SandboxTime

TOKEN_LIFE_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class _Place:
    bound: tuple[object, ...]
    snapshot: int
    beyond: Key
    ends: float


class Pages:
    """The places that tokens stand for."""

    def __init__(self, timing: SandboxTime, seed: int) -> None:
        self._timing = timing
        self._seed = seed
        self._places: dict[str, _Place] = {}

    def give(self, search: Search, snapshot: int, beyond: Key) -> str:
        """A token for the page that begins beyond that order."""
        name = f"{self._seed} {len(self._places)} {beyond}"
        token = hashlib.sha256(name.encode()).hexdigest()[:40]
        ends = self._timing.now() + self._timing.here(TOKEN_LIFE_S)
        self._places[token] = _Place(search.bound(), snapshot, beyond, ends)
        return token

    def read(self, token: str, search: Search) -> tuple[int, Key]:
        """Snapshot time and place of a token. Raises Refusal where it no longer counts."""
        place = self._places.get(token)
        if place is None or self._timing.now() >= place.ends:
            raise invalid("The paginationToken is invalid or has expired.")
        if place.bound != search.bound():
            raise invalid("The other parameters must be those of the request that gave the token.")
        return place.snapshot, place.beyond
