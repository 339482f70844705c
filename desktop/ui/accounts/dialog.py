"""The accounts: how each side stands, check, start, connect anew, and a new connection."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.rows import AccountState, SideReport
from desktop.ui.accounts.card import AccountCard
from desktop.ui.accounts.reports import ReportView
from desktop.ui.background import Handle
from desktop.ui.buttons import button
from desktop.ui.inline_error import InlineError
from desktop.ui.work import Work


class AccountsDialog(QDialog):
    """Follows the accounts while it is open."""

    connect_wanted = Signal()
    start_wanted = Signal(object)  # an AccountState

    def __init__(self, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("accountsDialog")
        self.setWindowTitle(self.tr("Accounts"))
        self._work = work
        self._handle: Handle | None = None
        self._cards: dict[int, AccountCard] = {}
        self._error, self._reports = InlineError(), ReportView()
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(self.tr("Asking both sides"))
        self._busy.hide()
        self._lay_out()
        work.signals.accounts_changed.connect(self.refresh)
        self.resize(640, 560)
        self.refresh()

    def _lay_out(self) -> None:
        content = QFrame()
        content.setObjectName("content")
        self._list = QVBoxLayout(content)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.setSpacing(10)
        self._none = QLabel(self.tr("No account is connected yet."))
        self._none.setProperty("role", "muted")
        for widget in (self._none, self._error, self._reports):
            self._list.addWidget(widget)
        self._list.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(content)
        add = button(self.tr("Connect an account…"), "accountsConnect", primary=True)
        add.clicked.connect(self.connect_wanted)
        close = button(self.tr("Close"), "accountsClose")
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 0, 8, 0)  # in line with the cards, beside the scroll bar
        buttons.addWidget(add)
        buttons.addStretch(1)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 12, 16)
        layout.setSpacing(12)
        layout.addWidget(scroll, 1)
        layout.addWidget(self._busy)
        layout.addLayout(buttons)

    @Slot()
    def refresh(self) -> None:
        """Read the accounts anew."""
        self._work.reader.ask("accounts dialog", self._work.desk.questions.accounts, self._show)

    @Slot(object)
    def _show(self, accounts: tuple[AccountState, ...]) -> None:
        known = {one.id for one in accounts}
        for gone in [each for each in self._cards if each not in known]:
            self._cards.pop(gone).deleteLater()
        for at, one in enumerate(accounts):
            if one.id not in self._cards:
                card = AccountCard()
                card.check_wanted.connect(self._check)
                card.start_wanted.connect(self.start_wanted)
                card.connect_wanted.connect(self.connect_wanted)
                self._cards[one.id] = card
                self._list.insertWidget(at, card)
            self._cards[one.id].show_account(one)
        self._none.setVisible(not accounts)

    @Slot(int)
    def _check(self, account_id: int) -> None:
        self._error.hide()
        self._reports.clear()
        if self._handle is not None:
            self._handle.cancel()
        errands = self._work.desk.errands
        self._handle = self._work.errands.run(
            lambda cancel: errands.check(account_id, cancel), self._on_checked, self._on_trouble
        )
        self._busy.show()

    @Slot(object)
    def _on_checked(self, reports: tuple[SideReport, ...]) -> None:
        self._handle = None
        self._busy.hide()
        self._reports.show_reports(reports)
        self.refresh()

    @Slot(object)
    def _on_trouble(self, error: Exception) -> None:
        self._handle = None
        self._busy.hide()
        self._error.tell(error)

    def done(self, result: int) -> None:
        """Close; a running check is dropped."""
        if self._handle is not None:
            self._handle.cancel()
        super().done(result)
