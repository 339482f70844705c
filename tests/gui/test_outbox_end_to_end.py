"""The outbox on the real desk: a refund made in Shopify is sent, withdrawn, sent, and arrives."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.app.bridge import Bridge
from desktop.app.session import Session, open_session
from desktop.app.where import Where
from desktop.models.setting import set_setting
from desktop.rows import OrderRow, OutboxContent, TaskState
from desktop.ui.background import Errands, Reader, Writer
from desktop.ui.outbox_dialog import OutboxDialog
from desktop.ui.signals import AppSignals
from desktop.ui.work import Work
from tests.actions.back import UPS, World
from tests.actions.stand import connect_with, running_sandbox
from tests.gui.workplace import find

SLOW_MS = 60_000
LEFT = Qt.MouseButton.LeftButton


class Open:
    """The real desk, and the world behind it."""

    def __init__(self, session: Session, work: Work, world: World, qtbot: QtBot) -> None:
        self.session, self.work, self.world, self._qtbot = session, work, world, qtbot

    def until(self, there: Callable[[], object]) -> None:
        """Sync until something is there."""

        def look() -> bool:
            if self.session.syncing.state.kind == "idle":
                self.session.syncing.sync_now()
            return bool(there())

        self._qtbot.waitUntil(look, timeout=SLOW_MS)


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot, profile_folder: Path) -> Iterator[Open]:
    signals = AppSignals()
    knobs = {"amazon": {"finances_lag_h": 0.02, "deferred_share": 0.0}}
    with running_sandbox(orders=40, knobs=knobs) as sandbox:
        session = open_session(Where(folder=profile_folder), Bridge(signals))
        questions = session.desk.questions
        work = Work(
            session.desk,
            Reader(signals, questions.interrupt),
            Writer(signals),
            Errands(signals),
            signals,
        )
        try:
            connect_with(session.profile, sandbox.connect)
            set_setting("outbox.minutes", 1440)
            session.desk.errands.sync_now(Event())
            yield Open(session, work, World(session.profile, sandbox), qtbot)
        finally:
            for each in (work.errands, work.writer, work.reader):
                each.stop()
            session.close()


def shipped(desk: Open) -> OrderRow:
    """An order that was shipped on both sides."""
    world = desk.world
    fits: list[OrderRow] = []

    def look() -> bool:
        try:
            fits[:] = [world.unshipped()]
        except IndexError:
            return False
        return True

    desk.until(look)
    row = fits[0]
    world.happen("shopify.fulfil", order=row.amazon_order_id, company="UPS", number=UPS)
    desk.until(lambda: world.row(row.id).amazon_status == "SHIPPED")
    desk.until(lambda: world.task(row, "confirm_shipment").state is TaskState.DONE)
    return row


def test_a_refund_is_sent_withdrawn_and_sent_now(desk: Open, qtbot: QtBot) -> None:
    row = shipped(desk)
    dialog = OutboxDialog(desk.work)
    qtbot.addWidget(dialog)
    dialog.show()

    def count(name: str) -> str:
        return find(QLabel, f"{name}Count", dialog).text()

    def press(act: str, of: str) -> None:
        content = dialog.content or OutboxContent()
        (one,) = content.waiting if of == "waiting" else content.not_sent
        qtbot.mouseClick(find(QPushButton, f"{act}-{one.task_id}", dialog), LEFT)

    desk.world.happen("shopify.refund", order=row.amazon_order_id)
    desk.until(lambda: count("notSent") == "1")
    assert desk.world.amazon(row)["refunds"] == []
    assert desk.session.desk.questions.counters(None).refunds_not_sent == 1
    press("send", "not_sent")
    qtbot.waitUntil(lambda: count("waiting") == "1", timeout=SLOW_MS)
    assert desk.world.row(row.id).stage.startswith("waits in the outbox until")
    press("withdraw", "waiting")
    qtbot.waitUntil(lambda: (count("waiting"), count("notSent")) == ("0", "1"), timeout=SLOW_MS)
    press("send", "not_sent")
    qtbot.waitUntil(lambda: count("waiting") == "1", timeout=SLOW_MS)
    press("send_now", "waiting")
    desk.until(lambda: desk.world.amazon(row)["refunds"])
    qtbot.waitUntil(lambda: (count("waiting"), count("notSent")) == ("0", "0"), timeout=SLOW_MS)
    assert len(desk.world.amazon(row)["refunds"]) == 1
    detail = desk.session.desk.questions.detail(row.id)
    assert detail is not None
    told = [one.what for one in detail.history]
    assert told.count("put in the outbox") == 2
    assert "sent now" in told
