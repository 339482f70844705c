"""Settings of the way back: waiting orders, locations, words in notes, carriers that cure."""

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop.actions.bad_input import BadInput
from desktop.errors import TryLater
from desktop.rows import LocationRow, SettingChoice, WaitingRow
from desktop.ui.inline_error import InlineError
from desktop.ui.settings.apply_dialog import ApplyDialog
from desktop.ui.settings.carriers import CarriersCard
from desktop.ui.settings.dialog import SettingsDialog
from desktop.ui.settings.location_box import LocationBox
from desktop.ui.settings.row import SettingLine
from desktop.ui.settings.word_reasons import WordReasons
from desktop.ui.work import Work
from tests.gui.workplace import SETTINGS, deeds_of, errands_of, find, questions_of

LEFT = Qt.MouseButton.LeftButton
SHED = "gid://shopify/Location/7"
PLACE = SettingChoice("shipment.location", '""', '""', "default", "packed at", kind="text")
SEND = SettingChoice("refund.to_amazon", "false", "false", "default", "send", kind="bool")
WORDS = SettingChoice(
    "refund.reasons", '{"damaged": "CustomerReturn"}', "{}", "app", "words", kind="map"
)
PLANNED = (
    WaitingRow(3, "111-1", "Main", "refund not sent", "waits in the outbox until 14:05"),
    WaitingRow(3, "111-1", "Main", "refund not sent", "waits in the outbox until 14:05"),
    WaitingRow(5, "111-2", "Main", "refund not sent", "waits in the outbox until 14:05"),
)


@pytest.fixture
def dialog(qtbot: QtBot, work: Work) -> SettingsDialog:
    questions_of(work).settings_now = (*SETTINGS, PLACE, SEND, WORDS)
    questions_of(work).locations_now = (LocationRow(SHED, "The shed", "Main"),)
    errands_of(work).answers["read_locations"] = (
        LocationRow(SHED, "The shed", "Main"),
        LocationRow("gid://shopify/Location/8", "Warehouse North", "Main"),
    )
    made = SettingsDialog(work, questions_of(work).accounts_now)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.findChild(LocationBox) is not None)
    return made


def box_of(dialog: SettingsDialog) -> QComboBox:
    return find(QComboBox, "location-shipment.location", dialog)


def test_orders_that_wait_are_offered_and_applied(
    qtbot: QtBot, work: Work, dialog: SettingsDialog
) -> None:
    dialog.open_page("refunds")
    apply = find(QPushButton, "apply-refund.to_amazon", dialog)
    assert not apply.isVisible()
    errands_of(work).waiting_now = {"refund.to_amazon": PLANNED[1:]}
    find(SettingLine, "setting-refund.to_amazon", dialog).changed.emit("refund.to_amazon", "true")
    qtbot.waitUntil(apply.isVisible)
    assert apply.text() == "Apply to 2 waiting orders…"
    errands_of(work).waiting_now = {"refund.to_amazon": PLANNED}
    qtbot.mouseClick(apply, LEFT)
    shown = find(ApplyDialog, "applyDialog", dialog)
    qtbot.waitUntil(shown.apply.isEnabled)
    assert shown.apply.text() == "Apply to 2 waiting orders"  # three lines of two orders
    assert shown.table.rowCount() == 3
    assert shown.table.isColumnHidden(1)  # one account needs no name
    texts = [shown.table.item(2, column) for column in (0, 2, 3)]
    assert [one.text() for one in texts if one] == [
        "111-2",
        "refund not sent",
        "waits in the outbox until 14:05",
    ]
    errands_of(work).waiting_now = {}
    with qtbot.waitSignal(work.signals.notice) as told:
        qtbot.mouseClick(shown.apply, LEFT)
    assert told.args == ["2 waiting orders were planned anew."]
    assert deeds_of(work).done[-1] == ("apply_setting", "refund.to_amazon", None, (3, 5))
    qtbot.waitUntil(lambda: not apply.isVisible())


def test_leaving_them_changes_nothing(qtbot: QtBot, work: Work, dialog: SettingsDialog) -> None:
    errands_of(work).waiting_now = {"refund.to_amazon": PLANNED}
    shown = ApplyDialog(work, "refund.to_amazon", 1, dialog)
    shown.show()
    qtbot.waitUntil(shown.apply.isEnabled)
    qtbot.mouseClick(find(QPushButton, "applyLeave", shown), LEFT)
    assert not shown.isVisible()
    assert deeds_of(work).done == []


def test_a_refused_application_is_told_and_can_be_tried_again(
    qtbot: QtBot, work: Work, dialog: SettingsDialog
) -> None:
    errands_of(work).waiting_now = {"refund.to_amazon": PLANNED}
    shown = ApplyDialog(work, "refund.to_amazon", 1, dialog)
    shown.show()
    qtbot.waitUntil(shown.apply.isEnabled)
    deeds_of(work).failing = BadInput("refund.to_amazon", "is being changed.", "Try again.")
    qtbot.mouseClick(shown.apply, LEFT)
    error = find(InlineError, "inlineError", shown)
    qtbot.waitUntil(error.isVisible)
    assert any("being changed" in one.text() for one in error.findChildren(QLabel))
    assert shown.isVisible()
    assert shown.apply.isEnabled()


def test_no_order_would_change(qtbot: QtBot, work: Work, dialog: SettingsDialog) -> None:
    shown = ApplyDialog(work, "refund.to_amazon", 1, dialog)
    shown.show()
    words = find(QLabel, "applyWords", shown)
    qtbot.waitUntil(lambda: "No waiting order" in words.text())
    assert not shown.apply.isEnabled()


def test_a_location_is_chosen_by_its_name(qtbot: QtBot, work: Work, dialog: SettingsDialog) -> None:
    dialog.open_page("shipments")
    box = box_of(dialog)
    qtbot.waitUntil(lambda: box.count() == 3)  # Shopify's own routing, and the two it has now
    assert box.currentText() == "Shopify's own routing"
    box.setCurrentIndex(box.findData(SHED))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: bool(deeds_of(work).done))
    assert deeds_of(work).done == [("set_setting", "shipment.location", SHED, None, "")]
    line = find(SettingLine, "setting-shipment.location", dialog)
    line.show_setting(replace(PLACE, value=json.dumps(SHED), level="app"))
    assert box.currentText() == "The shed"
    assert SHED in box.toolTip()


def test_without_shopify_a_location_can_still_be_typed(
    qtbot: QtBot, work: Work, dialog: SettingsDialog
) -> None:
    dialog.open_page("shipments")
    errands_of(work).answers["read_locations"] = TryLater(60.0, "offline", "no network")
    level = find(QComboBox, "settingsLevel", dialog)
    level.setCurrentIndex(1)
    qtbot.waitUntil(lambda: dialog.findChild(QLabel, "note-shipment.location") is not None
                    and "cannot be asked"
                    in find(QLabel, "note-shipment.location", dialog).text())  # fmt: skip
    box = box_of(dialog)
    qtbot.waitUntil(lambda: box.count() == 2)  # as it was read last
    edit = box.lineEdit()
    assert edit is not None
    edit.selectAll()
    qtbot.keyClicks(edit, "gid://shopify/Location/99")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(deeds_of(work).done))
    assert deeds_of(work).done[-1][2] == "gid://shopify/Location/99"


def test_a_name_typed_in_small_letters_is_the_location(qtbot: QtBot) -> None:
    box = LocationBox("order.fba_location")
    qtbot.addWidget(box)
    rows = (LocationRow(SHED, "The shed", "Main"), LocationRow("g2", "The shed", "Other"))
    box.show_locations(rows)
    box.box.setEditText("the SHED · main")
    assert box.gid == SHED
    box.box.setEditText("the shop's first location")
    assert box.gid == ""


@pytest.fixture
def table(qtbot: QtBot) -> WordReasons:
    made = WordReasons()
    qtbot.addWidget(made)
    made.show()
    return made


def test_words_are_added_with_a_reason_from_the_list(qtbot: QtBot, table: WordReasons) -> None:
    qtbot.mouseClick(find(QPushButton, "addWords", table), LEFT)
    words = find(QLineEdit, "words-0", table)
    qtbot.keyClicks(words, 'came late, "very" late')
    with qtbot.waitSignal(table.changed) as told:
        qtbot.keyClick(words, Qt.Key.Key_Return)
    assert told.args is not None
    assert json.loads(told.args[0]) == {'came late, "very" late': "CustomerReturn"}
    combo = find(QComboBox, "wordsReason-0", table)
    combo.setCurrentIndex(combo.findData("PriceError"))
    with qtbot.waitSignal(table.changed) as told:
        combo.activated.emit(combo.currentIndex())
    assert told.args is not None
    assert [*json.loads(told.args[0]).values()] == ["PriceError"]


def test_the_order_of_words_counts_and_can_be_changed(qtbot: QtBot, table: WordReasons) -> None:
    table.show_map({"late": "CarrierCoverageFailure", "too late": "CustomerReturn"})
    assert not find(QToolButton, "wordsUp-0", table).isEnabled()
    with qtbot.waitSignal(table.changed) as told:
        qtbot.mouseClick(find(QToolButton, "wordsUp-1", table), LEFT)
    assert told.args is not None
    assert [*json.loads(told.args[0]).items()] == [
        ("too late", "CustomerReturn"),
        ("late", "CarrierCoverageFailure"),
    ]
    with qtbot.waitSignal(table.changed) as told:
        qtbot.mouseClick(find(QToolButton, "wordsRemove-0", table), LEFT)
    assert told.args is not None
    assert json.loads(told.args[0]) == {"late": "CarrierCoverageFailure"}


def test_the_table_of_the_page_keeps_what_is_typed(
    qtbot: QtBot, work: Work, dialog: SettingsDialog
) -> None:
    dialog.open_page("refunds")
    line = find(SettingLine, "setting-refund.reasons", dialog)
    combo = find(QComboBox, "wordsReason-0", line)
    combo.setCurrentIndex(combo.findData("DifferentItem"))
    combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(lambda: bool(deeds_of(work).done))
    assert deeds_of(work).done == [
        ("set_setting", "refund.reasons", '{"damaged": "DifferentItem"}', None, "")
    ]


def test_a_mapping_shows_what_it_cures_and_what_it_resembles(qtbot: QtBot, work: Work) -> None:
    questions_of(work).cures = {"Bike*": ("111-1", "111-2", "111-3", "111-4")}
    questions_of(work).like = {"DHL Xpress": "DHL Express"}
    here = replace(work, desk=replace(work.desk, carriers=("DHL", "Other", "UPS")))
    card = CarriersCard(here, 1, ("US",))
    qtbot.addWidget(card)
    card.show()
    cures, like = find(QLabel, "carrierCures", card), find(QLabel, "carrierLike", card)
    qtbot.keyClicks(find(QLineEdit, "carrierCompany", card), "Bike*")
    qtbot.waitUntil(cures.isVisible)
    assert cures.text() == "Sends 4 failed shipments: 111-1, 111-2, 111-3 and 1 more"
    assert not like.isVisible()
    find(QComboBox, "carrierCode", card).setCurrentText("Other")
    qtbot.keyClicks(find(QLineEdit, "carrierName", card), "DHL Xpress")
    qtbot.waitUntil(like.isVisible)
    assert "DHL Express" in like.text()
