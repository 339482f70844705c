"""What every test of the window gets: the app in its own dress, and a desk with its threads."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desktop.ui import theme
from desktop.ui.background import Errands, Reader, Writer
from desktop.ui.signals import AppSignals
from desktop.ui.work import Work
from tests.gui.workplace import usual_desk, work_on


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp)
    theme.choose("light")
    yield
    theme.choose("light")


@pytest.fixture
def signals(qapp: QApplication) -> AppSignals:
    """The bridge of this test."""
    return AppSignals()


@pytest.fixture
def reader(signals: AppSignals) -> Iterator[Reader]:
    """A reader that interrupts nothing."""
    made = Reader(signals, lambda: None)
    yield made
    made.stop()


@pytest.fixture
def writer(signals: AppSignals) -> Iterator[Writer]:
    """A writer."""
    made = Writer(signals)
    yield made
    made.stop()


@pytest.fixture
def errands(signals: AppSignals) -> Iterator[Errands]:
    """Errands, cancelled at the end."""
    made = Errands(signals)
    yield made
    made.stop()


@pytest.fixture
def work(reader: Reader, writer: Writer, errands: Errands, signals: AppSignals) -> Work:
    """Twelve made-up orders and everything that reaches them."""
    return work_on(usual_desk(), reader, writer, errands, signals)
