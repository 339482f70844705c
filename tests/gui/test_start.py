"""Starting the window as a process: one a profile, and words where it cannot be shown."""

import ctypes
import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from desktop.app import run
from desktop.app.run import run_gui, what_is_missing

PATIENCE_S = 60.0


@contextmanager
def window(python: str, environment: dict[str, str], folder: Path) -> Iterator[Any]:
    """The window as a process, once it shows the orders; ends in good order."""
    seen = folder / "map.json"
    extra = {"QT_QPA_PLATFORM": "offscreen", "CROSSDOCK_TEST_MAP": str(seen)}
    args = [python, "-m", "desktop", "--profile", str(folder), "gui"]
    with subprocess.Popen(
        args, env={**environment, **extra}, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        until = time.monotonic() + PATIENCE_S
        while "ordersPage" not in names(seen):
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < until
            subprocess.run([python, "-c", "import time; time.sleep(0.1)"], check=True)
        yield process
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 0


def names(file: Path) -> set[str]:
    try:
        return {one["name"] for one in json.loads(file.read_text(encoding="utf-8"))}
    except (FileNotFoundError, ValueError):
        return set()


def test_a_second_start_shows_the_first_and_ends(
    python: str, child_environment: dict[str, str], profile_folder: Path
) -> None:
    with window(python, child_environment, profile_folder):
        second = subprocess.run(
            [python, "-m", "desktop", "--profile", str(profile_folder), "gui"],
            env={**child_environment, "QT_QPA_PLATFORM": "offscreen"},
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert (second.returncode, second.stdout, second.stderr) == (0, "", "")


def test_missing_libraries_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Lacking:
        def __getattr__(self, _: str) -> None:
            raise ImportError("libGL.so.1: cannot open shared object file")

    monkeypatch.setitem(sys.modules, "desktop.app.window", Lacking())
    assert run_gui(None) == 7
    said = capsys.readouterr().err
    assert "libGL.so.1" in said
    assert "sudo apt-get install libgl1 " in said


def test_a_missing_cursor_library_is_named_before_qt_aborts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def lost(_: str) -> None:
        raise OSError("cannot open shared object file")

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(ctypes, "CDLL", lost)
    assert "libxcb-cursor.so.0" in what_is_missing()
    assert "libxcb-cursor0" in what_is_missing()
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert what_is_missing() == ""


def test_a_folder_that_cannot_be_used_is_left_to_the_window(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    assert run.first_folder(file) is None
    assert run.first_folder(tmp_path / "new") == tmp_path / "new"


def test_the_program_takes_its_own_picture(
    python: str, child_environment: dict[str, str], tmp_path: Path
) -> None:
    picture = tmp_path / "deep" / "window.png"
    done = subprocess.run(
        [python, "-m", "desktop", "--demo", "gui", "--screenshot", str(picture)],
        env=child_environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert picture.read_bytes().startswith(b"\x89PNG")
