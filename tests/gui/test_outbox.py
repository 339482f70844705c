"""The outbox: what leaves is counted down, withdrawn, sent; what is not sent is decided."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop import clock
from desktop.actions.bad_input import BadInput
from desktop.rows import OutboxContent
from desktop.trade import Money
from desktop.ui import outbox_words as words
from desktop.ui.outbox_dialog import OutboxDialog
from desktop.ui.quit_dialog import QuitDialog
from desktop.ui.work import Work
from tests.gui.fake_outbox import outbox_row, record_row
from tests.gui.workplace import deeds_of, find, questions_of

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def dialog(qtbot: QtBot, work: Work) -> OutboxDialog:
    leaves_at = int(clock.now()) + 595
    questions_of(work).content = OutboxContent(
        waiting=(
            outbox_row(1, leaves_at=leaves_at, hold="outbox"),
            outbox_row(2, verb="cancel_on_amazon", amount=None, why="NoInventory", hold="asks"),
        ),
        not_sent=(outbox_row(3), outbox_row(4)),
        to_record=(record_row(7), record_row(8), record_row(9, asks=True)),
    )
    deeds_of(work).leaves_at = leaves_at
    made = OutboxDialog(work)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.content is not None)
    return made


def press(qtbot: QtBot, dialog: OutboxDialog, name: str) -> None:
    qtbot.mouseClick(find(QPushButton, name, dialog), LEFT)


def count(dialog: OutboxDialog, name: str) -> str:
    return find(QLabel, f"{name}Count", dialog).text()


def test_it_tells_what_leaves_to_whom_why_and_when(dialog: OutboxDialog) -> None:
    texts = [one.text() for one in dialog.waiting.findChildren(QLabel)]
    assert "Refund of $12.01" in texts
    assert texts.count("to Amazon") == 2
    assert "#1001 · The buyer returned it" in texts
    assert find(QLabel, "when-1", dialog).text().startswith("leaves in 9:")
    assert find(QLabel, "when-2", dialog).text() == "asks before it leaves"
    assert [count(dialog, one) for one in ("waiting", "notSent", "toRecord")] == ["2", "2", "3"]


def test_what_is_withdrawn_stands_under_not_sent_and_is_sent_after_all(
    qtbot: QtBot, work: Work, dialog: OutboxDialog
) -> None:
    press(qtbot, dialog, "withdraw-1")
    qtbot.waitUntil(lambda: count(dialog, "notSent") == "3")
    assert "withdrawn" in [one.text() for one in dialog.left.findChildren(QLabel)]
    press(qtbot, dialog, "send-1")
    qtbot.waitUntil(lambda: count(dialog, "waiting") == "2")
    press(qtbot, dialog, "send_now-1")
    qtbot.waitUntil(lambda: count(dialog, "waiting") == "1")
    assert deeds_of(work).done == [("withdraw", 1), ("send_after_all", 1), ("send_now", 1)]


def test_what_is_not_sent_is_settled(qtbot: QtBot, work: Work, dialog: OutboxDialog) -> None:
    assert find(QPushButton, "already-3", dialog).text() == "Already refunded on Amazon"
    press(qtbot, dialog, "already-3")
    press(qtbot, dialog, "ignored-4")
    qtbot.waitUntil(lambda: count(dialog, "notSent") == "0")
    assert deeds_of(work).done == [
        ("settle_not_sent", 3, "already"),
        ("settle_not_sent", 4, "ignored"),
    ]
    assert "Nothing waits for you." in [one.text() for one in dialog.left.findChildren(QLabel)]


def test_all_are_recorded_after_a_look(qtbot: QtBot, work: Work, dialog: OutboxDialog) -> None:
    press(qtbot, dialog, "recordAll")
    preview = find(QFrame, "recordPreview", dialog)
    assert preview.isVisible()
    told = find(QLabel, "recordPreviewText", dialog).text()
    assert told.startswith("2 refunds of 2 orders, $10.00, would be recorded")
    assert "1 that may stand there already is left out" in told
    assert deeds_of(work).done == []
    assert find(QPushButton, "recordYes", dialog).text() == "Record 2"
    press(qtbot, dialog, "recordYes")
    qtbot.waitUntil(lambda: count(dialog, "toRecord") == "1")
    assert not preview.isVisible()
    press(qtbot, dialog, "record-9")
    qtbot.waitUntil(lambda: count(dialog, "toRecord") == "0")
    assert deeds_of(work).done == [("record_refunds", (7, 8)), ("record_refunds", (9,))]


def test_what_already_left_is_told(qtbot: QtBot, work: Work, dialog: OutboxDialog) -> None:
    deeds_of(work).failing = BadInput("outbox", "Number 1 does not wait there.", "See what does.")
    press(qtbot, dialog, "withdraw-1")
    qtbot.waitUntil(dialog.error.isVisible)
    assert "Number 1 does not wait there." in dialog.error.text


def test_it_follows_the_sync(qtbot: QtBot, work: Work, dialog: OutboxDialog) -> None:
    now = questions_of(work).content
    questions_of(work).content = replace(now, waiting=())
    work.signals.orders_changed.emit(())
    qtbot.waitUntil(lambda: count(dialog, "waiting") == "0")


def test_a_click_opens_the_order(qtbot: QtBot, dialog: OutboxDialog) -> None:
    with qtbot.waitSignal(dialog.order_wanted) as opened:
        press(qtbot, dialog, "order-2")
    assert opened.args == [2]


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (600, "leaves in 10:00"),
        (65, "leaves in 1:05"),
        (0, "leaves at the next sync"),
        (7200, "leaves in 2 h"),
    ],
)
def test_the_time_left(left: int, told: str) -> None:
    assert words.when(outbox_row(1, leaves_at=1000 + left), 1000.0) == told


def test_sums_of_currencies_are_not_mixed() -> None:
    rows = (record_row(1), record_row(2, amount=Money(700, "EUR")))
    assert "€7.00 and $5.00" in words.record_words(rows)


def test_quitting_asks(qtbot: QtBot) -> None:
    dialog = QuitDialog(3)
    qtbot.addWidget(dialog)
    dialog.open()
    assert "3 things have not left" in dialog.findChildren(QLabel)[0].text()
    with qtbot.waitSignal(dialog.outbox_wanted):
        qtbot.mouseClick(find(QPushButton, "quitOutbox", dialog), LEFT)
    dialog.open()
    with qtbot.waitSignal(dialog.quit_wanted):
        qtbot.mouseClick(find(QPushButton, "quitQuit", dialog), LEFT)
