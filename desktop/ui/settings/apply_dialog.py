"""A changed setting for orders that wait already: what stands, what would become, and Apply."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.rows import WaitingRow
from desktop.ui.buttons import button
from desktop.ui.figures import system_locale
from desktop.ui.inline_error import InlineError
from desktop.ui.pieces import label
from desktop.ui.settings.pages import title_of
from desktop.ui.work import Work

_MOST = 500  # lines that are shown; all are applied
_ROW_PX = 32
_SIZE = (860, 460)


class ApplyDialog(QDialog):
    """Changes nothing until Apply is pressed, and then exactly what it shows."""

    applied = Signal(str, int)  # the setting, and how many orders

    def __init__(
        self, work: Work, key: str, account_id: int | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("applyDialog")
        self.setWindowTitle(self.tr("Apply to waiting orders"))
        self._work, self._key, self._account_id = work, key, account_id
        self.rows: tuple[WaitingRow, ...] = ()
        self._title = label(title_of(key), "title", name="applyTitle")
        self._words = label(self.tr("Looking at the orders that wait…"), "muted", name="applyWords")
        self.table = self._make_table()
        self._error = InlineError()
        self._leave = button(self.tr("Leave them as they are"), "applyLeave")
        self._leave.clicked.connect(self.reject)
        self.apply = button(self.tr("Apply"), "applyGo", primary=True)
        self.apply.clicked.connect(self._on_apply)
        self.apply.setEnabled(False)
        self._lay_out()
        self.resize(*_SIZE)
        errands = work.desk.errands
        self._looking = work.errands.run(
            lambda cancel: errands.waiting_for_setting(key, account_id, cancel),
            self._show,
            self._on_wrong,
        )
        self.finished.connect(self._on_finished)

    @Slot()
    def _on_finished(self) -> None:
        self._looking.cancel()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(8)
        for widget in (self._title, self._words):
            layout.addWidget(widget)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._error)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._leave)
        buttons.addWidget(self.apply)
        layout.addLayout(buttons)

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 4)
        table.setObjectName("applyTable")
        table.setAccessibleName(self.tr("Waiting orders"))
        heads = (self.tr("Order"), self.tr("Account"), self.tr("Now"), self.tr("Would become"))
        table.setHorizontalHeaderLabels(list(heads))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW_PX)
        table.setShowGrid(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in range(4):
            mode = QHeaderView.ResizeMode
            head.setSectionResizeMode(column, mode.ResizeToContents if column < 2 else mode.Stretch)
        return table

    @Slot(object)
    def _show(self, rows: Sequence[WaitingRow]) -> None:
        self.rows = tuple(rows)
        self.table.setColumnHidden(1, len({one.account for one in rows}) < 2)
        self.table.setRowCount(min(len(rows), _MOST))
        for at, row in enumerate(rows[:_MOST]):
            told = (row.amazon_order_id, row.account, row.stands, row.becomes)
            for column, text in enumerate(told):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(at, column, item)
        count = len(self._orders)
        self._words.setText(self._words_of(count, len(rows)))
        self.apply.setEnabled(bool(count))
        one = self.tr("Apply to 1 waiting order")
        many = self.tr("Apply to {} waiting orders").format(system_locale().toString(count))
        self.apply.setText(one if count == 1 else many)
        self.apply.setAccessibleName(self.apply.text())

    def _words_of(self, count: int, lines: int) -> str:
        if not count:
            return self.tr("No waiting order would change.")
        words = self.tr(
            "These were planned before the setting was changed. Nothing that has left, and nothing"
            " that you decided yourself, is changed."
        )
        more = self.tr(" The first {} are shown.").format(_MOST) if lines > _MOST else ""
        return words + more

    @property
    def _orders(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(one.order_id for one in self.rows))

    @Slot()
    def _on_apply(self) -> None:
        self.apply.setEnabled(False)
        deeds, key, account_id = self._work.desk.deeds, self._key, self._account_id
        orders = self._orders
        self._work.writer.do(
            lambda: deeds.apply_setting(key, account_id, orders), self._on_applied, self._on_wrong
        )

    @Slot(object)
    def _on_applied(self, count: int) -> None:
        self.applied.emit(self._key, count)
        self.accept()

    @Slot(object)
    def _on_wrong(self, error: Exception) -> None:
        self.apply.setEnabled(bool(self.rows))
        self._error.tell(error)
