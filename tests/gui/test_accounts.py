"""The accounts dialog and the guided connection."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.errors import TryLater
from desktop.rows import Problem, SideReport
from desktop.ui.accounts.connect_dialog import ConnectDialog
from desktop.ui.accounts.dialog import AccountsDialog
from desktop.ui.accounts.reports import ReportView
from desktop.ui.inline_error import InlineError
from desktop.ui.work import Work
from tests.gui.fake_rows import account
from tests.gui.workplace import errands_of, find, questions_of

REFUSED = Problem("Main", "amazon", "auth", "Amazon refused.", "The secret ended.", "Make one.")
CONNECT: dict[str, Any] = {
    "name": "Mine",
    "amazon": {
        "region": "eu",
        "marketplaces": ["A1PA6795UKMFR9"],
        "seller_id": "A1B2C3D4",
        "client_id": "amzn1.id",
        "client_secret": "hush",
        "refresh_token": "Atzr|1",
        "endpoint": "http://127.0.0.1:1/amazon",
    },
    "shopify": {"shop": "mine.myshopify.com", "client_id": "c", "client_secret": "s"},
    "speed": 60.0,
    "reach_back_days": 90,
    "start": {"create": "all"},
}


def click(qtbot: QtBot, name: str, dialog: Any) -> None:
    qtbot.mouseClick(find(QPushButton, name, dialog), Qt.MouseButton.LeftButton)


def connecting(qtbot: QtBot, work: Work) -> ConnectDialog:
    dialog = ConnectDialog(work)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def type_in(qtbot: QtBot, dialog: ConnectDialog, **fields: str) -> None:
    for name, text in fields.items():
        qtbot.keyClicks(find(QLineEdit, name.replace("__", "-"), dialog), text)


def test_each_account_says_how_it_stands(qtbot: QtBot, work: Work) -> None:
    stopped = replace(account(), id=2, name="Outlet", is_started=False, amazon_problem=REFUSED)
    questions_of(work).accounts_now = (account(), stopped)
    dialog = AccountsDialog(work)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: len(dialog.findChildren(QPushButton, "accountStart")) == 2)
    said = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Outlet" in said
    assert "not started" in said
    assert "Amazon refused. The secret ended. Make one." in said
    second = dialog.findChildren(QPushButton, "accountStart")[1]
    with qtbot.waitSignal(dialog.start_wanted) as wanted:
        qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert wanted.args == [stopped]


def test_a_check_tells_both_sides(qtbot: QtBot, work: Work) -> None:
    errands_of(work).answers["check"] = (
        SideReport("amazon", (), (REFUSED,)),
        SideReport("shopify", ("All permissions are there.",), ()),
    )
    dialog = AccountsDialog(work)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.findChildren(QPushButton, "accountCheck")))
    click(qtbot, "accountCheck", dialog)
    reports = find(ReportView, "sideReports", dialog)
    qtbot.waitUntil(reports.isVisible)
    assert "✗ Amazon refused. The secret ended." in reports.text
    assert "→ Make one." in reports.text
    assert "✓ All permissions are there." in reports.text


def test_a_check_that_fails_is_told_inside(qtbot: QtBot, work: Work) -> None:
    errands_of(work).answers["check"] = TryLater(1, "offline", "no network")
    dialog = AccountsDialog(work)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.findChildren(QPushButton, "accountCheck")))
    click(qtbot, "accountCheck", dialog)
    error = find(InlineError, "inlineError", dialog)
    qtbot.waitUntil(error.isVisible)
    assert "No network." in error.text


def fill_amazon(qtbot: QtBot, dialog: ConnectDialog) -> None:
    find(QComboBox, "amazonRegion", dialog).setCurrentIndex(0)
    find(QCheckBox, "marketplace-US", dialog).click()
    type_in(
        qtbot,
        dialog,
        amazon__seller_id="A1B2C3D4",
        amazon__client_id="amzn1.id",
        amazon__client_secret="hush",
        amazon__refresh_token="Atzr|1",
    )


def fill_shopify(qtbot: QtBot, dialog: ConnectDialog) -> None:
    type_in(
        qtbot,
        dialog,
        shopify__shop="mine.myshopify.com",
        shopify__client_id="c",
        shopify__client_secret="s",
    )


def test_the_guided_connection_asks_each_side_before_the_next(qtbot: QtBot, work: Work) -> None:
    dialog = connecting(qtbot, work)
    assert not find(QPushButton, "connectNext", dialog).isEnabled()
    fill_amazon(qtbot, dialog)
    errands_of(work).answers["test_side"] = SideReport("amazon", ("Token.",), (REFUSED,))
    click(qtbot, "connectNext", dialog)
    reports = find(ReportView, "sideReports", dialog)
    qtbot.waitUntil(reports.isVisible)
    assert dialog.step == 0
    assert "✗ Amazon refused. The secret ended." in reports.text
    errands_of(work).answers.pop("test_side")
    click(qtbot, "connectNext", dialog)
    qtbot.waitUntil(lambda: dialog.step == 1)
    fill_shopify(qtbot, dialog)
    click(qtbot, "connectNext", dialog)
    qtbot.waitUntil(lambda: dialog.step == 2)
    errands_of(work).answers["connect"] = (
        SideReport("amazon", ("right",), ()),
        SideReport("shopify", ("right",), ()),
    )
    with qtbot.waitSignal(dialog.connected):
        click(qtbot, "connectNext", dialog)
    sent = json.loads(errands_of(work).run[-1][1])
    assert sent["amazon"]["marketplaces"] == ["ATVPDKIKX0DER"]
    assert sent["amazon"]["client_secret"] == "hush"
    assert sent["shopify"] == {
        "shop": "mine.myshopify.com",
        "client_id": "c",
        "client_secret": "s",
    }
    assert sent["reach_back_days"] == 30
    assert "start" not in sent


def test_a_connect_file_fills_all_steps(qtbot: QtBot, work: Work, tmp_path: Path) -> None:
    file = tmp_path / "connect.json"
    file.write_text(json.dumps({"connect": CONNECT}), encoding="utf-8")
    errands_of(work).answers["connect"] = (SideReport("amazon", (), ()),)
    dialog = connecting(qtbot, work)
    dialog.read_file(str(file))
    for step in (1, 2):
        click(qtbot, "connectNext", dialog)
        qtbot.waitUntil(lambda wanted=step: dialog.step == wanted)  # type: ignore[misc]
    with qtbot.waitSignal(dialog.connected):
        click(qtbot, "connectNext", dialog)
    sent = json.loads(errands_of(work).run[-1][1])
    assert sent["amazon"] == CONNECT["amazon"]
    assert sent["shopify"] == CONNECT["shopify"]
    assert (sent["speed"], sent["reach_back_days"], sent["name"]) == (60.0, 90, "Mine")
    assert "start" not in sent


def test_what_is_no_connect_object_is_told(qtbot: QtBot, work: Work, tmp_path: Path) -> None:
    dialog = connecting(qtbot, work)
    error = find(InlineError, "inlineError", dialog)
    for text in ("{", "[1]", '{"amazon": 1}'):
        dialog.read_text(text)
        assert error.isVisible()
        assert "no connect object" in error.text
    dialog.read_file(str(tmp_path / "not-there.json"))
    assert error.isVisible()


def test_an_error_while_asking_is_told_inside(qtbot: QtBot, work: Work) -> None:
    dialog = connecting(qtbot, work)
    dialog.read_text(json.dumps(CONNECT))
    errands_of(work).answers["test_side"] = TryLater(1, "offline", "no network")
    click(qtbot, "connectNext", dialog)
    error = find(InlineError, "inlineError", dialog)
    qtbot.waitUntil(error.isVisible)
    assert find(QPushButton, "connectNext", dialog).isEnabled()
