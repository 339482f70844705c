"""The application: Qt's set-up, one window a profile, the event loop."""

import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop import __version__
from desktop.app import test_map
from desktop.app.controller import Controller
from desktop.app.run import first_folder
from desktop.app.screenshots import Photographer
from desktop.app.single_instance import SingleInstance
from desktop.app.where import Where
from desktop.ui import theme
from desktop.ui.app_icon import app_icon

_DONE, _NO_PICTURE, _IN_USE = 0, 1, 6
_DESKTOP_FILE = "crossdock"
_SIGNALS_MS = 200
_SWITCH_S = 0.002  # the sync's threads give way sooner, so that painting is not kept waiting


def run_window(where: Where, *, minimised: bool = False, screenshot: Path | None = None) -> int:
    """Run the window until it is closed; the exit code.

    A call that is still under way after the grace ends with the process; it is looked up at the
    next start.
    """
    app = make_application()
    instance = None
    if not where.demo and not where.session_only:
        folder = first_folder(where.folder)
        instance = None if folder is None else SingleInstance(folder)
        if instance is not None and not instance.claim():
            return _DONE if instance.call_first() else _told_in_use()
    sys.setswitchinterval(_SWITCH_S)
    controller = Controller(where, instance)
    test_map.start_if_asked(controller)
    _quit_on_signals(controller)
    photographer = None if screenshot is None else Photographer(controller, screenshot)
    if photographer is not None:
        photographer.begin()
    controller.start(minimised=minimised)
    loop = app.exec  # the program's one event loop
    code = int(loop())
    if photographer is not None and photographer.failed:
        code = _NO_PICTURE
    if not controller.ended_well:
        sys.stdout.flush()
        os._exit(code)
    return code


def make_application() -> QApplication:
    """The QApplication, set up; the one there is where there is one."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    QCoreApplication.setApplicationName("Crossdock")
    QCoreApplication.setApplicationVersion(__version__)
    QCoreApplication.setOrganizationName("Crossdock")
    QGuiApplication.setDesktopFileName(_DESKTOP_FILE)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    QLocale.setDefault(QLocale.system())
    app = QApplication([sys.argv[0] if sys.argv else "crossdock"])
    app.setQuitOnLastWindowClosed(False)
    app.setWindowIcon(app_icon())
    theme.apply(app)
    return app


def _quit_on_signals(controller: Controller) -> None:
    """Ctrl-C and SIGTERM end the window in good order; Python sees them between Qt's events."""

    def on_signal(_number: int, _frame: object) -> None:
        QTimer.singleShot(0, controller, controller.quit)

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), on_signal)
    ticking = QTimer(controller)
    ticking.timeout.connect(_let_python_run)
    ticking.start(_SIGNALS_MS)


def _let_python_run() -> None:
    """Nothing; that Python is entered is enough for it to see a signal."""


def _told_in_use() -> int:
    if sys.stderr is not None:
        sys.stderr.write("crossdock: this profile is open in a window that does not answer.\n")
    return _IN_USE
