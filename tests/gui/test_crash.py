"""Bugs: told once per distinct trace, with a report without values."""

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.errors import TryLater
from desktop.ui.crash_dialog import CrashDialog, CrashWatch, report_of
from tests.gui.workplace import find

SECRET = "Erika Mustermann"


def bug() -> Exception:
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        return error


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[CrashWatch]:
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    monkeypatch.setattr(threading, "excepthook", lambda *_: None)
    made = CrashWatch()
    made.watch()
    yield made
    made.release()


def test_a_report_names_places_and_no_values() -> None:
    report = report_of(bug())
    assert "KeyError" in report
    assert "in bug" in report
    assert SECRET not in report


def test_the_same_bug_is_told_once(watch: CrashWatch) -> None:
    told: list[str] = []
    watch.told.connect(told.append)
    for _ in range(3):
        assert watch.take(bug())
    assert len(told) == 1
    assert not watch.take(TryLater(1, "offline", "no network"))
    assert len(told) == 1


def test_uncaught_errors_of_threads_are_heard(qtbot: QtBot, watch: CrashWatch) -> None:
    def fail() -> None:
        raise ZeroDivisionError(SECRET)

    with qtbot.waitSignal(watch.told) as told:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    assert told.args is not None
    assert "ZeroDivisionError" in told.args[0]
    assert SECRET not in told.args[0]


def test_hooks_are_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    before = sys.excepthook
    watch = CrashWatch()
    watch.watch()
    assert sys.excepthook is not before
    watch.release()
    assert sys.excepthook is before


def test_the_report_is_copied(qtbot: QtBot) -> None:
    dialog = CrashDialog("the report")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.mouseClick(find(QPushButton, "crashCopy", dialog), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "the report"
