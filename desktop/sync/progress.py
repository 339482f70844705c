"""What a run tells while it works; small frozen values that may cross threads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Phase = Literal["import", "look", "send", "check", "wait", "done"]


@dataclass(frozen=True, slots=True)
class Progress:
    """One line of news: `done` of `of` where they are known, `wait_s` seconds until it goes on.

    `orders` are the row ids of what was just changed; empty where nothing was.
    """

    account: str
    phase: Phase
    words: str
    done: int = 0
    of: int | None = None
    wait_s: float = 0.0
    orders: tuple[int, ...] = ()


Tell = Callable[[Progress], None]


def silent(_: Progress) -> None:
    """A listener for those who do not listen."""
