"""What the running syncs say, as one line: counts, how long it may still take, waits for quota."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop import clock
from desktop.ui.ago import span

_LONG = 200  # from so many on the remaining time is worth telling
_SURE_S = 3.0
_VERBS = {"import": "importing", "look": "looking", "send": "creating", "check": "looking up"}


@dataclass(slots=True)
class _One:
    """What one account's run said last."""

    phase: str = ""
    words: str = ""
    done: int = 0
    of: int = 0
    began: float = 0.0
    began_at: int = 0
    waits_until: float = 0.0
    waits_for: str = ""


class Running:
    """Takes the progress of all accounts."""

    def __init__(self, now: Callable[[], float] = clock.now) -> None:
        self._now = now
        self._by_account: dict[str, _One] = {}

    def clear(self) -> None:
        """Nothing runs."""
        self._by_account.clear()

    def take(self, news: Any) -> None:
        """One line of news: account, phase, words, done, of, wait_s."""
        if news.phase == "done":
            self._by_account.pop(news.account, None)
            return
        one = self._by_account.setdefault(news.account, _One())
        at = self._now()
        if news.phase == "wait":
            one.waits_until, one.waits_for = at + news.wait_s, news.words
            return
        if one.phase != news.phase or news.done < one.done:
            one.began, one.began_at = at, news.done
        one.phase, one.words = news.phase, news.words
        one.done, one.of = news.done, news.of or 0
        one.waits_until = 0.0

    @property
    def counted(self) -> tuple[int, int]:
        """Done and of how many, of the first account that knows."""
        for one in self._by_account.values():
            if one.of:
                return min(one.done, one.of), one.of
        return 0, 0

    @property
    def words(self) -> str:
        """All accounts in one line."""
        shown = [self._line(name, one) for name, one in self._by_account.items()]
        return " · ".join(line for line in shown if line)

    def _line(self, name: str, one: _One) -> str:
        who = f"{name}: " if len(self._by_account) > 1 and name else ""
        parts = [self._count(one), self._left(one), self._wait(one)]
        said = ", ".join(part for part in parts if part)
        return f"{who}{said}" if said else ""

    def _count(self, one: _One) -> str:
        if not one.phase:
            return ""
        verb = _VERBS.get(one.phase, one.phase)
        if one.of:
            of = f"about {one.of:n}" if one.phase == "import" else f"{one.of:n}"
            return f"{verb} {one.done:n} of {of}"
        return f"{verb} {one.done:n}" if one.done else verb

    def _left(self, one: _One) -> str:
        gone = self._now() - one.began
        step = one.done - one.began_at
        if one.of < _LONG or step <= 0 or gone < _SURE_S:
            return ""
        return f"about {span(gone / step * (one.of - one.done))} left"

    def _wait(self, one: _One) -> str:
        left = one.waits_until - self._now()
        return f"{one.waits_for}, {span(left)}" if left >= 1 else ""
