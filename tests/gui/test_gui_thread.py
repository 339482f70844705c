"""The GUI thread is never kept while a sync writes: measured and reported, not judged by time."""

import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer, Slot
from pytestqt.qtbot import QtBot

from desktop.models import database, order_list, reconciliation
from tests.gui.real_window import LONG_MS, connect_text, home, made_up_shop, opened, work_of

TICK_MS = 4
ORDERS = 400
FRAME_MS = 16.7


class Ticks(QObject):
    """How long the event loop let a timer wait."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps_ms: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    @Slot()
    def _tick(self) -> None:
        at = time.perf_counter()
        self.gaps_ms.append((at - self._last) * 1000)
        self._last = at


def test_gaps_while_a_sync_writes(
    qtbot: QtBot, profile_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with made_up_shop(ORDERS) as shop, opened(qtbot, home(profile_folder)) as controller:
        work, text = work_of(controller), connect_text(shop)
        ticks = Ticks()
        work.errands.run(lambda cancel: work.desk.errands.connect(text, cancel))
        qtbot.waitUntil(lambda: order_list.counts().all_orders == ORDERS, timeout=LONG_MS)
        qtbot.waitUntil(lambda: reconciliation.reconcile().done > ORDERS // 4, timeout=LONG_MS)
        gaps = sorted(ticks.gaps_ms)
    with capsys.disabled():
        late = sum(gap > TICK_MS + FRAME_MS for gap in gaps)
        print(
            f"\nGUI thread beside a sync of {ORDERS} orders: {len(gaps)} ticks,"
            f" gap median {gaps[len(gaps) // 2]:.1f} ms, p99 {gaps[len(gaps) * 99 // 100]:.1f} ms,"
            f" longest {gaps[-1]:.1f} ms, {late} beyond a frame"
        )
    assert len(gaps) > 50


def test_the_window_never_touches_the_database_on_the_gui_thread(
    qtbot: QtBot, profile_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_on: set[str] = set()
    here = database._here

    def noted() -> database.Connection:
        asked_on.add(threading.current_thread().name)
        return here()

    monkeypatch.setattr(database, "_here", noted)
    with made_up_shop() as shop, opened(qtbot, home(profile_folder)) as controller:
        work, text = work_of(controller), connect_text(shop)
        page = controller.window.orders
        assert page is not None
        with qtbot.waitSignal(work.signals.summary, timeout=LONG_MS):
            work.errands.run(lambda cancel: work.desk.errands.connect(text, cancel))
        qtbot.waitUntil(lambda: page.tab.grid.table.total() == 30, timeout=LONG_MS)
    assert "reader" in asked_on
    assert threading.main_thread().name not in asked_on
