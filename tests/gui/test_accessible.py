"""Every control has a name for those who do not see it, and can be reached by Tab."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.rows import OrderFilter, OutboxContent, SortKey
from desktop.ui.accounts.connect_dialog import ConnectDialog
from desktop.ui.accounts.dialog import AccountsDialog
from desktop.ui.close_dialog import CloseDialog
from desktop.ui.crash_dialog import CrashDialog
from desktop.ui.desk import GridQuery
from desktop.ui.export_dialog import ExportDialog
from desktop.ui.import_dialog import ImportDialog
from desktop.ui.orders_page import OrdersPage
from desktop.ui.outbox_dialog import OutboxDialog
from desktop.ui.quit_dialog import QuitDialog
from desktop.ui.settings.carriers import CarriersCard
from desktop.ui.settings.dialog import SettingsDialog
from desktop.ui.shortcuts_dialog import ShortcutsDialog
from desktop.ui.start_dialog import StartDialog
from desktop.ui.window_memory import WindowMemory
from desktop.ui.work import Work
from tests.gui.fake_outbox import outbox_row, record_row
from tests.gui.fake_rows import account
from tests.gui.workplace import questions_of

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
)


def page(work: Work) -> QWidget:
    made = OrdersPage(work, WindowMemory(None))
    made.begin()
    return made


def filled_outbox(work: Work) -> QWidget:
    questions_of(work).content = OutboxContent(
        waiting=(outbox_row(1, hold="asks"),),
        not_sent=(outbox_row(2),),
        to_record=(record_row(3), record_row(4)),
    )
    return OutboxDialog(work)


def query() -> GridQuery:
    return GridQuery(OrderFilter(), SortKey.CREATED, True)


WINDOWS: dict[str, Callable[[Work], QWidget]] = {
    "page": page,
    "import": lambda work: ImportDialog(work, (account(),)),
    "start": lambda work: StartDialog(work, account()),
    "accounts": AccountsDialog,
    "connect": ConnectDialog,
    "outbox": filled_outbox,
    "quit": lambda work: QuitDialog(2),
    "carriers": lambda work: CarriersCard(work, 1, ("US",)),
    "settings": lambda work: SettingsDialog(work, (account(),)),
    "export": lambda work: ExportDialog(work, query()),
    "close": lambda _: CloseDialog(),
    "crash": lambda _: CrashDialog("report"),
    "keys": lambda _: ShortcutsDialog(),
}


def controls(window: QWidget) -> list[QWidget]:
    """What a person works with; parts of a control count with it."""
    found = [one for one in window.findChildren(QWidget) if isinstance(one, CONTROLS)]
    return [
        one
        for one in found
        if one.isVisible()
        and not one.objectName().startswith("qt_")
        and not isinstance(one.parentWidget(), CONTROLS)
        and one.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]


def name_of(control: QWidget) -> str:
    text = control.text() if isinstance(control, QAbstractButton) else ""
    return control.accessibleName() or text


@pytest.mark.parametrize("name", WINDOWS)
def test_every_control_has_a_name(qtbot: QtBot, work: Work, name: str) -> None:
    window = WINDOWS[name](work)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(work.reader.is_idle)
    found = controls(window)
    assert found
    nameless = [f"{type(one).__name__} {one.objectName()}" for one in found if not name_of(one)]
    assert nameless == []


@pytest.mark.parametrize("name", WINDOWS)
def test_every_control_is_reached_by_tab(qtbot: QtBot, work: Work, name: str) -> None:
    window = WINDOWS[name](work)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(work.reader.is_idle)
    lost = [
        one.objectName()
        for one in controls(window)
        if not one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert lost == []
