"""Another computer syncs an account: the window says so, and takes it over when it is asked to."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop import clock
from desktop.actions.connect import connect
from desktop.actions.connect_request import parse_connect
from desktop.app.own_connection import ends_connection
from desktop.channels.shopify.lease import read_lease, write_lease
from desktop.models import account as accounts
from desktop.profile import Profile
from desktop.rows import AccountState, LeaseState, Problem
from desktop.sync import lease
from desktop.sync.connection import open_connection
from desktop.trade.returns import Lease
from desktop.ui.dialogs import Dialogs
from desktop.ui.lease_words import notice_of
from desktop.ui.notices import Notices
from desktop.ui.orders_page import OrdersPage
from desktop.ui.status_line import StatusLine
from desktop.ui.take_over_dialog import TakeOverDialog
from desktop.ui.window_memory import WindowMemory
from desktop.ui.work import Work
from tests.gui.fake_rows import NOW, account
from tests.gui.real_window import LONG_MS, connect_text, home, made_up_shop, opened, work_of
from tests.gui.workplace import deeds_of, find, questions_of, usual_desk

THERE = LeaseState("HARBOR-PC", NOW)


def elsewhere(number: int = 1, name: str = "Main", **changes: object) -> AccountState:
    state = replace(THERE, **changes)  # type: ignore[arg-type]
    return account(id=number, name=name, lease=state)


def test_who_syncs_is_said_once_for_all_accounts_of_a_computer() -> None:
    both = (elsewhere(), elsewhere(2, "Europe"), elsewhere(3, "Japan", computer="SHED-PC"))
    told = notice_of(both, NOW)
    assert told.words.startswith("HARBOR-PC syncs Main and Europe, and last said so at ")
    assert [one.id for one in told.accounts] == [1, 2]
    assert "this account" in notice_of((elsewhere(),), NOW).words
    assert notice_of((account(), account(id=2)), NOW).words == ""


def test_a_take_over_is_told_until_it_is_complete() -> None:
    asked = notice_of((elsewhere(is_asked=True),), NOW)
    assert (asked.words, asked.accounts) == ("Taking Main over from HARBOR-PC…", ())
    waits = account(lease=LeaseState(sends_from=NOW + 240))
    assert notice_of((waits,), NOW).words.startswith("This computer syncs Main now. It sends from ")
    assert notice_of((waits,), NOW + 241).words == ""


def test_the_words_go_by_themselves(qtbot: QtBot) -> None:
    bars = Notices(usual_desk())
    qtbot.addWidget(bars)
    soon = LeaseState(sends_from=int(clock.now()) + 1)
    bars.show_accounts((account(lease=soon),))
    assert bars.lease.text
    qtbot.waitUntil(lambda: not bars.lease.text)
    assert not bars.isVisible()


def test_the_status_line_names_the_computer(qtbot: QtBot) -> None:
    line = StatusLine()
    qtbot.addWidget(line)
    line.show_accounts((elsewhere(), account(id=2, name="Europe")))
    assert "synced by HARBOR-PC" in line.text
    assert line.text.count("HARBOR-PC") == 1


def test_taking_over_asks_first_and_says_what_happens(qtbot: QtBot, work: Work) -> None:
    questions_of(work).accounts_now = (elsewhere(), elsewhere(2, "Europe"))
    page = OrdersPage(work, WindowMemory(None))
    qtbot.addWidget(page)
    dialogs = Dialogs(work, page, page)
    page.show()
    page.begin()
    qtbot.waitUntil(page.notices.lease.isVisible)
    work.signals.problem.emit(Problem("Main", "shopify", "lease_held", "Another computer.", "", ""))
    assert not page.errors.isVisible()
    act = find(QPushButton, "leaseNoticeAction", page)
    assert act.text() == "Sync here instead…"
    qtbot.mouseClick(act, Qt.MouseButton.LeftButton)
    asked = dialogs.opened("take over")
    assert isinstance(asked, TakeOverDialog)
    said = " ".join(one.text() for one in asked.findChildren(QLabel))
    assert "HARBOR-PC syncs Main, Europe now" in said
    assert "looks up what HARBOR-PC may have sent" in said
    assert deeds_of(work).done == []
    qtbot.mouseClick(find(QPushButton, "takeOverGo", asked), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: deeds_of(work).done == [("take_over", (1, 2))])
    questions_of(work).accounts_now = (account(),)
    work.signals.accounts_changed.emit()
    qtbot.waitUntil(lambda: not page.notices.lease.isVisible())
    dialogs.close_all()


@ends_connection
def hold_elsewhere(profile: Profile) -> None:
    """Another computer writes its lease over ours."""
    (one,) = accounts.accounts()
    with closing(open_connection(one, profile.vault, profile.profile_id, Event())) as wire:
        seller = one.amazon.seller_id
        held = read_lease(wire.shopify, seller)
        theirs = Lease("theirs", "HARBOR-PC", int(clock.now()))
        write_lease(wire.shopify, seller, theirs, held.digest if held else "")


def test_a_real_window_takes_a_real_shop_over(
    qtbot: QtBot, profile_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "SHORTEST_HEARTBEAT_S", 0.5)
    with made_up_shop(orders=3) as sandbox, opened(qtbot, home(profile_folder)) as program:
        session, page = program.session, program.window.orders
        assert session is not None
        assert page is not None
        assert program.window.dialogs is not None
        connect(parse_connect(connect_text(sandbox)), session.profile)
        hold_elsewhere(session.profile)
        session.syncing.sync_now()
        qtbot.waitUntil(page.notices.lease.isVisible, timeout=LONG_MS)
        assert "HARBOR-PC" in page.notices.lease.text
        page.notices.lease.acted.emit()
        asked = program.window.dialogs.opened("take over")
        assert asked is not None
        qtbot.mouseClick(find(QPushButton, "takeOverGo", asked), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not page.notices.lease.text, timeout=LONG_MS)
        assert [one.lease for one in work_of(program).desk.questions.accounts()] == [None]
        assert "HARBOR-PC" not in str(sandbox.control.ledger()["shopify"])
