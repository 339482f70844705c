"""Opens the window's dialogs, never two of the same, and passes on what they tell."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from desktop.rows import AccountState, OrderFilter, OrderRow, SortKey, Tab
from desktop.ui.accounts.connect_dialog import ConnectDialog
from desktop.ui.accounts.dialog import AccountsDialog
from desktop.ui.desk import GridQuery
from desktop.ui.export_dialog import ExportDialog
from desktop.ui.import_dialog import ImportDialog
from desktop.ui.lease_words import LeaseNotice
from desktop.ui.order_dialog import OrderDialog
from desktop.ui.orders_page import OrdersPage
from desktop.ui.outbox_dialog import OutboxDialog
from desktop.ui.resolve import open_resolve
from desktop.ui.settings.dialog import SettingsDialog
from desktop.ui.start_dialog import StartDialog
from desktop.ui.take_over_dialog import TakeOverDialog
from desktop.ui.work import Work


class Dialogs(QObject):
    """Belongs to the window while a profile is open."""

    def __init__(self, work: Work, page: OrdersPage, window: QWidget) -> None:
        super().__init__(window)
        self._work, self._page, self._window = work, page, window
        self._open: dict[str, QDialog] = {}
        page.import_wanted.connect(self.open_import)
        page.export_wanted.connect(self.open_export)
        page.settings_wanted.connect(self.open_settings)
        page.accounts_wanted.connect(self.open_accounts)
        page.outbox_wanted.connect(self.open_outbox)
        page.connect_wanted.connect(self.open_connect)
        page.start_wanted.connect(self.open_start)
        page.notices.take_over_wanted.connect(self.open_take_over)
        page.order_wanted.connect(self.open_order)
        page.resolve_wanted.connect(self.open_resolve)
        work.signals.show_order.connect(self.open_order)

    def _show(self, name: str, dialog: QDialog, *, modal: bool = True) -> None:
        self._keep(name, dialog)
        if modal:
            dialog.open()
        else:
            dialog.show()

    def _keep(self, name: str, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._on_finished)
        self._open[name] = dialog

    def _raise(self, name: str) -> bool:
        dialog = self.opened(name)
        if dialog is None:
            return False
        dialog.raise_()
        dialog.activateWindow()
        return True

    @Slot()
    def _on_finished(self) -> None:
        gone = self.sender()
        self._open = {name: one for name, one in self._open.items() if one is not gone}

    def close_all(self) -> None:
        """Close what is open, before the desk goes."""
        for dialog in tuple(self._open.values()):
            if isValid(dialog):
                dialog.close()

    def opened(self, name: str) -> QDialog | None:
        """The dialog of that kind, where one is open."""
        dialog = self._open.get(name)
        return dialog if dialog is not None and isValid(dialog) else None

    @Slot()
    def open_import(self) -> None:
        """Import by ID."""
        if not self._raise("import"):
            dialog = ImportDialog(self._work, self._page.standing.accounts, self._window)
            dialog.show_order.connect(self._view_by_amazon_id)
            self._show("import", dialog)

    @Slot()
    def open_export(self) -> None:
        """Export what is shown."""
        if not self._raise("export"):
            self._show("export", ExportDialog(self._work, self._page.query, self._window))

    @Slot()
    def open_settings(self) -> None:
        """The settings."""
        if not self._raise("settings"):
            dialog = SettingsDialog(self._work, self._page.standing.accounts, self._window)
            self._show("settings", dialog)

    @Slot(str)
    def open_settings_page(self, name: str) -> None:
        """One page of the settings."""
        self.open_settings()
        dialog = self.opened("settings")
        if isinstance(dialog, SettingsDialog):
            dialog.open_page(name)

    @Slot()
    def open_outbox(self) -> None:
        """What is about to leave."""
        if not self._raise("outbox"):
            many = len(self._page.standing.accounts) > 1
            dialog = OutboxDialog(self._work, shows_account=many, parent=self._window)
            dialog.order_wanted.connect(self.open_order)
            dialog.filter_wanted.connect(self._page.show_to_send)
            dialog.settings_wanted.connect(self.open_settings_page)
            self._show("outbox", dialog, modal=False)

    @Slot()
    def open_accounts(self) -> None:
        """How the accounts stand."""
        if not self._raise("accounts"):
            dialog = AccountsDialog(self._work, self._window)
            dialog.connect_wanted.connect(self.open_connect)
            dialog.start_wanted.connect(self.open_start)
            self._show("accounts", dialog)

    @Slot()
    def open_connect(self) -> None:
        """Connect an account."""
        if not self._raise("connect"):
            dialog = ConnectDialog(self._work, self._front)
            dialog.connected.connect(self._on_connected)
            self._show("connect", dialog)

    @Slot()
    def _on_connected(self) -> None:
        self._work.signals.notice.emit(
            self.tr("Connected. The orders are being imported; nothing is created before Start.")
        )
        self._work.signals.accounts_changed.emit()

    @Slot(object)
    def open_start(self, account: AccountState) -> None:
        """What starting an account would do."""
        if not self._raise("start"):
            dialog = StartDialog(self._work, account, self._front)
            dialog.started.connect(self._on_started)
            self._show("start", dialog)

    @Slot(object)
    def open_take_over(self, notice: LeaseNotice) -> None:
        """What taking accounts over from another computer means."""
        if not self._raise("take over"):
            dialog = TakeOverDialog(notice, self._window)
            dialog.accepted.connect(self._on_take_over)
            self._show("take over", dialog)

    @Slot()
    def _on_take_over(self) -> None:
        asked = self.sender()
        if isinstance(asked, TakeOverDialog):
            deeds, ids = self._work.desk.deeds, asked.account_ids
            self._work.writer.do(lambda: deeds.take_over(ids))

    @Slot(int)
    def _on_started(self, decided: int) -> None:
        words = self.tr("Started. {} orders were gone through.").format(decided)
        self._work.signals.notice.emit(words)

    @property
    def _front(self) -> QWidget:
        """The dialog that a new one stands before."""
        accounts = self.opened("accounts")
        return self._window if accounts is None else accounts

    @Slot(int)
    def open_order(self, order_id: int) -> None:
        """Everything about one order."""
        if not self._raise(f"order {order_id}"):
            dialog = OrderDialog(self._work, order_id, self._window, self._page.neighbour)
            self._show(f"order {order_id}", dialog, modal=False)

    @Slot(object)
    def open_resolve(self, order_ids: Sequence[int]) -> None:
        """Resolve these orders."""
        dialog = open_resolve(self._window, self._work, tuple(order_ids))
        self._keep("resolve", dialog)

    @Slot(str)
    def _view_by_amazon_id(self, amazon_order_id: str) -> None:
        questions = self._work.desk.questions

        def find() -> tuple[OrderRow, ...]:
            found: tuple[OrderRow, ...] = ()
            for tab in (Tab.ALL, Tab.ARCHIVE):
                asked = OrderFilter(tab=tab, order_ids=(amazon_order_id,))
                found += questions.rows(GridQuery(asked, SortKey.CREATED, True), 0, 1)
            return found

        self._work.reader.ask("view by id", find, self._on_found)

    @Slot(object)
    def _on_found(self, rows: tuple[OrderRow, ...]) -> None:
        if rows:
            self.open_order(rows[0].id)
