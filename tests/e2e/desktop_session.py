"""A desktop of the test's own: home, session bus, Secret Service, X server, windows, tray."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import IO

from tests.e2e.waiting import until

PASSWORD = "a password of the test's own"
SIZE = (1280, 800)
NEEDED = (
    "Xvfb", "openbox", "trayer", "xdotool", "import", "xprop", "dbus-daemon",
    "gnome-keyring-daemon",
)  # fmt: skip

TRAYER = (
    "trayer --edge bottom --align right --widthtype pixel --width 240 --height 28"
    " --SetPartialStrut true"
).split()


def missing() -> list[str]:
    """The programs that are not installed."""
    return [name for name in NEEDED if shutil.which(name) is None]


class DesktopSession:
    """Starts what is asked for, and ends all of it. Logs lie in the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        runtime = folder / "run"
        for place in (self.home, runtime):
            place.mkdir(mode=0o700, parents=True)
        kept = {
            name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ
        }
        self.environment = {
            **kept,
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
        }
        self._running: list[subprocess.Popen[bytes]] = []

    def start_bus(self) -> None:
        """A session bus that starts nothing by itself."""
        configuration = self.folder / "bus.conf"
        configuration.write_text(
            "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>"
            '<policy context="default"><allow send_destination="*" eavesdrop="true"/>'
            '<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>',
            encoding="utf-8",
        )
        started = self._start(
            ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--print-address"],
            out=subprocess.PIPE,
        )
        address = _first_line(started)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address

    def start_keyring(self, *, unlocked: bool = True) -> None:
        """GNOME's Secret Service; a locked one has a login collection and nobody to unlock it."""
        if not unlocked:
            self._keyring(PASSWORD).terminate()
            self._running.pop().wait(10)
            self._start(["gnome-keyring-daemon", "--foreground", "--components=secrets"])
        else:
            self._keyring(PASSWORD)

    def _keyring(self, password: str) -> "subprocess.Popen[bytes]":
        daemon = self._start(
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
            given=subprocess.PIPE,
        )
        assert daemon.stdin is not None
        daemon.stdin.write(password.encode())
        daemon.stdin.close()
        collection = self.home / "data" / "keyrings" / "login.keyring"
        until(collection.exists, "the Secret Service made its collection")
        return daemon

    def start_screen(self, *, tray: bool = True) -> None:
        """An X server with a window manager, and a tray at its lower edge."""
        width, height = SIZE
        screen = self._start(
            [
                "Xvfb",
                "-displayfd",
                "1",
                "-screen",
                "0",
                f"{width}x{height}x24",
                "-nolisten",
                "tcp",
                "-noreset",
            ],
            out=subprocess.PIPE,
        )
        self.environment["DISPLAY"] = f":{_first_line(screen)}"
        until(lambda: self.ask("xdotool", "getdisplaygeometry"), "the X server")
        self._start(["openbox", "--sm-disable"])
        until(
            lambda: b"window id" in self.ask("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"),
            "openbox",
        )
        if tray:
            self._start([*TRAYER])
            until(lambda: self.ask("xdotool", "search", "--class", "trayer").strip(), "the tray")

    def ask(self, *command: str) -> bytes:
        """What a program in this session prints; it may fail."""
        done = subprocess.run(command, env=self.environment, capture_output=True, check=False)
        return done.stdout

    def picture(self, file: Path) -> None:
        """The whole screen as the X server has it."""
        file.parent.mkdir(parents=True, exist_ok=True)
        self.ask("import", "-window", "root", str(file))

    def start(
        self, command: list[str], extra: dict[str, str], log: Path
    ) -> "subprocess.Popen[bytes]":
        """A program in this session, in a process group of its own, its output in a file."""
        with log.open("ab") as out:
            return self._start(command, out=out, extra=extra)

    def stop(self) -> None:
        """End everything that was started here, the newest first."""
        while self._running:
            child = self._running.pop()
            if child.poll() is None:
                child.terminate()
                try:
                    child.wait(5)
                except subprocess.TimeoutExpired:
                    child.kill()
                    child.wait()
            for stream in (child.stdin, child.stdout):
                if stream is not None:
                    stream.close()

    def _start(
        self,
        command: list[str],
        *,
        given: int | None = subprocess.DEVNULL,
        out: int | IO[bytes] | None = None,
        extra: dict[str, str] | None = None,
    ) -> "subprocess.Popen[bytes]":
        with (self.folder / "session.log").open("ab") as log:
            child = subprocess.Popen(
                command,
                env={**self.environment, **(extra or {})},
                stdin=given,
                stdout=log if out is None else out,
                stderr=log if out in (None, subprocess.PIPE) else subprocess.STDOUT,
                cwd=self.folder,
                start_new_session=True,
            )
        self._running.append(child)
        return child


def _first_line(child: "subprocess.Popen[bytes]") -> str:
    assert child.stdout is not None
    line = child.stdout.readline().decode().strip()
    assert line, f"{child.args!r} said nothing"
    return line
