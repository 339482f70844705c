"""Tells on standard error what a run is doing: a live line on a terminal, plain lines elsewhere."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from desktop import clock
from desktop.cli.output import clean, say_aside
from desktop.sync.progress import Progress, Tell, silent

_PLAIN_EVERY_S = 10.0
_VERBS = {
    "import": "importing",
    "look": "looking",
    "send": "creating",
    "check": "looking up",
    "wait": "waiting",
    "done": "done",
}


@contextmanager
def told(quiet: bool) -> Iterator[Tell]:
    """A listener for progress; quiet ones say nothing."""
    if quiet:
        yield silent
    elif sys.stderr.isatty():
        with _live() as tell:
            yield tell
    else:
        yield PlainLines()


def in_words(news: Progress) -> str:
    """One line of news without the account's name."""
    count = f" {news.done}/{news.of}" if news.of else (f" {news.done}" if news.done else "")
    wait = f" ({_span(news.wait_s)})" if news.wait_s >= 1 else ""
    words = f": {news.words}" if news.words else ""
    return f"{_VERBS.get(news.phase, news.phase)}{count}{words}{wait}"


class PlainLines:
    """A line when an account's phase changes, else at most one every ten seconds.

    What was said of a phase last time is not said again, so that idle rounds are silent.
    """

    def __init__(
        self, say: Callable[[str], None] = say_aside, now: clock.Clock = clock.now
    ) -> None:
        self._say = say
        self._now = now
        self._lock = threading.Lock()
        self._phase: dict[str, tuple[str, float]] = {}
        self._said: dict[tuple[str, str], str] = {}

    def __call__(self, news: Progress) -> None:
        line = f"{news.account}: {in_words(news)}"
        at = self._now()
        with self._lock:
            phase, told_at = self._phase.get(news.account, ("", 0.0))
            is_end = news.of is not None and news.done == news.of
            due = phase != news.phase or is_end or at - told_at >= _PLAIN_EVERY_S
            if due and line != self._said.get((news.account, news.phase)):
                self._phase[news.account] = (news.phase, at)
                self._said[(news.account, news.phase)] = line
                self._say(line)


@contextmanager
def _live() -> Iterator[Tell]:
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TaskID, TextColumn
    from rich.progress import Progress as Bars

    bars = Bars(
        SpinnerColumn(),
        TextColumn("{task.fields[account]}", markup=False),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[words]}", markup=False),
        console=Console(stderr=True),
        transient=True,
    )
    lines: dict[str, TaskID] = {}
    lock = threading.Lock()

    def tell(news: Progress) -> None:
        with lock:
            if news.account not in lines:
                lines[news.account] = bars.add_task("", account=clean(news.account), words="")
            bars.update(
                lines[news.account],
                total=news.of or None,
                completed=news.done,
                words=clean(in_words(news)),
            )

    with bars:
        yield tell


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
