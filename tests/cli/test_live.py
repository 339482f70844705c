"""Progress becomes words: a line for every change, not for every order."""

import pytest

from desktop.cli.live import PlainLines, in_words, told
from desktop.sync.progress import Progress


def test_words() -> None:
    assert in_words(Progress("A", "send", "3 failed", 12, 60)) == "creating 12/60: 3 failed"
    assert in_words(Progress("A", "import", "", 100)) == "importing 100"
    waiting = Progress("A", "wait", "Amazon's quota", wait_s=178.6)
    assert in_words(waiting) == "waiting: Amazon's quota (2 min 59 s)"


def test_plain_lines_come_with_a_phase_its_end_and_every_ten_seconds() -> None:
    said: list[str] = []
    now = [0.0]
    tell = PlainLines(said.append, lambda: now[0])
    for done in range(1, 51):
        now[0] += 1
        tell(Progress("A", "send", "", done, 50))
    assert said == [f"A: creating {done}/50" for done in (1, 11, 21, 31, 41, 50)]
    tell(Progress("A", "done", "up to date"))
    tell(Progress("A", "done", "up to date"))
    assert said[-1] == "A: done: up to date"
    assert len(said) == 7


def test_idle_rounds_are_silent() -> None:
    said: list[str] = []
    now = [0.0]
    tell = PlainLines(said.append, lambda: now[0])
    for _ in range(5):
        now[0] += 180
        tell(Progress("A", "import", "0 orders read"))
        tell(Progress("A", "done", "up to date"))
    assert said == ["A: importing: 0 orders read", "A: done: up to date"]


def test_accounts_do_not_silence_each_other() -> None:
    said: list[str] = []
    tell = PlainLines(said.append, lambda: 0.0)
    tell(Progress("A", "send", "", 1, 9))
    tell(Progress("B", "send", "", 1, 9))
    assert said == ["A: creating 1/9", "B: creating 1/9"]


def test_quiet_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    with told(quiet=True) as tell:
        tell(Progress("A", "send", "", 1, 9))
    assert capsys.readouterr().err == ""
    with told(quiet=False) as tell:
        tell(Progress("A", "send", "", 1, 9))
    assert capsys.readouterr().err == "A: creating 1/9\n"


def test_a_terminal_gets_a_live_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with told(quiet=False) as tell:
        tell(Progress("A [b] \x1b[2J", "send", "[red]", 1, 9))
        tell(Progress("A [b] \x1b[2J", "wait", "", wait_s=5))
