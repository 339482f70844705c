"""A desk of failed orders with the threads of its own, and what tests do to its dialogs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop.rows import OrderRow
from desktop.ui.background import Errands, Reader, Writer
from desktop.ui.desk import Desk
from desktop.ui.resolve import ResolveDialog
from desktop.ui.signals import AppSignals
from desktop.ui.work import Work
from tests.gui.failed_orders import desk_of
from tests.gui.fake_desk import FakeDeeds, FakeErrands, FakeQuestions

Found = TypeVar("Found", bound=QWidget)


@dataclass
class Bench:
    """The work with the fakes behind it, and what was told."""

    work: Work
    questions: FakeQuestions
    deeds: FakeDeeds
    errands: FakeErrands
    notices: list[str]
    qtbot: QtBot

    def resolve(self, *order_ids: int) -> ResolveDialog:
        """Resolve, open and filled."""
        dialog = ResolveDialog(self.work, order_ids)
        self.qtbot.addWidget(dialog)
        dialog.open()
        self.qtbot.waitUntil(lambda: dialog.fix is not None)
        return dialog

    def press(self, dialog: QWidget, name: str) -> None:
        """Click a button with the mouse."""
        self.until(lambda: any(w.isVisibleTo(dialog) for w in dialog.findChildren(QWidget, name)))
        self.qtbot.mouseClick(child(dialog, QWidget, name), Qt.MouseButton.LeftButton)

    def done(self, name: str) -> list[tuple[Any, ...]]:
        """The deeds of that name."""
        return [one for one in self.deeds.done if one[0] == name]

    def until_closed(self, dialog: QWidget) -> None:
        """A dialog that closes is deleted, too."""
        self.qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible())

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()))


def child(of: QWidget, kind: type[Found], name: str) -> Found:
    """The widget of that name that is shown."""
    found = [one for one in of.findChildren(kind, name) if one.isVisibleTo(of)]
    assert found, f"no {name} is shown"
    return found[0]


def primary(dialog: QWidget) -> QPushButton:
    """The button that says what it will do."""
    return child(dialog, QPushButton, "primary")


@contextmanager
def bench(qtbot: QtBot, *rows: OrderRow, **answers: Any) -> Iterator[Bench]:
    """A desk of these rows."""
    questions, deeds, errands = desk_of(*rows, **answers)
    signals = AppSignals()
    work = Work(
        Desk(questions, deeds, errands),
        Reader(signals, questions.interrupt),
        Writer(signals),
        Errands(signals),
        signals,
    )
    notices: list[str] = []
    signals.notice.connect(notices.append)
    try:
        yield Bench(work, questions, deeds, errands, notices, qtbot)
    finally:
        for each in (work.errands, work.writer, work.reader):
            each.stop()
