"""Bugs: written to the log, and shown once per distinct trace, with a report to copy.

The report holds types and places only, no values, so no personal data.
"""

import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QtMsgType,
    Signal,
    Slot,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop import __version__
from desktop.ui.buttons import button
from desktop.ui.error_words import is_bug

_log = logging.getLogger(__name__)
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def report_of(error: BaseException) -> str:
    """Versions, and the error by type and place; never a value."""
    lines = [f"Crossdock {__version__}, Python {platform.python_version()}, {platform.platform()}"]
    current: BaseException | None = error
    while current is not None and len(lines) < 200:
        lines.append(type(current).__name__)
        for frame in traceback.extract_tb(current.__traceback__):
            place = frame.filename.replace("\\", "/").rpartition("/desktop/")
            name = f"desktop/{place[2]}" if place[1] else place[2].rpartition("/")[2]
            lines.append(f"  {name}:{frame.lineno} in {frame.name}")
        current = current.__cause__ or current.__context__
    return "\n".join(lines)


class CrashDialog(QDialog):
    """Says that it was not the user's fault, and gives the report."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crashDialog")
        self.setWindowTitle(self.tr("Something went wrong"))
        self._report = report
        title = QLabel(self.tr("Something went wrong inside Crossdock."))
        title.setProperty("role", "title")
        words = QLabel(
            self.tr(
                "This is an error of Crossdock's own. Your orders are safe: what was under way is"
                " looked up before it goes on. You can go on working; if it comes again, please"
                " send this report. It holds no personal data."
            )
        )
        for label in (title, words):
            label.setWordWrap(True)
        text = QPlainTextEdit(report)
        text.setObjectName("crashReport")
        text.setAccessibleName(self.tr("Report"))
        text.setReadOnly(True)
        self._copy = button(self.tr("Copy report"), "crashCopy", icon="copy")
        self._copy.clicked.connect(self._on_copy)
        close = button(self.tr("Go on"), "crashClose", primary=True)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 16)
        layout.setSpacing(10)
        for widget in (title, words, text):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        self.resize(600, 380)

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self._copy.setText(self.tr("Copied"))


class CrashWatch(QObject):
    """Hears of every uncaught error of every thread; `told` carries a report, once a trace."""

    told = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seen: set[str] = set()
        self._before: tuple[Callable[..., object], Callable[..., object]] | None = None

    def watch(self) -> None:
        """Take the hooks; those before go on being called."""
        if self._before is None:
            self._before = (sys.excepthook, threading.excepthook)
            sys.excepthook = self._uncaught
            threading.excepthook = self._uncaught_in_thread
            qInstallMessageHandler(_qt_message)

    def release(self) -> None:
        """Give the hooks back."""
        if self._before is not None:
            sys.excepthook, threading.excepthook = self._before
            self._before = None
            qInstallMessageHandler(None)

    @Slot(object)
    def take(self, error: Exception) -> bool:
        """A bug that reached the window otherwise; True when it is one."""
        if not is_bug(error):
            return False
        _log.error("bug: %s", type(error).__name__, exc_info=error)
        self._tell(error)
        return True

    def _uncaught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if self._before is not None:
            self._before[0](kind, error, trace)
        if isinstance(error, Exception):
            self._tell(error)

    def _uncaught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if self._before is not None:
            self._before[1](args)
        if isinstance(args.exc_value, Exception):
            self._tell(args.exc_value)

    def _tell(self, error: BaseException) -> None:
        report = report_of(error)
        if report not in self._seen:
            self._seen.add(report)
            self.told.emit(report)


def _qt_message(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    logging.getLogger("desktop.qt").log(_LEVELS.get(kind, logging.WARNING), "%s", text)
