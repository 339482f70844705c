"""What became of each ID that was asked for, with Restore for archived orders and View."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.rows import ImportOutcome, OrderFilter, OrderRow, SortKey, Tab
from desktop.ui.buttons import button
from desktop.ui.desk import GridQuery
from desktop.ui.work import Work

_TITLES = {
    "imported": ("Imported", "good"),
    "refreshed": ("Refreshed", "good"),
    "archived": ("In the archive", "waiting"),
    "waiting": ("Not yet", "waiting"),
    "not_found": ("Not found", "bad"),
    "not_this_account": ("Not found", "bad"),
    "malformed": ("No order ID", "bad"),
    "failed": ("Failed", "bad"),
}
_VIEWED = ("imported", "refreshed", "archived")


class ImportOutcomes(QScrollArea):
    """A list; empty and hidden at first."""

    show_order = Signal(str)

    def __init__(self, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importOutcomes")
        self.setAccessibleName(self.tr("Outcomes"))
        self.setWidgetResizable(True)
        self._work = work
        self._restores: dict[str, QPushButton] = {}
        self._words: dict[str, QLabel] = {}
        self.hide()

    def show_outcomes(self, outcomes: tuple[ImportOutcome, ...]) -> None:
        """Show them in place of older ones."""
        self._restores, self._words = {}, {}
        content = QFrame()
        content.setObjectName("content")
        rows = QVBoxLayout(content)
        rows.setContentsMargins(0, 0, 4, 0)
        rows.setSpacing(6)
        for one in outcomes:
            rows.addWidget(self._row(one))
        rows.addStretch(1)
        self.setWidget(content)
        self.show()

    def _row(self, one: ImportOutcome) -> QWidget:
        card = QFrame()
        card.setProperty("role", "card")
        title, kind = _TITLES.get(one.outcome, (one.outcome.capitalize(), "muted"))
        head = QLabel(one.amazon_order_id)
        head.setProperty("role", "heading")
        head.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        state = QLabel(f"{title} · {one.account}" if one.account else title)
        state.setProperty("role", kind)
        words = QLabel(one.words)
        words.setWordWrap(True)
        words.setProperty("role", "muted")
        self._words[one.amazon_order_id] = words
        grid = QGridLayout(card)
        grid.setContentsMargins(12, 8, 10, 8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(head, 0, 0)
        grid.addWidget(state, 0, 1)
        grid.addWidget(words, 1, 0, 1, 2)
        for column, made in enumerate(self._buttons(one), 2):
            grid.addWidget(made, 0, column, 2, 1, Qt.AlignmentFlag.AlignVCenter)
        return card

    def _buttons(self, one: ImportOutcome) -> list[QPushButton]:
        made: list[QPushButton] = []
        if one.outcome == "archived":
            restore = button(self.tr("Restore"), f"restore-{one.amazon_order_id}")
            restore.setProperty("orderId", one.amazon_order_id)
            restore.clicked.connect(self._on_restore)
            self._restores[one.amazon_order_id] = restore
            made.append(restore)
        if one.outcome in _VIEWED:
            view = button(self.tr("View"), f"view-{one.amazon_order_id}")
            view.setProperty("orderId", one.amazon_order_id)
            view.clicked.connect(self._on_view)
            made.append(view)
        return made

    @Slot()
    def _on_view(self) -> None:
        pressed = self.sender()
        if pressed is not None:
            self.show_order.emit(str(pressed.property("orderId")))

    @Slot()
    def _on_restore(self) -> None:
        pressed = self.sender()
        if not isinstance(pressed, QPushButton):
            return
        pressed.setEnabled(False)
        wanted = str(pressed.property("orderId"))
        asked = OrderFilter(tab=Tab.ARCHIVE, order_ids=(wanted,))
        questions = self._work.desk.questions
        self._work.reader.ask(
            f"archived {wanted}",
            lambda: questions.rows(GridQuery(asked, SortKey.CREATED, True), 0, 10),
            self._on_found,
        )

    @Slot(object)
    def _on_found(self, rows: tuple[OrderRow, ...]) -> None:
        ids, names = tuple(row.id for row in rows), tuple(row.amazon_order_id for row in rows)
        deeds = self._work.desk.deeds

        def restore() -> tuple[str, ...]:
            deeds.restore(ids)
            return names

        self._work.writer.do(restore, self._on_restored)

    @Slot(object)
    def _on_restored(self, names: tuple[str, ...]) -> None:
        for name in names:
            if name in self._restores:
                self._restores[name].hide()
                self._words[name].setText(self.tr("Restored: it is in All Orders again."))
