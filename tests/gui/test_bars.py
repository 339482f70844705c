"""Error bar, notices, plan and status line say what is so, in words."""

from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop import clock
from desktop.errors import NeedsPerson, OutcomeUnknown, TryLater
from desktop.rows import Counts, PlanUse, SyncState, Tab
from desktop.ui.ago import ago, span, until
from desktop.ui.error_bar import ErrorBar, Trouble
from desktop.ui.error_words import Words, is_bug, words_of
from desktop.ui.notices import Notices
from desktop.ui.order_columns import place_of
from desktop.ui.plan_bar import PlanBar
from desktop.ui.running import Running
from desktop.ui.status_line import StatusLine
from desktop.ui.tab_strip import TabStrip
from tests.gui.fake_rows import account
from tests.gui.workplace import CTRL, find, press_key, usual_desk


@dataclass
class News:
    account: str
    phase: str
    words: str = ""
    done: int = 0
    of: int | None = None
    wait_s: float = 0.0


def test_one_trouble_at_a_time_with_the_rest_counted(qtbot: QtBot) -> None:
    bar = ErrorBar()
    qtbot.addWidget(bar)
    assert not bar.isVisible()
    for key in ("a", "b", "c"):
        bar.tell(Trouble(key, Words(f"Title {key}.", "Cause.", "Cure."), "Do it"))
    text, more = find(QLabel, "errorBarText", bar), find(QLabel, "errorBarMore", bar)
    assert "Title a." in text.text()
    assert "Cause. Cure." in text.text()
    assert more.text() == "2 more"
    with qtbot.waitSignal(bar.acted) as acted:
        qtbot.mouseClick(find(QPushButton, "errorBarAction", bar), Qt.MouseButton.LeftButton)
    assert acted.args == ["a"]
    qtbot.mouseClick(find(QToolButton, "errorBarClose", bar), Qt.MouseButton.LeftButton)
    assert "Title b." in text.text()
    bar.keep_only("", ["c"])
    assert bar.keys == ("c",)
    bar.clear("c")
    assert not bar.isVisible()


def test_what_a_service_says_is_never_taken_for_markup(qtbot: QtBot) -> None:
    bar = ErrorBar()
    qtbot.addWidget(bar)
    bar.tell(Trouble("x", Words("<img src=x> & more")))
    assert "&lt;img" in find(QLabel, "errorBarText", bar).text()


@pytest.mark.parametrize(
    ("error", "title"),
    [
        (NeedsPerson("c", "Title.", "Cause.", "Cure."), "Title."),
        (TryLater(1, "offline", "no network"), "That could not be done now."),
        (OutcomeUnknown("lost"), "That could not be done now."),
        (ValueError("allowed is 1"), "That cannot be done."),
        (KeyError("a value of a buyer's"), "Something went wrong inside Crossdock."),
    ],
)
def test_errors_in_words(error: Exception, title: str) -> None:
    words = words_of(error)
    assert words.title == title
    assert "buyer's" not in f"{words.title}{words.text}"


def test_only_bugs_are_bugs() -> None:
    assert is_bug(KeyError("x"))
    assert is_bug(RuntimeError("x"))
    assert not is_bug(TryLater(1, "x", "x"))
    assert not is_bug(OSError("disk"))


def test_the_plan_warns_near_its_limit(qtbot: QtBot) -> None:
    bar = PlanBar()
    qtbot.addWidget(bar)
    progress, text = find(QProgressBar, "planProgress", bar), find(QLabel, "planText", bar)
    for used, kind in ((312, ""), (470, "waiting"), (500, "bad"), (620, "bad")):
        bar.show_use(PlanUse("Own", used, 500, 1_800_000_000))
        assert text.text() == f"{used} of 500 orders"
        assert progress.property("kind") == kind
    bar.show_use(PlanUse("", 7, 0, 1_800_000_000))
    assert text.text() == "7 created this month"
    assert not progress.isVisible()


def test_spans_of_time() -> None:
    at = clock.now()
    assert [span(one) for one in (0, 59, 60, 150, 3600, 8000, 200_000)] == [
        *("0 s", "59 s", "1 min", "2 min", "60 min", "2 h", "2 days")
    ]
    assert ago(None) == "not yet"
    assert ago(int(at) - 300) == "5 min ago"
    assert until(at - 5) == "now"
    assert until(at + 130) == "in 2 min"


def test_the_status_line_says_when_each_side_was_checked(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    at = int(clock.now())
    line.show_accounts(
        [replace(account(), amazon_checked_at=at - 300, shopify_checked_at=at - 600, waiting=3)]
    )
    line.show_state(SyncState("idle", next_at=at + 130))
    assert "Main: Amazon 5 min ago, Shopify 10 min ago" in line.text
    assert "next check in 2 min" in line.text
    assert "3 waiting" in line.text
    line.show_state(SyncState("elsewhere"))
    assert "another Crossdock syncs this profile" in line.text
    line.show_state(SyncState("paused", until=at + 7200))
    assert "paused until" in line.text
    line.show_foot("1 selected · 841 shown", 900)
    assert "1 selected · 841 of 900 shown" in line.text


def test_a_long_import_tells_how_long_it_will_take() -> None:
    at = [1000.0]
    running = Running(now=lambda: at[0])
    running.take(News("Main", "import", done=100, of=1000))
    at[0] += 10
    running.take(News("Main", "import", done=200, of=1000))
    assert running.words == "importing 200 of about 1000, about 80 s left".replace("80 s", "1 min")
    assert running.counted == (200, 1000)
    running.take(News("Main", "wait", "waiting for Amazon's quota", wait_s=170))
    assert running.words.endswith("waiting for Amazon's quota, 2 min")
    running.take(News("Outlet", "send", done=3, of=9))
    assert "Outlet: creating 3 of 9" in running.words
    running.take(News("Main", "done"))
    assert running.words == "creating 3 of 9"


def test_tabs_are_counted_and_chosen_by_keys(qtbot: QtBot) -> None:
    strip = TabStrip()
    qtbot.addWidget(strip)
    strip.show()
    strip.show_counts(Counts(1200, 3, 9))
    assert find(QLabel, "count-errors", strip).text() == "3"
    assert find(QLabel, "count-errors", strip).property("kind") == "bad"
    with qtbot.waitSignal(strip.chosen) as chosen:
        press_key(qtbot, strip, Qt.Key.Key_2, CTRL)
    assert chosen.args == [Tab.ERRORS]
    assert strip.current is Tab.ERRORS


def test_notices_take_no_room_until_there_is_something_to_say(qtbot: QtBot) -> None:
    notices = Notices(usual_desk())
    qtbot.addWidget(notices)
    assert notices.isHidden()
    notices.show_accounts([replace(account(), is_started=False, orders=60)])
    assert "has imported 60 orders and creates nothing" in notices.start.text
    with qtbot.waitSignal(notices.start_wanted):
        qtbot.mouseClick(find(QPushButton, "startNoticeAction", notices), Qt.MouseButton.LeftButton)
    notices.show_accounts([account()])
    assert notices.start.text == ""


def test_session_only_is_said(qtbot: QtBot) -> None:
    notices = Notices(replace(usual_desk(), notices=("This session only.",)))
    qtbot.addWidget(notices)
    assert notices.session.text == "This session only."
    assert notices.session.isVisibleTo(notices)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Amazon.com", "US"), ("Amazon.co.uk", "UK"), ("Amazon.com.mx", "MX"), ("Amazon.de", "DE")],
)
def test_marketplaces_in_two_letters(name: str, letters: str) -> None:
    assert place_of(name) == letters
