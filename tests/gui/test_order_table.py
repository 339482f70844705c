"""The table keeps to Qt's rules, holds a bounded number of rows and asks for what it lacks."""

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.ui.order_columns import COLUMNS, Column, prepare
from desktop.ui.order_table import MOST_PAGES, PAGE, OrderTable
from tests.gui.fake_rows import NOW, failure, make_row, make_rows

ROLES = Qt.ItemDataRole


@pytest.fixture
def table(qtbot: QtBot) -> OrderTable:
    return OrderTable()


def test_it_keeps_to_the_rules_of_models(table: OrderTable, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(table)
    rows, fresh = make_rows(200), [make_row(1000 + number) for number in range(3)]
    table.show(rows[:PAGE], PAGE)
    table.set_total(200)
    table.take(PAGE, rows[PAGE:120])
    table.shift(3, 0, [*fresh, *rows[: PAGE - 3]])
    table.update_rows([make_row(5, stage="other")])
    table.set_total(150)
    table.shift(-2, 28, rows[27:80])
    table.set_total(0)
    table.show((), 0)


def test_rows_on_their_way_are_asked_for_with_their_neighbours(
    table: OrderTable, qtbot: QtBot
) -> None:
    table.show(make_rows(PAGE), PAGE)
    table.set_total(1_000_000)
    with qtbot.waitSignal(table.rows_wanted) as asked:
        assert table.prepared(500_000) is None
        assert table.prepared(500_010) is None
    offset, count = asked.args
    assert (offset % PAGE, count % PAGE) == (0, 0)
    assert offset <= 500_000 - PAGE
    assert offset + count >= 500_010 + PAGE
    assert count <= 5 * PAGE
    assert table.data(table.index(500_000, Column.ORDER), ROLES.AccessibleTextRole) == "loading"
    table.take(offset, [make_row(number) for number in range(offset, offset + count)])
    ready = table.prepared(500_000)
    assert ready is not None
    assert ready.id == make_row(500_000).id


def test_memory_is_bounded(table: OrderTable) -> None:
    table.show(make_rows(PAGE), PAGE)
    table.set_total(1_000_000)
    for page in range(3 * MOST_PAGES):
        table.take(page * PAGE, [make_row(page * PAGE + at) for at in range(PAGE)])
        table.prepared(page * PAGE)
    held = sum(table.id_at(number) is not None for number in range(3 * MOST_PAGES * PAGE))
    assert held == MOST_PAGES * PAGE
    assert table.id_at(3 * MOST_PAGES * PAGE - 1) is not None


def test_rows_above_shift_what_is_pointed_at(table: OrderTable) -> None:
    rows = make_rows(100)
    table.show(rows[:PAGE], 100)
    pointed = QPersistentModelIndex(table.index(10, Column.ORDER))
    fresh = [make_row(1000 + number) for number in range(3)]
    table.shift(3, 0, [*fresh, *rows[:57]])
    assert pointed.row() == 13
    assert table.id_at(13) == rows[10].id
    assert table.total() == 103


def test_changed_orders_show_where_they_are(table: OrderTable) -> None:
    table.show(make_rows(30), 30)
    changed: list[int] = []
    table.dataChanged.connect(lambda first, last: changed.append(first.row()))
    table.update_rows([make_row(7, stage="sending"), make_row(8), make_row(99)])
    assert changed == [7]
    assert table.prepared(7).cells[Column.SYNC].second == "sending"  # type: ignore[union-attr]


def test_every_cell_has_words_for_those_who_listen(table: OrderTable) -> None:
    table.show([make_row(12, cancel_wish=True)], 1)
    said = {
        column: table.data(table.index(0, column), ROLES.AccessibleTextRole) for column in Column
    }
    assert all(said.values())
    assert said[Column.ORDER] == "Order ID: 112-0000012-0095028, Not in Shopify"
    assert said[Column.SYNC].startswith("Sync status: Failed Order, No variant in Shopify")
    assert "Resolve" in said[Column.ACTIONS]
    heads = [
        table.headerData(column, Qt.Orientation.Horizontal, ROLES.DisplayRole) for column in Column
    ]
    assert heads == [COLUMNS[column].title for column in Column]
    assert table.headerData(0, Qt.Orientation.Horizontal, ROLES.AccessibleTextRole) == "Select"


def test_the_second_lines_say_where_an_order_is() -> None:
    words = {
        "Waiting for Shopify": make_row(0, shopify_order_name="", stage="waiting"),
        "Not in Shopify": make_row(0, shopify_order_name="", stage="import only"),
        "#1000": make_row(0),
    }
    for said, row in words.items():
        assert prepare(row, NOW).cells[Column.ORDER].second == said
    asks = prepare(make_row(0, cancel_wish=True), NOW).cells[Column.SYNC]
    assert asks.second == "buyer asks to cancel"
    failed = prepare(make_row(12, failures=(failure(), failure("x"))), NOW)
    assert failed.buttons == ("view", "more", "resolve")
    assert failed.cells[Column.SYNC].second_tone == "bad"
    assert failed.cells[Column.SYNC].tip_words().count("Link the SKU") == 2
