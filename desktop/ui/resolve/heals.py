"""Fix once, heal all: which other orders the same decision sends, listed on demand."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.rows import OrderRow
from desktop.ui.figures import day_text, money_text
from desktop.ui.pieces import SELECTABLE, Fold, clear, label
from desktop.ui.resolve.frame import TO_SHIP
from desktop.ui.work import Work

_MOST = 50


class Heals(QWidget):
    """Takes no room while nothing else waits."""

    def __init__(self, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("heals")
        self._work = work
        self._ids: tuple[int, ...] = ()
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(24, 0, 0, 0)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(3, 1)
        self.fold = Fold("", inside, "healsFold")
        self.fold.toggled.connect(self._on_toggled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.fold)
        self.hide()

    def tell(self, order_ids: Sequence[int]) -> None:
        """The other orders that go with this one."""
        if tuple(order_ids) == self._ids:
            return
        self._ids = tuple(order_ids)
        count = len(self._ids)
        if count == 1:
            words = self.tr("1 more order waits for the same, and goes with this one")
        else:
            words = self.tr("{} more orders wait for the same, and go with this one")
            words = words.format(QLocale().toString(count))
        self.fold.button.setText(words)
        self.fold.button.setAccessibleName(words)
        self.setVisible(bool(self._ids))
        if self.fold.button.isChecked():
            self._ask()

    @Slot(bool)
    def _on_toggled(self, is_open: bool) -> None:
        if is_open:
            self._ask()

    def _ask(self) -> None:
        ids, questions = self._ids[:_MOST], self._work.desk.questions
        self._work.reader.ask(f"heals-{id(self)}", lambda: questions.rows_by_id(ids), self._on_rows)

    def _on_rows(self, rows: tuple[OrderRow, ...]) -> None:
        clear(self._grid)
        for at, row in enumerate(rows):
            due = ""
            if row.ship_by and (row.shipping or row.status) in TO_SHIP:
                due = self.tr("ship by {}").format(day_text(row.ship_by))
            texts = (row.amazon_order_id, due, money_text(row.total))
            for column, text in enumerate(texts):
                made = label(text, "secondary" if column else "", wraps=False)
                made.setTextInteractionFlags(SELECTABLE)
                self._grid.addWidget(made, at, column)
        left = len(self._ids) - len(rows)
        if left > 0:
            words = self.tr("and {} more").format(QLocale().toString(left))
            self._grid.addWidget(label(words, "muted", wraps=False), len(rows), 0)
