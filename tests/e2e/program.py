"""The program under test, seen through its map and worked with mouse and keys from outside."""

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.desktop_session import DesktopSession
from tests.e2e.waiting import PATIENCE_S, until

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something visible, by the map that the program writes."""

    kind: str
    name: str
    accessible: str
    text: str
    enabled: bool
    focus: bool
    window: str
    checked: bool
    is_part: bool
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2


def command_line() -> list[str]:
    """The program: from source, or the packaged one that CROSSDOCK_E2E_PROGRAM names."""
    packaged = os.environ.get("CROSSDOCK_E2E_PROGRAM")
    return [packaged] if packaged else [sys.executable, "-m", "desktop"]


class Program:
    """One run of it. `arguments` follow the program's name; `command` is another program."""

    def __init__(
        self,
        session: DesktopSession,
        *arguments: str,
        command: list[str] | None = None,
        file: str = "map.json",
    ) -> None:
        self.session = session
        self._map = session.folder / file
        self._map.unlink(missing_ok=True)
        self.log = session.folder / "program.log"
        extra = {"CROSSDOCK_TEST_MAP": str(self._map), "PYTHONPATH": str(CHECKOUT)}
        extra["PYTHONFAULTHANDLER"] = "1"
        self.process = session.start(
            [*(command or command_line()), *arguments],
            {**extra, "QT_QPA_PLATFORM": "xcb"},
            self.log,
        )

    def things(self) -> list[Thing]:
        """Everything visible now."""
        try:
            told = json.loads(self._map.read_bytes())
        except FileNotFoundError:
            return []
        for one in told:
            one["kind"], one["is_part"] = one.pop("class"), one.pop("part")
        return [Thing(**one) for one in told]

    def seen(
        self, text: str = "", *, name: str = "", kind: str = "", part: bool | None = None
    ) -> list[Thing]:
        """What matches all that is given; text and name are regular expressions, searched."""
        return [
            thing
            for thing in self.things()
            if (not text or re.search(text, thing.text) or re.search(text, thing.accessible))
            and (not name or re.search(name, thing.name))
            and (not kind or re.fullmatch(kind, thing.kind))
            and (part is None or thing.is_part is part)
        ]

    def wait(
        self,
        text: str = "",
        *,
        name: str = "",
        kind: str = "",
        part: bool | None = None,
        limit_s: float = PATIENCE_S,
    ) -> Thing:
        """The first such thing, once there is one that can be used."""

        def found() -> list[Thing]:
            self.check_alive()
            return [one for one in self.seen(text, name=name, kind=kind, part=part) if one.enabled]

        return until(found, f"seen: {text or name or kind}", limit_s)[0]

    def gone(self, text: str = "", *, name: str = "", kind: str = "") -> None:
        """Wait until nothing like it is visible."""
        until(lambda: not self.seen(text, name=name, kind=kind), f"gone: {text or name or kind}")

    def click(
        self,
        text: str = "",
        *,
        name: str = "",
        kind: str = "",
        part: bool | None = None,
        button: int = 1,
        times: int = 1,
    ) -> Thing:
        """Move the mouse onto it, once it stands still, and click."""

        def still() -> Thing | None:
            first = self.wait(text, name=name, kind=kind, part=part)
            self._next_map()
            again = self.wait(text, name=name, kind=kind, part=part)
            return again if first.middle == again.middle else None

        thing = until(still, f"standing still: {text or name}")
        self.click_at(*thing.middle, button=button, times=times)
        return thing

    def click_at(self, x: int, y: int, *, button: int = 1, times: int = 1) -> None:
        """Click a point of the screen."""
        self._hand("mousemove", str(x), str(y))
        self._hand("click", "--repeat", str(times), "--delay", "60", str(button))

    def type(self, text: str) -> None:
        """Type on the keyboard, as a person would."""
        self._hand("type", "--delay", "15", text)

    def press(self, *keys: str) -> None:
        """Press keys by their X names, such as ctrl+f or Return."""
        self._hand("key", "--delay", "40", *keys)

    def windows(self) -> list[str]:
        """X's own ids of the program's visible windows."""
        asked = self.session.ask("xdotool", "search", "--onlyvisible", "--class", "crossdock")
        return asked.decode().split()

    def close_window(self) -> None:
        """Close the active window the way its title bar does."""
        self.press("alt+F4")

    def kill(self) -> None:
        """As a crash would: no warning."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def wait_end(self, limit_s: float = PATIENCE_S) -> int:
        """The exit code, once it has ended by itself."""
        try:
            return self.process.wait(limit_s)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"the program did not end within {limit_s:.0f} s") from None

    def check_alive(self) -> None:
        """Fail at once when it has ended."""
        code = self.process.poll()
        if code is not None:
            last = self.log.read_text(encoding="utf-8", errors="replace")[-3000:]
            raise AssertionError(f"the program ended with {code}:\n{last}")

    def _next_map(self) -> None:
        before = self._map.stat().st_mtime_ns
        until(lambda: self._map.stat().st_mtime_ns != before, "the next map")

    def _hand(self, *command: str) -> None:
        self.check_alive()
        self.session.ask("xdotool", *command)
