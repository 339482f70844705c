"""One account: its two sides, when each was checked, what stands in its way, what can be done."""

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.rows import AccountState, Problem
from desktop.ui.ago import ago
from desktop.ui.buttons import button


class AccountCard(QFrame):
    """Told how the account stands; tells which button was pressed."""

    check_wanted = Signal(int)
    start_wanted = Signal(object)
    connect_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._account: AccountState | None = None
        self._name, self._state = QLabel(), QLabel()
        self._name.setProperty("role", "heading")
        self._amazon, self._shopify = QLabel(), QLabel()
        for label in (self._amazon, self._shopify):
            label.setWordWrap(True)
        self._check = button(self.tr("Check now"), "accountCheck")
        self._check.clicked.connect(self._on_check)
        self._again = button(self.tr("Connect anew…"), "accountAgain")
        self._again.clicked.connect(self.connect_wanted)
        self._start = button(self.tr("Start…"), "accountStart")
        self._start.clicked.connect(self._on_start)
        head = QHBoxLayout()
        head.addWidget(self._name)
        head.addWidget(self._state)
        head.addStretch(1)
        buttons = QHBoxLayout()
        for widget in (self._start, self._check, self._again):
            buttons.addWidget(widget)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 12, 12)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._amazon)
        layout.addWidget(self._shopify)
        layout.addSpacing(4)
        layout.addLayout(buttons)

    def show_account(self, one: AccountState) -> None:
        """Show how it stands."""
        self._account = one
        number = QLocale().toString
        self._name.setText(one.name)
        self.setAccessibleName(one.name)
        words = f"{number(one.orders)} orders, {number(one.waiting)} waiting"
        if not one.is_started:
            words = f"not started · {words}"
        if one.lease is not None and one.lease.computer:
            words = f"synced by {one.lease.computer} · {words}"
        self._state.setText(words)
        _paint(self._state, "waiting" if not one.is_started else "muted")
        self._start.setText(self.tr("Start…") if not one.is_started else self.tr("Start again…"))
        places = ", ".join(one.marketplaces) or self.tr("all marketplaces")
        seller = f"Amazon {one.seller} · {one.region.upper()} · {places}"
        self._side(self._amazon, seller, one.amazon_checked_at, one.amazon_problem)
        self._side(
            self._shopify, f"Shopify {one.shop}", one.shopify_checked_at, one.shopify_problem
        )

    def _side(self, label: QLabel, who: str, at: int | None, problem: Problem | None) -> None:
        if problem is None:
            label.setText(self.tr("{} · checked {}").format(who, ago(at)))
            _paint(label, "muted")
        else:
            label.setText(f"{who}\n{problem.title} {problem.cause} {problem.cure}")
            _paint(label, "bad")

    @Slot()
    def _on_check(self) -> None:
        if self._account is not None:
            self.check_wanted.emit(self._account.id)

    @Slot()
    def _on_start(self) -> None:
        if self._account is not None:
            self.start_wanted.emit(self._account)


def _paint(label: QLabel, role: str) -> None:
    label.setProperty("role", role)
    label.style().polish(label)
