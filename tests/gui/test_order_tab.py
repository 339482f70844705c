"""All Orders by mouse and keys: what a person does is told with the right ids; nothing jumps."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop.rows import OrderFilter, SortKey, Tab
from desktop.ui.order_columns import Column
from desktop.ui.order_header import OrderHeader
from desktop.ui.window_memory import WindowMemory
from desktop.ui.work import Work
from tests.gui.fake_desk import FakeQuestions
from tests.gui.fake_rows import account, make_row, make_rows
from tests.gui.grid_tabs import ShownTab, fake_desk, work_on

LEFT, KEY = Qt.MouseButton.LeftButton, Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def work() -> Iterator[Work]:
    with work_on(fake_desk(400)) as made:
        yield made


@pytest.fixture
def shown(qtbot: QtBot, work: Work) -> ShownTab:
    return ShownTab(qtbot, work)


def click(shown: ShownTab, at: QPoint, keys: Qt.KeyboardModifier | None = None) -> None:
    none = Qt.KeyboardModifier.NoModifier
    shown.qtbot.mouseClick(shown.view.viewport(), LEFT, keys or none, at)


def press(shown: ShownTab, key: Qt.Key, keys: Qt.KeyboardModifier | None = None) -> None:
    shown.qtbot.keyClick(shown.view, key, keys or Qt.KeyboardModifier.NoModifier)


def menu_of(shown: ShownTab) -> QMenu:
    shown.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def test_the_newest_come_first_and_are_counted(shown: ShownTab) -> None:
    assert shown.table.total() == 360
    newest = sorted((one for one in shown.questions.orders if one.archived_at is None),
                    key=lambda one: -one.created_at)  # fmt: skip
    assert shown.ids(20) == [one.id for one in newest[:20]]
    assert shown.questions.threads == {"reader"}


def test_clicks_select_and_buttons_tell(shown: ShownTab) -> None:
    click(shown, shown.at(2))
    assert shown.view.selection.ids() == (shown.table.id_at(2),)
    click(shown, shown.at(4), CTRL)
    click(shown, shown.at(6, Column.CHECK))
    assert len(shown.view.selection) == 3
    click(shown, shown.at(6, Column.CHECK))
    click(shown, shown.at(8), SHIFT)
    assert set(shown.view.selection.ids()) == set(shown.ids(9)[6:9])
    buttons = shown.view.buttons_of(3)
    click(shown, buttons["view"].center())
    assert shown.heard == [("view", shown.table.id_at(3))]
    shown.qtbot.mouseDClick(shown.view.viewport(), LEFT, pos=shown.at(5))
    assert shown.heard[-1] == ("view", shown.table.id_at(5))


def test_a_button_that_is_left_again_does_nothing(shown: ShownTab) -> None:
    at = shown.view.buttons_of(1)["view"].center()
    shown.qtbot.mousePress(shown.view.viewport(), LEFT, pos=at)
    assert shown.view.button_look(1, "view") == "pressed"
    shown.qtbot.mouseRelease(shown.view.viewport(), LEFT, pos=at + QPoint(0, 100))
    assert shown.heard == []
    shown.qtbot.mouseMove(shown.view.viewport(), at)
    assert shown.view.button_look(1, "view") in ("hover", "plain")


def failed_row(shown: ShownTab) -> int:
    number = next(at for at in range(60) if shown.table.row_at(at).failures)
    shown.view.go_to(number)
    return number


def test_resolve_is_there_for_what_failed(shown: ShownTab) -> None:
    number = failed_row(shown)
    order_id = shown.table.id_at(number)
    click(shown, shown.view.buttons_of(number)["resolve"].center())
    assert shown.heard == [("resolve", (order_id,))]
    shown.view.go_to(number)
    press(shown, KEY.Key_R)
    assert shown.heard[-1] == ("resolve", (order_id,))
    shown.view.selection.clear()
    shown.view.go_to(number + 1)
    press(shown, KEY.Key_R)
    assert len(shown.heard) == 2


def test_keys_walk_view_archive_and_select(shown: ShownTab) -> None:
    shown.view.setFocus()
    shown.view.go_to(0)
    for key in (KEY.Key_J, KEY.Key_J, KEY.Key_Down, KEY.Key_K):
        press(shown, key)
    assert shown.view.currentIndex().row() == 2
    press(shown, KEY.Key_Return)
    press(shown, KEY.Key_A)
    press(shown, KEY.Key_Space)
    press(shown, KEY.Key_J)
    press(shown, KEY.Key_Space)
    press(shown, KEY.Key_Delete)
    two, three = shown.table.id_at(2), shown.table.id_at(3)
    assert shown.heard == [("view", two), ("archive", (two,)), ("archive", (two, three))]
    press(shown, KEY.Key_Escape)
    assert len(shown.view.selection) == 0
    press(shown, KEY.Key_End)
    assert shown.view.currentIndex().row() == 359
    press(shown, KEY.Key_PageUp)
    assert 340 < shown.view.currentIndex().row() < 359
    press(shown, KEY.Key_Home, SHIFT)
    shown.settle(lambda: len(shown.view.selection) > 300)


def test_everything_can_be_selected_and_copied(shown: ShownTab) -> None:
    feet: list[str] = []
    shown.tab.foot_changed.connect(feet.append)
    shown.view.setFocus()
    press(shown, KEY.Key_A, CTRL)
    shown.qtbot.waitUntil(lambda: len(shown.view.selection) == 360)
    assert feet[-1] == "360 selected · 360 shown"
    header = shown.view.header
    at = QPoint(header.sectionViewportPosition(Column.CHECK) + 12, header.height() // 2)
    shown.qtbot.mouseClick(header.viewport(), LEFT, pos=at)
    assert len(shown.view.selection) == 0
    click(shown, shown.at(1))
    press(shown, KEY.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == shown.table.row_at(1).amazon_order_id


def test_the_menu_offers_the_same(shown: ShownTab) -> None:
    number = failed_row(shown)
    order_id = shown.table.id_at(number)
    click(shown, shown.view.buttons_of(number)["more"].center())
    menu = menu_of(shown)
    names = [one.data() for one in menu.actions() if one.data()]
    assert names == ["view", "resolve", "retry", "archive", "copy"]
    for name in ("view", "resolve", "retry", "archive"):
        next(one for one in menu.actions() if one.data() == name).trigger()
    wanted = [("view", order_id), *((one, (order_id,)) for one in ("resolve", "retry", "archive"))]
    assert shown.heard == wanted
    menu.close()


def test_archived_ones_can_be_restored(qtbot: QtBot, work: Work) -> None:
    shown = ShownTab(qtbot, work, Tab.ARCHIVE)
    assert shown.table.total() == 40
    shown.view.setFocus()
    press(shown, KEY.Key_A)
    assert shown.heard == [("restore", (shown.table.id_at(0),))]


def test_rows_that_arrive_move_neither_selection_nor_place(shown: ShownTab) -> None:
    shown.view.verticalScrollBar().setValue(48 * 100 + 7)
    shown.settle()
    first = shown.view.first_visible()
    looked_at = shown.table.id_at(first)
    click(shown, shown.at(first + 3))
    selected, current = shown.view.selection.ids(), shown.view.currentIndex().row()
    new = [make_row(5_000 + number, archived_at=None) for number in range(5)]
    shown.questions.change(*new)
    shown.work.signals.orders_changed.emit([one.id for one in new])
    shown.qtbot.waitUntil(lambda: shown.table.total() == 365)
    shown.settle()
    assert shown.view.first_visible() == first + 5
    assert shown.view.verticalScrollBar().value() == 48 * 105 + 7
    assert shown.table.id_at(shown.view.first_visible()) == looked_at
    assert shown.view.selection.ids() == selected
    assert shown.view.currentIndex().row() == current + 5
    assert shown.tab.grid.newer.isVisible()
    shown.tab.grid.newer.click()
    shown.settle()
    assert shown.ids(5) == [one.id for one in reversed(new)]
    assert not shown.tab.grid.newer.isVisible()


def test_at_the_top_new_rows_come_in(qtbot: QtBot, shown: ShownTab) -> None:
    shown.view.clearFocus()
    new = make_row(5_000, archived_at=None)
    shown.questions.change(new)
    shown.work.signals.orders_changed.emit([])
    qtbot.waitUntil(lambda: shown.table.id_at(0) == new.id)
    shown.settle()
    assert shown.table.total() == 361


def test_a_change_shows_and_an_archived_row_goes(shown: ShownTab) -> None:
    order_id = shown.table.id_at(3)
    number = order_id - 1
    shown.questions.change(make_row(number, stage="sending now", archived_at=None, failures=()))
    shown.work.signals.orders_changed.emit([order_id])
    shown.qtbot.waitUntil(lambda: shown.table.row_at(3).stage == "sending now")
    shown.settle()
    shown.questions.change(make_row(number, archived_at=1))
    shown.work.signals.orders_changed.emit([order_id])
    shown.qtbot.waitUntil(lambda: shown.table.total() == 359)
    assert shown.table.number_of(order_id) is None


def test_heads_sort(shown: ShownTab) -> None:
    header: OrderHeader = shown.view.header

    def click_head(column: Column) -> None:
        at = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
        shown.qtbot.mouseClick(header.viewport(), LEFT, pos=at)
        shown.settle()

    click_head(Column.TOTAL)
    assert shown.tab.query().sort is SortKey.PRICE
    assert shown.tab.query().descending
    click_head(Column.TOTAL)
    assert not shown.tab.query().descending
    click_head(Column.SHIP_BY)
    assert not shown.tab.query().descending
    asked = shown.questions.rows(shown.tab.query(), 0, 10)
    assert shown.ids(10) == [one.id for one in asked]
    before = shown.tab.query()
    click_head(Column.TAGS)
    assert shown.tab.query() == before


def test_columns_are_kept(qtbot: QtBot, work: Work, tmp_path: Path) -> None:
    memory = WindowMemory(tmp_path)
    header: OrderHeader = ShownTab(qtbot, work, memory=memory).view.header
    header.resizeSection(Column.ITEMS, 222)
    header.moveSection(header.visualIndex(Column.TOTAL), 1)
    header.set_column_shown(Column.TAGS, False)
    header.set_column_shown(Column.ORDER, False)
    memory.write()
    again: OrderHeader = ShownTab(qtbot, work, memory=WindowMemory(tmp_path)).view.header
    assert again.sectionSize(Column.ITEMS) == 222
    assert again.visualIndex(Column.TOTAL) == 1
    assert again.isSectionHidden(Column.TAGS)
    assert not again.isSectionHidden(Column.ORDER)
    again.reset_columns()
    assert not again.isSectionHidden(Column.TAGS)
    assert again.visualIndex(Column.TOTAL) == Column.TOTAL


def test_one_hundred_thousand_rows_are_paged(qtbot: QtBot) -> None:
    with work_on(fake_desk()) as work:
        questions = work.desk.questions
        assert isinstance(questions, FakeQuestions)
        questions.orders = make_rows(100_000)
        shown = ShownTab(qtbot, work)
        assert shown.table.total() == 90_000
        bar = shown.view.verticalScrollBar()
        for part in (0.5, 1.0, 0.25):
            bar.setValue(round(bar.maximum() * part))
            shown.settle()
            first = shown.view.first_visible()
            wanted = questions.rows(shown.tab.query(), first, 5)
            assert [shown.table.id_at(first + at) for at in range(5)] == [one.id for one in wanted]
        asked = [one for one in questions.asked if one[0] == "rows"]
        assert sum(limit for *_, limit in asked) < 3_000


def test_what_to_do_where_nothing_is(qtbot: QtBot) -> None:
    with work_on(fake_desk(0)) as work:
        shown = ShownTab(qtbot, work)
        wanted: list[str] = []
        shown.tab.connect_requested.connect(lambda: wanted.append("connect"))
        shown.tab.sandbox_requested.connect(lambda: wanted.append("sandbox"))
        shown.tab.import_requested.connect(lambda: wanted.append("import"))
        shown.tab.show_accounts(())
        for button in shown.tab.empty._buttons:
            qtbot.mouseClick(button, LEFT)
        shown.tab.show_accounts((account(amazon_checked_at=None),))
        assert shown.tab.empty._title.text() == "Importing…"
        shown.tab.show_accounts((account(),))
        qtbot.mouseClick(shown.tab.empty._buttons[0], LEFT)
        assert wanted == ["connect", "sandbox", "import"]
        assert not shown.view.isVisible()


def test_nothing_matches_offers_to_clear(shown: ShownTab) -> None:
    shown.tab.filters.set_filter(OrderFilter(text="no such thing"))
    shown.qtbot.waitUntil(shown.tab.empty.isVisible)
    assert shown.tab.empty._title.text() == "No order matches"
    shown.qtbot.mouseClick(shown.tab.empty._buttons[0], LEFT)
    shown.qtbot.waitUntil(shown.view.isVisible)
    shown.settle()
    assert shown.table.total() == 360
