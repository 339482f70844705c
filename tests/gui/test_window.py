"""The window with everything behind it: real database, real sync, the made-up shop over HTTP."""

from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends import fail
from keyring.errors import KeyringLocked
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSystemTrayIcon,
)
from pytestqt.qtbot import QtBot

from desktop.app.controller import Controller
from desktop.models import account as accounts
from desktop.models import order_list, reconciliation, setting
from desktop.rows import OrderFilter, SyncState, Tab
from desktop.ui import theme
from desktop.ui.accounts.connect_dialog import ConnectDialog
from desktop.ui.import_dialog import ImportDialog
from desktop.ui.orders_page import OrdersPage
from desktop.ui.snackbar import Snackbar
from desktop.ui.start_dialog import StartDialog
from tests.gui.real_window import LONG_MS, connect_text, home, made_up_shop, opened, work_of
from tests.gui.workplace import CTRL, find, press_key


def page_of(controller: Controller) -> OrdersPage:
    page = controller.window.orders
    if page is None:
        raise LookupError("no orders are shown")
    return page


def dialog_of(qtbot: QtBot, controller: Controller, name: str) -> Any:
    """The dialog of that kind, once it is open."""
    dialogs = controller.window.dialogs
    if dialogs is None:
        raise LookupError("no profile is open")
    qtbot.waitUntil(lambda: dialogs.opened(name) is not None)
    return dialogs.opened(name)


def click(qtbot: QtBot, name: str, inside: Any) -> None:
    qtbot.mouseClick(find(QPushButton, name, inside), Qt.MouseButton.LeftButton)


def connect(controller: Controller, qtbot: QtBot, text: str) -> None:
    """Connect by the desk, as the dialog does."""
    work = work_of(controller)
    with qtbot.waitSignal(work.signals.accounts_changed, timeout=LONG_MS):
        work.errands.run(lambda cancel: work.desk.errands.connect(text, cancel))


def shown(controller: Controller) -> int:
    return page_of(controller).tab.grid.table.total()


def test_first_connected_then_started_by_hand(qtbot: QtBot, profile_folder: Path) -> None:
    """An empty window, the guided connection, the preview, Start: orders are created."""
    with made_up_shop() as shop, opened(qtbot, home(profile_folder)) as controller:
        page = page_of(controller)
        qtbot.waitUntil(lambda: page.tab.empty.isVisible())
        with qtbot.waitSignal(page.connect_wanted):
            page.tab.connect_requested.emit()
        dialog: ConnectDialog = dialog_of(qtbot, controller, "connect")
        dialog.read_text(connect_text(shop))
        for step in (1, 2):
            click(qtbot, "connectNext", dialog)
            qtbot.waitUntil(lambda wanted=step: dialog.step == wanted, timeout=LONG_MS)  # type: ignore[misc]
        with qtbot.waitSignal(dialog.connected, timeout=LONG_MS):
            click(qtbot, "connectNext", dialog)
        qtbot.waitUntil(lambda: shown(controller) == 30, timeout=LONG_MS)
        assert reconciliation.reconcile().done == 0
        qtbot.waitUntil(lambda: page.notices.start.isVisible(), timeout=LONG_MS)
        click(qtbot, "startNoticeAction", page)
        start: StartDialog = dialog_of(qtbot, controller, "start")
        go = find(QPushButton, "startGo", start)
        qtbot.waitUntil(go.isEnabled, timeout=LONG_MS)
        qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: reconciliation.reconcile().done > 10, timeout=LONG_MS)
        qtbot.waitUntil(lambda: not page.notices.start.isVisible(), timeout=LONG_MS)
        assert reconciliation.reconcile().adds_up


def test_orders_arrive_and_fail_and_everything_is_there_again(
    qtbot: QtBot, profile_folder: Path
) -> None:
    with made_up_shop() as shop:
        with opened(qtbot, home(profile_folder)) as controller:
            connect(controller, qtbot, connect_text(shop))
            qtbot.waitUntil(lambda: shown(controller) == 30, timeout=LONG_MS)
            with shop.server.lock:
                shop.events.arrive()
            qtbot.waitUntil(lambda: shown(controller) == 31, timeout=LONG_MS)
            badge = find(QLabel, "count-all", page_of(controller))
            qtbot.waitUntil(lambda: badge.text() == "31", timeout=LONG_MS)
            page_of(controller).strip.choose(Tab.ERRORS)
            qtbot.waitUntil(lambda: shown(controller) > 0, timeout=LONG_MS)
            controller.window.resize(1000, 707)
        with opened(qtbot, home(profile_folder)) as controller:
            assert page_of(controller).strip.current is Tab.ERRORS
            assert controller.window.height() == 707
            qtbot.waitUntil(lambda: shown(controller) > 0, timeout=LONG_MS)


def test_import_by_id_archive_and_undo_by_hand(qtbot: QtBot, profile_folder: Path) -> None:
    with made_up_shop() as shop, opened(qtbot, home(profile_folder)) as controller:
        connect(controller, qtbot, connect_text(shop))
        qtbot.waitUntil(lambda: shown(controller) == 30, timeout=LONG_MS)
        page = page_of(controller)
        row = next(
            one
            for one in order_list.page(OrderFilter(), limit=30).rows
            if one.status.value == "Shipped"
        )
        page.deeds.archive((row.id,))
        snackbar = find(Snackbar, "snackbar", page)
        qtbot.waitUntil(snackbar.isVisible, timeout=LONG_MS)
        qtbot.waitUntil(lambda: order_list.counts().archive == 1)
        press_key(qtbot, controller.window, Qt.Key.Key_I, CTRL)
        dialog: ImportDialog = dialog_of(qtbot, controller, "import")
        qtbot.keyClicks(find(QPlainTextEdit, "importIds", dialog), row.amazon_order_id)
        click(qtbot, "importGo", dialog)
        name = f"restore-{row.amazon_order_id}"
        qtbot.waitUntil(lambda: dialog.findChild(QPushButton, name) is not None, timeout=LONG_MS)
        dialog.close()
        snackbar.tell("1 order archived", (row.id,))
        click(qtbot, "undo", page)
        qtbot.waitUntil(lambda: order_list.counts().archive == 0)


def test_sync_now_and_pause(qtbot: QtBot, profile_folder: Path) -> None:
    with made_up_shop() as shop, opened(qtbot, home(profile_folder)) as controller:
        connect(controller, qtbot, connect_text(shop))
        qtbot.waitUntil(lambda: shown(controller) == 30, timeout=LONG_MS)
        states: list[SyncState] = []
        work_of(controller).signals.sync_state.connect(states.append)
        controller.tray.pause_hour.trigger()
        qtbot.waitUntil(lambda: "paused" in [one.kind for one in states], timeout=LONG_MS)
        assert "paused until" in page_of(controller).status.text
        assert controller.tray.resume.isVisible()
        with qtbot.waitSignal(work_of(controller).signals.summary, timeout=LONG_MS):
            press_key(qtbot, controller.window, Qt.Key.Key_F5)
        assert setting.get("sync.paused_until") == 0


def test_settings_hold_and_the_theme_changes_at_once(qtbot: QtBot, profile_folder: Path) -> None:
    with opened(qtbot, home(profile_folder)) as controller:
        press_key(qtbot, controller.window, Qt.Key.Key_Comma, CTRL)
        dialog = dialog_of(qtbot, controller, "settings")
        dialog.open_page("appearance")
        qtbot.waitUntil(lambda: dialog.findChild(QComboBox, "edit-window.theme") is not None)
        combo = find(QComboBox, "edit-window.theme", dialog)
        combo.setFocus()
        qtbot.keyClicks(combo, "Dark")
        qtbot.waitUntil(lambda: setting.get("window.theme") == "dark")
        qtbot.waitUntil(lambda: theme.tokens().is_dark)
    with opened(qtbot, home(profile_folder)):
        assert theme.tokens().is_dark


def test_closing_asks_once_and_stays_in_the_tray(
    qtbot: QtBot, profile_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    with opened(qtbot, home(profile_folder)) as controller:
        window = controller.window
        qtbot.waitUntil(
            lambda: page_of(controller).standing.setting("window.close_to_tray") == "ask"
        )
        window.close()
        assert window.isVisible()
        find(QCheckBox, "closeKeep", window).click()
        click(qtbot, "closeStay", window)
        assert not window.isVisible()
        qtbot.waitUntil(lambda: setting.get("window.close_to_tray") == "yes")
        controller.tray.open.trigger()
        assert window.isVisible()
        window.close()
        assert not window.isVisible()
        assert controller.session is not None


def test_without_a_tray_closing_ends(qtbot: QtBot, profile_folder: Path) -> None:
    with opened(qtbot, home(profile_folder)) as controller:
        wanted: list[bool] = []
        controller.window.quit_wanted.disconnect(controller.leaving.ask)
        controller.window.quit_wanted.connect(lambda: wanted.append(True))
        controller.window.close()
        assert wanted == [True]


def test_a_locked_keyring_is_a_page_with_a_way_out(
    qtbot: QtBot, profile_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise KeyringLocked("locked")

    backend = type(keyring.get_keyring())
    with monkeypatch.context() as patched:
        patched.setattr(backend, "get_password", locked)
        patched.setattr(backend, "set_password", locked)
        with opened(qtbot, home(profile_folder), waits=False) as controller:
            message = controller.window.message
            assert "Opening" in message.text
            qtbot.waitUntil(lambda: "keyring is locked" in message.text, timeout=LONG_MS)
            assert "Unlock the keyring and try again." in message.text
            patched.undo()
            click(qtbot, "retry", message)
            qtbot.waitUntil(lambda: controller.window.orders is not None, timeout=LONG_MS)


def test_without_a_keyring_a_session_is_offered_and_said(
    qtbot: QtBot, profile_folder: Path
) -> None:
    keyring.set_keyring(fail.Keyring())
    with made_up_shop() as shop, opened(qtbot, home(profile_folder), waits=False) as controller:
        message = controller.window.message
        qtbot.waitUntil(lambda: "no keyring" in message.text, timeout=LONG_MS)
        click(qtbot, "session", message)
        qtbot.waitUntil(lambda: controller.window.orders is not None, timeout=LONG_MS)
        assert "This session only" in page_of(controller).notices.session.text
        connect(controller, qtbot, connect_text(shop))
        qtbot.waitUntil(lambda: shown(controller) == 30, timeout=LONG_MS)
    assert not (profile_folder / "crossdock.db").exists()


def test_a_lost_key_names_the_cure(qtbot: QtBot, profile_folder: Path, memory_keyring: Any) -> None:
    with opened(qtbot, home(profile_folder)):
        pass
    memory_keyring.entries.clear()
    with opened(qtbot, home(profile_folder), waits=False) as controller:
        message = controller.window.message
        qtbot.waitUntil(lambda: "key of the database is gone" in message.text, timeout=LONG_MS)
        click(qtbot, "restore", message)
        assert "How to restore" in message.text


def test_the_made_up_shop_is_tried_and_left(qtbot: QtBot, profile_folder: Path) -> None:
    with opened(qtbot, home(profile_folder)) as controller:
        page_of(controller).tab.sandbox_requested.emit()
        qtbot.waitUntil(
            lambda: controller.window.orders is not None and work_of(controller).desk.is_demo,
            timeout=LONG_MS,
        )
        qtbot.waitUntil(lambda: shown(controller) >= 60, timeout=LONG_MS)
        before = shown(controller)
        qtbot.waitUntil(lambda: shown(controller) > before, timeout=LONG_MS)
        click(qtbot, "sessionNoticeAction", page_of(controller))
        qtbot.waitUntil(
            lambda: controller.window.orders is not None and not work_of(controller).desk.is_demo,
            timeout=LONG_MS,
        )
        assert accounts.accounts() == ()


def test_a_problem_of_an_account_stands_in_the_bar(qtbot: QtBot, profile_folder: Path) -> None:
    with made_up_shop() as shop, opened(qtbot, home(profile_folder)) as controller:
        connect(controller, qtbot, connect_text(shop))
        qtbot.waitUntil(lambda: shown(controller) == 30, timeout=LONG_MS)
        page = page_of(controller)
        accounts.set_problem(1, "amazon", "auth")
        work_of(controller).signals.accounts_changed.emit()
        qtbot.waitUntil(page.errors.isVisible, timeout=LONG_MS)
        click(qtbot, "errorBarAction", page)
        assert dialog_of(qtbot, controller, "accounts") is not None
        accounts.set_problem(1, "amazon", "")
        work_of(controller).signals.accounts_changed.emit()
        qtbot.waitUntil(lambda: not page.errors.isVisible(), timeout=LONG_MS)
