"""A tab of the grid on a desk in memory, shown and settled."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.rows import Tab
from desktop.ui.background import Errands, Reader, Writer
from desktop.ui.desk import Desk
from desktop.ui.order_columns import Column
from desktop.ui.order_tab import OrderTab
from desktop.ui.signals import AppSignals
from desktop.ui.window_memory import WindowMemory
from desktop.ui.work import Work
from tests.gui.fake_desk import FakeQuestions, fake_desk


@contextmanager
def work_on(desk: Desk) -> Iterator[Work]:
    """Threads and signals over a desk; the threads end with the test."""
    signals = AppSignals()
    reader = Reader(signals, desk.questions.interrupt)
    writer, errands = Writer(signals), Errands(signals)
    yield Work(desk, reader, writer, errands, signals)
    for one in (reader, writer, errands):
        one.stop()


class ShownTab:
    """A tab in a window of 1280 × 720."""

    def __init__(
        self, qtbot: QtBot, work: Work, tab: Tab = Tab.ALL, memory: WindowMemory | None = None
    ) -> None:
        self.qtbot, self.work = qtbot, work
        self.tab = OrderTab(work, tab, memory)
        qtbot.addWidget(self.tab)
        self.tab.resize(1280, 720)
        self.heard: list[tuple[str, Any]] = []
        self.tab.view_requested.connect(lambda one: self.heard.append(("view", one)))
        self.tab.resolve_requested.connect(lambda ids: self.heard.append(("resolve", ids)))
        self.tab.archive_requested.connect(lambda ids: self.heard.append(("archive", ids)))
        self.tab.restore_requested.connect(lambda ids: self.heard.append(("restore", ids)))
        self.tab.retry_requested.connect(lambda ids: self.heard.append(("retry", ids)))
        with qtbot.waitActive(self.tab):
            self.tab.show()
            self.tab.activateWindow()
        self.settle()

    @property
    def questions(self) -> FakeQuestions:
        """The desk's, in memory."""
        found = self.work.desk.questions
        assert isinstance(found, FakeQuestions)
        return found

    @property
    def view(self) -> Any:
        """The grid's view."""
        return self.tab.grid.view

    @property
    def table(self) -> Any:
        """The grid's table."""
        return self.tab.grid.table

    def settle(self, until: Callable[[], bool] = lambda: True) -> None:
        """Until every answer is here, nothing is asked any more, and every row in sight is here."""

        def is_done() -> bool:
            was_idle = self.work.reader.is_idle()
            QApplication.processEvents()
            return was_idle and self.work.reader.is_idle() and until() and self._is_whole()

        self.qtbot.waitUntil(is_done, timeout=30_000)

    def _is_whole(self) -> bool:
        first = self.view.first_visible()
        last = min(first + self.view.visible_count() - 1, self.table.total())
        return all(self.table.id_at(at) is not None for at in range(first, last))

    def at(self, number: int, column: Column = Column.SHIP_BY) -> QPoint:
        """The middle of a cell."""
        middle: QPoint = self.view.visualRect(self.table.index(number, column)).center()
        return middle

    def ids(self, count: int) -> list[int | None]:
        """The first rows' ids."""
        return [self.table.id_at(number) for number in range(count)]


__all__ = ["ShownTab", "fake_desk", "work_on"]
