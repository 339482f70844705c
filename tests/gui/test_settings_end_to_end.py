"""The settings on the real desk: a change, what waits, the preview, and that planned anew."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.app.bridge import Bridge
from desktop.app.session import open_session
from desktop.app.where import Where
from desktop.models import order_store
from desktop.models.setting import rules_of_task
from desktop.models.task_find import tasks_of
from desktop.models.task_moves import DueTask
from desktop.rows import OrderRow, TaskState
from desktop.sandbox.run import Sandbox
from desktop.ui.background import Errands, Reader, Writer
from desktop.ui.settings.apply_dialog import ApplyDialog
from desktop.ui.settings.dialog import SettingsDialog
from desktop.ui.settings.location_box import LocationBox
from desktop.ui.signals import AppSignals
from desktop.ui.work import Work
from tests.actions.back import World
from tests.actions.stand import connect_with, running_sandbox
from tests.gui.workplace import find

SLOW_MS = 60_000
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def opened(
    qapp: QApplication, qtbot: QtBot, profile_folder: Path
) -> Iterator[tuple[Work, World, Sandbox]]:
    """A synced account: some of its orders wait for Amazon."""
    signals = AppSignals()
    with running_sandbox(orders=40) as sandbox:
        session = open_session(Where(folder=profile_folder), Bridge(signals))
        reader = Reader(signals, session.desk.questions.interrupt)
        writer, errands = Writer(signals), Errands(signals)
        try:
            connect_with(session.profile, sandbox.connect)
            session.syncing.sync_now()
            qtbot.waitUntil(lambda: _is_read(session.syncing.state.kind), timeout=SLOW_MS)
            yield (
                Work(session.desk, reader, writer, errands, signals),
                World(session.profile, sandbox),
                sandbox,
            )
        finally:
            for part in (errands, writer, reader):
                part.stop()
            session.close(3.0)


def _is_read(kind: str) -> bool:
    return kind == "idle" and any(
        one.state is TaskState.WAITING for one in tasks_of(range(1, 41), "create_order")
    )


def tags_of(row: OrderRow) -> tuple[str, ...]:
    held = task_of(row)
    place = order_store.order(row.id).marketplace_id
    return rules_of_task(row.account_id, place, held.id, held.plan).tags


def task_of(row: OrderRow) -> DueTask:
    (found,) = tasks_of([row.id], "create_order")
    return found


def test_a_changed_setting_is_taken_to_the_orders_that_wait(
    qtbot: QtBot, opened: tuple[Work, World, Sandbox]
) -> None:
    work, world, _ = opened
    waiting = [row for row in world.rows() if task_of(row).state is TaskState.WAITING]
    dialog = SettingsDialog(work, work.desk.questions.accounts())
    qtbot.addWidget(dialog)
    dialog.show()
    there = _there(dialog)
    qtbot.waitUntil(there, timeout=SLOW_MS)
    tags = find(QLineEdit, "edit-order.tags", dialog)
    tags.setText("evening")
    qtbot.keyClick(tags, Qt.Key.Key_Return)
    offer = find(QPushButton, "apply-order.tags", dialog)
    qtbot.waitUntil(offer.isVisible, timeout=SLOW_MS)
    assert offer.text() == f"Apply to {len(waiting)} waiting orders…"
    assert all(tags_of(row)[0] == "amazon" for row in waiting)
    qtbot.mouseClick(offer, LEFT)
    preview = find(ApplyDialog, "applyDialog", dialog)
    qtbot.waitUntil(preview.apply.isEnabled, timeout=SLOW_MS)
    assert {one.order_id for one in preview.rows} == {row.id for row in waiting}
    assert {one.becomes for one in preview.rows} == {"evening"}
    assert all("amazon" in one.stands for one in preview.rows)
    qtbot.mouseClick(preview.apply, LEFT)
    qtbot.waitUntil(lambda: not offer.isVisible(), timeout=SLOW_MS)
    assert all(tags_of(row) == ("evening",) for row in waiting)


def test_the_locations_are_those_that_shopify_has(
    qtbot: QtBot, opened: tuple[Work, World, Sandbox]
) -> None:
    work, _, _ = opened
    dialog = SettingsDialog(work, work.desk.questions.accounts())
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(_there(dialog), timeout=SLOW_MS)
    box = dialog.findChildren(LocationBox)[0].box
    qtbot.waitUntil(lambda: box.count() > 1, timeout=SLOW_MS)
    gids = [str(box.itemData(at)) for at in range(1, box.count())]
    assert all(gid.startswith("gid://shopify/Location/") for gid in gids)
    assert all(box.itemText(at) for at in range(box.count()))


def _there(dialog: SettingsDialog) -> Callable[[], bool]:
    return lambda: dialog.findChild(QLineEdit, "edit-order.tags") is not None
