"""Answers arrive on the GUI thread, outdated questions do not; deeds keep their order."""

import threading
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from desktop.errors import Cancelled
from desktop.ui.background import MOST_ERRANDS, Errands, Reader, Writer
from desktop.ui.signals import AppSignals


class Listener(QObject):
    """Keeps what it is told, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Any] = []
        self.threads: list[QThread] = []

    def hear(self, what: Any) -> None:
        self.heard.append(what)
        self.threads.append(QThread.currentThread())


class Gate:
    """A question that runs until it is let through or interrupted."""

    def __init__(self) -> None:
        self.entered, self.open, self.interrupted = (threading.Event() for _ in range(3))
        self.runs = 0

    def question(self) -> str:
        self.runs += 1
        self.entered.set()
        while not self.open.wait(0.002):
            if self.interrupted.is_set():
                self.interrupted.clear()
                raise Cancelled
        return "gate"

    def errand(self, _: threading.Event) -> str:
        return self.question()

    def interrupt(self) -> None:
        self.interrupted.set()


def test_answers_arrive_on_the_gui_thread(qtbot: QtBot, reader: Reader) -> None:
    listener, names = Listener(), []

    def question() -> int:
        names.append(threading.current_thread().name)
        return 42

    reader.ask("one", question, listener.hear)
    qtbot.waitUntil(lambda: listener.heard == [42])
    assert names == ["reader"]
    assert listener.threads == [listener.thread()]


def test_the_newest_of_a_kind_interrupts_the_older(qtbot: QtBot, signals: AppSignals) -> None:
    gate, listener = Gate(), Listener()
    reader = Reader(signals, gate.interrupt)
    reader.ask("rows", gate.question, listener.hear)
    assert gate.entered.wait(5)
    for number in range(5):
        reader.ask("rows", partial(int, number), listener.hear)
    qtbot.waitUntil(lambda: listener.heard == [4])
    assert gate.runs == 1
    reader.stop()


def test_an_urgent_question_puts_a_long_one_back(qtbot: QtBot, signals: AppSignals) -> None:
    gate, listener = Gate(), Listener()
    reader = Reader(signals, gate.interrupt)
    reader.ask("count", gate.question, listener.hear)
    assert gate.entered.wait(5)
    reader.ask("first", partial(str, "first"), listener.hear, urgent=True)
    qtbot.waitUntil(lambda: listener.heard == ["first"])
    gate.open.set()
    qtbot.waitUntil(lambda: listener.heard == ["first", "gate"])
    assert gate.runs == 2
    reader.stop()


def test_what_is_forgotten_is_not_answered(qtbot: QtBot, signals: AppSignals) -> None:
    gate, listener = Gate(), Listener()
    reader = Reader(signals, gate.interrupt)
    reader.ask("grid/1/count", gate.question, listener.hear)
    reader.ask("grid/1/page", partial(str, "page"), listener.hear)
    reader.ask("other", partial(str, "other"), listener.hear)
    assert gate.entered.wait(5)
    reader.forget("grid/1/")
    qtbot.waitUntil(lambda: listener.heard == ["other"])
    qtbot.waitUntil(reader.is_idle)
    assert listener.heard == ["other"]
    reader.stop()


def test_errors_go_to_the_asker_or_to_the_app(
    qtbot: QtBot, reader: Reader, signals: AppSignals
) -> None:
    listener, app = Listener(), Listener()
    signals.trouble.connect(app.hear)

    def question() -> None:
        raise ValueError("no")

    reader.ask("one", question, listener.hear, listener.hear)
    reader.ask("two", question, listener.hear)
    qtbot.waitUntil(lambda: bool(listener.heard) and bool(app.heard))
    assert [type(one) for one in listener.heard + app.heard] == [ValueError, ValueError]


def test_a_receiver_that_is_gone_is_not_called(qtbot: QtBot, reader: Reader) -> None:
    gate, deleted, kept = Gate(), Listener(), Listener()
    hear = deleted.hear
    reader.ask("one", gate.question, hear)
    reader.ask("two", partial(int, 2), kept.hear)
    assert gate.entered.wait(5)
    shiboken6.delete(deleted)
    gate.open.set()
    qtbot.waitUntil(lambda: kept.heard == [2])
    assert deleted.heard == []


def test_deeds_are_done_in_order(qtbot: QtBot, writer: Writer) -> None:
    listener = Listener()
    for number in range(20):
        writer.do(partial(int, number), listener.hear)
    qtbot.waitUntil(lambda: listener.heard == list(range(20)))
    assert writer.is_idle()


def test_deeds_queued_at_the_end_are_still_done(qtbot: QtBot, signals: AppSignals) -> None:
    done: list[int] = []
    writer = Writer(signals)
    for number in range(5):
        writer.do(partial(done.append, number))
    writer.stop()
    assert done == [0, 1, 2, 3, 4]


def test_errands_run_side_by_side_up_to_a_number(qtbot: QtBot, errands: Errands) -> None:
    gates, listener = [Gate() for _ in range(MOST_ERRANDS + 1)], Listener()
    for gate in gates:
        errands.run(gate.errand, listener.hear)
    assert all(gate.entered.wait(5) for gate in gates[:-1])
    assert not gates[-1].entered.is_set()
    for gate in gates:
        gate.open.set()
    qtbot.waitUntil(lambda: len(listener.heard) == len(gates))
    qtbot.waitUntil(errands.is_idle)


def test_a_cancelled_errand_is_told_and_not_answered(qtbot: QtBot, errands: Errands) -> None:
    listener, ended = Listener(), threading.Event()

    def errand(cancel: threading.Event) -> str:
        cancel.wait(5)
        ended.set()
        return "late"

    handle = errands.run(errand, listener.hear, listener.hear)
    handle.cancel()
    qtbot.waitUntil(errands.is_idle)
    assert ended.is_set()
    assert listener.heard == []
