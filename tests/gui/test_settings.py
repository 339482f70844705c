"""Settings: shown by level, kept at once, refusals told beside the value."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QListWidget, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from desktop.models.setting_registry import REGISTRY
from desktop.rows import SettingChoice
from desktop.ui.settings.dialog import SettingsDialog
from desktop.ui.settings.pages import PAGES, keys_of
from desktop.ui.settings.row import SettingLine, as_typed
from desktop.ui.work import Work
from tests.gui.workplace import SETTINGS, deeds_of, find, questions_of


@pytest.fixture
def dialog(qtbot: QtBot, work: Work) -> SettingsDialog:
    made = SettingsDialog(work, questions_of(work).accounts_now)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.findChild(QCheckBox, "edit-order.create") is not None)
    return made


def test_a_box_is_kept_at_once(qtbot: QtBot, work: Work, dialog: SettingsDialog) -> None:
    with qtbot.waitSignal(dialog.kept) as kept:
        find(QCheckBox, "edit-order.create", dialog).click()
    assert kept.args == ["order.create", "false"]
    assert deeds_of(work).done == [("set_setting", "order.create", "false", None, "")]


def test_a_choice_and_a_text_are_kept(qtbot: QtBot, work: Work, dialog: SettingsDialog) -> None:
    combo = find(QComboBox, "edit-order.unlinked", dialog)
    assert combo.currentText() == "Fail, to be resolved"
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    tags = find(QLineEdit, "edit-order.tags", dialog)
    assert tags.text() == "amazon"
    qtbot.keyClick(tags, Qt.Key.Key_End)
    qtbot.keyClicks(tags, ", mine")
    qtbot.keyClick(tags, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(deeds_of(work).done) == 2)
    assert deeds_of(work).done == [
        ("set_setting", "order.unlinked", "custom_line", None, ""),
        ("set_setting", "order.tags", "amazon, mine", None, ""),
    ]


def test_a_refusal_stands_beside_the_value(
    qtbot: QtBot, work: Work, dialog: SettingsDialog
) -> None:
    deeds_of(work).failing = ValueError("order.tags: allowed is a list of texts")
    tags = find(QLineEdit, "edit-order.tags", dialog)
    qtbot.keyClicks(tags, "[")
    qtbot.keyClick(tags, Qt.Key.Key_Return)
    line = find(SettingLine, "setting-order.tags", dialog)
    qtbot.waitUntil(lambda: line.error.rstrip(".") == "Allowed is a list of texts")


def test_the_level_is_asked_for(qtbot: QtBot, work: Work, dialog: SettingsDialog) -> None:
    level = find(QComboBox, "settingsLevel", dialog)
    level.setCurrentIndex(1)
    qtbot.waitUntil(lambda: ("settings", 1, "") in questions_of(work).asked)
    find(QListWidget, "settingsPages", dialog).setCurrentRow(1)
    qtbot.waitUntil(lambda: not find(QSpinBox, "edit-plan.limit", dialog).isEnabled())
    find(QListWidget, "settingsPages", dialog).setCurrentRow(0)
    find(QCheckBox, "edit-order.create", dialog).click()
    qtbot.waitUntil(lambda: bool(deeds_of(work).done))
    assert deeds_of(work).done[-1][1:] == ("order.create", "false", 1, "")


def test_what_is_set_here_can_be_unset(qtbot: QtBot, work: Work, dialog: SettingsDialog) -> None:
    assert not find(QPushButton, "unset-order.create", dialog).isVisible()
    line = find(SettingLine, "setting-order.create", dialog)
    line.show_setting(replace(SETTINGS[0], level="app"))
    qtbot.mouseClick(find(QPushButton, "unset-order.create", dialog), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(deeds_of(work).done))
    assert deeds_of(work).done == [("set_setting", "order.create", None, None, "")]


def test_every_setting_has_a_page() -> None:
    shown = [key for page in PAGES for key in keys_of(page, REGISTRY)]
    assert len(shown) == len(set(shown))
    assert set(REGISTRY) - set(shown) == {"sync.paused_until"}


@pytest.mark.parametrize(
    ("value", "typed"),
    [(True, "true"), (["a", "b"], "a, b"), ({"EUR": "1.1"}, "EUR=1.1"), (7, "7"), ("x", "x")],
)
def test_values_as_they_are_typed(value: object, typed: str) -> None:
    assert as_typed(value) == typed


def test_each_reason_of_shopify_has_one_of_amazon(qtbot: QtBot, work: Work) -> None:
    value = '{"CUSTOMER": "BuyerCanceled", "INVENTORY": "NoInventory"}'
    setting = SettingChoice("cancel.reasons", value, value, "default", "reasons", kind="map")
    line = SettingLine(setting, "app")
    qtbot.addWidget(line)
    line.show()
    combo = find(QComboBox, "reason-INVENTORY", line)
    assert combo.currentText() == "Nothing left in stock"
    combo.setFocus()
    with qtbot.waitSignal(line.changed) as told:
        qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert told.args == ["cancel.reasons", "CUSTOMER=BuyerCanceled, INVENTORY=BuyerCanceled"]
