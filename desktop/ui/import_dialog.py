"""Import by ID: one or more pasted Amazon order IDs, each with its own outcome."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.rows import AccountState, ImportOutcome
from desktop.trade.order_ids import SHAPE, PastedIds, read_ids
from desktop.ui.background import Handle
from desktop.ui.buttons import button
from desktop.ui.import_outcomes import ImportOutcomes
from desktop.ui.inline_error import InlineError
from desktop.ui.work import Work

_MOST_NAMED = 3


class ImportDialog(QDialog):
    """Stays open, so that the outcomes can be read and more IDs be pasted."""

    show_order = Signal(str)  # an Amazon order ID

    def __init__(
        self,
        work: Work,
        accounts: tuple[AccountState, ...],
        parent: QWidget | None = None,
        *,
        text: str = "",
    ) -> None:
        super().__init__(parent)
        self.setObjectName("importDialog")
        self.setWindowTitle(self.tr("Import orders"))
        self._work = work
        self._handle: Handle | None = None
        self._make_input(accounts)
        self._outcomes = ImportOutcomes(work)
        self._outcomes.show_order.connect(self.show_order)
        self._error = InlineError()
        self._lay_out()
        self._ids.textChanged.connect(self._on_typed)
        self._ids.setPlainText(text)
        self._on_typed()
        self.resize(640, 520)

    def _make_input(self, accounts: tuple[AccountState, ...]) -> None:
        self._ids = QPlainTextEdit()
        self._ids.setObjectName("importIds")
        self._ids.setAccessibleName(self.tr("Amazon order IDs"))
        self._ids.setPlaceholderText("123-1234567-1234567")
        self._ids.setTabChangesFocus(True)
        self._ids.setFixedHeight(5 * self._ids.fontMetrics().lineSpacing())
        self._told = QLabel()
        self._told.setObjectName("importTold")
        self._told.setWordWrap(True)
        self._create = QRadioButton(self.tr("Import and create in Shopify"))
        self._create.setObjectName("importCreate")
        self._create.setChecked(True)
        self._only = QRadioButton(self.tr("Import only"))
        self._only.setObjectName("importOnly")
        self._account = QComboBox()
        self._account.setObjectName("importAccount")
        self._account.setAccessibleName(self.tr("Account"))
        self._account.addItem(self.tr("Whichever account has it"), None)
        for one in accounts:
            self._account.addItem(one.name, one.id)
        self._account.setVisible(len(accounts) > 1)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(self.tr("Asking Amazon"))
        self._busy.hide()

    def _lay_out(self) -> None:
        head = QLabel(self.tr("Paste one or more Amazon order IDs, in any form."))
        head.setProperty("role", "heading")
        self._close = button(self.tr("Close"), "importClose")
        self._close.clicked.connect(self.reject)
        self._go = button(self.tr("Import"), "importGo", primary=True)
        self._go.clicked.connect(self.run)
        choices = QHBoxLayout()
        for radio in (self._create, self._only):
            choices.addWidget(radio)
        choices.addStretch(1)
        choices.addWidget(self._account)
        buttons = QHBoxLayout()
        buttons.addWidget(self._busy, 1, Qt.AlignmentFlag.AlignVCenter)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.addWidget(self._go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        for widget in (head, self._ids, self._told):
            layout.addWidget(widget)
        layout.addLayout(choices)
        layout.addWidget(self._error)
        layout.addWidget(self._outcomes, 100)
        layout.addStretch(1)
        layout.addLayout(buttons)

    @Slot()
    def _on_typed(self) -> None:
        """Say at once which words are no order IDs."""
        found = read_ids(self._ids.toPlainText())
        self._told.setText(self._words(found))
        self._told.setProperty("role", "bad" if found.bad else "muted")
        self._told.style().polish(self._told)
        self._ids.setProperty("invalid", bool(found.bad))
        self._ids.style().polish(self._ids)
        self._ids.setAccessibleDescription(self._told.text())
        self._go.setEnabled(bool(found.good) and self._handle is None)
        count = len(found.good)
        self._go.setText(self.tr("Import {}").format(count) if count > 1 else self.tr("Import"))

    def _words(self, found: PastedIds) -> str:
        if not found.good and not found.bad:
            return SHAPE
        good = self.tr("1 order ID") if len(found.good) == 1 else f"{len(found.good)} order IDs"
        if not found.bad:
            return f"{good}."
        named = ", ".join(f"“{one[:30]}”" for one in found.bad[:_MOST_NAMED])
        more = len(found.bad) - _MOST_NAMED
        rest = self.tr(" and {} more").format(more) if more > 0 else ""
        return self.tr("{}. Not an order ID: {}{}. {}").format(good, named, rest, SHAPE)

    @Slot()
    def run(self) -> None:
        """Ask for what was pasted."""
        text, creates = self._ids.toPlainText(), self._create.isChecked()
        account_id = self._account.currentData()
        errands = self._work.desk.errands
        self._error.hide()
        self._handle = self._work.errands.run(
            lambda cancel: errands.import_orders(
                text, create=creates, account_id=account_id, cancel=cancel
            ),
            self._on_done,
            self._on_trouble,
        )
        self._show_busy(busy=True)

    @Slot(object)
    def _on_done(self, outcomes: tuple[ImportOutcome, ...]) -> None:
        self._show_busy(busy=False)
        self._outcomes.show_outcomes(outcomes)

    @Slot(object)
    def _on_trouble(self, error: Exception) -> None:
        self._show_busy(busy=False)
        self._error.tell(error)

    def _show_busy(self, *, busy: bool) -> None:
        if not busy:
            self._handle = None
        self._busy.setVisible(busy)
        self._close.setText(self.tr("Cancel") if busy else self.tr("Close"))
        for widget in (self._ids, self._create, self._only, self._account):
            widget.setEnabled(not busy)
        self._on_typed()

    def done(self, result: int) -> None:
        """Close; what is under way goes on at the next sync."""
        if self._handle is not None:
            self._handle.cancel()
        super().done(result)
