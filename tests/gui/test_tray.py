"""The tray and what it tells; only whether there is a tray is faked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from desktop import clock
from desktop.rows import FailureRow, Problem, RunSummary, SyncState, SyncStatus
from desktop.ui.away import Away
from desktop.ui.news_watch import Message, NewsWatch
from desktop.ui.tray import Tray, tomorrow_morning
from desktop.ui.work import Work
from tests.gui.workplace import questions_of


@pytest.fixture
def tray(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tray]:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    window = QWidget()
    qtbot.addWidget(window)
    yield Tray(window)  # noqa: PT022 - its window must live as long


def failure(at: int) -> FailureRow:
    return FailureRow(
        SyncStatus.FAILED_ORDER, "sku_unknown", "No product.", "Cause.", "Cure.", (), 1, at
    )


def test_the_menu_syncs_pauses_and_quits(qtbot: QtBot, tray: Tray) -> None:
    for action, signal in (
        (tray.open, tray.show_wanted),
        (tray.sync, tray.sync_wanted),
        (tray.quit, tray.quit_wanted),
    ):
        with qtbot.waitSignal(signal):
            action.trigger()
    with qtbot.waitSignal(tray.pause_wanted) as paused:
        tray.pause_hour.trigger()
    assert paused.args is not None
    assert 3500 < paused.args[0] - clock.now() <= 3600
    assert not tray.resume.isVisible()
    tray.show_state(SyncState("paused", until=int(clock.now()) + 60))
    assert tray.resume.isVisible()
    assert not tray.pause_hour.isVisible()
    with qtbot.waitSignal(tray.pause_wanted) as resumed:
        tray.resume.trigger()
    assert resumed.args == [None]


def test_tomorrow_is_eight_in_the_morning() -> None:
    at = datetime(2026, 11, 22, 23, 30).astimezone().timestamp()
    found = datetime.fromtimestamp(tomorrow_morning(at)).astimezone()
    assert (found.day, found.hour, found.minute) == (23, 8, 0)


def test_a_click_on_a_message_opens_its_order(qtbot: QtBot, tray: Tray) -> None:
    tray.tell(Message("failures", "Main: Failed Order", "111-1: No product.", 7))
    with qtbot.waitSignals([tray.show_wanted, tray.order_wanted]):
        tray.findChild(QSystemTrayIcon).messageClicked.emit()  # type: ignore[union-attr]


def test_new_failures_are_grouped_and_told_once(qtbot: QtBot, work: Work) -> None:
    watch = NewsWatch(work)
    told: list[Message] = []
    watch.told.connect(told.append)
    at = int(clock.now()) + 1
    rows = [
        replace(row, account="Main", cancel_wish=False, failures=(failure(at),))
        for row in questions_of(work).orders[:3]
    ]
    questions_of(work).change(*rows)
    work.signals.orders_changed.emit(tuple(row.id for row in rows))
    qtbot.waitUntil(lambda: len(told) == 1)
    assert told[0].title == "Main: 3 new failures"
    assert told[0].order_id == rows[0].id
    old = replace(questions_of(work).orders[5], cancel_wish=False, failures=(failure(at - 9000),))
    fresh = replace(questions_of(work).orders[6], cancel_wish=False, failures=(failure(at),))
    questions_of(work).change(old, fresh)
    work.signals.orders_changed.emit((*(row.id for row in rows), old.id, fresh.id))
    qtbot.waitUntil(lambda: len(told) == 2)
    assert fresh.amazon_order_id in told[1].text


def test_a_cancel_wish_is_told(qtbot: QtBot, work: Work) -> None:
    row = replace(questions_of(work).orders[1], cancel_wish=False, failures=())
    questions_of(work).change(row)
    watch = NewsWatch(work)
    told: list[Message] = []
    watch.told.connect(told.append)
    qtbot.waitUntil(work.reader.is_idle)
    questions_of(work).change(replace(row, cancel_wish=True))
    work.signals.orders_changed.emit((row.id,))
    qtbot.waitUntil(lambda: len(told) == 1)
    assert told[0].kind == "cancel_wishes"
    assert row.amazon_order_id in told[0].text


def test_another_kind_of_failure_and_oversold_orders_are_told(qtbot: QtBot, work: Work) -> None:
    at = int(clock.now()) + 1
    row = replace(
        questions_of(work).orders[2], account="Main", cancel_wish=False, failures=(failure(at),)
    )
    questions_of(work).change(replace(row, failures=()))
    watch = NewsWatch(work)
    told: list[Message] = []
    watch.told.connect(told.append)
    qtbot.waitUntil(work.reader.is_idle)
    questions_of(work).change(row)
    work.signals.orders_changed.emit((row.id,))
    qtbot.waitUntil(lambda: len(told) == 1)
    refund = replace(failure(at + 5), kind=SyncStatus.FAILED_REFUND, title="Not allocated.")
    questions_of(work).change(replace(row, failures=(failure(at), refund)))
    work.signals.orders_changed.emit((row.id,))
    qtbot.waitUntil(lambda: len(told) == 2)
    assert (told[1].title, told[1].order_id) == ("Main: Failed Refund", row.id)
    assert "Not allocated." in told[1].text
    questions_of(work).change(replace(row, failures=(failure(at), refund), oversold=True))
    for _ in range(2):
        work.signals.orders_changed.emit((row.id,))
        qtbot.waitUntil(lambda: not watch._timer.isActive() and work.reader.is_idle())
    assert [one.title for one in told[2:]] == ["Main: oversold"]


def test_problems_are_told_once_and_only_where_wanted(qtbot: QtBot, work: Work) -> None:
    watch = NewsWatch(work)
    told: list[Message] = []
    watch.told.connect(told.append)
    problem = Problem("Main", "amazon", "auth", "Amazon refused.", "Ended.", "Make one.")
    for _ in range(2):
        work.signals.problem.emit(problem)
    assert [one.title for one in told] == ["Main: Amazon refused."]
    questions_of(work).settings_now = (
        *(
            replace(one, value="false")
            for one in questions_of(work).settings_now
            if one.key == "notify.failures"
        ),
    )
    work.signals.accounts_changed.emit()
    qtbot.waitUntil(lambda: not watch.wants("failures"))
    assert watch.wants("problems")


def test_two_messages_at_once_are_shown_one_after_the_other(
    qtbot: QtBot, tray: Tray, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _self, *told: shown.append(told[0]))
    tray.tell(Message("failures", "3 new failures", "", 7))
    tray.tell(Message("cancel_wishes", "cancel wish", "", 9))
    assert shown == ["3 new failures"]
    with qtbot.waitSignal(tray.order_wanted) as clicked:
        tray._icon.messageClicked.emit()
    assert clicked.args == [7]
    tray._between.timeout.emit()
    assert shown == ["3 new failures", "cancel wish"]


def test_what_was_done_while_away_is_summed_up() -> None:
    away, told, welcomed = Away(), list[Message](), list[str]()
    away.told.connect(told.append)
    away.welcomed.connect(welcomed.append)
    away.take(RunSummary(imported=5))
    away.come_back()
    assert welcomed == []
    away.leave()
    away.tell()
    away.take(RunSummary(imported=3, created=2))
    away.take(RunSummary(failed=1))
    away.tell()
    away.tell()
    assert [one.text for one in told] == ["3 imported, 2 created, 1 failed."]
    away.come_back()
    assert welcomed == ["While you were away: 3 imported, 2 created, 1 failed."]


def test_a_click_on_the_icon_is_none_on_the_message_beside_it(
    qtbot: QtBot, tray: Tray, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "geometry", lambda _: QRect(QCursor.pos(), QSize(22, 22)))
    tray.tell(Message("failures", "3 new failures", "", 7))
    with qtbot.assertNotEmitted(tray.order_wanted), qtbot.assertNotEmitted(tray.show_wanted):
        tray._icon.messageClicked.emit()
