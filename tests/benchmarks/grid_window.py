"""The real grid on a real database, offscreen, with a clock that stops when it is painted."""

import itertools
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication, QStackedWidget

from desktop.app.questions import WindowQuestions
from desktop.models.database import close_connection, close_database, open_database, write
from desktop.rows import Tab
from desktop.ui import theme
from desktop.ui.background import Errands, Reader, Writer
from desktop.ui.desk import Desk
from desktop.ui.order_tab import OrderTab
from desktop.ui.signals import AppSignals
from desktop.ui.work import Work
from tests.benchmarks.made_database import KEY

SIZE = (1280, 720)
PAGE_ORDERS, PAGE_EVERY_S = 100, 0.05
_PATIENCE_S = 300.0
_TOUCH = """
UPDATE orders SET updated_at = updated_at + 1, stage = 'in Shopify'
WHERE id BETWEEN ? AND ?
"""
_ARRIVE = """
INSERT INTO orders (account_id, amazon_order_id, created_at, updated_at, status, sync_status, fba,
    cancel_wish, failed, currency, total, units, ship_by, imported_at, has_address, line_count,
    digest, amazon_status, stage, first_sku, marketplace_id, marketplace)
SELECT account_id, ?, ?, 1, 1, 0, 0, 0, 0, 'USD', 1999, 1, NULL, 1, 1, 1, x'00', 'UNSHIPPED',
    'waiting', 'MUG', 'ATVPDKIKX0DER', 'Amazon.com' FROM orders LIMIT 1
"""


class Painted(QObject):
    """Counts the paint events of a view."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.count = 0
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint:
            self.count += 1
        return False


def application() -> QApplication:
    """The one QApplication, dressed."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([])
    theme.apply(app)
    return app


def until(app: QApplication, is_done: Callable[[], bool]) -> None:
    """Run the event loop. Raises TimeoutError."""
    end = time.perf_counter() + _PATIENCE_S
    # Waiting by asking again and again would keep the interpreter from the reader's thread.
    wake = QTimer()
    wake.start(1)
    while not is_done():
        if time.perf_counter() > end:
            raise TimeoutError("the grid was never painted")
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


class GridWindow:
    """All Orders and Errors on one database."""

    def __init__(self, path: Path) -> None:
        self.app = application()
        open_database(path, KEY)
        self.signals = AppSignals()
        self.questions = WindowQuestions()
        # Deeds and errands are not measured, and so not there.
        desk = Desk(self.questions, None, None)  # type: ignore[arg-type]
        self.reader = Reader(self.signals, self.questions.interrupt)
        self._writer = Writer(self.signals)
        errands = Errands(self.signals)
        self._work = Work(desk, self.reader, self._writer, errands, self.signals)
        self.stack = QStackedWidget()
        self.tabs = {tab: OrderTab(self._work, tab) for tab in (Tab.ALL, Tab.ERRORS)}
        self.painted = {}
        for key, tab in self.tabs.items():
            self.stack.addWidget(tab)
            self.painted[key] = Painted(tab.grid.view)
        self.stack.resize(*SIZE)
        self._numbers = itertools.count(1)

    def open(self) -> float:
        """Seconds from showing to the first painted rows."""
        return self.timed(Tab.ALL, self.stack.show)

    def timed(self, key: Tab, act: Callable[[], object]) -> float:
        """Seconds from an act to rows that are all painted."""
        tab, painted = self.tabs[key], self.painted[key]
        asked: list[bool] = []
        tab.grid.feed.shown.connect(lambda: asked.append(True))
        before, began = painted.count, time.perf_counter()
        act()
        waits = not self._is_whole(tab)
        until(self.app, lambda: bool(asked) or not waits or self._is_whole(tab))
        until(self.app, lambda: painted.count > before and self._is_whole(tab))
        return time.perf_counter() - began

    def asked(self, act: Callable[[], object], key: Tab = Tab.ALL) -> float:
        """Seconds from another question to its first rows painted."""
        tab, painted, shown = self.tabs[key], self.painted[key], []
        connection = tab.grid.feed.shown.connect(lambda: shown.append(painted.count))
        began = time.perf_counter()
        act()
        until(
            self.app,
            lambda: (
                bool(shown)
                and (painted.count > shown[0] or not tab.grid.table.total())
                and self._is_whole(tab)
            ),
        )
        took = time.perf_counter() - began
        tab.grid.feed.shown.disconnect(connection)
        return took

    def scrolled(self, part: float) -> float:
        """Seconds from a jump of the scroll bar to rows painted there."""
        bar = self.tabs[Tab.ALL].grid.view.verticalScrollBar()
        return self.timed(Tab.ALL, lambda: bar.setValue(round(bar.maximum() * part)))

    def arrived(self) -> float:
        """Seconds from the signal of a new order, stored, to its being painted or counted in."""
        tab, painted = self.tabs[Tab.ALL], self.painted[Tab.ALL]
        tab._changes.stop()
        number = next(self._numbers)
        with write() as connection:
            (newest,) = connection.execute("SELECT max(created_at) FROM orders").fetchone()
            connection.execute(_ARRIVE, (f"999-{number:07d}-{time.monotonic_ns() % 10**7:07d}",
                                         newest + 1))  # fmt: skip
        first, before = tab.grid.table.id_at(0), painted.count
        began = time.perf_counter()
        self.signals.orders_changed.emit(())
        until(
            self.app,
            lambda: (
                tab.grid.table.id_at(0) != first and painted.count > before and self._is_whole(tab)
            ),
        )
        return time.perf_counter() - began

    def settle(self) -> None:
        """Until count and keys are there as well."""
        until(self.app, self.reader.is_idle)
        self.app.processEvents()

    def _is_whole(self, tab: OrderTab) -> bool:
        """Whether every row in sight is here."""
        view, table = tab.grid.view, tab.grid.table
        first = view.first_visible()
        last = min(first + view.visible_count() - 1, table.total())
        return all(table.row_at(at) is not None for at in range(first, last))

    def close(self) -> None:
        """End threads and close the database."""
        self.stack.close()
        self.reader.stop()
        self._writer.stop()
        self.stack.deleteLater()
        self.app.processEvents()
        close_database()


class PagesWritten:
    """A thread that writes pages as a sync does, and tells the window."""

    def __init__(self, signals: AppSignals, orders: int) -> None:
        self._signals, self._orders = signals, orders
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self) -> "PagesWritten":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _work(self) -> None:
        start = 1
        while not self._end.wait(PAGE_EVERY_S):
            with write() as connection:
                connection.execute(_TOUCH, (start, start + PAGE_ORDERS - 1))
            with suppress(RuntimeError):
                self._signals.orders_changed.emit(tuple(range(start, start + PAGE_ORDERS)))
            start = (start + PAGE_ORDERS) % max(1, self._orders - PAGE_ORDERS)
        close_connection()
