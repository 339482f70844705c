"""Each filter by click and key: the chip says it, the grid shows it, × and Clear all end it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop import clock
from desktop.rows import OrderFilter, Status, SyncStatus, Tab
from desktop.ui.filter_bar import FilterBar
from desktop.ui.filters.created import CreatedPopover
from desktop.ui.filters.ids import read_ids
from desktop.ui.filters.price import PricePopover, read_price
from desktop.ui.filters.words import counter_parts, created_words, midnight, price_words
from desktop.ui.work import Work
from tests.gui.fake_rows import NOW, shows
from tests.gui.grid_tabs import ShownTab, fake_desk, work_on

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    monkeypatch.setattr(clock, "now", lambda: float(NOW))
    with work_on(fake_desk(300)) as made:
        yield made


@pytest.fixture
def shown(qtbot: QtBot, work: Work) -> ShownTab:
    return ShownTab(qtbot, work)


def child(parent: QWidget, name: str) -> QWidget:
    found = parent.findChild(QWidget, name)
    assert isinstance(found, QWidget), name
    return found


def opened(shown: ShownTab, name: str) -> QWidget:
    """The popover of a chip, opened by a click."""
    shown.qtbot.mouseClick(child(shown.tab, f"{name}Open"), LEFT)
    popover = shown.tab.filters._popovers[name]
    shown.qtbot.waitUntil(popover.isVisible)
    return popover


def agrees(shown: ShownTab) -> None:
    """The grid shows what the filter lets pass, and no more."""
    shown.settle()
    asked = shown.tab.filters.filter
    wanted = {one.id for one in shown.questions.orders if shows(asked, one)}
    assert shown.table.total() == len(wanted)
    assert {one for one in shown.ids(min(12, len(wanted))) if one} <= wanted


def test_typing_waits_for_a_pause_and_asks_once(qtbot: QtBot, shown: ShownTab) -> None:
    before = sum(one[0] == "rows" for one in shown.questions.asked)
    qtbot.keyClick(shown.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(shown.tab.filters.search.hasFocus)
    qtbot.keyClicks(shown.tab.filters.search, "lamp-s")
    assert shown.tab.filters.filter.text == ""
    qtbot.waitUntil(lambda: shown.tab.filters.filter.text == "lamp-s")
    agrees(shown)
    assert sum(one[0] == "rows" for one in shown.questions.asked) == before + 1
    shown.tab.filters.search.clear()
    assert shown.tab.filters.filter.text == ""


def test_a_slash_goes_to_the_search(qtbot: QtBot, shown: ShownTab) -> None:
    shown.view.setFocus()
    qtbot.keyClick(shown.view, Qt.Key.Key_Slash)
    qtbot.waitUntil(shown.tab.filters.search.hasFocus)


def test_words_of_a_list(qtbot: QtBot, shown: ShownTab) -> None:
    popover = opened(shown, "status")
    for at in (1, 3):
        qtbot.mouseClick(popover.findChildren(QCheckBox)[at], LEFT)
    popover.close()
    assert shown.tab.filters.filter.statuses == (Status.UNSHIPPED, Status.SHIPPED)
    agrees(shown)
    opener = child(shown.tab, "statusOpen")
    assert isinstance(opener, QPushButton)
    assert opener.text() == "Status: Unshipped +1"
    qtbot.mouseClick(child(shown.tab, "statusClear"), LEFT)
    assert shown.tab.filters.filter == OrderFilter()
    assert opener.text() == "Status ▾"
    agrees(shown)


def test_a_pasted_list_of_ids(qtbot: QtBot, shown: ShownTab) -> None:
    wanted = [one.amazon_order_id for one in shown.questions.orders[:3]]
    popover = opened(shown, "ids")
    field = popover.first_field()  # type: ignore[attr-defined]
    field.setPlainText("; ".join(wanted) + "\n" + wanted[0])
    qtbot.waitUntil(lambda: shown.tab.filters.filter.order_ids == tuple(wanted))
    agrees(shown)
    assert shown.table.total() == 3
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert not popover.isVisible()


def test_prices_in_one_currency(qtbot: QtBot, shown: ShownTab) -> None:
    popover = opened(shown, "price")
    assert isinstance(popover, PricePopover)
    qtbot.waitUntil(lambda: popover.currency.count() == 4)
    assert popover.currency.isVisible()
    popover.currency.setCurrentText("GBP")
    qtbot.keyClicks(popover.low, "18.60")
    qtbot.keyClicks(popover.high, "1,9")
    qtbot.waitUntil(lambda: shown.tab.filters.filter.price_to == 1900)
    assert shown.tab.filters.filter.price_from == 1860
    qtbot.keyClicks(popover.high, "x")
    qtbot.waitUntil(popover._said.isVisible)
    qtbot.keyClick(popover.high, Qt.Key.Key_Backspace)
    qtbot.waitUntil(lambda: not popover._said.isVisible())
    popover.close()
    agrees(shown)


def test_days_by_preset_and_by_hand(qtbot: QtBot, shown: ShownTab) -> None:
    popover = opened(shown, "created")
    assert isinstance(popover, CreatedPopover)
    qtbot.mouseClick(child(popover, "created-29"), LEFT)
    assert not popover.isVisible()
    assert shown.tab.filters.filter.created_from == midnight(29, NOW)
    opener = child(shown.tab, "createdOpen")
    assert isinstance(opener, QPushButton)
    assert opener.text() == "Created: last 30 days"
    opened(shown, "created")
    popover.day_from.setDate(QDate(2025, 10, 14))
    popover.day_to.setDate(QDate(2025, 10, 14))
    popover.day_to.userDateChanged.emit(QDate(2025, 10, 14))
    popover.day_from.userDateChanged.emit(QDate(2025, 10, 14))
    asked = shown.tab.filters.filter
    assert asked.created_from is not None
    assert asked.created_to is not None
    assert asked.created_to - asked.created_from == 86_399
    popover.close()
    agrees(shown)


def test_counters_are_filters_that_can_be_seen(qtbot: QtBot, shown: ShownTab) -> None:
    told: list[str] = []
    shown.tab.counter_changed.connect(told.append)
    shown.tab.set_counter("overdue")
    agrees(shown)
    assert 0 < shown.table.total() < 100
    chip = child(shown.tab, "counterOpen")
    assert isinstance(chip, QPushButton)
    assert chip.text() == "Only: Overdue"
    qtbot.mouseClick(child(shown.tab, "statusOpen"), LEFT)
    qtbot.mouseClick(child(shown.tab, "counterClear"), LEFT)
    assert told == ["overdue", ""]
    assert shown.tab.filters.filter == OrderFilter()
    shown.tab.set_counter("cancel_wishes")
    agrees(shown)
    shown.tab.filters.clear_all()
    assert told[-1] == ""


def test_clear_all_keeps_the_account(qtbot: QtBot, shown: ShownTab) -> None:
    clear = child(shown.tab, "clearAll")
    assert not clear.isVisible()
    shown.tab.set_account(1)
    assert not clear.isVisible()
    shown.tab.filters.set_filter(OrderFilter(account_id=1, tags=("FBA",), text="mug"))
    assert clear.isVisible()
    assert shown.tab.filters.search.text() == "mug"
    qtbot.mouseClick(clear, LEFT)
    assert shown.tab.filters.filter == OrderFilter(account_id=1)
    assert shown.tab.filters.search.text() == ""


def test_errors_offer_only_failures(qtbot: QtBot) -> None:
    bar = FilterBar(Tab.ERRORS)
    qtbot.addWidget(bar)
    popover = bar._popovers["sync"]
    words = [one.text() for one in popover.findChildren(QCheckBox)]
    assert words == [one.value for one in SyncStatus if one.value.startswith("Failed")]


def test_every_control_has_a_name(shown: ShownTab) -> None:
    for name in shown.tab.filters._popovers:
        opened(shown, name).close()
    controls = [
        one
        for one in shown.tab.findChildren(QWidget)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled()
        and one.objectName()
        and not one.objectName().startswith("empty-")
        and not one.objectName().startswith("qt_")
    ]  # fmt: skip
    assert len(controls) > 20
    nameless = [(type(one).__name__, one.objectName()) for one in controls
                if not one.accessibleName() and not one.objectName().endswith("Area")]  # fmt: skip
    assert nameless == []


def test_what_was_typed_is_read() -> None:
    assert read_ids(" 111-1 ,222-2;\n111-1\t'3'") == ("111-1", "222-2", "3")
    assert read_price("1,234.5", "USD") == 123_450
    assert read_price(" ", "USD") is None
    with pytest.raises(ValueError, match="finer"):
        read_price("1.234", "USD")
    assert price_words(OrderFilter(currency="EUR", price_from=500)) == "from €5.00"
    assert price_words(OrderFilter(currency="EUR")) == "EUR"
    assert created_words(OrderFilter(created_from=midnight(0, NOW)), NOW) == "today"
    parts = counter_parts("due_today", NOW)
    assert parts["to_ship"]
    assert parts["ship_by_from"] == NOW
