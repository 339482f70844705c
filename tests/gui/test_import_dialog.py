"""Import by ID with real keys and clicks."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from desktop.errors import TryLater
from desktop.rows import ImportOutcome
from desktop.ui.import_dialog import ImportDialog
from desktop.ui.import_outcomes import ImportOutcomes
from desktop.ui.inline_error import InlineError
from desktop.ui.work import Work
from tests.gui.workplace import deeds_of, errands_of, find, questions_of

GOOD, OTHER = "111-9087654-1234567", "113-0000000-0000001"


def opened(qtbot: QtBot, work: Work) -> ImportDialog:
    dialog = ImportDialog(work, questions_of(work).accounts_now)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def type_ids(qtbot: QtBot, dialog: ImportDialog, text: str) -> None:
    qtbot.keyClicks(find(QPlainTextEdit, "importIds", dialog), text)


def press(qtbot: QtBot, dialog: ImportDialog, name: str) -> None:
    qtbot.mouseClick(find(QPushButton, name, dialog), Qt.MouseButton.LeftButton)


def test_ids_are_checked_as_they_are_typed(qtbot: QtBot, work: Work) -> None:
    dialog = opened(qtbot, work)
    go, told = find(QPushButton, "importGo", dialog), find(QLabel, "importTold", dialog)
    assert not go.isEnabled()
    type_ids(qtbot, dialog, f"{GOOD} 12-34")
    assert "1 order ID" in told.text()
    assert "“12-34”" in told.text()
    assert told.property("role") == "bad"
    assert go.isEnabled()
    type_ids(qtbot, dialog, f" {OTHER}")
    assert go.text() == "Import 2"
    assert errands_of(work).run == []


def test_each_id_has_its_outcome(qtbot: QtBot, work: Work) -> None:
    errands_of(work).answers["import_orders"] = (
        ImportOutcome(GOOD, "imported", "Imported.", "Main"),
        ImportOutcome(OTHER, "not_found", "Amazon does not know this order."),
    )
    dialog = opened(qtbot, work)
    type_ids(qtbot, dialog, f"{GOOD}, {OTHER}")
    find(QRadioButton, "importOnly", dialog).click()
    press(qtbot, dialog, "importGo")
    outcomes = find(ImportOutcomes, "importOutcomes", dialog)
    qtbot.waitUntil(outcomes.isVisible)
    assert errands_of(work).run == [("import_orders", f"{GOOD}, {OTHER}", False, None)]
    texts = [label.text() for label in outcomes.findChildren(QLabel)]
    assert GOOD in texts
    assert "Imported · Main" in texts
    assert "Amazon does not know this order." in texts
    with qtbot.waitSignal(dialog.show_order) as shown:
        press(qtbot, dialog, f"view-{GOOD}")
    assert shown.args == [GOOD]


def test_an_archived_order_is_restored(qtbot: QtBot, work: Work) -> None:
    row = questions_of(work).orders[0]
    deeds_of(work).archive([row.id])
    wanted = row.amazon_order_id
    errands_of(work).answers["import_orders"] = (
        ImportOutcome(wanted, "archived", "Already held, in the archive."),
    )
    dialog = opened(qtbot, work)
    type_ids(qtbot, dialog, wanted)
    press(qtbot, dialog, "importGo")
    outcomes = find(ImportOutcomes, "importOutcomes", dialog)
    qtbot.waitUntil(outcomes.isVisible)
    press(qtbot, dialog, f"restore-{wanted}")
    qtbot.waitUntil(lambda: ("restore", (row.id,)) in deeds_of(work).done)
    qtbot.waitUntil(
        lambda: any("Restored" in label.text() for label in outcomes.findChildren(QLabel))
    )


def test_an_error_is_told_inside_the_dialog(qtbot: QtBot, work: Work) -> None:
    errands_of(work).answers["import_orders"] = TryLater(9, "offline", "Amazon is not reached")
    dialog = opened(qtbot, work)
    type_ids(qtbot, dialog, GOOD)
    press(qtbot, dialog, "importGo")
    error = find(InlineError, "inlineError", dialog)
    qtbot.waitUntil(error.isVisible)
    assert "Amazon is not reached." in error.text
    assert find(QPushButton, "importGo", dialog).isEnabled()
    assert find(QPlainTextEdit, "importIds", dialog).toPlainText() == GOOD
