"""A desk with its threads for a test, and ways to look for widgets in a dialog."""

from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.rows import MarketplaceChoice, RegionChoice, SettingChoice
from desktop.ui.background import Errands, Reader, Writer
from desktop.ui.desk import Desk
from desktop.ui.signals import AppSignals
from desktop.ui.work import Work
from tests.gui.fake_desk import FakeDeeds, FakeErrands, FakeQuestions, fake_desk

W = TypeVar("W", bound=QWidget)
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier

REGIONS = (
    RegionChoice(
        "na",
        "North America",
        (
            MarketplaceChoice("ATVPDKIKX0DER", "US", "Amazon.com"),
            MarketplaceChoice("A2EUQ1WTGCTBG2", "CA", "Amazon.ca"),
        ),
    ),
    RegionChoice("eu", "Europe", (MarketplaceChoice("A1PA6795UKMFR9", "DE", "Amazon.de"),)),
)
SETTINGS = (
    SettingChoice("order.create", "true", "true", "default", "create orders", kind="bool"),
    SettingChoice(
        "order.unlinked",
        '"fail"',
        '"fail"',
        "default",
        "what happens to a product without a link",
        ("fail", "custom_line"),
        "choice",
    ),
    SettingChoice("order.tags", '["amazon"]', '["amazon"]', "default", "tags", kind="list"),
    SettingChoice("plan.limit", "0", "0", "default", "orders a month", kind="int", levels=("app",)),
    SettingChoice("notify.failures", "true", "true", "default", "tell", kind="bool"),
    SettingChoice(
        "window.theme",
        '"system"',
        '"system"',
        "default",
        "colours",
        ("system", "light", "dark"),
        "choice",
        ("app",),
    ),
)


def work_on(
    desk: Desk, reader: Reader, writer: Writer, errands: Errands, signals: AppSignals
) -> Work:
    return Work(replace(desk, regions=REGIONS), reader, writer, errands, signals)


def usual_desk(count: int = 12) -> Desk:
    return fake_desk(count, settings_now=SETTINGS)


def questions_of(work: Work) -> FakeQuestions:
    asked = work.desk.questions
    if not isinstance(asked, FakeQuestions):
        raise TypeError("this desk is real")
    return asked


def deeds_of(work: Work) -> FakeDeeds:
    done = work.desk.deeds
    if not isinstance(done, FakeDeeds):
        raise TypeError("this desk is real")
    return done


def errands_of(work: Work) -> FakeErrands:
    run = work.desk.errands
    if not isinstance(run, FakeErrands):
        raise TypeError("this desk is real")
    return run


def find(kind: type[W], name: str, inside: QWidget) -> W:
    """The widget of that kind and name; an error names what is there instead."""
    found = inside.findChild(kind, name)
    if found is None:
        there = sorted(one.objectName() for one in inside.findChildren(kind))
        raise LookupError(f"no {kind.__name__} {name}; there are {there}")
    return found


def press_key(
    qtbot: QtBot, window: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER
) -> None:
    """A key as the system hands it to a window, so that shortcuts see it."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    QTest.keyClick(window.windowHandle(), key, modifier)
