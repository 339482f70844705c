"""Nothing is cut in a narrow window: what matters least gives way."""

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.rows import AccountState, Counters, PlanUse
from desktop.ui.column_widths import MOST_SQUEEZE, fitted, needed, with_room
from desktop.ui.counters_bar import CountersBar
from desktop.ui.order_columns import Column
from desktop.ui.top_bar import TopBar
from tests.gui.fake_rows import NOW

ACCOUNT = AccountState(
    1, "Main", "A1", "na", ("US",), "main.myshopify.com", True, True, NOW, NOW, None, None, 3, 0
)


class Window(QWidget):
    """A window that may be narrower than its bar would like."""

    def __init__(self) -> None:
        super().__init__()
        self.counters = CountersBar()
        self.top = TopBar(self.counters, self)


def bar(qtbot: QtBot, *accounts: AccountState) -> Window:
    window = Window()
    top, counters = window.top, window.counters
    qtbot.addWidget(window)
    counters.show_counters(Counters(11, 6, 3, 0))
    top.show_accounts(accounts)
    top.plan.show_use(PlanUse("", 125, 200, NOW))
    top.resize(2000, 60)
    window.resize(2000, 60)
    window.show()
    return window


def chips(top: TopBar) -> set[str]:
    found = top.findChildren(QPushButton)
    return {
        one.objectName() for one in found if one.property("role") == "counter" and one.isVisible()
    }


def test_the_plan_gives_way_first_then_counters_of_nothing(qtbot: QtBot) -> None:
    window = bar(qtbot, ACCOUNT)
    top = window.top
    qtbot.waitUntil(top.plan.isVisible)
    assert len(chips(top)) == 4
    seen = []
    for width in range(2000, 500, -10):
        top.resize(width, 60)
        seen.append((top.plan.isVisible(), "counter-to_send" in chips(top)))
    assert sorted(set(seen), key=seen.index) == [(True, True), (False, True), (False, False)]
    assert {"counter-due_today", "counter-overdue", "counter-cancel_wishes"} == chips(top)


def test_no_chip_is_narrower_than_its_words(qtbot: QtBot) -> None:
    window = bar(qtbot, ACCOUNT)
    top = window.top
    top.resize(1280, 60)
    qtbot.waitUntil(lambda: top.width() == 1280)
    for chip in top.findChildren(QPushButton):
        if chip.isVisible():
            assert chip.width() >= chip.sizeHint().width(), chip.objectName()


def test_without_an_account_there_is_nothing_to_count(qtbot: QtBot) -> None:
    window = bar(qtbot)
    top = window.top
    qtbot.waitUntil(lambda: not top.accounts.isVisible())
    assert not top.plan.isVisible()
    assert "counter-to_send" not in chips(top)


def test_columns_give_way_until_the_rest_fits() -> None:
    everything = tuple(Column)
    whole = sum(needed(one, MOST_SQUEEZE) for one in everything)
    assert with_room(whole, everything) == everything
    assert with_room(whole - 20, everything) == everything  # the first tag is enough
    assert sum(fitted(whole - 20, everything, {}, {}).values()) == whole - 20
    narrow = with_room(whole - needed(Column.TAGS), everything)
    assert narrow == tuple(one for one in Column if one is not Column.TAGS)
    assert set(everything) - set(with_room(10, everything)) == {
        Column.TAGS,
        Column.ITEMS,
        Column.CREATED,
    }
