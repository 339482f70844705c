"""Export what the grid shows as CSV; buyers' names and addresses only where ticked."""

from pathlib import Path

from PySide6.QtCore import QDate, QLocale, Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.background import Handle
from desktop.ui.buttons import button
from desktop.ui.desk import GridQuery
from desktop.ui.inline_error import InlineError
from desktop.ui.work import Work


class ExportDialog(QDialog):
    """Counts, asks for a file, writes, and says how many."""

    def __init__(self, work: Work, query: GridQuery, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exportDialog")
        self.setWindowTitle(self.tr("Export"))
        self._work, self._query = work, query
        self._handle: Handle | None = None
        self._count = QLabel(self.tr("Counting…"))
        self._count.setObjectName("exportCount")
        self._count.setProperty("role", "heading")
        self._buyers = QCheckBox(self.tr("With buyers' names and addresses"))
        self._buyers.setObjectName("exportBuyers")
        self._done = QLabel()
        self._done.setObjectName("exportDone")
        self._done.setWordWrap(True)
        self._done.setProperty("role", "good")
        self._done.hide()
        self._error = InlineError()
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(self.tr("Writing"))
        self._busy.hide()
        self._lay_out()
        asked = query.filter
        work.reader.ask("export", lambda: work.desk.questions.count(asked), self._on_counted)

    def _lay_out(self) -> None:
        why = QLabel(self.tr("The file is not encrypted; leave buyers out unless you need them."))
        why.setProperty("role", "secondary")
        self._close = button(self.tr("Close"), "exportClose")
        self._close.clicked.connect(self.reject)
        self._go = button(self.tr("Choose file…"), "exportGo", primary=True)
        self._go.clicked.connect(self._choose)
        buttons = QHBoxLayout()
        buttons.addWidget(self._busy, 1, Qt.AlignmentFlag.AlignVCenter)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.addWidget(self._go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(8)
        for widget in (self._count, self._buyers, why, self._done, self._error):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addLayout(buttons)
        self.setMinimumWidth(460)

    @Slot(object)
    def _on_counted(self, count: int) -> None:
        shown = QLocale().toString(count)
        self._count.setText(self.tr("{} orders, as the grid shows them, as CSV").format(shown))
        self._go.setEnabled(count > 0)

    @Slot()
    def _choose(self) -> None:
        name = f"crossdock-orders-{QDate.currentDate().toString('yyyy-MM-dd')}.csv"
        dialog = QFileDialog(self, self.tr("Export to"), name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setNameFilter(self.tr("CSV files (*.csv)"))
        dialog.selectFile(name)
        dialog.fileSelected.connect(self.write_to)
        dialog.open()

    @Slot(str)
    def write_to(self, name: str) -> None:
        """Write the file."""
        errands, query, buyers = self._work.desk.errands, self._query, self._buyers.isChecked()
        self._error.hide()
        self._done.hide()
        self._handle = self._work.errands.run(
            lambda cancel: errands.export(query, Path(name), buyers=buyers, cancel=cancel),
            self._on_written,
            self._on_trouble,
        )
        self._show_busy(busy=True)

    @Slot(object)
    def _on_written(self, count: int) -> None:
        self._show_busy(busy=False)
        self._done.setText(self.tr("{} orders were written.").format(QLocale().toString(count)))
        self._done.show()

    @Slot(object)
    def _on_trouble(self, error: Exception) -> None:
        self._show_busy(busy=False)
        self._error.tell(error)

    def _show_busy(self, *, busy: bool) -> None:
        if not busy:
            self._handle = None
        self._busy.setVisible(busy)
        self._go.setEnabled(not busy)
        self._buyers.setEnabled(not busy)

    def done(self, result: int) -> None:
        """Close; a running export is told to end and leaves no file."""
        if self._handle is not None:
            self._handle.cancel()
        super().done(result)
