"""The tray and what it tells; only whether there is a tray is faked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QSystemTrayIcon, QWidget
from pytestqt.qtbot import QtBot

from desktop import clock
from desktop.actions.take_news import KINDS
from desktop.rows import (
    NewsRow,
    OrderFilter,
    Problem,
    RunSummary,
    SettingChoice,
    SyncState,
    Tab,
)
from desktop.ui.away import Away
from desktop.ui.filters.words import counter_parts
from desktop.ui.news_filter import COUNTERS, show_news
from desktop.ui.news_watch import Message, NewsWatch
from desktop.ui.orders_page import OrdersPage
from desktop.ui.tray import Tray, tomorrow_morning
from desktop.ui.window_memory import WindowMemory
from desktop.ui.work import Work
from tests.gui.workplace import deeds_of, questions_of


@pytest.fixture
def tray(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Tray]:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    window = QWidget()
    qtbot.addWidget(window)
    yield Tray(window)  # noqa: PT022 - its window must live as long


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


def test_what_is_new_is_asked_for_when_something_changed(qtbot: QtBot, work: Work) -> None:
    watch = NewsWatch(work)
    told: list[Message] = []
    watch.told.connect(told.append)
    qtbot.waitUntil(lambda: not watch._gather.isActive() and not watch._is_asking)
    deeds_of(work).news = (
        NewsRow("failures", 1, "Main: 3 new failures", "3 × No product.", 0, 3),
        NewsRow("cancel_wishes", 1, "Main: cancel wish", "111-1: The buyer asks.", 7, 1),
    )
    for _ in range(3):
        work.signals.orders_changed.emit((7,))
    qtbot.waitUntil(lambda: len(told) == 2)
    assert [(one.kind, one.order_id, one.account_id) for one in told] == [
        ("failures", 0, 1),
        ("cancel_wishes", 7, 1),
    ]
    deeds_of(work).news = (NewsRow("ship_by", 1, "Main: 2 orders to ship within 4 hours", ""),)
    watch._each.timeout.emit()  # warnings come with time alone
    qtbot.waitUntil(lambda: len(told) == 3)


def test_problems_of_runs_are_handed_on(qtbot: QtBot, work: Work) -> None:
    watch = NewsWatch(work)
    told: list[Message] = []
    watch.told.connect(told.append)
    problem = Problem("Main", "amazon", "clock", "The clock is wrong.", "Off.", "Set it.")
    for _ in range(2):
        work.signals.problem.emit(problem)
    qtbot.waitUntil(lambda: bool(told))
    assert [one.title for one in told] == ["Main: The clock is wrong."]


@pytest.mark.parametrize(("value", "quiet", "tells"), [
    ("true", False, True), ("false", False, False), ("true", True, False),
])  # fmt: skip
def test_the_summary_is_told_where_it_is_wanted(
    qtbot: QtBot, work: Work, value: str, quiet: bool, tells: bool
) -> None:
    summary = SettingChoice("notify.summary", value, "true", "default", "sum up", kind="bool")
    questions_of(work).settings_now = (summary,)
    questions_of(work).quiet = quiet
    watch = NewsWatch(work)
    told: list[Message] = []
    watch.told.connect(told.append)
    watch.sum_up(Message("summary", "Crossdock", "3 imported."))
    qtbot.waitUntil(work.reader.is_idle)
    qtbot.waitUntil(lambda: not watch._is_asking and not watch._gather.isActive())
    assert bool(told) is tells


def test_a_click_on_a_message_about_several_opens_what_it_is_about(
    qtbot: QtBot, tray: Tray
) -> None:
    tray.tell(Message("ship_by", "Main: 3 orders to ship within 4 hours", "", 0, 1))
    with qtbot.assertNotEmitted(tray.order_wanted), qtbot.waitSignal(tray.news_wanted) as clicked:
        tray._icon.messageClicked.emit()
    assert clicked.args is not None
    assert (clicked.args[0].kind, clicked.args[0].account_id) == ("ship_by", 1)


@pytest.mark.parametrize(("kind", "tab", "counter"), [
    ("failures", Tab.ERRORS, ""),
    ("ship_by", Tab.ALL, "due_soon"),
    ("cancel_wishes", Tab.ALL, "cancel_wishes"),
    ("oversold", Tab.ALL, "oversold"),
    ("refunds", Tab.ALL, "refunds_not_sent"),
])  # fmt: skip
def test_each_kind_of_news_has_its_filter(
    qtbot: QtBot, work: Work, kind: str, tab: Tab, counter: str
) -> None:
    assert set(COUNTERS) | {"problems"} == set(KINDS)
    page = OrdersPage(work, WindowMemory(None))
    qtbot.addWidget(page)
    page.begin()
    page.tab.set_counter("overdue")
    show_news(page, kind, None)
    assert page.strip.current is tab
    shown = page.query.filter
    parts: Any = counter_parts(counter, clock.now())
    expected = replace(OrderFilter(tab=tab), **parts)
    near = replace(shown, ship_by_before=expected.ship_by_before)
    assert near == expected
    page.end()


def test_news_of_a_stopped_side_open_the_accounts(qtbot: QtBot, work: Work) -> None:
    page = OrdersPage(work, WindowMemory(None))
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.accounts_wanted):
        show_news(page, "problems", 1)
    page.end()


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
