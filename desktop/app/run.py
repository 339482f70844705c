"""Runs the window. Qt is imported here and below only, when a window is wanted."""

import ctypes
import os
import sys
from pathlib import Path

from desktop import paths
from desktop.errors import ProfileProblem

_NO_WINDOW = 7
APT = (
    "libgl1 libegl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 libxcb-cursor0"
    " libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0"
)


def run_gui(
    profile_folder: Path | None,
    *,
    demo: bool = False,
    minimised: bool = False,
    verbose: bool = False,
    screenshot: Path | None = None,
) -> int:
    """Open the window and stay until it is closed; the exit code. `screenshot` needs no display."""
    if screenshot is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    lack = what_is_missing()
    if lack:
        _say(lack)
        return _NO_WINDOW
    try:
        from desktop.app.window import run_window
    except ModuleNotFoundError:
        raise  # a part of the program itself, which no system library cures
    except ImportError as error:
        _say(f"The window needs system libraries that are missing ({error}). {_cure()}")
        return _NO_WINDOW
    from desktop.app.where import Where

    where = Where(profile_folder, demo=demo, verbose=verbose)
    return run_window(where, minimised=minimised, screenshot=screenshot)


def has_display() -> bool:
    """Whether a window could be shown here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def what_is_missing() -> str:
    """Words for what Qt would end the whole process over; "" where all is there."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if chosen.startswith(("offscreen", "minimal", "vnc")) or sys.platform in ("win32", "darwin"):
        return ""
    if not has_display() and not chosen:
        return "There is no display here. Use the command line instead: crossdock --help"
    if os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        try:
            ctypes.CDLL("libxcb-cursor.so.0")
        except OSError:
            return f"The window needs libxcb-cursor.so.0, which is missing. {_cure()}"
    return ""


def first_folder(folder: Path | None) -> Path | None:
    """The profile's folder where it can be used; None leaves it to the window to say why not."""
    try:
        return paths.prepare_profile(folder or paths.profile_folder())
    except ProfileProblem:
        return None


def _cure() -> str:
    return f"On Debian and Ubuntu: sudo apt-get install {APT}"


def _say(words: str) -> None:
    if sys.stderr is not None:
        sys.stderr.write(f"crossdock: {words}\n")
