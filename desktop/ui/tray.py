"""The tray: how the sync stands, messages, pause, sync now, quit; a click shows the window."""

from collections import deque
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QCursor
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from desktop import clock
from desktop.rows import SyncState
from desktop.ui.app_icon import tray_icon
from desktop.ui.news_watch import Message
from desktop.ui.status_line import clock_words

_SHOWN_MS = 8000
_EACH_MS = 4000  # at least: many systems show one message only, and a newer one takes its place
_HOUR = 3600
_MORNING = 8
_LOOK_MS = 3000


class Tray(QObject):
    """Shown only where the system has a tray; a tray that comes later is found."""

    show_wanted = Signal()
    sync_wanted = Signal()
    pause_wanted = Signal(object)  # a UTC second, None goes on
    quit_wanted = Signal()
    order_wanted = Signal(int)
    news_wanted = Signal(object)  # the Message that was clicked, where it is about several orders

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._state, self._has_problem = SyncState("off"), False
        self._shown: Message | None = None
        self._waiting: deque[Message] = deque()
        self._between = QTimer(self)
        self._between.setSingleShot(True)
        self._between.setInterval(_EACH_MS)
        self._between.timeout.connect(self._show_next)
        self._menu = QMenu(parent)
        self._menu.setObjectName("trayMenu")
        self.open = self._action(self.tr("Open Crossdock"), self.show_wanted)
        self.sync = self._action(self.tr("Sync now"), self.sync_wanted)
        self._menu.addSeparator()
        self.pause_hour = self._add(self.tr("Pause for 1 hour"), self._on_hour)
        self.pause_day = self._add(self.tr("Pause until tomorrow"), self._on_tomorrow)
        self.resume = self._add(self.tr("Resume"), self._on_resume)
        self._menu.addSeparator()
        self.quit = self._action(self.tr("Quit"), self.quit_wanted)
        self._icon = QSystemTrayIcon(self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._on_activated)
        self._icon.messageClicked.connect(self._on_message)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._find_tray)
        self._look.start()
        self._paint()
        self._find_tray()

    def _action(self, text: str, signal: object) -> QAction:
        made = self._menu.addAction(text)
        made.triggered.connect(signal)
        return made

    def _add(self, text: str, slot: object) -> QAction:
        made = self._menu.addAction(text)
        made.triggered.connect(slot)
        return made

    @property
    def is_there(self) -> bool:
        """Whether the system has a tray now; to be asked at the moment it matters."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    @property
    def menu(self) -> QMenu:
        """What a right click opens."""
        return self._menu

    @Slot()
    def _find_tray(self) -> None:
        if self.is_there and not self._icon.isVisible():
            self._icon.show()

    @Slot(object)
    def show_state(self, state: SyncState) -> None:
        """The background work stands otherwise."""
        self._state = state
        self._paint()

    def show_problem(self, *, has_problem: bool) -> None:
        """A side of an account is stopped, or none is any more."""
        if has_problem != self._has_problem:
            self._has_problem = has_problem
            self._paint()

    @Slot(object)
    def tell(self, message: Message) -> None:
        """Show a message, after those before it had their time; a click opens what it is about."""
        if self.is_there:
            self._waiting.append(message)
        if not self._between.isActive():
            self._show_next()

    @Slot()
    def _show_next(self) -> None:
        if self._waiting:
            message = self._waiting.popleft()
            self._shown = message
            self._icon.showMessage(message.title, message.text, tray_icon(self._kind), _SHOWN_MS)
            self._between.start()

    @property
    def _kind(self) -> str:
        return "problem" if self._has_problem else self._state.kind

    def _paint(self) -> None:
        self._icon.setIcon(tray_icon(self._kind))
        paused = self._state.kind == "paused"
        self.resume.setVisible(paused)
        self.pause_hour.setVisible(not paused)
        self.pause_day.setVisible(not paused)
        words = {
            "working": self.tr("syncing"),
            "idle": self.tr("up to date"),
            "paused": self.tr("paused until {}").format(clock_words(self._state.until or 0)),
            "elsewhere": self.tr("another Crossdock syncs"),
        }.get(self._state.kind, "")
        if self._has_problem:
            words = self.tr("an account needs you")
        self._icon.setToolTip(f"Crossdock: {words}" if words else "Crossdock")

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (
            QSystemTrayIcon.ActivationReason.Trigger,
            QSystemTrayIcon.ActivationReason.DoubleClick,
        ):
            self.show_wanted.emit()

    @Slot()
    def _on_message(self) -> None:
        if self._icon.geometry().contains(QCursor.pos()):
            return  # on X11 Qt tells a click on the icon as one on the message beside it, too
        self.show_wanted.emit()
        if self._shown is not None and self._shown.order_id:
            self.order_wanted.emit(self._shown.order_id)
        elif self._shown is not None:
            self.news_wanted.emit(self._shown)

    @Slot()
    def _on_hour(self) -> None:
        self.pause_wanted.emit(int(clock.now()) + _HOUR)

    @Slot()
    def _on_tomorrow(self) -> None:
        self.pause_wanted.emit(tomorrow_morning(clock.now()))

    @Slot()
    def _on_resume(self) -> None:
        self.pause_wanted.emit(None)

    def hide(self) -> None:
        """Take the icon away."""
        self._look.stop()
        self._between.stop()
        self._icon.hide()


def tomorrow_morning(now: float) -> int:
    """Eight in the morning of the next day, in this computer's zone."""
    day = datetime.fromtimestamp(now).astimezone() + timedelta(days=1)
    return int(day.replace(hour=_MORNING, minute=0, second=0, microsecond=0).timestamp())
