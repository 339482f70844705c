"""The line below the grid: when each side was checked, what runs, what waits, what is shown."""

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QWidget

from desktop import clock
from desktop.rows import AccountState, SyncState
from desktop.ui import theme
from desktop.ui.ago import ago, until
from desktop.ui.running import Running

_TICK_MS = 1000
_MOST_ACCOUNTS = 2
_DOT_PX = 9
_SHOWN = " shown"


class StatusLine(QWidget):
    """Told by signals; counts its seconds by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusLine")
        self._accounts: Sequence[AccountState] = ()
        self._state = SyncState("off")
        self._running = Running()
        self._foot = ""
        self._dot = QFrame()
        self._dot.setObjectName("statusDot")
        self._dot.setFixedSize(_DOT_PX, _DOT_PX)
        self._checked, self._work, self._shown = QLabel(), QLabel(), QLabel()
        self._bar = QProgressBar()
        self._bar.setObjectName("statusProgress")
        self._bar.setTextVisible(False)
        self._bar.setMaximumWidth(120)
        self._bar.hide()
        self._lay_out()
        theme.on_change(self.refresh)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()
        self.refresh()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 6, 20, 8)
        layout.setSpacing(8)
        names = ("statusChecked", "statusWork", "statusShown")
        for label, name in zip((self._checked, self._work, self._shown), names, strict=True):
            label.setObjectName(name)
            label.setProperty("role", "secondary")
            label.setMinimumWidth(0)
        self._work.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout.addWidget(self._dot)
        layout.addWidget(self._checked)
        layout.addSpacing(10)
        layout.addWidget(self._bar)
        layout.addWidget(self._work, 1)
        layout.addWidget(self._shown)

    @Slot(object)
    def show_accounts(self, accounts: Sequence[AccountState]) -> None:
        """The accounts as they stand."""
        self._accounts = tuple(accounts)
        self.refresh()

    @Slot(object)
    def show_state(self, state: SyncState) -> None:
        """The background work stands otherwise."""
        self._state = state
        if state.kind != "working":
            self._running.clear()
        self.refresh()

    @Slot(object)
    def show_progress(self, news: object) -> None:
        """A run says what it does."""
        self._running.take(news)

    @Slot(str, int)
    def show_foot(self, words: str, total: int) -> None:
        """What the grid shows, and of how many."""
        self._foot = words
        self.show_total(total)

    @Slot(int)
    def show_total(self, total: int) -> None:
        """Of how many orders the tab is."""
        self._shown.setVisible(total > 0)
        self._shown.setText(self._foot.replace(_SHOWN, f" of {QLocale().toString(total)}{_SHOWN}"))

    @Slot()
    def refresh(self) -> None:
        """Count the seconds on."""
        kind = _DOTS.get(self._state.kind, "neutral")
        if self._accounts and all(_elsewhere(one) for one in self._accounts):
            kind = "waiting"
        if _problems(self._accounts):
            kind = "bad"
        colour = getattr(theme.tokens(), kind)
        self._dot.setStyleSheet(f"background: {colour}; border-radius: {_DOT_PX // 2}px;")
        self._checked.setText(self._checked_words())
        self._work.setText(self._work_words())
        self._work.setToolTip(self._work.text())
        done, of = self._running.counted
        self._bar.setVisible(self._state.kind == "working" and of > 1)
        self._bar.setRange(0, max(1, of))
        self._bar.setValue(done)
        self._bar.setAccessibleName(self._work.text())
        self._dot.setAccessibleName(self._state.kind)

    def _checked_words(self) -> str:
        shown = [
            self.tr("{}: Amazon {}, Shopify {}").format(
                one.name, ago(one.amazon_checked_at), ago(one.shopify_checked_at)
            )
            + (self.tr(", synced by {}").format(_elsewhere(one)) if _elsewhere(one) else "")
            for one in self._accounts[:_MOST_ACCOUNTS]
        ]
        more = len(self._accounts) - len(shown)
        if more > 0:
            shown.append(self.tr("+{} more").format(more))
        return " · ".join(shown)

    def _work_words(self) -> str:
        waiting = sum(one.waiting for one in self._accounts)
        parts = [self._state_words()]
        if waiting and self._state.kind != "working":
            parts.append(self.tr("{} waiting").format(QLocale().toString(waiting)))
        return " · ".join(part for part in parts if part)

    def _state_words(self) -> str:
        state = self._state
        if state.kind == "working":
            return self._running.words or self.tr("syncing…")
        if state.kind == "idle":
            return self.tr("next check {}").format(until(state.next_at)) if state.next_at else ""
        if state.kind == "paused":
            return self.tr("paused until {}").format(clock_words(state.until or 0))
        if state.kind == "elsewhere":
            return self.tr("another Crossdock syncs this profile; this window shows and keeps up")
        return state.words

    @property
    def text(self) -> str:
        """All it says, for tests."""
        return " | ".join(one.text() for one in (self._checked, self._work, self._shown))


_DOTS = {"working": "info", "idle": "good", "paused": "waiting", "elsewhere": "waiting"}


def clock_words(at: int) -> str:
    """A time of day as the system writes it; with the day's name when it is not today."""
    moment = QDateTime.fromSecsSinceEpoch(at)
    locale = QLocale()
    words = locale.toString(moment.time(), QLocale.FormatType.ShortFormat)
    if moment.date() == QDateTime.fromSecsSinceEpoch(int(clock.now())).date():
        return words
    return f"{locale.dayName(moment.date().dayOfWeek(), QLocale.FormatType.ShortFormat)} {words}"


def _elsewhere(account: AccountState) -> str:
    """The other computer that syncs it."""
    return account.lease.computer if account.lease is not None else ""


def _problems(accounts: Sequence[AccountState]) -> bool:
    return any(one.amazon_problem or one.shopify_problem for one in accounts)
