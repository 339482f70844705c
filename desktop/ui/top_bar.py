"""The top of the window: title, account, counters, plan, and the deeds that concern all orders."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop.rows import AccountState
from desktop.ui.buttons import button, icon_button, with_key
from desktop.ui.plan_bar import PlanBar

_ALL = None


class TopBar(QWidget):
    """Tells what was pressed."""

    account_chosen = Signal(object)  # an account's id, None for all
    import_wanted = Signal()
    export_wanted = Signal()
    sync_wanted = Signal()
    settings_wanted = Signal()
    accounts_wanted = Signal()

    def __init__(self, counters: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        title = QLabel(self.tr("Orders"))
        title.setProperty("role", "title")
        self.accounts = QComboBox()
        self.accounts.setObjectName("accountPicker")
        self.accounts.setAccessibleName(self.tr("Account"))
        self.accounts.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.accounts.addItem(self.tr("All accounts"), _ALL)
        self.accounts.activated.connect(self._on_account)
        self.plan = PlanBar()
        self._import = button(self.tr("Import…"), "import")
        self._export = button(self.tr("Export"), "export")
        self.sync = button(self.tr("Sync now"), "syncNow")
        keys = (
            (self._import, self.import_wanted, "Import orders by ID", "Ctrl+I"),
            (self._export, self.export_wanted, "Export what is shown as CSV", "Ctrl+E"),
            (self.sync, self.sync_wanted, "Look at both sides now", "F5"),
        )
        for made, signal, words, key in keys:
            made.setToolTip(with_key(words, key))
            made.setShortcut(key)
            made.clicked.connect(signal)
        self._people = icon_button("plug", self.tr("Accounts"), "accounts", "Ctrl+Shift+A")
        self._people.clicked.connect(self.accounts_wanted)
        self._settings = icon_button("settings", self.tr("Settings"), "settings", "Ctrl+,")
        self._settings.clicked.connect(self.settings_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 6)
        layout.setSpacing(10)
        layout.addWidget(title)
        layout.addWidget(self.accounts)
        counters.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        layout.addWidget(counters)
        layout.addStretch(1)
        layout.addWidget(self.plan)
        for widget in (self._import, self._export, self.sync, self._people, self._settings):
            layout.addWidget(widget)

    def show_accounts(self, accounts: Sequence[AccountState]) -> None:
        """Fill the picker; the chosen account stays."""
        wanted = [(self.tr("All accounts"), _ALL), *((one.name, one.id) for one in accounts)]
        shown = [
            (self.accounts.itemText(at), self.accounts.itemData(at))
            for at in range(self.accounts.count())
        ]
        if wanted == shown:
            return
        chosen = self.accounts.currentData()
        self.accounts.clear()
        for name, account_id in wanted:
            self.accounts.addItem(name, account_id)
        at = self.accounts.findData(chosen)
        self.accounts.setCurrentIndex(max(0, at))

    @property
    def account_id(self) -> int | None:
        """The chosen account; None for all."""
        found = self.accounts.currentData()
        return None if found is None else int(found)

    @Slot(int)
    def _on_account(self, _: int) -> None:
        self.account_chosen.emit(self.account_id)
