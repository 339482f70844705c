"""Opens and closes profiles for the window, and ends the program; the parts are joined here."""

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from desktop import paths
from desktop.app.bridge import Bridge
from desktop.app.leaving import Leaving
from desktop.app.single_instance import SingleInstance
from desktop.app.tray_wishes import TrayWishes
from desktop.app.where import Where
from desktop.errors import ProfileProblem
from desktop.rows import SyncState
from desktop.ui import theme
from desktop.ui.away import Away
from desktop.ui.background import Errands, Reader, Writer
from desktop.ui.crash_dialog import CrashWatch
from desktop.ui.error_words import words_of
from desktop.ui.main_window import MainWindow
from desktop.ui.news_filter import show_news
from desktop.ui.news_watch import Message, NewsWatch
from desktop.ui.signals import AppSignals
from desktop.ui.tray import Tray
from desktop.ui.window_memory import WindowMemory
from desktop.ui.work import Work

if TYPE_CHECKING:
    from desktop.app.session import Session

_log = logging.getLogger(__name__)

GRACE_S = 3.0
_HARD_END_MS = 6000


class Controller(QObject):
    """One window, and the profile that is open in it."""

    ended = Signal(bool)  # whether nothing was left in flight

    def __init__(self, where: Where, instance: SingleInstance | None = None) -> None:
        super().__init__()
        self.where = where
        self.session: Session | None = None
        self.work: Work | None = None
        self.ended_well = True
        self._home = where
        self._next: Where | None = where
        self._is_ending = False
        self._instance = instance
        self._memory = WindowMemory(_folder(where))
        self._signals = AppSignals()
        self._bridge = Bridge(self._signals)
        self._opener = Errands(self._signals, self)
        self.crash = CrashWatch(self)
        self.window = MainWindow(self._memory)
        self.tray = Tray(self.window)
        self.watch: NewsWatch | None = None
        self.away = Away(self)
        self.leaving = Leaving(self.window, self)
        self.wishes = TrayWishes(self)
        self._join()

    def _join(self) -> None:
        window, tray = self.window, self.tray
        window.has_tray = self._has_tray
        window.retry_wanted.connect(self.reopen)
        window.session_wanted.connect(self._open_session_only)
        window.demo_wanted.connect(self.open_demo)
        window.leave_demo_wanted.connect(self._open_home)
        window.profile_wanted.connect(self._open_folder)
        window.quit_wanted.connect(self.leaving.ask)
        tray.show_wanted.connect(window.come_to_front)
        tray.sync_wanted.connect(self.wishes.sync_now)
        tray.pause_wanted.connect(self.wishes.pause)
        tray.quit_wanted.connect(self.leaving.ask)
        self.leaving.agreed.connect(self.quit)
        tray.order_wanted.connect(self._signals.show_order)
        tray.news_wanted.connect(self._on_news)
        self.crash.told.connect(window.show_crash)
        window.hidden_to_tray.connect(self.away.leave)
        window.came_back.connect(self.away.come_back)
        self._signals.summary.connect(self.away.take)
        self.away.welcomed.connect(self._signals.notice)
        self.away.told.connect(self._on_away)
        if self._instance is not None:
            self._instance.show_wanted.connect(window.come_to_front)

    def _has_tray(self) -> bool:
        return self.tray.is_there

    def start(self, *, minimised: bool = False) -> None:
        """Show the window at once, and open the profile away from this thread."""
        self.crash.watch()
        theme.choose(self._memory.text("theme", "system"))
        if (minimised or self._memory.flag("startMinimised")) and self.tray.is_there:
            self.away.leave()
        else:
            self.window.show()
        self._open(self.where)

    def _open(self, where: Where) -> None:
        self.where, self._next = where, None
        words = self.tr("Opening the made-up shop…") if where.demo else ""
        self.window.show_opening(words)
        bridge = self._bridge
        self._opener.run(lambda _: _opened(where, bridge), self._on_opened, self._on_failed)

    @Slot(object)
    def _on_opened(self, session: "Session") -> None:
        if self._is_ending:
            self._opener.run(lambda _: session.close(GRACE_S), self._on_closed, self._on_lost)
            return
        self.session = session
        self.crash.release()
        self.crash.watch()  # over the hooks of the profile's log
        desk = session.desk
        reader = Reader(self._signals, desk.questions.interrupt, self)
        self.work = Work(
            desk, reader, Writer(self._signals, self), Errands(self._signals, self), self._signals
        )
        self.leaving.work = self.wishes.work = self.work
        _keep_looks(self._memory, session.looks)
        self.window.show_work(self.work)
        self._signals.sync_state.connect(self._on_state)
        self._signals.trouble.connect(self._on_trouble)
        self.watch = NewsWatch(self.work, self)
        self.watch.told.connect(self.tray.tell)
        self._signals.sync_state.emit(session.syncing.state)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if self._is_ending:
            self._on_closed(True)
            return
        if not isinstance(error, ProfileProblem):
            self.crash.take(error)
        self.window.show_problem(words_of(error))
        if not self.window.isVisible():
            self.window.come_to_front()

    @Slot()
    def reopen(self) -> None:
        """Try the same profile again."""
        self._change_to(self.where)

    @Slot()
    def open_demo(self) -> None:
        """The made-up shop, in a profile of its own that is gone at the end."""
        self._change_to(Where(demo=True, verbose=self._home.verbose))

    @Slot()
    def _open_home(self) -> None:
        self._change_to(Where(self._home.folder, verbose=self._home.verbose))

    @Slot()
    def _open_session_only(self) -> None:
        self._change_to(Where(session_only=True, verbose=self._home.verbose))

    @Slot(str)
    def _open_folder(self, folder: str) -> None:
        if self._claim(Path(folder)):
            self._home = Where(Path(folder), verbose=self._home.verbose)
            self._change_to(self._home)

    def _claim(self, folder: Path) -> bool:
        """Be the one window of another folder; where there is one, it is shown and this one ends.

        A folder that cannot be written to is opened all the same: opening it says what is wrong.
        """
        instance = SingleInstance(folder, self)
        try:
            is_first = instance.claim()
        except OSError:
            return True
        if not is_first:
            instance.call_first()
            self.quit()
            return False
        if self._instance is not None:
            self._instance.release()
        instance.show_wanted.connect(self.window.come_to_front)
        self._instance = instance
        return True

    def _change_to(self, where: Where) -> None:
        self._next = where
        self._close_session()

    @Slot()
    def quit(self) -> None:
        """Stop accepting, cancel, wait a few seconds at most, end."""
        if self._is_ending:
            return
        self._is_ending = True
        self._next = None
        self.window.show_finishing()
        QTimer.singleShot(_HARD_END_MS, self, self._end_hard)
        self._close_session()

    def _close_session(self) -> None:
        self.leaving.work = self.wishes.work = None
        session, work = self.session, self.work
        if session is None or work is None:
            self._on_closed(True)
            return
        if not self._is_ending:
            self.window.show_opening(self.tr("Closing…"))
        self._signals.sync_state.disconnect(self._on_state)
        self._signals.trouble.disconnect(self._on_trouble)
        if self.watch is not None:
            self.watch.deleteLater()
            self.watch = None
        self.session = None

        def close(_: object) -> bool:
            work.errands.stop(GRACE_S)
            work.writer.stop()
            work.reader.stop()
            return session.close(GRACE_S)

        self._opener.run(close, self._on_closed, self._on_lost)

    @Slot(object)
    def _on_lost(self, error: Exception) -> None:
        _log.error("bug while closing: %s", type(error).__name__, exc_info=error)
        self._on_closed(False)

    @Slot(object)
    def _on_closed(self, ended_well: bool) -> None:
        if self.work is not None:
            for part in (self.work.reader, self.work.writer, self.work.errands):
                part.deleteLater()
            self.work = None
        if self._is_ending:
            self.ended_well = self.ended_well and bool(ended_well)
            self._end()
        elif self._next is not None:
            self._open(self._next)

    @Slot()
    def _end_hard(self) -> None:
        self.ended_well = False
        self._end()

    def _end(self) -> None:
        self.window.allow_close()
        self.window.close()
        self._memory.write()
        self.tray.hide()
        self.crash.release()
        if self._instance is not None:
            self._instance.release()
        self.ended.emit(self.ended_well)
        QApplication.quit()

    @Slot(object)
    def _on_state(self, state: SyncState) -> None:
        self.tray.show_state(state)
        orders = self.window.orders
        self.tray.show_problem(has_problem=orders is not None and orders.standing.has_problem)

    @Slot(object)
    def _on_trouble(self, error: Exception) -> None:
        if not self.crash.take(error) and self.window.orders is not None:
            self.window.orders.tell_trouble(error)

    @Slot(object)
    def _on_away(self, message: Message) -> None:
        if self.watch is not None:
            self.watch.sum_up(message)

    @Slot(object)
    def _on_news(self, message: Message) -> None:
        if self.window.orders is not None:
            show_news(self.window.orders, message.kind, message.account_id)


def _opened(where: Where, bridge: Bridge) -> "Session":
    """On another thread; what a profile needs is imported here, after the window is shown."""
    from desktop.app.session import open_session

    return open_session(where, bridge)


def _folder(where: Where) -> Path | None:
    """Where the window's memory lies; None for what is gone at the end."""
    return None if where.is_passing else where.folder or paths.profile_folder()


def _keep_looks(memory: WindowMemory, looks: Mapping[str, object]) -> None:
    """What has to be known at the next start before the database is open."""
    chosen = str(looks["window.theme"])
    memory.keep("theme", chosen)
    memory.keep("startMinimised", bool(looks["window.start_minimised"]))
    theme.choose(chosen)
