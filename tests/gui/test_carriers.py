"""The carrier map in the settings: an account's own entries beside the usual ones."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from desktop.actions.bad_input import BadInput
from desktop.rows import CarrierRow
from desktop.ui.settings.carriers import CarriersCard
from desktop.ui.settings.dialog import SettingsDialog
from desktop.ui.work import Work
from tests.gui.workplace import deeds_of, find, questions_of

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def card(qtbot: QtBot, work: Work) -> CarriersCard:
    questions_of(work).carrier_rows = (
        CarrierRow("Bike Riders", "", "Other", "Bike Riders"),
        CarrierRow("USPS", "", "USPS", is_own=False),
    )
    here = replace(work, desk=replace(work.desk, carriers=("DHL", "Other", "UPS", "USPS")))
    made = CarriersCard(here, 1, ("US", "CA"))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.table.rowCount() == 2)
    return made


def test_an_entry_is_kept_and_heals(qtbot: QtBot, work: Work, card: CarriersCard) -> None:
    keep = find(QPushButton, "carrierKeep", card)
    assert not keep.isEnabled()
    qtbot.keyClicks(find(QLineEdit, "carrierCompany", card), "Purolator*")
    find(QComboBox, "carrierCountry", card).setCurrentText("CA")
    find(QComboBox, "carrierCode", card).setCurrentText("Other")
    qtbot.keyClicks(find(QLineEdit, "carrierName", card), "Purolator")
    qtbot.mouseClick(keep, LEFT)
    qtbot.waitUntil(lambda: find(QLabel, "carriersTold", card).isVisible())
    assert deeds_of(work).done == [("map_carrier", 1, "Purolator*", "Other", "Purolator", "CA")]
    assert "3 failed shipments" in find(QLabel, "carriersTold", card).text()


def test_own_entries_are_removed_and_usual_ones_are_not(
    qtbot: QtBot, work: Work, card: CarriersCard
) -> None:
    remove = find(QPushButton, "carrierRemove", card)
    card.table.selectRow(1)
    assert find(QLineEdit, "carrierCompany", card).text() == "USPS"
    assert not find(QLineEdit, "carrierName", card).isEnabled()
    assert not remove.isEnabled()
    card.table.selectRow(0)
    assert find(QLineEdit, "carrierName", card).text() == "Bike Riders"
    qtbot.mouseClick(remove, LEFT)
    qtbot.waitUntil(lambda: bool(deeds_of(work).done))
    assert deeds_of(work).done == [("remove_carrier", 1, "Bike Riders", "")]


def test_a_refusal_is_told(qtbot: QtBot, work: Work, card: CarriersCard) -> None:
    deeds_of(work).failing = BadInput("--map-carrier", "Other needs a name.", "Give the name.")
    qtbot.keyClicks(find(QLineEdit, "carrierCompany", card), "B*")
    qtbot.mouseClick(find(QPushButton, "carrierKeep", card), LEFT)
    qtbot.waitUntil(lambda: any("Other needs" in one.text() for one in card.findChildren(QLabel)))


def test_the_map_is_an_accounts(qtbot: QtBot, work: Work) -> None:
    dialog = SettingsDialog(work, questions_of(work).accounts_now)
    qtbot.addWidget(dialog)
    dialog.open_page("shipments")
    dialog.show()
    assert find(QListWidget, "settingsPages", dialog).currentItem().text() == "Shipments"
    qtbot.waitUntil(work.reader.is_idle)
    assert dialog.findChild(CarriersCard) is None
    find(QComboBox, "settingsLevel", dialog).setCurrentIndex(1)
    qtbot.waitUntil(lambda: dialog.findChild(CarriersCard) is not None)
