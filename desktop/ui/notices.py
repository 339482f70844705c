"""The slim bars: what holds for the session, an account that waits for Start, who else syncs:
another Crossdock of this profile, or another computer."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import clock
from desktop.rows import AccountState, SyncState
from desktop.ui.desk import Desk
from desktop.ui.lease_words import LeaseNotice, notice_of
from desktop.ui.notice_bar import NoticeBar


class Notices(QWidget):
    """Takes no room while there is nothing to say."""

    leave_demo_wanted = Signal()
    start_wanted = Signal(object)  # an AccountState
    take_over_wanted = Signal(object)  # a LeaseNotice

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notices")
        self._waiting: AccountState | None = None
        self.session = NoticeBar("sessionNotice")
        self.start = NoticeBar("startNotice")
        self.elsewhere = NoticeBar("elsewhereNotice")
        self.lease = NoticeBar("leaseNotice")
        self._lease = LeaseNotice()
        self._accounts: Sequence[AccountState] = ()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._show_lease)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for bar in (self.session, self.start, self.elsewhere, self.lease):
            layout.addWidget(bar)
        action = self.tr("Leave the made-up shop") if desk.is_demo else ""
        self.session.say(" ".join(desk.notices), action)
        self.session.acted.connect(self.leave_demo_wanted)
        self.start.acted.connect(self._on_start)
        self.lease.acted.connect(self._on_take_over)
        self._settle()

    def show_accounts(self, accounts: Sequence[AccountState]) -> None:
        """An account that only imports says so, until it is started."""
        self._waiting = next((one for one in accounts if not one.is_started), None)
        if self._waiting is None:
            self.start.say("")
        else:
            count = QLocale().toString(self._waiting.orders)
            words = self.tr(
                "{} has imported {} orders and creates nothing in Shopify until you start it."
            )
            self.start.say(words.format(self._waiting.name, count), self.tr("Start…"))
        self._accounts = tuple(accounts)
        self._show_lease()

    @Slot()
    def _show_lease(self) -> None:
        """Which other computer syncs; gone by itself when a take-over is complete."""
        now = clock.now()
        self._lease = notice_of(self._accounts, now)
        can_act = bool(self._lease.accounts)
        self.lease.say(self._lease.words, self.tr("Sync here instead…") if can_act else "")
        ends = [one.lease.sends_from for one in self._accounts if one.lease is not None]
        left = max(ends, default=0) - now
        if left > 0:
            self._later.start(int(left * 1000) + 500)
        self._settle()

    def show_state(self, state: SyncState) -> None:
        """Another Crossdock that syncs this profile is told of."""
        words = self.tr("Another Crossdock syncs this profile. {} This window shows what it does.")
        self.elsewhere.say(words.format(state.words) if state.kind == "elsewhere" else "")
        self._settle()

    def _settle(self) -> None:
        bars = (self.session, self.start, self.elsewhere, self.lease)
        self.setVisible(any(bar.text for bar in bars))

    @Slot()
    def _on_take_over(self) -> None:
        if self._lease.accounts:
            self.take_over_wanted.emit(self._lease)

    @Slot()
    def _on_start(self) -> None:
        if self._waiting is not None:
            self.start_wanted.emit(self._waiting)
