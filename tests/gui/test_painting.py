"""PySide6 6.12.0 loses a reference to None at each call, and aborts after some thousand."""

import gc
import sys

from pytestqt.qtbot import QtBot

from desktop.ui.orders_page import OrdersPage
from desktop.ui.window_memory import WindowMemory
from desktop.ui.work import Work

PAINTS = 200
LEAST_CALLS = 50  # that return nothing, in one painting of a dozen rows


def references() -> int:
    gc.collect()
    return sys.getrefcount(None)


def test_none_keeps_its_references_while_painting(qtbot: QtBot, work: Work) -> None:
    page = OrdersPage(work, WindowMemory(None))
    qtbot.addWidget(page)
    page.resize(1280, 720)
    page.show()
    page.begin()
    view = page.tab.grid.view
    qtbot.waitUntil(lambda: page.tab.grid.table.total() > 5)
    qtbot.waitUntil(work.reader.is_idle)
    view.viewport().repaint()
    before = references()
    for _ in range(PAINTS):
        view.viewport().repaint()
    assert before - references() < PAINTS * LEAST_CALLS // 4
