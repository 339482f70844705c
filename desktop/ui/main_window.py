"""The window: opening, a problem with its cure, a first welcome, or the orders."""

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QMainWindow, QStackedWidget, QWidget

from desktop.ui.app_icon import app_icon
from desktop.ui.close_dialog import CloseDialog
from desktop.ui.crash_dialog import CrashDialog
from desktop.ui.dialogs import Dialogs
from desktop.ui.error_words import Words
from desktop.ui.message_page import MessagePage
from desktop.ui.orders_page import OrdersPage
from desktop.ui.shortcuts_dialog import ShortcutsDialog
from desktop.ui.window_memory import WindowMemory
from desktop.ui.work import Work

_USUAL, _LEAST = QSize(1440, 900), QSize(1024, 600)
_FRAME = QSize(16, 48)  # what a system draws around a window, at most
_NO_KEYRING = ("no_keyring", "keyring_locked", "plaintext_keyring")
_RESTORABLE = (
    "key_missing",
    "key_wrong",
    "database_damaged",
    "database_gone",
    "profile_damaged",
)
RESTORE_HELP = (
    "A backup needs two things that belong together: the profile folder, and the keyring's entry"
    " for its database. Close Crossdock, put the folder back as it was, and restore the keyring"
    " entry “database-key” of the service Crossdock, if it is gone too. Nothing was changed in the"
    " folder. Orders can always be imported anew from Amazon into a new profile; what Crossdock"
    " once created in Shopify is found there again, so nothing is created twice."
)


class MainWindow(QMainWindow):
    """Shows what it is told; what a person wants of the program as a whole goes out as signals."""

    retry_wanted = Signal()
    session_wanted = Signal()
    demo_wanted = Signal()
    leave_demo_wanted = Signal()
    profile_wanted = Signal(str)  # a folder
    quit_wanted = Signal()
    hidden_to_tray = Signal()
    came_back = Signal()

    def __init__(self, memory: WindowMemory) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setWindowTitle("Crossdock")
        self.setWindowIcon(app_icon())
        self.setMinimumSize(_LEAST)
        self._memory = memory
        self._problem: Words | None = None
        self._pages = QStackedWidget()
        self._message = MessagePage("messagePage")
        self._message.acted.connect(self._on_message)
        self._pages.addWidget(self._message)
        self.setCentralWidget(self._pages)
        self.orders: OrdersPage | None = None
        self.dialogs: Dialogs | None = None
        self.has_tray: Callable[[], bool] = bool
        self._is_quitting = False
        self._add_keys()
        if not self.restoreGeometry(memory.state("geometry")):
            room = self.screen().availableSize() - _FRAME
            self.resize(_USUAL.boundedTo(room))

    def _add_keys(self) -> None:
        for key, slot in (("F1", self.show_keys), ("Ctrl+Q", self._ask_to_quit)):
            QShortcut(key, self).activated.connect(slot)

    def show_opening(self, words: str = "") -> None:
        """The profile is being opened."""
        self.shut()
        self._message.say(
            words or self.tr("Opening your orders…"),
            self.tr("Asking the keyring for the key of the database."),
            busy=True,
        )
        self._pages.setCurrentWidget(self._message)

    def show_finishing(self) -> None:
        """The program is about to end."""
        self.shut()
        self._message.say(
            self.tr("Finishing…"),
            self.tr("Waiting for calls that are under way; at most three seconds."),
            busy=True,
        )
        self._pages.setCurrentWidget(self._message)

    def show_problem(self, words: Words) -> None:
        """The profile cannot be opened: what is wrong, and what may be done."""
        self.shut()
        self._problem = words
        buttons = [("retry", self.tr("Try again"))]
        if words.code in _NO_KEYRING:
            buttons.append(("session", self.tr("This session only")))
        buttons.append(("profile", self.tr("Choose another profile…")))
        if words.code in _RESTORABLE:
            buttons.append(("restore", self.tr("How to restore")))
        buttons.append(("quit", self.tr("Quit")))
        self._message.say(words.title, words.cause, words.cure, buttons=tuple(buttons))
        self._pages.setCurrentWidget(self._message)

    def show_work(self, work: Work) -> None:
        """The profile is open."""
        self.shut()
        self.orders = OrdersPage(work, self._memory)
        self.dialogs = Dialogs(work, self.orders, self)
        self.orders.leave_demo_wanted.connect(self.leave_demo_wanted)
        self.orders.demo_wanted.connect(self.demo_wanted)
        self._pages.addWidget(self.orders)
        self._pages.setCurrentWidget(self.orders)
        self.orders.begin()

    def shut(self) -> None:
        """Take the orders away, before their desk is closed."""
        if self.dialogs is not None:
            self.dialogs.close_all()
            self.dialogs.deleteLater()
            self.dialogs = None
        if self.orders is not None:
            self.orders.remember()
            self._pages.removeWidget(self.orders)
            self.orders.end()
            self.orders.deleteLater()
            self.orders = None

    @property
    def message(self) -> MessagePage:
        """The page with words in the middle."""
        return self._message

    @Slot(str)
    def _on_message(self, name: str) -> None:
        if name == "retry":
            self.retry_wanted.emit()
        elif name == "session":
            self.session_wanted.emit()
        elif name == "profile":
            self._choose_profile()
        elif name == "restore" and self._problem is not None:
            buttons = (("retry", self.tr("Try again")), ("quit", self.tr("Quit")))
            self._message.say(self.tr("How to restore"), RESTORE_HELP, buttons=buttons)
        elif name == "quit":
            self.quit_wanted.emit()

    def _choose_profile(self) -> None:
        dialog = QFileDialog(self, self.tr("Profile folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.profile_wanted)
        dialog.open()

    @Slot()
    def show_keys(self) -> None:
        """The sheet of keys."""
        self._open(ShortcutsDialog(self))

    @Slot(str)
    def show_crash(self, report: str) -> None:
        """A bug, with its report."""
        self._open(CrashDialog(report, self))

    def _open(self, dialog: QWidget) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()
        dialog.raise_()

    @Slot()
    def come_to_front(self) -> None:
        """Show the window, wherever it is."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self.came_back.emit()

    def _hide(self) -> None:
        self.hide()
        self.hidden_to_tray.emit()

    @Slot()
    def _ask_to_quit(self) -> None:
        self.quit_wanted.emit()

    def allow_close(self) -> None:
        """The program ends: closing asks no more."""
        self._is_quitting = True

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Hide to the tray, ask, or end, as was chosen and as the system can."""
        self._memory.keep("geometry", QByteArray(self.saveGeometry()))
        if self._is_quitting:
            event.accept()
            return
        event.ignore()
        orders = self.orders
        choice = "no" if orders is None else orders.standing.setting("window.close_to_tray")
        if choice == "no" or not self.has_tray():
            self.quit_wanted.emit()
        elif choice == "yes":
            self._hide()
        else:
            self._ask_close()

    def _ask_close(self) -> None:
        dialog = CloseDialog(self)
        dialog.decided.connect(self._on_close_decided)
        self._open(dialog)

    @Slot(bool, bool)
    def _on_close_decided(self, stays: bool, is_kept: bool) -> None:
        if is_kept and self.orders is not None:
            self.orders.standing.keep("window.close_to_tray", "yes" if stays else "no")
        if stays:
            self._hide()
        else:
            self.quit_wanted.emit()
