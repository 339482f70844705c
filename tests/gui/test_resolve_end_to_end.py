"""Resolve on the real desk: an unlinked product fails, is found, linked, and all of it created."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget
from pytestqt.qtbot import QtBot

from desktop.app.bridge import Bridge
from desktop.app.session import Session, open_session
from desktop.app.where import Where
from desktop.models import order_detail, order_list
from desktop.rows import OrderFilter, OrderRow, Tab
from desktop.ui.background import Errands, Reader, Writer
from desktop.ui.order_dialog import OrderDialog
from desktop.ui.resolve import ResolveDialog
from desktop.ui.signals import AppSignals
from desktop.ui.work import Work
from tests.actions.stand import connect_with, running_sandbox
from tests.gui.failed_desk import primary

SLOW_MS = 30_000


@dataclass
class Shop:
    """The real desk on a sandbox that has been synced once."""

    session: Session
    work: Work

    def failed(self, code: str = "sku_unknown") -> list[OrderRow]:
        rows = order_list.page(OrderFilter(tab=Tab.ERRORS), limit=200).rows
        return [row for row in rows if any(one.code == code for one in row.failures)]

    def now(self, row: OrderRow) -> OrderRow:
        return order_list.rows([row.id])[0]


@pytest.fixture
def shop(qapp: QApplication, qtbot: QtBot, profile_folder: Path) -> Iterator[Shop]:
    signals = AppSignals()
    with running_sandbox(orders=60) as sandbox:
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
            session.desk.errands.sync_now(Event())
            made = Shop(session, work)
            qtbot.waitUntil(lambda: bool(made.failed()), timeout=SLOW_MS)
            yield made
        finally:
            for each in (work.errands, work.writer, work.reader):
                each.stop()
            session.close()


def test_a_product_is_found_linked_and_all_its_orders_are_created(shop: Shop, qtbot: QtBot) -> None:
    row = shop.failed()[0]
    sku = dict(row.failures[0].technical)["words"].split("\n")[0]
    alike = [one for one in shop.failed() if dict(one.failures[0].technical)["words"] == sku]
    order = OrderDialog(shop.work, row.id)
    qtbot.addWidget(order)
    order.show()
    qtbot.waitUntil(lambda: any(sku == one.text() for one in order.findChildren(QLabel)))
    dialog = ResolveDialog(shop.work, [row.id])
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.fix is not None, timeout=SLOW_MS)
    lists = dialog.findChildren(QListWidget, "variantList")
    edits = dialog.findChildren(QLineEdit, "variantSearch")
    for edit, found in zip(edits, lists, strict=True):
        edit.clear()
        qtbot.keyClicks(edit, "mug")
        qtbot.waitUntil(found.isVisible, timeout=SLOW_MS)
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    summary = dialog.findChildren(QLabel, "previewSummary")[0]
    qtbot.waitUntil(lambda: "no mail to the buyer" in summary.text(), timeout=SLOW_MS)
    assert primary(dialog).text().startswith("Link and create 1")
    qtbot.mouseClick(primary(dialog), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: all(shop.now(one).shopify_order_name for one in [row, *alike]), timeout=SLOW_MS
    )
    assert shop.now(row).failures == ()
    qtbot.waitUntil(
        lambda: any("equal on both sides" in one.text() for one in order.findChildren(QLabel)),
        timeout=SLOW_MS,
    )


def test_a_failure_is_done_by_hand_and_leaves_the_errors(shop: Shop, qtbot: QtBot) -> None:
    row = shop.failed()[0]
    assert shop.session.desk.deeds.done_by_hand([row.id], "entered as #77") == 1
    assert row.id not in [one.id for one in shop.failed()]
    (detail,) = order_detail.detail(row.amazon_order_id)
    assert ("done by hand", "entered as #77") in [(one.what, one.detail) for one in detail.history]
