"""Starting an account: what would happen is shown before anything happens."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDateEdit, QLabel, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from desktop.errors import TryLater
from desktop.rows import StartPreview
from desktop.ui.inline_error import InlineError
from desktop.ui.start_dialog import StartDialog
from desktop.ui.work import Work
from tests.gui.fake_rows import account
from tests.gui.workplace import errands_of, find


def opened(qtbot: QtBot, work: Work) -> StartDialog:
    dialog = StartDialog(work, replace(account(), is_started=False))
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def said(dialog: StartDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_the_preview_says_what_would_happen(qtbot: QtBot, work: Work) -> None:
    errands_of(work).answers["preview_start"] = StartPreview(
        "Main", 37, (("sku_unknown", "A product has no link.", 3),), 480, 22, 4, True
    )
    dialog = opened(qtbot, work)
    go = find(QPushButton, "startGo", dialog)
    qtbot.waitUntil(go.isEnabled)
    for words in ("37 would be created", "3 · A product has no link.", "480 older", "22 are"):
        assert words in said(dialog)
    assert "still runs" in said(dialog)
    assert [one[0] for one in errands_of(work).run] == ["preview_start"]


def test_another_choice_is_counted_anew_and_started(qtbot: QtBot, work: Work) -> None:
    dialog = opened(qtbot, work)
    go = find(QPushButton, "startGo", dialog)
    qtbot.waitUntil(go.isEnabled)
    find(QRadioButton, "start-since", dialog).click()
    since = find(QDateEdit, "startSince", dialog)
    assert since.isEnabled()
    day = since.date().toString("yyyy-MM-dd")
    qtbot.waitUntil(lambda: errands_of(work).run[-1] == ("preview_start", 1, day))
    find(QRadioButton, "start-none", dialog).click()
    qtbot.waitUntil(lambda: errands_of(work).run[-1] == ("preview_start", 1, "none"))
    qtbot.waitUntil(go.isEnabled)
    with qtbot.waitSignal(dialog.started) as started:
        qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    assert started.args == [37]
    assert errands_of(work).run[-1] == ("start", 1, "none")


def test_an_error_is_told_inside_and_nothing_starts(qtbot: QtBot, work: Work) -> None:
    errands_of(work).answers["preview_start"] = TryLater(5, "offline", "Shopify is not reached")
    dialog = opened(qtbot, work)
    error = find(InlineError, "inlineError", dialog)
    qtbot.waitUntil(error.isVisible)
    assert "Shopify is not reached." in error.text
    assert not find(QPushButton, "startGo", dialog).isEnabled()
