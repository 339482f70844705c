"""Start an account: what would be created, what would fail, what stays as it is; then Start."""

from PySide6.QtCore import QDate, QLocale, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QDateEdit,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.rows import AccountState, StartPreview
from desktop.ui.background import Handle
from desktop.ui.buttons import button
from desktop.ui.inline_error import InlineError
from desktop.ui.work import Work

_CHOICES = (
    ("unshipped", "Orders still to ship", "Usual. Orders already shipped stay import only."),
    ("all", "All imported orders", "Shipped ones are created fulfilled and take no stock."),
    ("since", "Orders created on Amazon since", ""),
    ("none", "None of them", "Only orders that come from now on are created."),
)


class StartDialog(QDialog):
    """Nothing is sent before Start is pressed."""

    started = Signal(int)  # how many orders were decided on

    def __init__(self, work: Work, account: AccountState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("startDialog")
        self.setWindowTitle(self.tr("Start {}").format(account.name))
        self._work, self._account = work, account
        self._handle: Handle | None = None
        self._error = InlineError()
        self._group = QButtonGroup(self)
        self._since = QDateEdit(QDate.currentDate().addDays(-7))
        self._since.setObjectName("startSince")
        self._since.setAccessibleName(self.tr("Created since"))
        self._since.setCalendarPopup(True)
        self._since.setMaximumDate(QDate.currentDate())
        self._since.setEnabled(False)
        self._since.dateChanged.connect(self._ask)
        self._result = QFrame()
        self._result.setProperty("role", "card")
        self._lines = QVBoxLayout(self._result)
        self._lines.setContentsMargins(16, 12, 16, 12)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(self.tr("Counting"))
        self._lay_out()
        self.resize(560, 400)
        self._ask()

    def _lay_out(self) -> None:
        head = QLabel(self.tr("Which of the orders imported so far shall be created in Shopify?"))
        head.setProperty("role", "heading")
        head.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(head)
        for name, text, why in _CHOICES:
            layout.addLayout(self._choice(name, text, why))
        self._group.buttons()[0].setChecked(True)
        self._group.buttonToggled.connect(self._on_choice)
        layout.addSpacing(4)
        layout.addWidget(self._result)
        layout.addWidget(self._busy)
        layout.addWidget(self._error)
        layout.addStretch(1)
        self._later = button(self.tr("Not yet"), "startLater")
        self._later.clicked.connect(self.reject)
        self._go = button(self.tr("Start"), "startGo", primary=True)
        self._go.clicked.connect(self._start)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._later)
        buttons.addWidget(self._go)
        layout.addLayout(buttons)

    def _choice(self, name: str, text: str, why: str) -> QHBoxLayout:
        radio = QRadioButton(text)
        radio.setObjectName(f"start-{name}")
        radio.setProperty("choice", name)
        self._group.addButton(radio)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(radio)
        if name == "since":
            line.addWidget(self._since)
        words = QLabel(why)
        words.setProperty("role", "secondary")
        line.addWidget(words)
        line.addStretch(1)
        return line

    @property
    def _chosen(self) -> str:
        checked = self._group.checkedButton()
        return "unshipped" if checked is None else str(checked.property("choice"))

    @property
    def choice(self) -> str:
        """unshipped, all, none, or the ISO day."""
        chosen = self._chosen
        return self._since.date().toString("yyyy-MM-dd") if chosen == "since" else chosen

    @Slot()
    def _on_choice(self) -> None:
        self._since.setEnabled(self._chosen == "since")
        self._ask()

    @Slot()
    def _ask(self) -> None:
        """Count anew; an older question is dropped."""
        if self._handle is not None:
            self._handle.cancel()
        self._error.hide()
        self._busy.show()
        self._go.setEnabled(False)
        errands, account_id, choice = self._work.desk.errands, self._account.id, self.choice
        self._handle = self._work.errands.run(
            lambda cancel: errands.preview_start(account_id, choice, cancel),
            self._show,
            self._on_trouble,
        )

    @Slot(object)
    def _show(self, preview: StartPreview) -> None:
        self._busy.hide()
        self._go.setEnabled(True)
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        number = QLocale().toString
        self._say(f"{number(preview.would_create)} would be created in Shopify.", "heading")
        failing = sum(count for _, _, count in preview.would_fail)
        if failing:
            self._say(f"{number(failing)} would fail and wait in Errors:", "bad")
            for _, title, count in preview.would_fail[:5]:
                self._say(f"    {number(count)} · {title}", "muted")
        if preview.already_in_shopify:
            self._say(f"{number(preview.already_in_shopify)} are already in Shopify: no twin.")
        if preview.stays_import_only:
            self._say(f"{number(preview.stays_import_only)} older ones stay import only.")
        if preview.too_old_to_see:
            self._say(
                f"{number(preview.too_old_to_see)} are older than what the shop lets Crossdock"
                " see; they stay import only."
            )
        if preview.still_importing:
            self._say("The first import still runs: the counts grow. Starting is safe.", "waiting")

    def _say(self, text: str, role: str = "") -> None:
        label = QLabel(text)
        label.setWordWrap(True)
        if role:
            label.setProperty("role", role)
        self._lines.addWidget(label)

    @Slot(object)
    def _on_trouble(self, error: Exception) -> None:
        self._busy.hide()
        self._error.tell(error)
        self._go.setEnabled(False)

    @Slot()
    def _start(self) -> None:
        self._go.setEnabled(False)
        self._busy.show()
        errands, account_id, choice = self._work.desk.errands, self._account.id, self.choice
        self._handle = self._work.errands.run(
            lambda cancel: errands.start(account_id, choice, cancel),
            self._on_started,
            self._on_trouble,
        )

    @Slot(object)
    def _on_started(self, decided: int) -> None:
        self._handle = None
        self.started.emit(decided)
        self.accept()

    def done(self, result: int) -> None:
        """Close; a running count is dropped."""
        if self._handle is not None and result != QDialog.DialogCode.Accepted:
            self._handle.cancel()
        super().done(result)
