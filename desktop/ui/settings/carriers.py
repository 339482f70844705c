"""The carrier map of an account: what a carrier of the shop is called on Amazon."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from desktop.rows import CarrierRow
from desktop.ui import theme
from desktop.ui.buttons import button
from desktop.ui.inline_error import InlineError
from desktop.ui.pieces import Card, label
from desktop.ui.work import Work

OTHER = "Other"
_HEADS = ("Company in Shopify", "Country", "Carrier on Amazon")
_SHOWN_ROWS = 7
_ROW_PX = 30
_LETTERS = 10
_NAMED = 3  # orders that are named, of those an entry would cure


class CarriersCard(Card):
    """A table, and a line to add an entry or to change the chosen one."""

    changed = Signal()

    def __init__(self, work: Work, account_id: int, countries: Sequence[str]) -> None:
        super().__init__("Carriers", "carriersCard")
        self._work, self._account_id = work, account_id
        self.rows: tuple[CarrierRow, ...] = ()
        self.body.addWidget(
            label(
                self.tr(
                    "A shipment tells Amazon the carrier by Amazon's own word. An entry of yours"
                    " comes before the usual ones; * stands for any words."
                ),
                "secondary",
            )
        )
        self.table = self._make_table()
        self.body.addWidget(self.table)
        self._cures = label("", "secondary", name="carrierCures")
        self._like = label("", "waiting", name="carrierLike")
        self._make_editors(countries)
        for words in (self._cures, self._like):
            words.hide()
            self.body.addWidget(words)
        self._error = InlineError()
        self._told = label("", "good", name="carriersTold")
        self._told.hide()
        self.body.addWidget(self._error)
        self.body.addWidget(self._told)
        theme.on_change(self._on_theme)
        self.ask()

    @Slot()
    def _on_theme(self) -> None:
        self._show(self.rows)

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, len(_HEADS))
        table.setObjectName("carriers")
        table.setAccessibleName(self.tr("Carriers"))
        table.setHorizontalHeaderLabels(list(_HEADS))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW_PX)
        table.setShowGrid(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in range(len(_HEADS)):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        table.setFixedHeight(_ROW_PX * (_SHOWN_ROWS + 1))
        table.itemSelectionChanged.connect(self._on_selected)
        return table

    def _make_editors(self, countries: Sequence[str]) -> None:
        self.company = _edit("carrierCompany", self.tr("Company in Shopify"))
        self.country = QComboBox()
        self.country.setObjectName("carrierCountry")
        self.country.setAccessibleName(self.tr("Country"))
        self.country.addItem(self.tr("All countries"), "")
        for one in sorted(countries):
            self.country.addItem(one, one)
        self.code = QComboBox()
        self.code.setObjectName("carrierCode")
        self.code.setAccessibleName(self.tr("Carrier on Amazon"))
        self.code.addItems(list(self._work.desk.carriers))
        for combo in (self.country, self.code):  # as wide as the table, not as the longest carrier
            combo.setMinimumContentsLength(_LETTERS)
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        self.code.currentTextChanged.connect(self._on_code)
        self.name = _edit("carrierName", self.tr("Name for Amazon"))
        self._make_buttons()
        self.company.textChanged.connect(self._on_company)
        self.country.currentIndexChanged.connect(self._ask_effect)
        self.name.textChanged.connect(self._ask_effect)
        widgets: tuple[tuple[QWidget, int, int], ...] = (
            (self.company, 0, 0),
            (self.country, 0, 1),
            (self.code, 0, 2),
            (self.name, 1, 0),
            (self.remove, 1, 1),
            (self.keep, 1, 2),
        )
        grid = QGridLayout()
        for column in range(3):
            grid.setColumnStretch(column, 1)
        for widget, row, column in widgets:
            grid.addWidget(widget, row, column)
        self.body.addLayout(grid)
        self._on_code(self.code.currentText())
        self._on_company("")

    def _make_buttons(self) -> None:
        self.remove = button(self.tr("Remove"), "carrierRemove")
        self.remove.setProperty("role", "danger")
        self.remove.clicked.connect(self._on_remove)
        self.keep = button(self.tr("Keep"), "carrierKeep")
        self.keep.clicked.connect(self._on_keep)

    @Slot()
    def ask(self) -> None:
        """Read the map anew."""
        questions, account_id = self._work.desk.questions, self._account_id
        self._work.reader.ask("carriers", lambda: questions.carriers(account_id), self._show)

    @Slot(object)
    def _show(self, rows: tuple[CarrierRow, ...]) -> None:
        self.rows = rows
        self.table.blockSignals(True)
        self.table.clearSelection()
        self.table.setRowCount(len(rows))
        for at, row in enumerate(rows):
            for column, text in enumerate((row.company, row.country or "all", told(row))):
                item = QTableWidgetItem(text)
                if not row.is_own:
                    item.setForeground(QColor(theme.tokens().muted))
                    item.setToolTip(self.tr("The usual entry; keep one of your own to change it"))
                self.table.setItem(at, column, item)
        self.table.blockSignals(False)
        self._on_company(self.company.text())

    @property
    def _chosen(self) -> CarrierRow | None:
        at = self.table.currentRow()
        return self.rows[at] if self.table.selectedItems() and at < len(self.rows) else None

    @Slot()
    def _on_selected(self) -> None:
        row = self._chosen
        if row is None:
            return
        self.company.setText(row.company)
        self.country.setCurrentIndex(max(0, self.country.findData(row.country)))
        self.code.setCurrentText(row.code)
        self.name.setText(row.name)
        self._on_company(row.company)

    @Slot(str)
    def _on_code(self, code: str) -> None:
        self.name.setEnabled(code == OTHER)
        self._ask_effect()

    @Slot(str)
    def _on_company(self, text: str) -> None:
        row = self._chosen
        self.keep.setEnabled(bool(text.strip()))
        self.remove.setEnabled(row is not None and row.is_own and row.company == text)
        self._ask_effect()

    @Slot()
    def _ask_effect(self) -> None:
        """Which orders the entry would cure, and whether its own name means a listed carrier."""
        questions, account_id = self._work.desk.questions, self._account_id
        company, country = self.company.text().strip(), str(self.country.currentData())
        name = self.name.text().strip() or company
        is_other = self.code.currentText() == OTHER

        def ask() -> tuple[tuple[str, ...], str]:
            cures = questions.carrier_cures(account_id, company, country) if company else ()
            return cures, questions.like_carrier(name) if is_other and name else ""

        self._work.reader.ask("carrier effect", ask, self._show_effect)

    @Slot(object)
    def _show_effect(self, found: tuple[tuple[str, ...], str]) -> None:
        cures, like = found
        count = len(cures)
        shown = ", ".join(cures[:_NAMED])
        if count > _NAMED:
            shown += self.tr(" and {} more").format(count - _NAMED)
        words = self.tr("Sends 1 failed shipment: {}")
        if count > 1:
            words = self.tr("Sends {} failed shipments: {{}}").format(count)
        self._cures.setText(words.format(shown))
        self._cures.setVisible(bool(cures))
        hint = self.tr("This resembles {}, which Amazon knows: choose it, if it is the same.")
        self._like.setText(hint.format(like))
        self._like.setVisible(bool(like))

    @Slot()
    def _on_keep(self) -> None:
        deeds, account_id = self._work.desk.deeds, self._account_id
        company, country = self.company.text().strip(), str(self.country.currentData())
        code = self.code.currentText()
        name = self.name.text().strip() if code == OTHER else ""
        self._work.writer.do(
            lambda: deeds.map_carrier(account_id, company, code, name, country),
            self._on_kept,
            self._on_wrong,
        )

    @Slot(object)
    def _on_kept(self, mended: int) -> None:
        self._error.hide()
        words = self.tr("Kept.")
        if mended:
            words = self.tr("Kept; {} failed shipments are sent again.").format(mended)
        self._told.setText(words)
        self._told.show()
        self.company.clear()
        self.name.clear()
        self.ask()
        self.changed.emit()

    @Slot()
    def _on_remove(self) -> None:
        row, deeds, account_id = self._chosen, self._work.desk.deeds, self._account_id
        if row is not None:
            self._work.writer.do(
                lambda: deeds.remove_carrier(account_id, row.company, row.country),
                self._on_removed,
                self._on_wrong,
            )

    @Slot(object)
    def _on_removed(self, _: int) -> None:
        self._on_kept(0)
        self._told.setText(self.tr("Removed."))

    @Slot(object)
    def _on_wrong(self, error: Exception) -> None:
        self._told.hide()
        self._error.tell(error)


def told(row: CarrierRow) -> str:
    """What Amazon is told."""
    return f"{row.code}: {row.name}" if row.name else row.code


def _edit(name: str, words: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.setPlaceholderText(words)
    return made
