"""An unknown carrier on the real desk: mapped in Resolve, confirmed on the sandbox's Amazon."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.app.bridge import Bridge
from desktop.app.session import Session, open_session
from desktop.app.where import Where
from desktop.models import shop_state
from desktop.rows import OrderRow
from desktop.ui.background import Errands, Reader, Writer
from desktop.ui.order_dialog import OrderDialog
from desktop.ui.resolve import ResolveDialog
from desktop.ui.signals import AppSignals
from desktop.ui.work import Work
from tests.actions.back import UPS, World
from tests.actions.stand import connect_with, running_sandbox
from tests.gui.failed_desk import child, primary

SLOW_MS = 60_000


@dataclass
class Shop:
    """The real desk on a sandbox whose orders were created."""

    session: Session
    work: Work
    world: World
    qtbot: QtBot

    def synced_until(self, there: object) -> None:
        """Sync again and again until something is there."""

        def look() -> bool:
            if callable(there) and there():
                return True
            self.session.desk.errands.sync_now(Event())
            return False

        self.qtbot.waitUntil(look, timeout=SLOW_MS)

    def unshipped(self) -> OrderRow | None:
        try:
            return self.world.unshipped()
        except IndexError:
            return None


@pytest.fixture
def shop(qapp: QApplication, qtbot: QtBot, profile_folder: Path) -> Iterator[Shop]:
    signals = AppSignals()
    with running_sandbox(orders=20) as sandbox:
        session = open_session(Where(folder=profile_folder), Bridge(signals))
        work = Work(
            session.desk,
            Reader(signals, session.desk.questions.interrupt),
            Writer(signals),
            Errands(signals),
            signals,
        )
        try:
            connect_with(session.profile, sandbox.connect)
            made = Shop(session, work, World(session.profile, sandbox), qtbot)
            made.synced_until(made.unshipped)
            yield made
        finally:
            for each in (work.errands, work.writer, work.reader):
                each.stop()
            session.close()


def test_an_unknown_carrier_is_mapped_and_the_shipment_confirmed(shop: Shop, qtbot: QtBot) -> None:
    world = shop.world
    row = world.unshipped()
    world.happen(
        "shopify.fulfil", order=row.amazon_order_id, company="Bike Riders", number="X112345678"
    )
    shop.synced_until(lambda: world.row(row.id).failures)
    dialog = ResolveDialog(shop.work, [row.id])
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.fix is not None, timeout=SLOW_MS)
    child(dialog, QComboBox, "carrier").setEditText("Other")
    assert child(dialog, QLineEdit, "carrierName").text() == "Bike Riders"
    assert primary(dialog).text() == "Map and send 1"
    qtbot.mouseClick(primary(dialog), Qt.MouseButton.LeftButton)
    shop.synced_until(lambda: world.amazon(row)["packages"])
    (package,) = world.amazon(row)["packages"]
    assert package["tracking"] == "X112345678"
    shop.synced_until(lambda: not world.row(row.id).failures)


def test_an_order_is_shipped_from_its_detail_on_both_sides(shop: Shop, qtbot: QtBot) -> None:
    world = shop.world
    row = world.unshipped()
    shop.synced_until(lambda: shop_state.load(row.id) is not None)
    order = OrderDialog(shop.work, row.id)
    qtbot.addWidget(order)
    order.show()
    qtbot.waitUntil(lambda: order.findChildren(QPushButton, "ship")[0].isVisible(), timeout=SLOW_MS)
    child(order, QPushButton, "ship").click()
    qtbot.waitUntil(
        lambda: any(one.isVisible() for one in order.findChildren(QLineEdit, "number")),
        timeout=SLOW_MS,
    )
    qtbot.keyClicks(child(order, QLineEdit, "number"), UPS)
    box = child(order, QComboBox, "carrier")
    qtbot.waitUntil(lambda: box.currentText() == "UPS", timeout=SLOW_MS)
    dialog = box.window()
    qtbot.mouseClick(child(dialog, QPushButton, "primary"), Qt.MouseButton.LeftButton)
    shop.synced_until(lambda: world.amazon(row)["packages"])
    assert len(world.shopify(row)["fulfillments"]) == 1
    qtbot.waitUntil(
        lambda: any(one.text() == UPS for one in order.findChildren(QLabel)), timeout=SLOW_MS
    )
