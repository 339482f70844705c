"""Draws icons and the window without a display, for the self-check."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Event

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop import paths
from desktop.app.test_map import PICTURE, VARIABLE
from desktop.errors import CrossdockError
from desktop.ui import theme

_SIDE = 32
_PATIENCE_S = 30.0
_LOOK_S = 0.02
_STEP = 3
_COLOURS = 20  # text alone has more, by its smooth edges
_ORDER_ID = re.compile(r"\d{3}-\d{7}-\d{7}")


class NotDrawn(CrossdockError):
    """Something that must show is blank or missing."""


def load_icons() -> str:
    """Draw every icon of the program. Raises NotDrawn, naming those that stay blank."""
    _application()
    names = sorted(file.stem for file in paths.resource("icons").glob("*.svg"))
    blank = [name for name in names if not _shows(theme.icon(name).pixmap(_SIDE).toImage())]
    if blank or not names:
        raise NotDrawn(f"blank: {', '.join(blank) or 'all, there are none'}")
    return f"{len(names)} drawn"


def paint_window() -> str:
    """Start the program with its window on the made-up shop, and wait until rows are painted.

    Raises NotDrawn.
    """
    with tempfile.TemporaryDirectory(prefix="crossdock-") as folder:
        seen, picture = Path(folder, "map.json"), Path(folder, "window.png")
        extra = {"QT_QPA_PLATFORM": "offscreen", VARIABLE: str(seen), PICTURE: str(picture)}
        start = [sys.executable, *([] if getattr(sys, "frozen", False) else ["-m", "desktop"])]
        began = time.perf_counter()
        child = subprocess.Popen([*start, "--demo", "gui"], env={**os.environ, **extra})  # noqa: S603
        try:
            window_s = _until(child, lambda: seen.exists(), began)
            rows_s = _until(child, lambda: _has_rows(seen), began)
            _until(child, picture.exists, began)
            colours = _colours(QImage(str(picture)))
        finally:
            child.terminate()
            child.wait(_PATIENCE_S)
    if colours < _COLOURS:
        raise NotDrawn(f"the window shows {colours} colours only")
    return f"first window after {window_s * 1000:.0f} ms, rows after {rows_s * 1000:.0f} ms"


def _until(child: "subprocess.Popen[bytes]", holds: Callable[[], bool], began: float) -> float:
    """Seconds since `began` when it first holds. Raises NotDrawn when it never does."""
    pause = Event()
    while not holds():
        if child.poll() is not None:
            raise NotDrawn(f"the program ended with {child.returncode}")
        if time.perf_counter() - began > _PATIENCE_S:
            raise NotDrawn(f"nothing within {_PATIENCE_S:.0f} s")
        pause.wait(_LOOK_S)
    return time.perf_counter() - began


def _has_rows(seen: Path) -> bool:
    told = json.loads(seen.read_text(encoding="utf-8"))
    return any(one["part"] and _ORDER_ID.search(one["text"]) for one in told)


def _colours(image: QImage) -> int:
    return len(
        {
            image.pixel(x, y)
            for x in range(0, image.width(), _STEP)
            for y in range(0, image.height(), _STEP)
        }
    )


@cache
def _application() -> QApplication:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication(["crossdock"])


def _shows(image: QImage) -> bool:
    """Whether anything at all was drawn."""
    return any(
        image.pixelColor(x, y).alpha() > 0
        for x in range(image.width())
        for y in range(image.height())
    )
