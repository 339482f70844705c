"""The whole window on a real desk: a profile of its own and the made-up shop in this process."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app.controller import Controller
from desktop.app.where import Where
from desktop.sandbox.run import Sandbox, SandboxOptions, start_sandbox
from desktop.ui.work import Work

SPEED = 600.0
LONG_MS = 30_000


@contextmanager
def made_up_shop(orders: int = 30) -> Iterator[Sandbox]:
    """A sandbox where nothing arrives by itself."""
    sandbox = start_sandbox(SandboxOptions(seed=1, orders=orders, speed=SPEED))
    try:
        yield sandbox
    finally:
        sandbox.stop()


@contextmanager
def opened(qtbot: QtBot, where: Where, *, waits: bool = True) -> Iterator[Controller]:
    """The window, and its end; a call that is still in flight at the end is a failure."""
    # The event loop of a test must not end with the window.
    quit_, QApplication.quit = QApplication.quit, staticmethod(lambda: None)  # type: ignore[method-assign]
    controller = Controller(where)
    crashes: list[str] = []
    controller.crash.told.connect(crashes.append)
    controller.start()
    try:
        if waits:
            qtbot.waitUntil(lambda: controller.window.orders is not None, timeout=LONG_MS)
        yield controller
    finally:
        with qtbot.waitSignal(controller.ended, timeout=LONG_MS) as ended:
            controller.quit()
        QApplication.quit = quit_  # type: ignore[method-assign]
        controller.window.deleteLater()
        controller.deleteLater()
        assert crashes == []
        assert ended.args == [True]


def work_of(controller: Controller) -> Work:
    """What is open."""
    if controller.work is None:
        raise LookupError("no profile is open")
    return controller.work


def connect_text(sandbox: Sandbox, **changes: object) -> str:
    """The connect object of a sandbox; a value of None leaves a field out."""
    whole = {**sandbox.connect, **changes}
    return json.dumps({name: value for name, value in whole.items() if value is not None})


def home(folder: Path) -> Where:
    """A profile in a folder."""
    return Where(folder)
