"""Errors grouped by cause: cards with cure and worth; Resolve all and View orders."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.rows import Counters, Tab
from desktop.ui.cause_list import CauseCard
from desktop.ui.counters_bar import CountersBar
from desktop.ui.snackbar import Snackbar
from desktop.ui.window_memory import WindowMemory
from desktop.ui.work import Work
from tests.gui.fake_desk import FakeQuestions
from tests.gui.fake_rows import failure
from tests.gui.grid_tabs import ShownTab, fake_desk, work_on

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def work() -> Iterator[Work]:
    with work_on(fake_desk(200)) as made:
        questions = made.desk.questions
        assert isinstance(questions, FakeQuestions)
        failed = [one for one in questions.orders if one.failures][:2]
        questions.change(*(replace(one, failures=(failure("no_stock", "X"),)) for one in failed))
        yield made


@pytest.fixture
def shown(qtbot: QtBot, work: Work, tmp_path: Path) -> ShownTab:
    made = ShownTab(qtbot, work, Tab.ERRORS, WindowMemory(tmp_path))
    qtbot.keyClick(made.view, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(made.tab.causes.cards) and made.tab.causes.isVisible())
    return made


def card_of(shown: ShownTab, code: str) -> CauseCard:
    return next(one for one in shown.tab.causes.cards if one.group.code == code)


def text(card: CauseCard, name: str) -> str:
    found = card.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def press(shown: ShownTab, card: CauseCard, name: str) -> None:
    found = card.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    shown.qtbot.mouseClick(found, LEFT)


def test_a_card_says_what_how_many_and_the_cure(shown: ShownTab) -> None:
    card = card_of(shown, "sku_unlinked")
    count = len(card.group.order_ids)
    assert text(card, "causeTitle") == "SKU MUG-BLU-11 has no Shopify product"
    assert text(card, "causeOrders") == f"{count} orders"
    assert "$" in text(card, "causeWorth")
    assert " + " in text(card, "causeWorth")
    assert text(card, "causeCure").startswith("Link the SKU")
    assert str(count) in card.accessibleName()


def test_resolve_all_hands_over_every_order(shown: ShownTab) -> None:
    card = card_of(shown, "no_stock")
    press(shown, card, "causeResolve")
    assert shown.heard == [("resolve", card.group.order_ids)]
    card.setFocus()
    shown.qtbot.keyClick(card, Qt.Key.Key_R)
    assert len(shown.heard) == 2


def test_view_orders_shows_them_as_a_filter(shown: ShownTab) -> None:
    card = card_of(shown, "no_stock")
    wanted = set(card.group.order_ids)
    press(shown, card, "causeView")
    shown.qtbot.waitUntil(lambda: shown.view.isVisible() and shown.table.total() == len(wanted))
    shown.settle()
    assert set(shown.ids(len(wanted))) == wanted
    assert len(shown.tab.filters.filter.order_ids) == len(wanted)
    shown.tab.grouped.click()
    shown.qtbot.waitUntil(shown.tab.causes.isVisible)


def test_keys_go_from_card_to_card(shown: ShownTab) -> None:
    first, second = shown.tab.causes.cards[:2]
    shown.qtbot.keyClick(shown.tab.causes, Qt.Key.Key_J)
    shown.qtbot.waitUntil(first.hasFocus)
    shown.qtbot.keyClick(first, Qt.Key.Key_J)
    assert second.hasFocus()
    shown.qtbot.keyClick(second, Qt.Key.Key_K)
    assert first.hasFocus()


def test_healed_causes_go(shown: ShownTab) -> None:
    order_ids = card_of(shown, "no_stock").group.order_ids
    rows = [one for one in shown.questions.orders if one.id in order_ids]
    shown.questions.change(*(replace(one, failures=()) for one in rows))
    shown.work.signals.orders_changed.emit(order_ids)
    shown.qtbot.waitUntil(lambda: len(shown.tab.causes.cards) == 1)


def test_counters_filter_when_clicked(qtbot: QtBot) -> None:
    bar = CountersBar()
    qtbot.addWidget(bar)
    bar.show()
    chosen: list[str] = []
    bar.chosen.connect(chosen.append)
    bar.show_counters(Counters(1234, 2, 0, 1))
    chips = {one.objectName(): one for one in bar.findChildren(QPushButton)}
    assert chips["counter-due_today"].text() == "Due today 1,234"
    assert not chips["counter-cancel_wishes"].isEnabled()
    for name in ("due_today", "overdue", "overdue"):
        qtbot.mouseClick(chips[f"counter-{name}"], LEFT)
    assert chosen == ["due_today", "overdue", ""]
    bar.show_chosen("to_send")
    bar.show_counters(Counters(0, 0, 0, 0))
    assert bar.current == "to_send"
    assert chips["counter-to_send"].isEnabled()


def test_what_was_done_can_be_undone(qtbot: QtBot, shown: ShownTab) -> None:
    bar = Snackbar(shown.tab)
    undone: list[object] = []
    bar.undo_wanted.connect(undone.append)
    bar.tell("Archived 2 orders", (1, 2))
    assert bar.isVisible()
    qtbot.keyClick(shown.tab, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: undone == [(1, 2)])
    assert not bar.isVisible()
    bar.tell("Copied")
    undo = bar.findChild(QPushButton, "undo")
    assert isinstance(undo, QPushButton)
    assert not undo.isVisible()
    qtbot.keyClick(shown.tab, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == [(1, 2)]
    bar.tell("Archived", 7)
    qtbot.mouseClick(undo, LEFT)
    assert undone == [(1, 2), 7]
