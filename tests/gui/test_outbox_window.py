"""The way to the outbox: the chip, the key, and the question before the program ends."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop import clock
from desktop.app.leaving import Leaving
from desktop.rows import Counters, OutboxContent
from desktop.ui.main_window import MainWindow
from desktop.ui.outbox_dialog import OutboxDialog
from desktop.ui.quit_dialog import QuitDialog
from desktop.ui.settings.dialog import SettingsDialog
from desktop.ui.window_memory import WindowMemory
from desktop.ui.work import Work
from tests.gui.fake_outbox import outbox_row
from tests.gui.workplace import CTRL, find, press_key, questions_of

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(qtbot: QtBot, work: Work, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    monkeypatch.setattr(questions_of(work), "counters", lambda _: Counters(1, 0, 0, 2, 3, 0))
    made = MainWindow(WindowMemory(None))
    qtbot.addWidget(made)
    made.show_work(work)
    made.show()
    qtbot.waitUntil(lambda: find(QPushButton, "counter-to_send", made).isEnabled())
    yield made
    made.shut()


def outbox_of(window: MainWindow) -> OutboxDialog:
    assert window.dialogs is not None
    dialog = window.dialogs.opened("outbox")
    assert isinstance(dialog, OutboxDialog)
    return dialog


def test_the_chip_opens_it_and_its_orders_can_be_shown(qtbot: QtBot, window: MainWindow) -> None:
    chip = find(QPushButton, "counter-to_send", window)
    qtbot.mouseClick(chip, LEFT)
    assert not chip.isChecked()
    qtbot.mouseClick(find(QPushButton, "outboxFilter", outbox_of(window)), LEFT)
    assert chip.isChecked()
    assert window.orders is not None
    assert window.orders.query.filter.to_send
    qtbot.mouseClick(chip, LEFT)
    assert not window.orders.query.filter.to_send


def test_the_key_opens_it_and_its_settings(qtbot: QtBot, window: MainWindow) -> None:
    press_key(qtbot, window, Qt.Key.Key_4, CTRL)
    qtbot.mouseClick(find(QPushButton, "outboxSettings", outbox_of(window)), LEFT)
    assert window.dialogs is not None
    settings = window.dialogs.opened("settings")
    assert isinstance(settings, SettingsDialog)
    assert settings.page == "outbox"


def test_refunds_not_sent_are_filtered_by_a_chip_of_their_own(
    qtbot: QtBot, window: MainWindow
) -> None:
    chip = find(QPushButton, "counter-refunds_not_sent", window)
    assert chip.text() == "Not sent 3"
    assert not find(QPushButton, "counter-oversold", window).isVisible()
    qtbot.mouseClick(chip, LEFT)
    assert window.orders is not None
    first = window.orders.query.filter
    qtbot.mouseClick(find(QPushButton, "counter-due_today", window), LEFT)
    assert not chip.isChecked()
    then = window.orders.query.filter
    assert [(one.not_sent, one.to_ship) for one in (first, then)] == [(True, False), (False, True)]


def asked(qtbot: QtBot, leaving: Leaving) -> QuitDialog:
    found: list[QuitDialog | None] = []

    def look() -> bool:
        found[:] = [leaving.dialog]
        return leaving.dialog is not None

    qtbot.waitUntil(look)
    assert found[0] is not None
    return found[0]


def test_quitting_asks_only_where_something_waits(
    qtbot: QtBot, work: Work, window: MainWindow
) -> None:
    leaving = Leaving(window)
    with qtbot.waitSignal(leaving.agreed):
        leaving.ask()
    leaving.work = work
    with qtbot.waitSignal(leaving.agreed):
        leaving.ask()
    row = outbox_row(1, hold="outbox", leaves_at=int(clock.now()) + 600)
    questions_of(work).content = OutboxContent(waiting=(row,), not_sent=(outbox_row(2),))
    leaving.ask()
    qtbot.mouseClick(find(QPushButton, "quitOutbox", asked(qtbot, leaving)), LEFT)
    outbox_of(window).close()
    leaving.ask()
    dialog = asked(qtbot, leaving)
    with qtbot.waitSignal(leaving.agreed):
        qtbot.mouseClick(find(QPushButton, "quitQuit", dialog), LEFT)


def test_a_look_that_fails_does_not_keep_the_program(
    qtbot: QtBot, work: Work, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaving = Leaving(window)
    leaving.work = work

    def fail(_: int | None) -> OutboxContent:
        raise OSError("gone")

    monkeypatch.setattr(questions_of(work), "outbox", fail)
    with qtbot.waitSignal(leaving.agreed):
        leaving.ask()
