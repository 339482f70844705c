"""The guided connection: Amazon, then Shopify, then options; each side is asked before the next.

Nothing is saved before both sides are right. A file or text as `crossdock connect` takes it fills
all steps at once.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.rows import SideReport
from desktop.ui.accounts.amazon_step import AmazonStep
from desktop.ui.accounts.options_step import OptionsStep
from desktop.ui.accounts.reports import ReportView
from desktop.ui.accounts.shopify_step import ShopifyStep
from desktop.ui.background import Handle
from desktop.ui.buttons import button
from desktop.ui.error_words import Words
from desktop.ui.inline_error import InlineError
from desktop.ui.work import Work

_SIDES = ("amazon", "shopify")
_STEPS = ("1  Amazon", "2  Shopify", "3  Options")
_BAR_PX = 10  # room on the right, for the scroll bar
_MOST_BYTES = 1_000_000


class ConnectDialog(QDialog):
    """Three steps; `connected` when an account was saved."""

    connected = Signal()

    def __init__(self, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("connectDialog")
        self.setWindowTitle(self.tr("Connect an account"))
        self._work = work
        self._handle: Handle | None = None
        self._tested: dict[str, str] = {}
        self._steps = (AmazonStep(work.desk.regions), ShopifyStep(), OptionsStep())
        self._heads = [QLabel(text) for text in _STEPS]
        self._pages = QWidget()
        self._step = 0
        self._error, self._reports = InlineError(), ReportView()
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(self.tr("Asking"))
        self._make_buttons()
        self._lay_out()
        for step in self._steps:
            step.changed.connect(self._on_changed)
        self._show_busy(busy=False)
        self._go_to(0)
        self.resize(640, 680)

    def _make_buttons(self) -> None:
        self._file = button(self.tr("Open file…"), "connectFile")
        self._file.setToolTip(self.tr("A connect file fills in all steps"))
        self._file.clicked.connect(self._on_file)
        self._paste = button(self.tr("Paste"), "connectPaste")
        self._paste.setToolTip(self.tr("Fill in all steps from a connect object on the clipboard"))
        self._paste.clicked.connect(self._on_paste)
        self._back = button(self.tr("Back"), "connectBack")
        self._back.clicked.connect(self._on_back)
        self._next = button(self.tr("Test and continue"), "connectNext", primary=True)
        self._next.clicked.connect(self._on_next)

    def _lay_out(self) -> None:
        heads = QHBoxLayout()
        heads.setSpacing(16)
        heads.setContentsMargins(0, 0, _BAR_PX, 0)
        for label in self._heads:
            label.setProperty("role", "step")
            heads.addWidget(label)
        heads.addStretch(1)
        heads.addWidget(self._paste)
        heads.addWidget(self._file)
        content = QFrame()
        content.setObjectName("content")
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, _BAR_PX, 0)
        inside.setSpacing(12)
        pages = QVBoxLayout(self._pages)
        pages.setContentsMargins(0, 0, 0, 0)
        for step in self._steps:
            pages.addWidget(step)
        for widget in (self._pages, self._error, self._reports):
            inside.addWidget(widget)
        inside.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(content)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 0, _BAR_PX, 0)
        buttons.addWidget(self._busy, 1, Qt.AlignmentFlag.AlignVCenter)
        buttons.addStretch(1)
        buttons.addWidget(self._back)
        buttons.addWidget(self._next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 14, 16)
        layout.setSpacing(14)
        layout.addLayout(heads)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(buttons)

    @property
    def step(self) -> int:
        """Which step is shown, from 0."""
        return self._step

    def _go_to(self, step: int) -> None:
        self._step = step
        for at, page in enumerate(self._steps):  # no stack: the tallest step must not make all tall
            page.setVisible(at == step)
        for at, label in enumerate(self._heads):
            label.setProperty("active", at == step)
            label.style().polish(label)
        self._back.setVisible(step > 0)
        is_last = step == len(_STEPS) - 1
        self._next.setText(self.tr("Connect") if is_last else self.tr("Test and continue"))
        self._error.hide()
        self._reports.clear()
        self._scroll.verticalScrollBar().setValue(0)
        self._steps[step].first.setFocus()
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        self._next.setEnabled(self._steps[self.step].is_filled and self._handle is None)

    @Slot()
    def _on_back(self) -> None:
        self._cancel()
        self._go_to(self.step - 1)

    @Slot()
    def _on_next(self) -> None:
        self._error.hide()
        self._reports.clear()
        if self.step < len(_SIDES):
            self._test(_SIDES[self.step])
        else:
            self._connect()

    def _test(self, side: str) -> None:
        more = self._steps[2].values()
        speed = {"speed": more["speed"]} if "speed" in more else {}
        text = json.dumps({side: self._steps[self.step].values(), **speed})
        if self._tested.get(side) == text:
            self._go_to(self.step + 1)
            return
        errands = self._work.desk.errands

        def ask(cancel: Any) -> tuple[str, SideReport]:
            return text, errands.test_side(side, text, cancel)

        self._handle = self._work.errands.run(ask, self._on_tested, self._on_trouble)
        self._show_busy(busy=True)

    @Slot(object)
    def _on_tested(self, answer: tuple[str, SideReport]) -> None:
        text, report = answer
        self._show_busy(busy=False)
        if not report.problems:
            self._tested[report.side] = text
            self._go_to(self.step + 1)
        self._show_reports((report,))

    def _connect(self) -> None:
        amazon, shopify, options = self._steps
        whole = {**options.values(), "amazon": amazon.values(), "shopify": shopify.values()}
        text, errands = json.dumps(whole), self._work.desk.errands
        self._handle = self._work.errands.run(
            lambda cancel: errands.connect(text, cancel), self._on_connected, self._on_trouble
        )
        self._show_busy(busy=True)

    @Slot(object)
    def _on_connected(self, reports: tuple[SideReport, ...]) -> None:
        self._show_busy(busy=False)
        if any(report.problems for report in reports):
            self._show_reports(reports)
            return
        self.connected.emit()
        self.accept()

    @Slot(object)
    def _on_trouble(self, error: Exception) -> None:
        self._show_busy(busy=False)
        self._error.tell(error)
        self._scroll.ensureWidgetVisible(self._error)

    def _show_reports(self, reports: tuple[SideReport, ...]) -> None:
        self._reports.show_reports(reports)
        self._scroll.ensureWidgetVisible(self._reports)

    def _show_busy(self, *, busy: bool) -> None:
        if not busy:
            self._handle = None
        self._busy.setVisible(busy)
        for widget in (self._pages, self._file, self._paste):
            widget.setEnabled(not busy)
        self._on_changed()

    @Slot()
    def _on_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Connect file"))
        dialog.setNameFilters([self.tr("Connect file (*.json)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self.read_file)
        dialog.open()

    @Slot(str)
    def read_file(self, name: str) -> None:
        """Fill in all steps from a file."""
        try:
            if Path(name).stat().st_size > _MOST_BYTES:
                raise ValueError("the file is far too large for a connect file")
            self.read_text(Path(name).read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as error:
            self._error.tell(error)

    @Slot()
    def _on_paste(self) -> None:
        self.read_text(QGuiApplication.clipboard().text())

    def read_text(self, text: str) -> None:
        """Fill in all steps from a connect object; also from the line a sandbox prints."""
        try:
            data = json.loads(text)
        except ValueError:
            data = None
        found = data.get("connect", data) if isinstance(data, Mapping) else None
        self._reports.clear()
        if not isinstance(found, Mapping) or not _has_sides(found):
            self._error.say(
                Words(
                    self.tr("That is no connect object."),
                    self.tr("It is one JSON object with “amazon” and “shopify” in it."),
                    self.tr("Fill in the fields instead, or copy the whole object."),
                )
            )
            return
        amazon, shopify, options = self._steps
        amazon.put(found["amazon"])
        shopify.put(found["shopify"])
        options.put(found)
        self._error.hide()

    def _cancel(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
            self._show_busy(busy=False)

    def done(self, result: int) -> None:
        """Close; what is under way is told to end."""
        self._cancel()
        super().done(result)


def _has_sides(found: Mapping[str, Any]) -> bool:
    return all(isinstance(found.get(side), Mapping) for side in _SIDES)
